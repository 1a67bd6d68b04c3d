"""The surface of a model whose residuals are independent: -2 log L over the triangles L."""

from dataclasses import dataclass

import numpy as np

from openimt.trial.matrix import Floats
from openimt.trial.mixed.cholesky import Slopes, slopes, triangles
from openimt.trial.mixed.likelihood import LOG_2PI, Likelihood, likelihood, solved
from openimt.trial.mixed.moments import Moments, moments, whitened
from openimt.trial.mixed.sums import Sums


@dataclass(frozen=True, eq=False)
class State:
    """Everything about one point. ``nu`` are the linear parameters, shape (K,)."""

    nu: Floats
    moments: Moments
    likelihood: Likelihood
    slopes: Slopes


@dataclass(frozen=True, eq=False)
class Independent:
    """-2 log L with the residual variance at its best for every point (profiled)."""

    sums: Sums
    reml: bool

    @property
    def freedom(self) -> int:
        """What the residual sum of squares is divided by."""
        return self.sums.n - self.sums.p if self.reml else self.sums.n

    def value(self, at: Floats) -> float:
        """-2 log L, from the cheap sums alone."""
        logdet, a = whitened(self.sums, [one @ one.T for one in triangles(at, self.sums.widths)])
        _, _, logdet_x, left = self._left(a)
        value = logdet + self.freedom * (1 + LOG_2PI + np.log(left / self.freedom))
        return float(value + (logdet_x if self.reml else 0.0))

    def derivatives(self, at: Floats) -> tuple[float, Floats, Floats]:
        """Height, gradient and Hessian of the profile."""
        state = self.state(at)
        gradient = state.slopes.gradient(state.likelihood.gradient)
        full = state.slopes.hessian(state.likelihood.hessian)
        cross = full[:-1, -1]
        return (
            state.likelihood.value,
            gradient[:-1],
            full[:-1, :-1] - np.outer(cross, cross) / full[-1, -1],
        )

    def state(self, at: Floats) -> State:
        """The sums, likelihood and derivatives at a point."""
        triangle = triangles(at, self.sums.widths)
        _, a = whitened(self.sums, [one @ one.T for one in triangle])
        variance = self._left(a)[3] / self.freedom
        covariances = [variance * one @ one.T for one in triangle]
        found = moments(self.sums, variance, covariances)
        like = likelihood(found, self.sums.n, reml=self.reml)
        entries = [s[np.triu_indices(len(s))] for s in covariances]
        nu = np.concatenate([[variance], *entries])
        return State(nu, found, like, slopes(at, self.sums.widths, variance, like.gradient))

    def _left(self, a: Floats) -> tuple[Floats, Floats, float, float]:
        phi, beta, logdet = solved(a)
        gamma = np.append(-beta, 1.0)
        return phi, beta, logdet, float(gamma @ a @ gamma)
