"""The scores file: what ``openimt score`` prints, and what ``openimt plan`` can start from."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from math import inf

from openimt.assess.instrument import Instrument
from openimt.assess.scores import ScaleScore, Scores, WorryingAnswer
from openimt.errors import ExchangeError
from openimt.exchange.documents import (
    ScaleDocument,
    ScoreRow,
    ScoresDocument,
    WorryingAnswerDocument,
)
from openimt.exchange.fields import Fields
from openimt.formulate.assessment import Assessment, Reading, Resilience, SafetyAnswer
from openimt.terms import Response

ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?!\d)")


def scores_to_json(
    scores: Iterable[Scores], instrument: Instrument, warnings: Sequence[str] = ()
) -> ScoresDocument:
    """Scores as plain values, in the contract's words."""
    rows = list(scores)
    own = [warning for row in rows for warning in row.warnings]
    return {
        "instrument": {"id": instrument.id, "version": instrument.version},
        "rows": [_row(row) for row in rows],
        "warnings": [*warnings, *own],
    }


def plain_number(value: float) -> float:
    """The number as JSON should show it: whole ones without a decimal point.

    >>> plain_number(15.0), plain_number(1.5)
    (15, 1.5)
    """
    return int(value) if value == int(value) else value


def _row(scores: Scores) -> ScoreRow:
    return {
        "id": scores.person,
        "occasion": scores.occasion or None,
        "scales": {name: _scale(score) for name, score in scores.scales.items()},
        "unscorable": dict(scores.unscorable),
        "safety": [_worrying(answer) for answer in scores.safety],
    }


def _scale(score: ScaleScore) -> ScaleDocument:
    value = plain_number(score.value)
    return {"value": value, "answered": score.answered, "of": score.of, "band": score.band}


def _worrying(answer: WorryingAnswer) -> WorryingAnswerDocument:
    value = plain_number(answer.answer)
    return {"item": answer.item, "answer": value, "response": answer.response}


def is_scores(data: object) -> bool:
    """Whether a JSON document looks like scores (and not like an assessment)."""
    return isinstance(data, dict) and "rows" in data and "instrument" in data


def assessments_from_scores(data: object, on: date, file: str) -> tuple[Assessment, ...]:
    """One assessment a row of a scores file, as of the day ``on``.

    Scores become readings. A worrying answer stays an answer that asks; it is never an event.
    Raises ExchangeError with the field path.
    """
    top = Fields.of(data, file, ExchangeError)
    instrument = top.inner("instrument").name("id")
    made = tuple(_assessment(row, instrument, on) for row in top.rows("rows"))
    if not made:
        raise top.refuse("holds no rows", "rows")
    return made


def _assessment(row: Fields, instrument: str, on: date) -> Assessment:
    day = _occasion_day(row, on)
    readings = tuple(_readings(row, instrument, day))
    brs = next((r.value for r in readings if r.measure == "brs"), None)
    return Assessment(
        patient=row.name("id"),
        on=on,
        readings=readings,
        safety_answers=tuple(_safety(one, instrument, day) for one in row.rows("safety")),
        resilience=Resilience(brs=brs),
    )


def _readings(row: Fields, instrument: str, day: date | None) -> Iterable[Reading]:
    for name, scale in row.pairs("scales"):
        value = scale.number("value", -inf, inf)
        if value is None:
            raise scale.refuse("is missing; expected the scale's value", "value")
        measure = instrument if name == "total" else f"{instrument}.{name}"
        yield Reading(on=day, measure=measure, value=value)


def _safety(row: Fields, instrument: str, day: date | None) -> SafetyAnswer:
    response = row.word("response", Response)
    answer = row.number("answer", -inf, inf)
    if response is None or answer is None:
        raise row.refuse("is missing", "response" if response is None else "answer")
    return SafetyAnswer(instrument, row.name("item"), answer, response, day)


def _occasion_day(row: Fields, on: date) -> date | None:
    """The day in the occasion, when it begins with one; ``baseline`` or ``3`` is no day."""
    found = ISO_DAY.match(row.text("occasion"))
    if found is None:
        return None
    try:
        day = date.fromisoformat(found.group())
    except ValueError:
        raise row.refuse(f"is '{found.group()}', no day of the calendar", "occasion") from None
    if day > on:
        raise row.refuse(f"is {day}, after --on {on}", "occasion")
    return day
