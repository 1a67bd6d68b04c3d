"""The criteria for one course, each met, not met or unknown (unknown stays unknown)."""

from collections.abc import Sequence
from dataclasses import dataclass

from openimt.terms import Truth
from openimt.trial.eligibility.definition import BpdScale, Definition
from openimt.trial.eligibility.history import PriorCourse, ScaleChange

DIGITS = 9
"""Differences are rounded here, so that 2.10 - 1.16 is 0.94 and no hair more."""


@dataclass(frozen=True)
class CriterionJudged:
    """One criterion: what it found, in words, and what would decide it when it is unknown."""

    id: str
    truth: Truth
    says: str
    would_decide: str = ""


def judged_course(course: PriorCourse, definition: Definition) -> tuple[CriterionJudged, ...]:
    """All criteria of one course; all must be met for it to count."""
    made = [
        _tested(course, definition),
        _dose(course, definition),
        _trained(course, definition),
        _response(course, definition),
        _reason(course, definition),
    ]
    return tuple(one for one in made if one is not None)


def all_of(truths: Sequence[Truth]) -> Truth:
    """Met when all are; not met when any is not; otherwise unknown.

    >>> all_of([Truth.MET, Truth.UNKNOWN]), all_of([Truth.NOT_MET, Truth.UNKNOWN])
    (<Truth.UNKNOWN: 'unknown'>, <Truth.NOT_MET: 'not_met'>)
    """
    if Truth.NOT_MET in truths:
        return Truth.NOT_MET
    return Truth.UNKNOWN if Truth.UNKNOWN in truths else Truth.MET


def any_of(truths: Sequence[Truth]) -> Truth:
    """Met when any is; not met when none can be; otherwise unknown."""
    if Truth.MET in truths:
        return Truth.MET
    return Truth.UNKNOWN if Truth.UNKNOWN in truths else Truth.NOT_MET


def _truth(holds: bool | None) -> Truth:
    if holds is None:
        return Truth.UNKNOWN
    return Truth.MET if holds else Truth.NOT_MET


def _tested(course: PriorCourse, definition: Definition) -> CriterionJudged:
    known = None if course.therapy is None else course.therapy in definition.therapies
    says = {
        None: "which therapy it was is not known",
        True: "the therapy is tested for BPD",
        False: f"'{course.therapy}' is not among the therapies tested for BPD",
    }[known]
    return CriterionJudged("tested_therapy", _truth(known), says, "find out which therapy it was")


def _dose(course: PriorCourse, definition: Definition) -> CriterionJudged:
    share = course.share_kept
    months = None if course.months is None else course.months >= definition.months
    kept = None if share is None else round(share, DIGITS) >= definition.share_of_sessions
    truth = any_of([_truth(months), _truth(kept)])
    lasted = "length not known" if course.months is None else f"{course.months:g} months"
    sessions = "sessions kept not known" if share is None else f"{share:.0%} of sessions kept"
    asked = f"find out whether it lasted {definition.months:g} months, or whether "
    asked += f"{definition.share_of_sessions:.0%} of sessions were kept"
    return CriterionJudged("dose", truth, f"{lasted}, {sessions}", asked)


def _trained(course: PriorCourse, definition: Definition) -> CriterionJudged | None:
    if not definition.trained_therapist:
        return None
    says = {
        None: "whether the therapist was trained in it is not known",
        True: "the therapist was trained in it",
        False: "the therapist was not trained in it",
    }[course.trained_therapist]
    asked = "ask whether the therapist was trained in it"
    return CriterionJudged("trained_therapist", _truth(course.trained_therapist), says, asked)


def _response(course: PriorCourse, definition: Definition) -> CriterionJudged:
    """No reliable improvement on any scale of BPD, or still enough criteria at the end."""
    scales = [
        (definition.scales[c.scale], c) for c in course.changes if c.scale in definition.scales
    ]
    better = [_better(scale, change) for scale, change in scales]
    unchanged = not any(better) if better else None
    left = course.criteria_after
    still = None if left is None else left >= definition.criteria_left
    said = [_change_says(scale, change) for scale, change in scales]
    said += [] if left is None else [f"{left} criteria still met"]
    names = ", ".join(scale.name for scale in definition.scales.values())
    asked = f"find values of a scale of BPD before and after ({names}), or how many criteria of "
    asked += "BPD were still met at its end"
    truth = any_of([_truth(unchanged), _truth(still)])
    return CriterionJudged("no_response", truth, "; ".join(said) or "outcome not known", asked)


def _better(scale: BpdScale, change: ScaleChange) -> bool:
    return round(_improved(scale, change), DIGITS) > scale.smallest_reliable


def _improved(scale: BpdScale, change: ScaleChange) -> float:
    gain = change.after - change.before
    return gain if scale.higher_is_better else -gain


def _change_says(scale: BpdScale, change: ScaleChange) -> str:
    moved = f"{scale.name} from {change.before:g} to {change.after:g}"
    than = "more" if _better(scale, change) else "not more"
    gain = f"an improvement of {_improved(scale, change):.3g}"
    return f"{moved}: {gain}, {than} than the reliable {scale.smallest_reliable:g}"


def _reason(course: PriorCourse, definition: Definition) -> CriterionJudged | None:
    if not definition.reason_needed:
        return None
    known = course.reason in definition.reasons
    says = (
        definition.reasons[course.reason or ""] if known else "why it did not help is not recorded"
    )
    asked = f"record why it did not help: {', '.join(definition.reasons)}"
    return CriterionJudged("reason", Truth.MET if known else Truth.UNKNOWN, says, asked)
