"""A fitted mixed model: coefficients, variances, predictions for each level, and what was odd."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from openimt.errors import TrialError
from openimt.trial.linear import Coefficient, Contrast, FTest
from openimt.trial.matrix import Floats, ModelMatrix
from openimt.trial.mixed.inference import SmallSample
from openimt.trial.mixed.terms import RandomTerm

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class VarianceComponent:
    """How much the levels of one random term differ, in the units of the outcome.

    ``covariance`` and ``se`` have shape (k, k); ``se`` comes from the observed information, and is
    NaN for what lies on the boundary. ``share`` is the intraclass correlation: the variance of the
    term's intercept over all intercept variances and the residual's, slopes being at zero; NaN for
    a term without intercept. ``rank`` below k says that the estimate lies on the boundary.
    """

    term: RandomTerm
    names: tuple[str, ...]
    levels: int
    covariance: Floats
    se: Floats
    share: float
    rank: int

    @property
    def sd(self) -> Floats:
        """Standard deviations, shape (k,)."""
        return np.asarray(np.sqrt(np.diag(self.covariance)), dtype=np.float64)

    @property
    def correlation(self) -> Floats:
        """Correlations, shape (k, k); NaN where a variance is zero."""
        sd = np.where(self.sd > 0, self.sd, np.nan)
        return np.asarray(self.covariance / np.outer(sd, sd), dtype=np.float64)


@dataclass(frozen=True, eq=False)
class RandomEffect:
    """The predictions of one term (BLUPs). Both arrays have shape (levels, k).

    ``se`` is the square root of the prediction error variance, the coefficients' own uncertainty
    included (as SAS prints it; R's ``ranef(condVar)`` leaves that part out).
    """

    term: RandomTerm
    names: tuple[str, ...]
    levels: tuple[str, ...]
    estimate: Floats
    se: Floats


@dataclass(frozen=True, eq=False, repr=False)
class MixedFit:
    """A linear mixed model after the fit; satisfies :class:`openimt.trial.linear.Fitted`.

    ``loglik`` is log L with all constants, REML or ML as ``method`` says. ``max_gradient`` is the
    largest slope of -2 log L by a scale-free parameter; it is below 1e-6, or there is
    no fit. ``notes`` say in words what lies on a boundary and what else a reader must know.
    """

    matrix: ModelMatrix
    beta: Floats
    vcov: Floats
    vcov_model: Floats
    df_method: str
    method: str
    loglik: float
    residual_variance: float
    residual_se: float
    components: tuple[VarianceComponent, ...]
    effects: tuple[RandomEffect, ...]
    converged: bool
    max_gradient: float
    iterations: int
    notes: tuple[str, ...]
    small_sample: SmallSample
    parameters: int
    """How many variances and covariances were estimated."""
    residual: Floats | None = None
    """Where a residual structure was asked for: its covariance over the visits, shape (T, T)."""
    structure: str = "independent"

    @property
    def aic(self) -> float:
        """Akaike's criterion; by REML only comparable between fits with the same fixed effects."""
        return -2 * self.loglik + 2 * (
            self.parameters + (self.matrix.p if self.method == "ml" else 0)
        )

    def contrast(self, weights: Floats, level: float = 0.95) -> Contrast:
        """One weighted sum of coefficients with its test and interval; ``weights`` (p,)."""
        from scipy.special import stdtr, stdtrit

        weights = self._checked(weights).reshape(-1)
        estimate = float(weights @ self.beta)
        se = self.small_sample.se(weights)
        df = self.small_sample.df(weights)
        t = estimate / se if se > 0 else float("nan")
        half = float(stdtrit(min(df, LARGEST_DF), 0.5 + level / 2)) * se
        p = 2 * float(stdtr(min(df, LARGEST_DF), -abs(t)))
        return Contrast(estimate, se, df, t, p, estimate - half, estimate + half, level)

    def joint(self, weights: Floats) -> FTest:
        """The joint test that all weighted sums are zero; ``weights`` (r, p)."""
        return self.small_sample.joint(self.beta, np.atleast_2d(self._checked(weights)))

    @property
    def coefficients(self) -> tuple[Coefficient, ...]:
        """Every coefficient of the mean with its test."""
        tests = [self.contrast(row) for row in np.eye(self.matrix.p)]
        return tuple(
            Coefficient(name, one.estimate, one.se, one.df, one.t, one.p)
            for name, one in zip(self.matrix.names, tests, strict=True)
        )

    def summary(self) -> str:
        """The fit as text for a terminal."""
        from openimt.trial.mixed.words import summary

        return summary(self)

    def tidy(self) -> "pd.DataFrame":
        """The coefficients as a data frame: term, estimate, se, df, t, p, low, high."""
        import pandas as pd

        tests = [self.contrast(row) for row in np.eye(self.matrix.p)]
        columns = ("estimate", "se", "df", "t", "p", "low", "high")
        table = {name: [getattr(one, name) for one in tests] for name in columns}
        return pd.DataFrame({"term": list(self.matrix.names), **table})

    def __repr__(self) -> str:
        return self.summary()

    def _checked(self, weights: Floats) -> Floats:
        found = np.asarray(weights, dtype=np.float64)
        if found.ndim == 0 or found.shape[-1] != self.matrix.p or not found.any():
            raise TrialError(
                f"a contrast needs {self.matrix.p} weights, one a coefficient, not all zero: "
                f"{', '.join(self.matrix.names)}"
            )
        return found


LARGEST_DF = 1e300
"""Student's distribution at this many degrees of freedom is the normal one."""
