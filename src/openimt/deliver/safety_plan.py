"""When a safety plan is due to be looked at together again, and what a new version changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from openimt.catalogue.catalogue import Settings
from openimt.formulate.assessment import Event, SafetyJudgement
from openimt.formulate.say import day_says
from openimt.terms import EventKind, Phase, SafetyPlanState

ACTS = frozenset({EventKind.SELF_HARM_ACT, EventKind.SUICIDE_ATTEMPT})
"""Acts after which the plan is looked at again."""

Elements = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class PlanChange:
    """What became of one element: lines that came, and lines that went."""

    element: str
    came: tuple[str, ...]
    went: tuple[str, ...]


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
    if safety.plan_review_on is not None and safety.plan_review_on < on:
        day = day_says(safety.plan_review_on)
        return f"Look at the safety plan together: {day} was agreed for it."
    return None


def review_by(looked_at: date, phase: Phase | None, settings: Settings) -> date:
    """The last day for looking at it again; where the phase is not known, the shorter time."""
    return looked_at + timedelta(days=_longest(phase or Phase.SAFETY, settings))


def plan_changes(before: Elements, after: Elements) -> tuple[PlanChange, ...]:
    """What a version changed against the one before it, element by element; order is no change."""
    names = dict.fromkeys([*after, *before])
    found = (_changed(name, before.get(name, ()), after.get(name, ())) for name in names)
    return tuple(one for one in found if one.came or one.went)


def _changed(name: str, before: Sequence[str], after: Sequence[str]) -> PlanChange:
    came = tuple(line for line in after if line not in before)
    went = tuple(line for line in before if line not in after)
    return PlanChange(name, came, went)


def _longest(phase: Phase, settings: Settings) -> float:
    early = phase in {Phase.SAFETY, Phase.CONTAINMENT}
    return settings["plan_review_days_early" if early else "plan_review_days_late"]
