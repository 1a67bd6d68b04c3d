"""Eligible, not eligible, or cannot tell: criterion by criterion, with what would decide it.

The words speak of courses ("did not respond to DBT"), never of what somebody is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from openimt.terms import Truth
from openimt.trial.eligibility.criteria import CriterionJudged, all_of, judged_course
from openimt.trial.eligibility.definition import Definition
from openimt.trial.eligibility.history import PriorCourse


class Verdict(StrEnum):
    """Whether the rule of entry is met."""

    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True)
class CourseJudged:
    """One course with each criterion; ``counts``: adequate, without response, reason recorded."""

    name: str
    criteria: tuple[CriterionJudged, ...]
    counts: Truth


@dataclass(frozen=True)
class Eligibility:
    """A verdict with its grounds. ``would_decide`` is empty unless nobody can tell yet."""

    verdict: Verdict
    says: str
    courses: tuple[CourseJudged, ...]
    would_decide: tuple[str, ...]
    definition: str
    disputed: str


def judge(courses: Sequence[PriorCourse] | None, definition: Definition) -> Eligibility:
    """The verdict on a history; None = nobody has asked yet, () = known to have had no course.

    >>> from openimt.trial.eligibility import PriorCourse, ScaleChange, load
    >>> dbt = PriorCourse(
    ...     "dbt",
    ...     "2023",
    ...     months=12,
    ...     trained_therapist=True,
    ...     changes=(ScaleChange("bsl23", 2.4, 2.2),),
    ...     reason="alliance",
    ... )
    >>> made = judge([dbt], load())
    >>> made.verdict, made.says
    (<Verdict.ELIGIBLE: 'eligible'>, 'did not respond to DBT (2023)')
    """
    judged = tuple(_course(course, definition) for course in courses or ())
    met = [one for one in judged if one.counts is Truth.MET]
    open_ones = [one for one in judged if one.counts is Truth.UNKNOWN]
    needed = definition.courses_needed
    if len(met) >= needed:
        named = " and to ".join(one.name for one in met)
        return _made(Verdict.ELIGIBLE, f"did not respond to {named}", judged, (), definition)
    if courses is None or len(met) + len(open_ones) >= needed:
        asked = _asked(courses, open_ones)
        says = f"{_courses(needed)} needed, {len(met)} known so far"
        return _made(Verdict.CANNOT_TELL, says, judged, asked, definition)
    possible = len(met) + len(open_ones)
    says = f"{_courses(needed)} needed, and at most {possible} of those known can count"
    return _made(Verdict.NOT_ELIGIBLE, says, judged, (), definition)


def _course(course: PriorCourse, definition: Definition) -> CourseJudged:
    criteria = judged_course(course, definition)
    known = definition.therapies.get(course.therapy or "")
    name = known.name if known else course.therapy or "an unnamed therapy"
    counts = all_of([one.truth for one in criteria])
    return CourseJudged(f"{name} ({course.when})" if course.when else name, criteria, counts)


def _asked(courses: Sequence[PriorCourse] | None, open_ones: list[CourseJudged]) -> tuple[str, ...]:
    if courses is None:
        return ("ask which treatments there were before",)
    return tuple(
        f"{course.name}: {one.would_decide}"
        for course in open_ones
        for one in course.criteria
        if one.truth is Truth.UNKNOWN
    )


def _courses(number: int) -> str:
    noun, verb = ("course", "is") if number == 1 else ("courses", "are")
    return f"{number} adequate {noun} without response {verb}"


def _made(
    verdict: Verdict,
    says: str,
    courses: tuple[CourseJudged, ...],
    asked: tuple[str, ...],
    definition: Definition,
) -> Eligibility:
    return Eligibility(verdict, says, courses, asked, definition.name, definition.disputed)
