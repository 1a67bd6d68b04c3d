"""Rates and ratios of rates from a fitted count model: exp of sums of coefficients, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Protocol

import numpy as np
from scipy.special import ndtri

from openimt.errors import TrialError
from openimt.trial.linear import Contrast
from openimt.trial.matrix import Factor, Floats, Value

if TYPE_CHECKING:
    from openimt.trial.counts.result import CountFit

MOST = 1e3
"""A limit of an interval beyond this factor is a sign of too few events; the sentence says so."""


@dataclass(frozen=True)
class RateRatio:
    """How many times as high a rate is (in a zero part: the odds of no event), with its interval.

    ``p`` tests a ratio of 1 by the normal distribution on the log scale, as is the interval.
    """

    label: str
    estimate: float
    low: float
    high: float
    p: float
    level: float
    words: str

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True)
class Rate:
    """Events per unit of exposure, with its interval."""

    estimate: float
    low: float
    high: float
    level: float


class Interval(Protocol):
    """Anything on the log scale with its interval, such as a least-squares mean."""

    @property
    def estimate(self) -> float: ...
    @property
    def low(self) -> float: ...
    @property
    def high(self) -> float: ...
    @property
    def level(self) -> float: ...


def ratio(fit: "CountFit", weights: Floats, label: str, level: float) -> RateRatio:
    """Exp of a weighted sum of coefficients."""
    return ratio_of(fit, fit.contrast(weights, level), label)


def ratio_of(fit: "CountFit", c: Contrast, label: str) -> RateRatio:
    """Exp of a difference on the log scale."""
    low, middle, high = (float(np.exp(value)) for value in (c.low, c.estimate, c.high))
    words = _sentence(fit, label, (middle, low, high), c.p, c.level)
    return RateRatio(label, middle, low, high, c.p, c.level, words)


def rate_of(fit: "CountFit", log_rate: Interval) -> Rate:
    """Exp of a mean on the log scale."""
    _check_whole(fit)
    low, middle, high = (np.exp([log_rate.low, log_rate.estimate, log_rate.high])).tolist()
    return Rate(middle, low, high, log_rate.level)


def coefficient_ratios(fit: "CountFit", level: float) -> tuple[RateRatio, ...]:
    """Exp of every coefficient whose column is not constant."""
    moving = np.ptp(fit.matrix.x, axis=0) > 0
    rows = zip(np.eye(len(moving))[moving], np.flatnonzero(moving), strict=True)
    return tuple(ratio(fit, row, fit.matrix.names[i], level) for row, i in rows)


def arm_ratios(
    fit: "CountFit", arm: str, reference: str | None, at: Mapping[str, Value], level: float
) -> tuple[RateRatio, ...]:
    """Every level of ``arm`` against ``reference``."""
    factor = _factor(fit.matrix.factors, arm)
    base = factor.levels[0] if reference is None else reference
    if base not in factor.levels:
        raise TrialError(
            f"{arm} has no level {base!r}; it has {', '.join(factor.levels)}", field=arm
        )
    rows = {name: _row(fit, {arm: name, **at}) for name in factor.levels}
    return tuple(
        ratio(fit, rows[name] - rows[base], f"{name} against {base}", level)
        for name in factor.levels
        if name != base
    )


def rate(fit: "CountFit", weights: Floats, *, average: bool, level: float) -> Rate:
    """The linear predictor as a rate, or its mean over persons."""
    _check_whole(fit)
    middle, variance = float(weights @ fit.beta), float(weights @ fit.vcov @ weights)
    if average:
        if not all(spread.constant for spread in fit.spreads):
            raise TrialError(
                "with random slopes, or effects that only some have, the spread of rates differs "
                "from row to row, and so does their mean over persons; ask for "
                "the rate of the median person (average=False)"
            )
        middle += 0.5 * float(sum(spread.covariance[0, 0] for spread in fit.spreads))
        variance += float(2.0 * weights @ fit.mean_variance[:-1] + fit.mean_variance[-1])
    wide = float(ndtri(0.5 + level / 2.0)) * float(np.sqrt(max(variance, 0.0)))
    low, estimate, high = (float(np.exp(middle + move)) for move in (-wide, 0.0, wide))
    return Rate(estimate, low, high, level)


def _check_whole(fit: "CountFit") -> None:
    if fit.truncated or fit.family == "logistic":
        raise TrialError(
            "a part of a hurdle model has no rate of its own; fit without the hurdle for rates"
        )


def _row(fit: "CountFit", values: Mapping[str, Value]) -> Floats:
    """The mean row of the design over all factors not named, numbers at their mean over rows."""
    factors = fit.matrix.factors
    unknown = set(values) - {f.name for f in factors} - set(fit.matrix.row_means)
    if unknown:
        raise TrialError(f"the model has no variable {', '.join(sorted(unknown))!r}; correct it")
    others = [f for f in factors if f.name not in values]
    grid: Iterable[tuple[str, ...]] = product(*(f.levels for f in others))
    names = [f.name for f in others]
    fixed: dict[str, Value] = {**fit.matrix.row_means, **values}
    rows = [fit.matrix.make_row({**fixed, **dict(zip(names, g, strict=True))}) for g in grid]
    return np.asarray(np.mean(rows, axis=0))


def _factor(factors: tuple[Factor, ...], name: str) -> Factor:
    for factor in factors:
        if factor.name == name:
            return factor
    known = ", ".join(factor.name for factor in factors) or "none"
    raise TrialError(f"the model has no factor {name!r}; its factors are: {known}", field=name)


def _sentence(
    fit: "CountFit", label: str, sizes: tuple[float, float, float], p: float, level: float
) -> str:
    middle, low, high = sizes
    what = "odds of no event" if fit.family == "logistic" else "rate"
    among = " where there was any" if fit.truncated else ""
    said = (
        f"{label}: the {what} of {fit.matrix.outcome}{among} is {middle:.3g} times as high "
        f"({100 * level:g}% CI {low:.3g} to {high:.3g}; p {_chance(p)})"
    )
    if high > MOST or low < 1 / MOST:
        said += ". There are too few events to say more than that"
    return said


def _chance(p: float) -> str:
    return "< .001" if p < 0.001 else f"= {p:.3f}".replace("0.", ".", 1)
