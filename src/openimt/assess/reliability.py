"""How far the items of a scale speak with one voice."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from openimt.errors import ScoringError


def alpha(answers: ArrayLike) -> float:
    """Cronbach's alpha of a table of answers: one line a person, one column an item.

    Lines with a missing answer (NaN) are left out; reversed items must be turned round before.
    Raises ScoringError for fewer than two items, fewer than two complete lines, or no spread.

    >>> alpha([[1, 1], [2, 2], [3, 3]])
    1.0
    """
    table = np.asarray(answers, dtype=np.float64)
    if table.ndim != 2 or table.shape[1] < 2:
        raise ScoringError("alpha needs a table with at least two items")
    complete: NDArray[np.float64] = table[~np.isnan(table).any(axis=1)]
    if len(complete) < 2:
        raise ScoringError("alpha needs at least two people who answered every item")
    items = table.shape[1]
    total = complete.sum(axis=1).var(ddof=1)
    if total == 0:
        raise ScoringError("alpha needs people who differ")
    apart = complete.var(axis=0, ddof=1).sum()
    return float(items / (items - 1) * (1 - apart / total))


def turn_round(column: ArrayLike, lowest: float, highest: float) -> NDArray[np.float64]:
    """A reversed item's answers, turned round within the item's range."""
    return lowest + highest - np.asarray(column, dtype=np.float64)
