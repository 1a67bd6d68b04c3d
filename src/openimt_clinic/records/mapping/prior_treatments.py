"""Earlier treatments: the record as the definition of non-response reads it.

There is one definition, that of the trials (``openimt.trial.eligibility``); whoever changes its
TOML changes what is said here, too.
"""

from dataclasses import dataclass
from functools import cache

from openimt.assess.front_door.rough_day import months_at_least, months_at_most, rough_day
from openimt.trial.eligibility import Definition, Eligibility, PriorCourse, ScaleChange, judge, load
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
    """The definition of the clinic; packaged, as long as there is no other."""
    return load()


def prior_treatments(patient: Patient) -> Told:
    """What is known of the person's earlier treatments."""
    kept = PriorTreatment.objects.filter(patient=patient, taken_back_at__isnull=True)
    everything = tuple(kept.select_related("by"))
    rows = tuple(row for row in everything if not row.none_before)
    courses = [course_of(row) for row in rows] if everything else None
    rule = definition()
    none_before = bool(everything) and not rows
    return Told(rows, bool(everything), none_before, judge(courses, rule), rule)


def course_of(row: PriorTreatment) -> PriorCourse:
    """The record as a course; what is not known stays None."""
    began, ended = rough_day(row.began), rough_day(row.ended)
    return PriorCourse(
        therapy=row.therapy or row.called or None,
        when="–".join(said[:4] for said in (row.began, row.ended) if said),
        months=_months(months_at_least(began, ended), months_at_most(began, ended)),
        sessions_offered=row.sessions_planned,
        sessions_kept=row.sessions_attended,
        trained_therapist=row.trained_therapist,
        changes=_changes(row),
        criteria_after=row.criteria_after,
        reason=row.reason or None,
    )


def _months(least: float | None, most: float | None) -> float | None:
    """How long it lasted, if that settles whether it was long enough: from rough days only the
    least is sure, and where the most could be enough nobody knows."""
    if least is None or most is None:
        return None
    needed = definition().months
    return None if least < needed <= most else least


def _changes(row: PriorTreatment) -> tuple[ScaleChange, ...]:
    if not row.scale or row.before is None or row.after is None:
        return ()
    return (ScaleChange(row.scale, row.before, row.after),)
