"""Answers in, scores out. One set of answers is scored by the same code as a whole file."""

import math
from collections.abc import Mapping, Sequence

import numpy as np

from openimt.assess.answers import check_matrix, refusal, to_matrix
from openimt.assess.instrument import Instrument, SafetyRule, Scale
from openimt.assess.matrix import Floats, ScaleColumn, score_matrix
from openimt.assess.scores import Answers, ScaleScore, Scores, WorryingAnswer
from openimt.errors import ScoringError


def score(answers: Answers, instrument: Instrument) -> Scores:
    """Score one set of answers.

    A scale with a missing answer has no score but a reason, unless its definition lets some be
    missing. Raises ScoringError for an answer outside its item's range.

    >>> from openimt.assess.instruments import load
    >>> made = score(Answers("p1", "2026-11-22", {f"q{n}": 1 for n in range(1, 10)}), load("phq9"))
    >>> made.scales["total"].value, made.scales["total"].band, made.safety[0].response.value
    (9.0, 'mild', 'enquire')
    """
    return score_all([answers], instrument)[0]


def score_all(rows: Sequence[Answers], instrument: Instrument) -> tuple[Scores, ...]:
    """Score many sets of answers at once, in their order."""
    values = to_matrix(rows, instrument)
    _refuse_bad(values, instrument)
    columns = score_matrix(values, instrument)
    bands = {scale.id: _bands(columns[scale.id], scale) for scale in instrument.scales}
    missing = _missing_by_scale(values, instrument)
    safety = _worrying(values, instrument)
    return tuple(
        _one(n, row, instrument, columns, bands, missing, safety) for n, row in enumerate(rows)
    )


def _refuse_bad(values: Floats, instrument: Instrument) -> None:
    bad = check_matrix(values, instrument)
    if bad is None:
        return
    line, item = bad
    answer = float(values[line, instrument.items.index(item)])
    row = line + 1 if len(values) > 1 else None
    raise ScoringError(refusal(item, answer), row=row, field=item.id)


def _one(
    n: int,
    answers: Answers,
    instrument: Instrument,
    columns: Mapping[str, ScaleColumn],
    bands: Mapping[str, Sequence[str | None]],
    missing: Mapping[str, Mapping[int, str]],
    safety: Mapping[int, tuple[WorryingAnswer, ...]],
) -> Scores:
    done: dict[str, ScaleScore] = {}
    undone: dict[str, str] = {}
    for scale in instrument.scales:
        column = columns[scale.id]
        value = float(column.value[n])
        if math.isnan(value):
            undone[scale.id] = missing[scale.id][n]
        else:
            of = sum(len(part.highest_of) for part in scale.parts)
            done[scale.id] = ScaleScore(value, int(column.answered[n]), of, bands[scale.id][n])
    return Scores(
        instrument=instrument.id,
        version=instrument.version,
        person=answers.person,
        occasion=answers.occasion,
        scales=done,
        unscorable=undone,
        safety=safety.get(n, ()),
    )


def _bands(column: ScaleColumn, scale: Scale) -> list[str | None]:
    if not scale.bands:
        return [None] * len(column.value)
    lows = np.array([band.low for band in scale.bands])
    place = np.searchsorted(lows, column.value, side="right") - 1
    return [scale.bands[i].name if i >= 0 else None for i in place]


def _missing_by_scale(values: Floats, instrument: Instrument) -> dict[str, dict[int, str]]:
    """For each scale and each row with a gap: the sentence that names the gaps."""
    gaps = np.isnan(values)
    incomplete = np.flatnonzero(gaps.any(axis=1))
    return {
        scale.id: {int(n): _gap_says(gaps[n], scale, instrument) for n in incomplete}
        for scale in instrument.scales
    }


def _gap_says(gaps: np.ndarray, scale: Scale, instrument: Instrument) -> str:
    wanted = {item for part in scale.parts for item in part.highest_of}
    names = [item.id for item, gap in zip(instrument.items, gaps, strict=True) if gap]
    absent = [name for name in names if name in wanted]
    return f"not answered: {', '.join(absent)} ({len(absent)} of {len(wanted)} items)"


def _worrying(values: Floats, instrument: Instrument) -> dict[int, tuple[WorryingAnswer, ...]]:
    """Answers that call for a response, by row; they count whether or not a scale has a score."""
    found: dict[int, tuple[WorryingAnswer, ...]] = {}
    place = {item.id: n for n, item in enumerate(instrument.items)}
    for rule in instrument.safety:
        column = values[:, place[rule.item]]
        for n in np.flatnonzero((column >= rule.at_least) & (column <= rule.at_most)):
            found[int(n)] = (*found.get(int(n), ()), _answer(rule, float(column[n])))
    return found


def _answer(rule: SafetyRule, answer: float) -> WorryingAnswer:
    return WorryingAnswer(rule.item, answer, rule.response, rule.says)
