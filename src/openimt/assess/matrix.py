"""Scoring a whole table of answers at once: arrays in, arrays out, no loop over people.

Sums are exact: whole answers are small integers in floating point, and others are counted in
millionths before they are added, so one division at the end is the only rounding.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from openimt.assess.instrument import Instrument, Part, Scale

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
MILLIONTHS = 1e6


@dataclass(frozen=True)
class ScaleColumn:
    """One scale, every row: ``value`` (NaN = unscorable) and how many items have an answer."""

    value: Floats
    answered: NDArray[np.int64]


def score_matrix(values: Floats, instrument: Instrument) -> Mapping[str, ScaleColumn]:
    """Score rows of answers; columns stand in the order of the instrument's items, NaN = missing.

    Ranges are not looked at here: see ``openimt.assess.answers.check_matrix``.
    """
    place = {item.id: n for n, item in enumerate(instrument.items)}
    unit = 1.0 if all(item.whole for item in instrument.items) else MILLIONTHS
    columns = np.asarray(values, dtype=np.float64).T
    if unit != 1.0:
        columns = np.rint(columns * unit)
    return {s.id: _score_scale(columns, s, instrument, place, unit) for s in instrument.scales}


def _score_scale(
    columns: Floats, scale: Scale, instrument: Instrument, place: Mapping[str, int], unit: float
) -> ScaleColumn:
    total = np.zeros(columns.shape[1])
    present = np.zeros(columns.shape[1], dtype=np.int64)
    for part in scale.parts:
        value = _score_part(columns, part, instrument, place, unit)
        known = ~np.isnan(value)
        present += known
        total += np.where(known, value, 0.0)
    items = [place[item] for part in scale.parts for item in part.highest_of]
    answered = np.count_nonzero(~np.isnan(columns[items]), axis=0).astype(np.int64)
    return ScaleColumn(_finish(total, present, scale, unit), answered)


def _finish(total: Floats, present: NDArray[np.int64], scale: Scale, unit: float) -> Floats:
    """Sum or mean over the parts that are there, prorated; NaN where too few are."""
    wanted = len(scale.parts)
    enough = present >= wanted - scale.missing_allowed
    weight = 1 if scale.method == "mean" else wanted
    over = np.where(present > 0, present, 1) * unit
    return np.where(enough, total * weight / over, np.nan)


def _score_part(
    columns: Floats, part: Part, instrument: Instrument, place: Mapping[str, int], unit: float
) -> Floats:
    rows = columns[[place[item] for item in part.highest_of]]
    if part.reversed:
        item = instrument.item(part.highest_of[0])
        rows = (item.lowest + item.highest) * unit - rows
    if len(rows) == 1:
        first: Floats = rows[0]
        return first
    highest: Floats = np.where(_complete(columns, part, place), np.fmax.reduce(rows), np.nan)
    return highest


def _complete(columns: Floats, part: Part, place: Mapping[str, int]) -> Flags:
    """Where the highest of several is known: every item answered, or one of an either-group."""
    grouped = {item for group in part.either for item in group}
    groups = [*part.either, *((item,) for item in part.highest_of if item not in grouped)]
    there = [(~np.isnan(columns[[place[i] for i in group]])).any(axis=0) for group in groups]
    complete: Flags = np.logical_and.reduce(there)
    return complete
