"""Answer sets and clinicians' judgements of severity, as readings."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from openimt.formulate.assessment import Reading, SafetyAnswer
from openimt.terms import Response
from openimt_clinic.database.asked import Asked, AskedValues, Given
from openimt_clinic.records.answer_set import AnswerSet, AnswerState
from openimt_clinic.records.mapping.about import day_in_sql
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.target_reading import TargetReading

BRIEF_RESILIENCE = "brs"
TOTAL = "total"
COMPLETE = AskedValues(
    lambda: (
        AnswerSet.objects.filter(
            patient=Given("patient"), state=AnswerState.COMPLETE.value,
            given_at__lt=Given("until"), shared=True,
        )
        .annotate(day=day_in_sql(Given("zone")))
        .order_by("day", "given_at", "id")
        .values_list("instrument", "day", "scores")
    )
)  # fmt: skip
SEVERE = Asked(
    lambda: (
        TargetReading.objects.filter(patient=Given("patient"), on__lt=Given("on"))
        .select_related("by")
        .order_by("on", "noted_at")
    )
)


@dataclass(frozen=True)
class Kept:
    """One complete answer set: its instrument, the day it is about, and its scores."""

    instrument: str
    on: date
    scores: dict[str, Any]


def kept_of(patient: Patient, until: datetime) -> tuple[Kept, ...]:
    """Every complete set given before the moment, the earliest day first, in one look.

    What the person keeps to themselves is no reading of anybody's.
    """
    rows = COMPLETE.all(patient=patient.pk, until=until, zone=patient.clinic.time_zone)
    return tuple(Kept(name, day, scores) for name, day, scores in rows)


def readings_of(patient: Patient, until: datetime, sets: Iterable[Kept]) -> tuple[Reading, ...]:
    """Every score, and every severity a clinician judged, oldest first.

    ``measure`` is the instrument's id for its total, and ``id.scale`` for other scales.
    """
    scores = [
        Reading(on=kept.on, measure=name, value=value)
        for kept in sets
        for name, value in _measures(kept)
    ]
    rows = SEVERE.all(patient=patient.pk, on=until.date())
    severities = [
        Reading(on=r.on, target=r.target, severity=r.severity, sd=r.sd, by=r.by.name) for r in rows
    ]
    return (*scores, *severities)


def _measures(kept: Kept) -> Iterator[tuple[str, float]]:
    for scale, score in kept.scores.get("scales", {}).items():
        name = kept.instrument if scale == TOTAL else f"{kept.instrument}.{scale}"
        yield name, score["value"]


def safety_answers_of(sets: Iterable[Kept]) -> tuple[SafetyAnswer, ...]:
    """The worrying answers of questionnaires, oldest first."""
    return tuple(
        SafetyAnswer(
            kept.instrument,
            worry["item"],
            worry["answer"],
            Response(worry["response"]),
            kept.on,
        )
        for kept in sets
        for worry in kept.scores.get("safety", ())
    )


def brief_resilience(sets: Sequence[Kept]) -> float | None:
    """The latest brief resilience score, or None when there is none."""
    latest = next((k for k in reversed(sets) if k.instrument == BRIEF_RESILIENCE), None)
    score = latest.scores.get("scales", {}).get(TOTAL) if latest else None
    return score["value"] if score else None
