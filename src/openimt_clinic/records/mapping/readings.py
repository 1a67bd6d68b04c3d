"""Answer sets and clinicians' judgements of severity, as readings."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from openimt.formulate.assessment import Reading, SafetyAnswer
from openimt.terms import Response
from openimt_clinic.records.answer_set import AnswerSet, AnswerState
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.target_reading import TargetReading

BRIEF_RESILIENCE = "brs"
TOTAL = "total"


def _complete(patient: Patient, until: datetime) -> Iterator[AnswerSet]:
    """What the person keeps to themselves is no reading of anybody's."""
    sets = AnswerSet.objects.filter(
        patient=patient, state=AnswerState.COMPLETE.value, given_at__lt=until, shared=True
    )
    yield from sets.defer("answers").order_by("given_at", "id")


def readings_of(patient: Patient, until: datetime) -> tuple[Reading, ...]:
    """Every score, and every severity a clinician judged, oldest first.

    ``measure`` is the instrument's id for its total, and ``id.scale`` for other scales.
    """
    zone = ZoneInfo(patient.clinic.time_zone)
    scores = [
        Reading(on=kept.given_at.astimezone(zone).date(), measure=name, value=value)
        for kept in _complete(patient, until)
        for name, value in _measures(kept)
    ]
    judged = TargetReading.objects.filter(patient=patient, on__lt=until.date())
    rows = judged.select_related("by").order_by("on", "noted_at")
    severities = [
        Reading(on=r.on, target=r.target, severity=r.severity, sd=r.sd, by=r.by.name) for r in rows
    ]
    return (*scores, *severities)


def _measures(kept: AnswerSet) -> Iterator[tuple[str, float]]:
    for scale, score in kept.scores.get("scales", {}).items():
        name = kept.instrument if scale == TOTAL else f"{kept.instrument}.{scale}"
        yield name, score["value"]


def safety_answers_of(patient: Patient, until: datetime) -> tuple[SafetyAnswer, ...]:
    """The worrying answers of questionnaires, oldest first."""
    zone = ZoneInfo(patient.clinic.time_zone)
    return tuple(
        SafetyAnswer(
            kept.instrument,
            worry["item"],
            worry["answer"],
            Response(worry["response"]),
            kept.given_at.astimezone(zone).date(),
        )
        for kept in _complete(patient, until)
        for worry in kept.scores.get("safety", ())
    )


def brief_resilience(patient: Patient, until: datetime) -> float | None:
    """The latest brief resilience score, or None when there is none."""
    kept = AnswerSet.objects.filter(
        patient=patient,
        state=AnswerState.COMPLETE.value,
        instrument=BRIEF_RESILIENCE,
        given_at__lt=until,
    )
    latest = kept.order_by("-given_at").first()
    score = latest.scores.get("scales", {}).get(TOTAL) if latest else None
    return score["value"] if score else None
