"""How far two raters agree: an intraclass correlation, with its interval and its number of things.

Two-way random, absolute agreement, single rater: ICC(2,1) of Shrout and Fleiss 1979
(doi:10.1037/0033-2909.86.2.420). It asks whether another rater of the same kind would have given
the same number, so a rater who is always one higher lowers it. The interval is that of McGraw and
Wong 1996 (doi:10.1037/1082-989X.1.1.30).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from openimt.errors import AssessmentError

LEAST_THINGS, LEAST_RATERS = 2, 2
LEVEL = 0.95


@dataclass(frozen=True)
class RaterAgreement:
    """``icc``: 1 = the same numbers, about 0 = no more alike than by chance; None where it cannot
    be worked out, as when all got the same number. ``low``, ``high``: its 95 % interval."""

    things: int
    raters: int
    icc: float | None
    low: float | None = None
    high: float | None = None


def rater_agreement(rated: Sequence[Sequence[float]]) -> RaterAgreement:
    """The agreement of raters, a row for each thing rated and a column for each rater.

    Raises AssessmentError when rows differ in length or a row has fewer than two raters.

    >>> rater_agreement([(0, 0), (1, 1), (3, 3)]).icc
    1.0
    """
    raters = {len(row) for row in rated}
    if len(raters) > 1 or (raters and min(raters) < LEAST_RATERS):
        raise AssessmentError("every row needs the same raters, two at least", field="rated")
    things, per = len(rated), next(iter(raters), LEAST_RATERS)
    if things < LEAST_THINGS:
        return RaterAgreement(things, per, None)
    rows, columns, rest = _mean_squares(np.asarray(rated, dtype=float))
    below = rows + (per - 1) * rest + per * (columns - rest) / things
    if below <= 0:
        return RaterAgreement(things, per, None)
    icc = (rows - rest) / below
    return RaterAgreement(
        things, per, float(icc), *_interval(icc, (rows, columns, rest), things, per)
    )


def _mean_squares(table: "np.ndarray[tuple[int, ...], np.dtype[np.float64]]") -> tuple[float, ...]:
    """Between the things, between the raters, and what is left."""
    things, per = table.shape
    whole, by_row, by_column = table.mean(), table.mean(axis=1), table.mean(axis=0)
    left = table - by_row[:, None] - by_column[None, :] + whole
    return (
        float(per * ((by_row - whole) ** 2).sum() / (things - 1)),
        float(things * ((by_column - whole) ** 2).sum() / (per - 1)),
        float((left**2).sum() / ((things - 1) * (per - 1))),
    )


def _interval(
    icc: float, squares: tuple[float, ...], things: int, per: int
) -> tuple[float | None, float | None]:
    """None where nothing varies between the raters, or all of it is explained."""
    # Only here: the processes of a clinic start without reading it.
    from scipy.special import fdtri

    rows, columns, rest = squares
    if rest <= 0 or icc >= 1:
        return None, None
    a = per * icc / (things * (1 - icc))
    b = 1 + per * icc * (things - 1) / (things * (1 - icc))
    spread = (a * columns) ** 2 / (per - 1) + (b * rest) ** 2 / ((things - 1) * (per - 1))
    if spread <= 0:
        return None, None
    free, tail = (a * columns + b * rest) ** 2 / spread, (1 + LEVEL) / 2
    others = per * columns + (per * things - per - things) * rest
    f_low, f_high = fdtri(things - 1, free, tail), fdtri(free, things - 1, tail)
    low = things * (rows - f_low * rest) / (f_low * others + things * rows)
    high = things * (f_high * rows - rest) / (others + things * f_high * rows)
    return float(low), float(high)
