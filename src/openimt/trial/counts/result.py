"""A fitted count model: coefficients of the log rate, spread between levels, dispersion, tests."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import chdtrc, ndtr, ndtri

from openimt.trial.counts.rates import (
    Interval,
    Rate,
    RateRatio,
    arm_ratios,
    coefficient_ratios,
    rate,
    rate_of,
    ratio,
    ratio_of,
)
from openimt.trial.counts.words import describe
from openimt.trial.linear import Coefficient, Contrast, FTest
from openimt.trial.matrix import Floats, ModelMatrix

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class Spread:
    """How the levels of one random term differ, on the log scale (log odds in a zero part).

    ``covariance`` (q, q) is that of ``columns``; ``modes`` (levels, q) are the most likely effects
    of each level given the data. ``edge`` is True where the likelihood is highest with a variance
    of 0 or effects that are perfectly tied.
    """

    term: str
    columns: tuple[str, ...]
    levels: tuple[str, ...]
    covariance: Floats
    modes: Floats
    edge: bool
    constant: bool
    """Whether it is a random intercept, and nothing else, of every row."""

    @property
    def sd(self) -> Floats:
        """Standard deviations, (q,)."""
        return np.asarray(np.sqrt(np.diag(self.covariance)))


@dataclass(frozen=True, eq=False)
class CountFit:
    """A model of counts, fitted by maximum likelihood; satisfies ``openimt.trial.linear.Fitted``.

    ``beta`` (p,) are log rates and log rate ratios per unit of exposure, ``vcov`` (p, p) their
    covariance: that block of the inverse of the observed information of all parameters. Tests are
    by the normal distribution. ``dispersion`` is k of NB2 (variance mu + mu**2 / k), phi of NB1
    (variance mu (1 + phi)), None for Poisson; at the Poisson limit it is infinite or 0.
    ``loglik`` has all constants, and with a hurdle holds both parts; ``zero`` is then the part for
    the odds of no event at all, and everything else here speaks of rows with events.
    ``max_gradient`` is the largest slope of the log-likelihood per standard error.
    """

    matrix: ModelMatrix
    family: str
    truncated: bool
    beta: Floats
    vcov: Floats
    loglik: float
    max_gradient: float
    iterations: int
    spreads: tuple[Spread, ...]
    dispersion: float | None
    dispersion_se: float
    """Standard error of the log of the dispersion; not a number on its edge and for Poisson."""
    mean_variance: Floats
    """Covariance of half the summed variances of random intercepts with beta, then its variance."""
    parameters: int
    quadrature: int
    exposed: bool
    n_used: int
    warnings: tuple[str, ...]
    zero: "CountFit | None" = None
    converged: bool = True
    df_method: str = "normal"

    @property
    def aic(self) -> float:
        """2 parameters - 2 loglik (both parts of a hurdle)."""
        return 2.0 * self.parameters - 2.0 * self.loglik

    @property
    def bic(self) -> float:
        """log(rows) parameters - 2 loglik (both parts of a hurdle)."""
        return float(np.log(self.matrix.n)) * self.parameters - 2.0 * self.loglik

    def contrast(self, weights: Floats, level: float = 0.95) -> Contrast:
        """A weighted sum of log rates, tested by the normal distribution."""
        w = np.asarray(weights, dtype=np.float64)
        estimate, se = float(w @ self.beta), float(np.sqrt(max(float(w @ self.vcov @ w), 0.0)))
        z = estimate / se if se > 0 else float("nan")
        wide = float(ndtri(0.5 + level / 2.0)) * se
        p = float(2.0 * ndtr(-abs(z)))
        return Contrast(estimate, se, np.inf, z, p, estimate - wide, estimate + wide, level)

    def joint(self, weights: Floats) -> FTest:
        """Wald's test that several weighted sums are 0, as F with infinite denominator df."""
        w = np.atleast_2d(np.asarray(weights, dtype=np.float64))
        left, sizes, _ = np.linalg.svd(w, full_matrices=False)
        rank = int(np.sum(sizes > 1e-10 * float(np.max(sizes))))
        w = left[:, :rank].T @ w
        sums = w @ self.beta
        wald = float(sums @ np.linalg.solve(w @ self.vcov @ w.T, sums))
        return FTest(wald / rank, float(rank), np.inf, float(chdtrc(rank, wald)))

    @property
    def coefficients(self) -> tuple[Coefficient, ...]:
        """Every coefficient with its test, on the log scale."""
        found = [self.contrast(row) for row in np.eye(len(self.beta))]
        return tuple(
            Coefficient(name, c.estimate, c.se, c.df, c.t, c.p)
            for name, c in zip(self.matrix.names, found, strict=True)
        )

    def rate_ratios(
        self,
        arm: str | None = None,
        reference: str | None = None,
        at: Mapping[str, str | float] | None = None,
        level: float = 0.95,
    ) -> tuple[RateRatio, ...]:
        """Each arm's rate as a multiple of the reference's, with its interval and a sentence.

        ``arm`` names a factor; ``reference`` one of its levels (the first where not given). Other
        factors are averaged with equal weights on the log scale, numbers held at their mean, except
        where ``at`` gives a value, such as ``{"month": "12"}``. Without ``arm``: exp of every
        coefficient that is not the intercept. In a ``zero`` part they are ratios of odds.
        """
        if arm is None:
            return coefficient_ratios(self, level)
        return arm_ratios(self, arm, reference, at or {}, level)

    def ratio(self, weights: Floats, label: str = "", level: float = 0.95) -> RateRatio:
        """Exp of a weighted sum of coefficients."""
        return ratio(self, np.asarray(weights, dtype=np.float64), label, level)

    def coefficient_ratios(self, level: float = 0.95) -> tuple[RateRatio, ...]:
        """Exp of every coefficient, the intercept's too."""
        rows = zip(self.matrix.names, np.eye(len(self.beta)), strict=True)
        return tuple(self.ratio(row, name, level) for name, row in rows)

    def as_ratio(self, difference: Contrast, label: str = "") -> RateRatio:
        """Exp of a difference on the log scale, as :mod:`openimt.trial.means` gives them."""
        return ratio_of(self, difference, label)

    def as_rate(self, mean: Interval) -> Rate:
        """Exp of a least-squares mean: events per unit of exposure, of the median person."""
        return rate_of(self, mean)

    def rate(self, weights: Floats, *, average: bool = False, level: float = 0.95) -> Rate:
        """Events per unit of exposure at one row of the design.

        As it is, for a person whose random effects are 0 (the median person). With ``average``,
        the mean over persons: exp of half the variance of the random intercepts times as many.
        """
        return rate(self, np.asarray(weights, dtype=np.float64), average=average, level=level)

    def tidy(self, level: float = 0.95) -> "pd.DataFrame":
        """Coefficients as a table: term, estimate, se, z, p, ratio, low and high of the ratio."""
        import pandas as pd

        rows = zip(self.coefficients, np.eye(len(self.beta)), strict=True)
        found = [(c, self.ratio(weights, c.term, level)) for c, weights in rows]
        return pd.DataFrame(
            {
                "term": c.term,
                "estimate": c.estimate,
                "se": c.se,
                "z": c.t,
                "p": c.p,
                "ratio": r.estimate,
                "low": r.low,
                "high": r.high,
            }
            for c, r in found
        )

    def summary(self) -> str:
        """The fit as plain text."""
        return describe(self)

    def __str__(self) -> str:
        return self.summary()
