"""Session ratings and the monthly question of both sides, as the core's ratings.

A rating that the person keeps from the therapist is not asked for: it never leaves the database.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from openimt.track.alliance import Rating
from openimt_clinic.records.answer_set import AnswerSet, AnswerState
from openimt_clinic.records.mapping.about import day_in_sql
from openimt_clinic.records.patient import Patient

SESSION = "oi-session-client"
WHERE, WHERE_THERAPIST = "oi-where", "oi-where-therapist"
HEARD = "understood"
"""The item of the session rating that asks whether the person felt heard."""
LATEST = 40
"""Ratings looked back at: most of a year of weekly sessions."""


def session_ratings(patient: Patient) -> tuple[tuple[Rating, ...], tuple[Rating, ...]]:
    """The shared session ratings: as a whole, and of having been heard alone; oldest first."""
    rows = tuple(_rows(patient, SESSION))
    whole = tuple(
        Rating(day, value) for day, scores, _ in rows if (value := _total(scores)) is not None
    )
    heard = tuple(
        Rating(day, float(value))
        for day, _, answers in rows
        if (value := answers.get(HEARD)) is not None
    )
    return whole, heard


def where_ratings(patient: Patient) -> tuple[tuple[Rating, ...], tuple[Rating, ...]]:
    """*Where we are and what comes next*: the person's ratings, and the therapist's."""
    person, therapist = (
        tuple(
            Rating(day, value)
            for day, scores, _ in _rows(patient, name)
            if (value := _total(scores)) is not None
        )
        for name in (WHERE, WHERE_THERAPIST)
    )
    return person, therapist


def _rows(
    patient: Patient, instrument: str
) -> Iterator[tuple[date, dict[str, Any], dict[str, Any]]]:
    zone = ZoneInfo(patient.clinic.time_zone)
    rows = AnswerSet.objects.filter(
        patient=patient, instrument=instrument, state=AnswerState.COMPLETE.value, shared=True
    )
    listed = rows.annotate(day=day_in_sql(zone)).order_by("-day", "-given_at")
    latest = list(listed.values_list("day", "scores", "answers")[:LATEST])
    yield from reversed(latest)


def _total(scores: dict[str, Any]) -> float | None:
    total = scores.get("scales", {}).get("total")
    return None if total is None else float(total["value"])
