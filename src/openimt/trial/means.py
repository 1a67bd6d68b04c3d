"""Least-squares means of a fitted trial model, and the differences between arms.

A least-squares mean is what the model expects of an arm at a visit, for people who are alike in
all else: numeric covariates stand at their mean, the levels of every other factor are averaged.
Searle, Speed and Milliken (1980) call it the estimated population marginal mean.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal

import numpy as np

from openimt.errors import TrialError
from openimt.trial.linear import Contrast, Fitted
from openimt.trial.matrix import Factor, Floats, ModelMatrix, Value

Weights = Literal["equal", "proportional"]
"""How the levels of other factors are averaged: all alike, or as often as they occur together."""
Baseline = Literal["rows", "subjects"]
"""Over what a numeric covariate is averaged: analysed rows, or analysed persons."""


@dataclass(frozen=True)
class Mean:
    """The least-squares mean of an arm, at a visit where the model has visits.

    ``df`` is infinite for a normal approximation; ``low`` and ``high`` bound the interval of
    ``level``. In a model of counts all are on the log scale.
    """

    arm: str
    visit: str | None
    estimate: float
    se: float
    df: float
    low: float
    high: float
    level: float = 0.95


@dataclass(frozen=True)
class Difference:
    """An arm less the reference arm, at a visit where the model has visits, with its test."""

    visit: str | None
    arm: str
    versus: str
    test: Contrast


@dataclass(frozen=True)
class Cell:
    """An arm at a visit, and the weights of the coefficients, shape (p,), that give its mean."""

    arm: str
    visit: str | None
    weights: Floats


def ls_means(
    fit: Fitted,
    arm: str,
    visit: str | None = None,
    weights: Weights = "equal",
    baseline: Baseline = "rows",
    level: float = 0.95,
) -> tuple[Mean, ...]:
    """The mean of every arm, at every visit, with its confidence interval.

    ``arm`` and ``visit`` name factors of the model; a visit that is not in its formula is
    passed over. ``weights="equal"`` is what SAS and R's emmeans do by default. ``baseline``
    says over what covariates are averaged; it moves means and leaves differences as they are,
    unless the covariate interacts with the arm. Raises TrialError where the arm is no factor.
    """
    cells = cells_of(fit.matrix, arm, visit, weights, baseline)
    return tuple(_mean(cell, fit.contrast(cell.weights, level)) for cell in cells)


def contrasts(
    fit: Fitted,
    arm: str,
    visit: str | None = None,
    reference: str | None = None,
    level: float = 0.95,
    weights: Weights = "equal",
    baseline: Baseline = "rows",
) -> tuple[Difference, ...]:
    """Every other arm less ``reference`` (by default the first arm), at every visit."""
    cells = cells_of(fit.matrix, arm, visit, weights, baseline)
    arms = tuple(dict.fromkeys(cell.arm for cell in cells))
    versus = arms[0] if reference is None else reference
    if versus not in arms:
        raise TrialError(f"'{versus}' is no level of '{arm}'; it has {', '.join(arms)}")
    base = {cell.visit: cell.weights for cell in cells if cell.arm == versus}
    others = [cell for cell in cells if cell.arm != versus]
    visits = tuple(base)
    others.sort(key=lambda cell: (visits.index(cell.visit), arms.index(cell.arm)))
    return tuple(
        Difference(
            cell.visit, cell.arm, versus, fit.contrast(cell.weights - base[cell.visit], level)
        )
        for cell in others
    )


def cells_of(
    matrix: ModelMatrix,
    arm: str,
    visit: str | None = None,
    weights: Weights = "equal",
    baseline: Baseline = "rows",
) -> tuple[Cell, ...]:
    """The weights behind every least-squares mean: arm by arm, visit by visit."""
    factors = {factor.name: factor for factor in matrix.factors}
    if arm not in factors:
        raise TrialError(f"'{arm}' stands in no term of the formula; add it to the terms")
    fixed = [factors[arm], *([factors[visit]] if visit in factors else [])]
    others = [factor for factor in matrix.factors if factor not in fixed]
    numbers = matrix.row_means if baseline == "rows" else matrix.subject_means
    crowd = _crowd(matrix, others, weights)
    return tuple(
        Cell(one, when, _averaged(matrix, {**numbers, **_at(arm, one, visit, when)}, others, crowd))
        for one in factors[arm].levels
        for when in _visits(matrix, visit, factors)
    )


def _visits(
    matrix: ModelMatrix, visit: str | None, factors: Mapping[str, Factor]
) -> tuple[str | None, ...]:
    """Visits in their order in time, whichever of them is the reference."""
    if visit is None or visit not in factors:
        return (None,)
    return matrix.visits if matrix.visits != ("",) else factors[visit].levels


def _at(arm: str, one: str, visit: str | None, when: str | None) -> dict[str, Value]:
    return {arm: one} if visit is None or when is None else {arm: one, visit: when}


def _crowd(
    matrix: ModelMatrix, others: Sequence[Factor], weights: Weights
) -> Mapping[tuple[str, ...], float]:
    """Each combination of the other factors' levels with its weight; the weights sum to 1."""
    if weights == "equal":
        combinations = list(product(*(factor.levels for factor in others)))
        return dict.fromkeys(combinations, 1 / len(combinations))
    codes = np.array([matrix.factor_codes[factor.name] for factor in others], dtype=np.int64)
    found, times = np.unique(codes.reshape(len(others), matrix.n), axis=1, return_counts=True)
    return {
        tuple(factor.levels[code] for factor, code in zip(others, one, strict=True)): count
        for one, count in zip(found.T.tolist(), (times / matrix.n).tolist(), strict=True)
    }


def _averaged(
    matrix: ModelMatrix,
    values: Mapping[str, Value],
    others: Sequence[Factor],
    crowd: Mapping[tuple[str, ...], float],
) -> Floats:
    names = [factor.name for factor in others]
    total = np.zeros(matrix.p)
    for levels, weight in crowd.items():
        row = matrix.make_row({**values, **dict(zip(names, levels, strict=True))})
        total += weight * row
    return total


def _mean(cell: Cell, made: Contrast) -> Mean:
    return Mean(
        cell.arm,
        cell.visit,
        made.estimate,
        made.se,
        made.df,
        made.low,
        made.high,
        made.level,
    )
