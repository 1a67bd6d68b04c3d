"""Satterthwaite and Kenward-Roger: what the uncertainty of Sigma does to tests of the mean.

With A the covariance of Sigma's parameters, 2 x the inverse Hessian of -2 log L (observed),
and P_k = X'W D_k W X:

    Satterthwaite: df(c) = 2 (c'Phi c)^2 / (g'A g), g_k = c'Phi P_k Phi c
    Kenward-Roger: Phi_A = Phi + 2 Phi [sum_kl A_kl (Q_kl - P_k Phi P_l - R_kl / 4)] Phi,
        Q_kl = X'W D_k W D_l W X, R_kl = X'W d2Sigma W X

R is 0 where Sigma is linear in its parameters; ``kr`` takes it as 0 for every structure, as SAS
does for UN, and does not depend on how Sigma is written. ``kr-logchol`` keeps R in the parameters
of R mmrm, as that package does by default; its standard errors are too small in small trials.
Kenward and Roger (1997), Biometrics 53:983; Fai and Cornelius (1996), J Stat Comput Simul 54:363.
"""

from dataclasses import dataclass

import numpy as np

from openimt.trial.matrix import Floats
from openimt.trial.repeated.likelihood import Likelihood, traces
from openimt.trial.repeated.parameters import Parameters
from openimt.trial.repeated.search import Found

_CERTAIN = 1e-12
"""Where m would be above a million million, Sigma is as good as known."""


@dataclass(frozen=True, eq=False)
class SmallSample:
    """What the tests need: Phi (p, p), the P_k (K, p, p) and A (K, K), of orthonormal columns."""

    phi: Floats
    grams: Floats
    spread: Floats

    @classmethod
    def of(cls, found: Found) -> "SmallSample":
        """From where the search ended."""
        return cls(
            found.point.phi, found.bend.grams, np.asarray(2.0 * np.linalg.inv(found.bend.hessian))
        )

    def df(self, weights: Floats) -> Floats:
        """Satterthwaite's degrees of freedom of each weighted sum; ``weights`` is (r, p)."""
        towards = weights @ self.phi
        slope = ((towards @ self.grams) * towards).sum(axis=2).T
        variance = (towards * weights).sum(axis=1)
        return np.asarray(2.0 * variance**2 / ((slope @ self.spread) * slope).sum(axis=1))

    def kenward_roger(self, weights: Floats) -> tuple[float, float]:
        """The scale lambda and the denominator's df for a joint test of (r, p) weighted sums."""
        rank = weights.shape[0]
        towards = weights @ self.phi
        middle = np.linalg.inv(towards @ weights.T)
        turned = towards @ self.grams @ towards.T @ middle
        alone = np.trace(turned, axis1=1, axis2=2)
        a1 = float(alone @ self.spread @ alone)
        a2 = float((self.spread * traces(turned)).sum())
        return _scale(a1, a2, rank)


def _scale(a1: float, a2: float, rank: int) -> tuple[float, float]:
    """Lambda and m of Kenward and Roger (1997), section 3, from A1 and A2; NaN where none fit."""
    if a2 >= rank:
        return np.nan, np.nan
    b = (a1 + 6 * a2) / (2 * rank)
    g = ((rank + 1) * a1 - (rank + 4) * a2) / ((rank + 2) * a2)
    below = 3 * rank + 2 * (1 - g)
    c1, c2, c3 = g / below, (rank - g) / below, (rank + 2 - g) / below
    mean = 1 / (1 - a2 / rank)
    variance = 2 / rank * (1 + c1 * b) / ((1 - c2 * b) ** 2 * (1 - c3 * b))
    over = rank * variance / (2 * mean**2) - 1
    if abs(over) < _CERTAIN:
        return 1 / mean, np.inf
    df = 4 + (rank + 2) / over
    if df <= 2:
        return np.nan, np.nan
    return df / (mean * (df - 2)), df


def adjusted(likelihood: Likelihood, found: Found) -> Floats:
    """Kenward and Roger's covariance with R = 0, of the orthonormal columns; (p, p)."""
    small = SmallSample.of(found)
    weights = _second_order(likelihood, found, small.spread)
    return _adjust(likelihood, small, weights)


def adjusted_in(likelihood: Likelihood, found: Found, written: Parameters) -> Floats:
    """The same with the R of a way to write Sigma; (p, p)."""
    small = SmallSample.of(found)
    weights = _second_order(likelihood, found, small.spread)
    inverse = found.point.inverse
    count = written.count
    spread = _spread_in(found, written, small.spread)
    for g, cells in enumerate(likelihood.cells):
        part = slice(g * count, (g + 1) * count)
        bent = np.tensordot(spread[part, part], written.second(found.theta[g]), 2)
        weights[cells] -= inverse[cells] @ bent @ inverse[cells] / 4
    return _adjust(likelihood, small, weights)


def _spread_in(found: Found, written: Parameters, spread: Floats) -> Floats:
    """A in the parameters of ``written``, from A along the directions of the search."""
    groups, count = found.theta.shape
    turn = np.zeros_like(spread)
    for g in range(groups):
        part = slice(g * count, (g + 1) * count)
        along = found.directions[g].reshape(count, -1)
        first = written.first(found.theta[g]).reshape(count, -1)
        turn[part, part] = np.linalg.inv(np.linalg.lstsq(along.T, first.T, rcond=None)[0])
    return turn @ spread @ turn.T


def _second_order(likelihood: Likelihood, found: Found, spread: Floats) -> Floats:
    """sum_kl A_kl W D_k W D_l W for each pattern, (P, T, T)."""
    w = found.point.inverse
    groups, count, visits = found.directions.shape[:3]
    weights = np.empty_like(w)
    for g in range(groups):
        cells, part = likelihood.cells[g], slice(g * count, (g + 1) * count)
        along = found.directions[g].reshape(count, -1)
        four = (along.T @ spread[part, part] @ along).reshape((visits,) * 4)
        # Sums D_k[a, b] W[b, c] D_l[c, d] over b and c.
        four = four.transpose(0, 3, 1, 2).reshape(visits**2, -1)
        middle = (w[cells].reshape(-1, visits**2) @ four.T).reshape(-1, visits, visits)
        weights[cells] = w[cells] @ middle @ w[cells]
    return (weights + weights.transpose(0, 2, 1)) / 2


def _adjust(likelihood: Likelihood, small: SmallSample, weights: Floats) -> Floats:
    """Phi_A from the weights of Q - R / 4."""
    phi, grams = small.phi, small.grams
    direct = likelihood.products.gram(weights[None])[0][:-1, :-1]
    mixed = np.tensordot(small.spread, grams, 1)
    twice = np.tensordot(grams @ phi, mixed, ([0, 2], [0, 1]))
    found = phi + 2.0 * phi @ (direct - twice) @ phi
    return np.asarray((found + found.T) / 2)
