"""Answers as a table of numbers, and whether each lies in its item's range."""

from collections.abc import Sequence

import numpy as np

from openimt.assess.instrument import Instrument, Item
from openimt.assess.matrix import Floats
from openimt.assess.scores import Answers
from openimt.errors import ScoringError


def to_matrix(rows: Sequence[Answers], instrument: Instrument) -> Floats:
    """One line per set of answers, one column per item, NaN = not answered.

    Raises ScoringError for an answer to something that is no item of the instrument.
    """
    ids = [item.id for item in instrument.items]
    known = set(ids)
    for number, row in enumerate(rows, start=1):
        if stray := row.values.keys() - known:
            says = f"{instrument.id} has no item '{min(stray)}'"
            raise ScoringError(says, row=number if len(rows) > 1 else None, field=min(stray))
    cells = [[row.values.get(item) for item in ids] for row in rows]
    return np.array(cells, dtype=np.float64).reshape(len(rows), len(ids))


def check_matrix(values: Floats, instrument: Instrument) -> tuple[int, Item] | None:
    """The first answer outside its item's range or not whole, as (line from 0, item); else None."""
    lowest = np.array([item.lowest for item in instrument.items])
    highest = np.array([item.highest for item in instrument.items])
    whole = np.array([item.whole for item in instrument.items])
    outside = (values < lowest) | (values > highest)
    broken = whole & ~np.isnan(values) & (np.floor(values) != values)
    bad = np.argwhere(outside | broken)
    if len(bad) == 0:
        return None
    line, column = bad[0]
    return int(line), instrument.items[int(column)]


def refusal(item: Item, answer: float) -> str:
    """The sentence that says why an answer is refused and what was expected."""
    kind = "a whole number from" if item.whole else "a number from"
    return f"is {answer:g}; expected {kind} {item.lowest:g} to {item.highest:g}"


def check_answer(item: Item, answer: float) -> str | None:
    """Why one answer does not fit its item, or None when it does."""
    fits = item.lowest <= answer <= item.highest and (not item.whole or answer == int(answer))
    return None if fits else refusal(item, answer)
