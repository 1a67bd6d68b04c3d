"""Earlier treatments: the record as the definition of non-response reads it.

There is one definition, that of the trials (``openimt.trial.eligibility``). A clinic may have its
own numbers in it, each change with its reason; a trial keeps the definition it registered.
"""

from collections import Counter
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from openimt.assess.front_door.rough_day import months_at_least, months_at_most, rough_day
from openimt.terms import Truth
from openimt.trial.eligibility import (
    Definition,
    Eligibility,
    PriorCourse,
    ScaleChange,
    judge,
    load,
    with_numbers,
)
from openimt_clinic.records.nonresponse_rule import NonResponseRule
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.prior_treatment import PriorTreatment


@dataclass(frozen=True)
class Told:
    """Earlier treatments and what the definition finds; ``asked``: whether anybody asked."""

    rows: tuple[PriorTreatment, ...]
    asked: bool
    none_before: bool
    judged: Eligibility
    definition: Definition


@cache
def definition() -> Definition:
    """The packaged definition: its therapies, scales and reasons hold for every clinic."""
    return load()


def definition_of(clinic: UUID) -> Definition:
    """The definition with the clinic's own numbers, where it has any."""
    rule = NonResponseRule.objects.filter(clinic=clinic).first()
    return with_numbers(definition(), rule.numbers) if rule else definition()


def counted(clinic: UUID, rule: Definition) -> Counter[Truth]:
    """How many earlier courses that are written down count by a definition. Courses, no people."""
    rows = PriorTreatment.objects.filter(
        clinic=clinic, taken_back_at__isnull=True, none_before=False
    )
    courses = [course_of(row, rule) for row in rows]
    return Counter(one.counts for one in judge(courses, rule).courses)


def prior_treatments(patient: Patient) -> Told:
    """What is known of the person's earlier treatments."""
    kept = PriorTreatment.objects.filter(patient=patient, taken_back_at__isnull=True)
    everything = tuple(kept.select_related("by"))
    rows = tuple(row for row in everything if not row.none_before)
    rule = definition_of(patient.clinic_id)
    courses = [course_of(row, rule) for row in rows] if everything else None
    none_before = bool(everything) and not rows
    return Told(rows, bool(everything), none_before, judge(courses, rule), rule)


def course_of(row: PriorTreatment, rule: Definition | None = None) -> PriorCourse:
    """The record as a course; what is not known stays None."""
    needed = (rule or definition()).months
    began, ended = rough_day(row.began), rough_day(row.ended)
    return PriorCourse(
        therapy=row.therapy or row.called or None,
        when="–".join(said[:4] for said in (row.began, row.ended) if said),
        months=_months(months_at_least(began, ended), months_at_most(began, ended), needed),
        sessions_offered=row.sessions_planned,
        sessions_kept=row.sessions_attended,
        trained_therapist=row.trained_therapist,
        changes=_changes(row),
        criteria_after=row.criteria_after,
        reason=row.reason or None,
    )


def _months(least: float | None, most: float | None, needed: float) -> float | None:
    """How long it lasted, if that settles whether it was long enough: from rough days only the
    least is sure, and where the most could be enough nobody knows."""
    if least is None or most is None:
        return None
    return None if least < needed <= most else least


def _changes(row: PriorTreatment) -> tuple[ScaleChange, ...]:
    if not row.scale or row.before is None or row.after is None:
        return ()
    return (ScaleChange(row.scale, row.before, row.after),)
