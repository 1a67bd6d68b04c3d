"""A fitted model for repeated measures: coefficients, contrasts, joint tests, Sigma."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.special import chdtrc, fdtrc, ndtri, stdtr, stdtrit

from openimt.errors import TrialError
from openimt.trial.linear import Coefficient, Contrast, FTest
from openimt.trial.matrix import Floats
from openimt.trial.repeated.likelihood import Likelihood
from openimt.trial.repeated.parameters import parameters
from openimt.trial.repeated.sandwich import Sandwich
from openimt.trial.repeated.search import CONVERGED, Found
from openimt.trial.repeated.small_sample import SmallSample, adjusted, adjusted_in
from openimt.trial.repeated.structure import Structure

_SAME = 1e-11
"""Rows of weights with a smaller eigenvalue between them ask the same twice."""


@dataclass(frozen=True, eq=False, repr=False)
class SumsFit:
    """A model fitted to sums. Numbers are in the units of the outcome.

    ``sigma`` (G, T, T) is the covariance of the visits of each group, ``theta`` (G, K) the same
    in the parameters of R mmrm. See :func:`openimt.trial.repeated.fit.fit_sums`.
    """

    kind: Structure
    method: str
    df_method: str
    likelihood: Likelihood
    found: Found
    sandwich: Sandwich | None

    def __repr__(self) -> str:
        sums = self.likelihood.sums
        how = f"{self.kind.name}, {self.method.upper()}, {self.df_method}"
        what = f"{sums.persons} persons, {sums.rows} rows; loglik {self.loglik:.4f}"
        return f"{type(self).__name__}({how}: {what}; gradient below {CONVERGED:g})"

    @cached_property
    def beta(self) -> Floats:
        """The coefficients of the mean, shape (p,)."""
        return self.likelihood.sums.layout.coefficients(self.found.point.white)

    @cached_property
    def sigma(self) -> Floats:
        """The covariance of the visits, for each group; shape (G, T, T)."""
        return np.asarray(self.likelihood.sums.layout.unit**2 * self.found.point.sigma)

    @cached_property
    def theta(self) -> Floats:
        """The covariance parameters as R mmrm writes them, shape (G, K)."""
        found = self.found.theta.copy()
        visits = self.likelihood.sums.observed.shape[1]
        found[:, : self.kind.deviations(visits)] += np.log(self.likelihood.sums.layout.unit)
        return found

    @property
    def max_gradient(self) -> float:
        """The largest entry of the gradient of -2 log L in theta, without its sign."""
        return self.found.worst

    @property
    def converged(self) -> bool:
        """Whether no entry of the gradient reaches 1e-6; a search that ends above is refused."""
        return self.max_gradient < CONVERGED

    @property
    def iterations(self) -> int:
        """How many steps the search took."""
        return self.found.steps

    @cached_property
    def loglik(self) -> float:
        """The logarithm of the likelihood, restricted for REML."""
        return self.likelihood.log_likelihood(self.found.point)

    @property
    def parameters(self) -> int:
        """How many covariance parameters there are."""
        return int(self.found.theta.size)

    @property
    def aic(self) -> float:
        """Akaike's criterion; counts covariance parameters alone, as R mmrm does."""
        return 2.0 * (self.parameters - self.loglik)

    @property
    def bic(self) -> float:
        """The Bayesian criterion with the number of persons, as R mmrm does."""
        persons = self.likelihood.sums.persons
        return float(self.parameters * np.log(persons) - 2.0 * self.loglik)

    @cached_property
    def small(self) -> SmallSample:
        """What Satterthwaite's and Kenward and Roger's methods need."""
        return SmallSample.of(self.found)

    @cached_property
    def model_vcov(self) -> Floats:
        """The covariance of the coefficients with Sigma taken as known, (p, p)."""
        return self.likelihood.sums.layout.covariance(self.found.point.phi)

    @cached_property
    def _white_vcov(self) -> Floats:
        if self.sandwich is not None:
            return self.sandwich.covariance
        if self.df_method == "kr":
            return adjusted(self.likelihood, self.found)
        if self.df_method == "kr-logchol":
            visits = self.likelihood.sums.observed.shape[1]
            return adjusted_in(self.likelihood, self.found, parameters(self.kind, visits))
        return self.found.point.phi

    @cached_property
    def vcov(self) -> Floats:
        """The covariance that the standard errors come from, (p, p)."""
        return self.likelihood.sums.layout.covariance(self._white_vcov)

    def degrees(self, weights: Floats) -> Floats:
        """The degrees of freedom of each weighted sum; ``weights`` is (r, p), the answer (r,)."""
        if self.df_method == "normal":
            return np.full(weights.shape[0], np.inf)
        if self.df_method == "residual":
            sums = self.likelihood.sums
            return np.full(weights.shape[0], float(sums.rows - len(sums.layout.names)))
        white = weights @ self.likelihood.sums.layout.basis
        return self.small.df(white) if self.sandwich is None else self.sandwich.df(white)

    def contrast(self, weights: Floats, level: float = 0.95) -> Contrast:
        """The weighted sum of coefficients with its t test; ``weights`` has shape (p,).

        Raises :class:`TrialError` for weights that are all 0 or of the wrong number.
        """
        row = self._rows(weights)
        if row.shape[0] != 1:
            raise TrialError("A contrast is one row of weights; use joint() to test several.")
        estimate = float(row[0] @ self.beta)
        se = float(np.sqrt(row[0] @ self.vcov @ row[0]))
        df = float(self.degrees(row)[0])
        t = estimate / se
        half = se * _quantile(df, (1 + level) / 2)
        return Contrast(
            estimate, se, df, t, _two_sided(t, df), estimate - half, estimate + half, level
        )

    def joint(self, weights: Floats) -> FTest:
        """The test that several weighted sums are all 0; ``weights`` has shape (r, p).

        Kenward and Roger's test does not depend on how the rows are written; Satterthwaite's
        degrees of freedom (Fai and Cornelius) do. With very few people F may have no mean that
        Kenward and Roger's scale could match: then f, den_df and p are NaN. Raises
        :class:`TrialError` for rows that follow from others.
        """
        rows = self._rows(weights)
        rank = rows.shape[0]
        spread = rows @ self.vcov @ rows.T
        size = np.sqrt(np.diag(spread))
        alike, value = spread / np.outer(size, size), rows @ self.beta / size
        if np.linalg.eigvalsh(alike)[0] < _SAME:
            raise TrialError("One row of weights follows from the others; leave it out.")
        f = float(value @ np.linalg.solve(alike, value)) / rank
        scale, df = self._denominator(rows)
        p = chdtrc(rank, rank * f) if np.isinf(df) else fdtrc(rank, df, scale * f)
        return FTest(scale * f, float(rank), df, float(p), scale)

    def _denominator(self, rows: Floats) -> tuple[float, float]:
        if rows.shape[0] > 1 and self.df_method.startswith("kr"):
            return self.small.kenward_roger(rows @ self.likelihood.sums.layout.basis)
        if self.df_method in {"normal", "residual"}:
            return 1.0, float(self.degrees(rows[:1])[0])
        _, turned = np.linalg.eigh(rows @ self.vcov @ rows.T)
        return 1.0, _pooled(self.degrees(turned.T @ rows))

    def _rows(self, weights: Floats) -> Floats:
        found = np.atleast_2d(np.asarray(weights, dtype=np.float64))
        if found.shape[1] != self.beta.size:
            raise TrialError(f"Give {self.beta.size} weights, one for each coefficient.")
        if not found.any(axis=1).all():
            raise TrialError("A row of weights is 0 throughout; it asks nothing.")
        return found

    @cached_property
    def coefficients(self) -> tuple[Coefficient, ...]:
        """Each coefficient with its test against 0."""
        se = np.sqrt(np.diag(self.vcov))
        df = self.degrees(np.eye(self.beta.size))
        t = self.beta / se
        return tuple(
            Coefficient(
                name, float(b), float(s), float(d), float(z), _two_sided(float(z), float(d))
            )
            for name, b, s, d, z in zip(
                self.likelihood.sums.layout.names, self.beta, se, df, t, strict=True
            )
        )


def _pooled(df: Floats) -> float:
    """Fai and Cornelius (1996): one denominator from those of the turned contrasts."""
    if np.ptp(df) < 1e-8:
        return float(df.mean())
    if (df <= 2).any():
        return 2.0
    expected = float((df / (df - 2)).sum())
    return 2 * expected / (expected - df.size)


def _quantile(df: float, share: float) -> float:
    return float(stdtrit(df, share)) if np.isfinite(df) else float(ndtri(share))


def _two_sided(t: float, df: float) -> float:
    return float(2.0 * stdtr(df, -abs(t)))
