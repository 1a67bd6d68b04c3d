"""The head of a patient's page: who it is, where they are, when they come next."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openimt.terms import SafetyPlanState


@dataclass(frozen=True)
class HeadView:
    """Name, week, phase, therapy and next appointment; what the safety plan's button adds.

    ``stage``: in the therapy's own words, where its courses are not bound to phases.
    """

    name: str
    week: str
    phase: str
    phase_name: str
    therapy: str
    next_at: datetime | None
    next_remote: bool
    safety_plan_says: str
    stage: str = ""


def week_says(started_on: date, on: date) -> str:
    """Which week of the course it is, counted from 1; before the start, that it has not begun."""
    if on < started_on:
        return _("not begun")
    return _("Week %(n)d") % {"n": (on - started_on).days // 7 + 1}


def safety_plan_says(state: SafetyPlanState | None, looked_at: date | None, on: date) -> str:
    """How the plan stands, as short as a button needs it."""
    if state is None:
        return _("not offered yet")
    if state is SafetyPlanState.MADE and looked_at is not None:
        days = (on - looked_at).days
        return ngettext("%(n)d day old", "%(n)d days old", days) % {"n": days}
    words = {
        SafetyPlanState.OFFERED: _("offered"),
        SafetyPlanState.MADE: _("made"),
        SafetyPlanState.DECLINED: _("declined"),
        SafetyPlanState.REPLACED: _("replaced by an agreement"),
    }
    return words[state]
