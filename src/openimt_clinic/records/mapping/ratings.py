"""Session ratings and the monthly question of both sides, as the core's ratings.

A rating that the person keeps from the therapist is not asked for: it never leaves the database.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from openimt.track.alliance import Rating
from openimt_clinic.database.asked import AskedValues, Given
from openimt_clinic.records.answer_set import AnswerSet, AnswerState
from openimt_clinic.records.mapping.about import day_in_sql
from openimt_clinic.records.patient import Patient

SESSION = "oi-session-client"
WHERE, WHERE_THERAPIST = "oi-where", "oi-where-therapist"
HEARD = "understood"
"""The item of the session rating that asks whether the person felt heard."""
LATEST = 80
"""Ratings looked back at: a year of weekly sessions, and both sides of each month."""
Row = tuple[date, dict[str, Any], dict[str, Any]]
RATED = AskedValues(
    lambda: (
        AnswerSet.objects.filter(
            patient=Given("patient"), instrument__in=(SESSION, WHERE, WHERE_THERAPIST),
            state=AnswerState.COMPLETE.value, shared=True,
        )
        .annotate(day=day_in_sql(Given("zone")))
        .order_by("-day", "-given_at")
        .values_list("instrument", "day", "scores", "answers")[:LATEST]
    )
)  # fmt: skip


@dataclass(frozen=True)
class Ratings:
    """Oldest first. ``session``: each session as a whole; ``heard``: having been heard alone;
    ``person``, ``therapist``: where we are and what comes next, by each side."""

    session: tuple[Rating, ...]
    heard: tuple[Rating, ...]
    person: tuple[Rating, ...]
    therapist: tuple[Rating, ...]


def ratings_of(patient: Patient) -> Ratings:
    """Everything that the person shares, and the therapist's own side, in one look."""
    kept: dict[str, list[Row]] = {name: [] for name in (SESSION, WHERE, WHERE_THERAPIST)}
    for instrument, day, scores, answers in _rows(patient):
        kept[instrument].append((day, scores, answers))
    heard = (
        Rating(day, float(value))
        for day, _, answers in kept[SESSION]
        if (value := answers.get(HEARD)) is not None
    )
    return Ratings(
        _totals(kept[SESSION]), tuple(heard), _totals(kept[WHERE]), _totals(kept[WHERE_THERAPIST])
    )


def _rows(patient: Patient) -> list[tuple[str, date, dict[str, Any], dict[str, Any]]]:
    return RATED.all(patient=patient.pk, zone=patient.clinic.time_zone)[::-1]


def _totals(rows: list[Row]) -> tuple[Rating, ...]:
    return tuple(
        Rating(day, float(total["value"]))
        for day, scores, _ in rows
        if (total := scores.get("scales", {}).get("total")) is not None
    )
