"""Answer sets and clinicians' judgements of severity, as readings."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from openimt.formulate.assessment import Reading, SafetyAnswer
from openimt.terms import Response
from openimt_clinic.records.answer_set import AnswerSet, AnswerState
from openimt_clinic.records.mapping.about import day_in_sql
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.target_reading import TargetReading

BRIEF_RESILIENCE = "brs"
TOTAL = "total"


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
    zone = ZoneInfo(patient.clinic.time_zone)
    rows = (
        AnswerSet.objects.filter(
            patient=patient, state=AnswerState.COMPLETE.value, given_at__lt=until, shared=True
        )
        .annotate(day=day_in_sql(zone))
        .order_by("day", "given_at", "id")
        .values_list("instrument", "day", "scores")
    )
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
    judged = TargetReading.objects.filter(patient=patient, on__lt=until.date())
    rows = judged.select_related("by").order_by("on", "noted_at")
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
