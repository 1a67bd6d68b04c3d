"""When a safety plan is due to be looked at together again."""

from collections.abc import Iterable
from datetime import date

from openimt.catalogue.catalogue import Settings
from openimt.formulate.assessment import Event, SafetyJudgement
from openimt.formulate.say import day_says
from openimt.terms import EventKind, Phase, SafetyPlanState

ACTS = frozenset({EventKind.SELF_HARM_ACT, EventKind.SUICIDE_ATTEMPT})
"""Acts after which the plan is looked at again."""


def review_due(
    safety: SafetyJudgement, events: Iterable[Event], phase: Phase, on: date, settings: Settings
) -> str | None:
    """Why the plan is due for review on this day, as one sentence; None when it is not.

    Only a plan that was made can be due; an offer or an agreed alternative has its own duty.
    """
    if safety.plan is not SafetyPlanState.MADE:
        return None
    made = safety.plan_on
    if made is None:
        return "Look at the safety plan together: its date is not known."
    acts = [e.on for e in events if e.kind in ACTS and made < e.on <= on]
    if acts:
        day = day_says(max(acts))
        return f"Look at the safety plan together: there was an act on {day}, after its date."
    days = (on - made).days
    if days > _longest(phase, settings):
        return f"Look at the safety plan together: it is {days} days old."
    return None


def _longest(phase: Phase, settings: Settings) -> float:
    early = phase in {Phase.SAFETY, Phase.CONTAINMENT}
    return settings["plan_review_days_early" if early else "plan_review_days_late"]
