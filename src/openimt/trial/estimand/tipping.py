"""The tipping point: how far imputed outcomes must be shifted to change the conclusion.

A delta is added to every outcome of an arm that was imputed at the target visit. Estimates are
linear in the deltas and their variances quadratic, so any grid costs next to nothing.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import brentq

from openimt.trial.estimand.attributes import DeltaRange, Estimand
from openimt.trial.estimand.estimating import Line
from openimt.trial.estimand.pooling import two_sided
from openimt.trial.estimand.records import Records
from openimt.trial.matrix import Floats

if TYPE_CHECKING:
    from pandas import DataFrame

FINE = 401
"""Points looked at along a range before each change of side is found exactly."""


@dataclass(frozen=True)
class Shifted:
    """The comparison with one pair of deltas: of the arm, and of the reference."""

    delta: float
    delta_reference: float
    estimate: float
    se: float
    df: float
    p: float


@dataclass(frozen=True)
class Crossing:
    """A delta of one arm alone, the others 0, at which p is exactly alpha."""

    arm: str
    delta: float
    estimate: float


@dataclass(frozen=True)
class Tipping:
    """The grid of deltas for one arm against the reference.

    ``imputed`` counts the outcomes that a delta moves, in the arm and in the reference.
    """

    arm: str
    versus: str
    visit: str
    alpha: float
    imputed: tuple[int, int]
    deltas: tuple[float, ...]
    deltas_reference: tuple[float, ...]
    grid: tuple[Shifted, ...]
    crossings: tuple[Crossing, ...]

    @property
    def base_p(self) -> float:
        """The p without any delta."""
        return next(one.p for one in self.grid if not (one.delta or one.delta_reference))

    def tidy(self) -> "DataFrame":
        """The grid as a table, one row a pair of deltas."""
        from pandas import DataFrame

        return DataFrame([asdict(one) for one in self.grid])


def tipping(
    estimand: Estimand, records: Records, line: Line, imputed: tuple[int, ...]
) -> tuple[Tipping, ...]:
    """One grid for each arm against the reference; ``imputed`` counts at the target, by arm."""
    ranges = [_range(estimand, records, arm) for arm in records.arms]
    return tuple(
        _grid(estimand, records, line, imputed, ranges, arm) for arm in range(1, len(ranges))
    )


def _range(estimand: Estimand, records: Records, arm: str) -> DeltaRange:
    """The deltas asked for; otherwise from 0 to twice the outcome's deviation for the worse."""
    asked = {one.arm: one for one in estimand.sensitivity.delta}
    if asked:
        return asked.get(arm, DeltaRange(arm, 0.0, 0.0, 1))
    spread = float(np.nanstd(records.y[:, records.target], ddof=1))
    far = float(f"{2 * spread:.1g}") * estimand.variable.worse
    return DeltaRange(arm, 0.0, far, 9)


def _steps(one: DeltaRange) -> Floats:
    """The deltas in order, always with 0 among them."""
    return np.unique(np.append(np.linspace(one.low, one.high, one.steps), 0.0))


def _grid(
    estimand: Estimand,
    records: Records,
    line: Line,
    imputed: tuple[int, ...],
    ranges: list[DeltaRange],
    arm: int,
) -> Tipping:
    own, reference = _steps(ranges[arm]), _steps(ranges[0])
    deltas = np.zeros((len(own) * len(reference), len(records.arms)))
    deltas[:, arm] = np.repeat(own, len(reference))
    deltas[:, 0] = np.tile(reference, len(own))
    which = len(records.arms) + arm - 1
    value, se, df = line.at(which, deltas)
    p = two_sided(value / se, df)
    alpha = 1 - estimand.summary.level
    columns = zip(deltas[:, arm], deltas[:, 0], value, se, df, p, strict=True)
    found = [
        Crossing(records.arms[place], *at)
        for place in (arm, 0)
        for at in _crossings(line, which, place, ranges[place], alpha)
    ]
    return Tipping(
        arm=records.arms[arm],
        versus=records.arms[0],
        visit=records.visits[records.target],
        alpha=alpha,
        imputed=(imputed[arm], imputed[0]),
        deltas=tuple(own.tolist()),
        deltas_reference=tuple(reference.tolist()),
        grid=tuple(Shifted(*(float(cell) for cell in row)) for row in columns),
        crossings=tuple(found),
    )


def _crossings(
    line: Line, which: int, place: int, span: DeltaRange, alpha: float
) -> Iterator[tuple[float, float]]:
    """Where p crosses alpha along the deltas of one arm, with the estimate there."""

    def over(delta: float) -> float:
        value, se, df = line.at(which, _alone(np.array([delta]), place, line))
        return float(two_sided(value / se, df)[0]) - alpha

    points = np.linspace(min(0.0, span.low, span.high), max(0.0, span.low, span.high), FINE)
    if points[0] == points[-1]:
        return
    above = [over(float(point)) for point in points]
    for (left, low), (right, high) in pairwise(zip(points, above, strict=True)):
        if (low > 0) != (high > 0):
            delta = float(brentq(over, float(left), float(right), xtol=1e-12))
            yield delta, float(line.at(which, _alone(np.array([delta]), place, line))[0][0])


def _alone(delta: Floats, place: int, line: Line) -> Floats:
    made = np.zeros((len(delta), line.estimates.shape[1] - 1))
    made[:, place] = delta
    return made
