"""The log-likelihood at a Sigma, its slope, and how it bends along given directions.

With W_p the inverse of Sigma over the visits of pattern p, padded with zeros, F = X'V^-1X,
Phi = F^-1, R_p and H_p the sums of r r' and of X Phi X' over the persons of pattern p:

    f = -2 log L = sum N_p log|Sigma_p| + r'V^-1r + log|F|     (+ constants)
    df/dSigma    = sum N_p W_p - W_p (R_p + H_p) W_p = G
    bend(D, E)   = sum tr(D W E (2 W (R + H) W - N W)) - 2 u_D' Phi u_E - tr(Phi P_D Phi P_E)

with P_D = X'WDWX and u_D = X'WDWr; log|F|, H and the last term belong to REML alone. This is
the second derivative where Sigma is linear; tr(G d2Sigma) is added where it is not.
Harville (1977), JASA 72:320; Lindstrom and Bates (1988), JASA 83:1014.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from openimt.trial.matrix import Floats
from openimt.trial.repeated.products import Products, products
from openimt.trial.repeated.sums import Sums

_ROUND = 24_000
"""Numbers one round may fill: to get larger arrays from the system costs more than to fill them."""


@dataclass(frozen=True, eq=False)
class Point:
    """Everything known at one Sigma. ``slope`` (G, T, T) is df/dSigma of each group.

    ``white`` (p,) are the coefficients of the orthonormal columns and ``phi`` (p, p) their
    covariance; ``inverse`` (P, T, T) holds W and ``load`` (P, T, T) is R + H, or R for ML.
    """

    sigma: Floats
    value: float
    white: Floats
    phi: Floats
    inverse: Floats
    load: Floats
    slope: Floats


@dataclass(frozen=True, eq=False)
class Bend:
    """Second derivatives of f along directions, (K, K), and each direction's X'WDWX, (K, p, p)."""

    hessian: Floats
    grams: Floats


class Likelihood:
    """The likelihood of one data set, by REML or ML, as a function of each group's Sigma."""

    def __init__(self, sums: Sums, *, reml: bool) -> None:
        self.sums = sums
        self.reml = reml
        self.products: Products = products(sums)
        self.count = sums.count.astype(np.float64)
        seen = sums.observed
        self._both = seen[:, :, None] & seen[:, None, :]
        self._alone = np.eye(seen.shape[1]) * ~seen[:, :, None]
        edges = np.searchsorted(sums.group, np.arange(len(sums.group_names) + 1))
        self.cells = [slice(a, b) for a, b in pairwise(edges)]

    def at(self, sigma: Floats) -> Point:
        """The value f and its slope; raises LinAlgError where Sigma is not positive definite."""
        v = np.where(self._both, sigma[self.sums.group], self._alone)
        root = np.linalg.cholesky(v)
        inverse = np.where(self._both, np.linalg.inv(v), 0.0)
        log_v = 2.0 * float(self.count @ np.log(np.diagonal(root, axis1=1, axis2=2)).sum(axis=1))
        gram = self.products.gram(inverse[None])[0]
        f, xwy = gram[:-1, :-1], gram[:-1, -1]
        root_f = np.linalg.cholesky(f)
        phi = np.linalg.inv(f)
        white = phi @ xwy
        value = log_v + float(gram[-1, -1] - xwy @ white)
        if self.reml:
            value += 2.0 * float(np.log(np.diag(root_f)).sum())
        load = self._load(white, phi)
        each = self.count[:, None, None] * inverse - inverse @ load @ inverse
        slope = stacked([each[cells].sum(axis=0) for cells in self.cells])
        return Point(sigma, value, white, phi, inverse, load, slope)

    def _load(self, white: Floats, phi: Floats) -> Floats:
        """R + H for REML, R for ML; shape (P, T, T)."""
        left = _beside(white)
        weights = left[:, None] * left
        if self.reml:
            weights[:-1, :-1] += phi
        return np.asarray(self.products.spread(weights[None])[0])

    def log_likelihood(self, point: Point) -> float:
        """The log-likelihood in the units of the outcome, as R mmrm, nlme and SAS give it."""
        layout = self.sums.layout
        n = self.sums.rows - (len(layout.names) if self.reml else 0)
        twice = point.value + n * (np.log(2 * np.pi) + 2 * np.log(layout.unit))
        twice -= 2 * layout.log_basis if self.reml else 0.0
        return float(self.sums.log_weight - twice) / 2

    def fisher(self, point: Point, directions: Floats) -> Floats:
        """The bend expected under the model but for the mean's own share, (K, K); never negative.

        ``directions`` has shape (G, K', T, T), and K = G K'.
        """
        weight = self.count[:, None, None] * point.inverse
        return blocks(
            [
                _through(point.inverse[cells], weight[cells], along)
                for cells, along in zip(self.cells, directions, strict=True)
            ]
        )

    def bend(self, point: Point, directions: Floats) -> Bend:
        """The second derivatives as observed; ``directions`` has shape (G, K', T, T)."""
        w = point.inverse
        right = 2.0 * (w @ point.load @ w) - self.count[:, None, None] * w
        pairs = list(zip(self.cells, directions, strict=True))
        hessian = blocks([_through(w[cells], right[cells], along) for cells, along in pairs])
        grams = np.concatenate([self._grams(w[cells], along, cells) for cells, along in pairs])
        left = _beside(point.white)
        u, grams = (grams @ left)[:, :-1], np.ascontiguousarray(grams[:, :-1, :-1])
        hessian -= 2.0 * (u @ point.phi @ u.T)
        if self.reml:
            hessian -= traces(point.phi @ grams)
        return Bend((hessian + hessian.T) / 2, grams)

    def _grams(self, w: Floats, along: Floats, cells: slice) -> Floats:
        """Each direction's products weighted by W D W, (K, m, m); a few at a time."""
        few = max(1, _ROUND // max(w.size, self.products.round))
        parts = [
            self.products.gram(_between(w, along[k : k + few]), cells)
            for k in range(0, along.shape[0], few)
        ]
        return parts[0] if len(parts) == 1 else np.concatenate(parts)


def stacked(parts: list[Floats]) -> Floats:
    """The parts one above another; one alone costs nothing."""
    return parts[0][None] if len(parts) == 1 else np.stack(parts)


def _beside(white: Floats) -> Floats:
    """The weights of (x, y) that give a residual."""
    found = np.empty(white.size + 1)
    found[:-1], found[-1] = -white, 1.0
    return found


def traces(matrices: Floats) -> Floats:
    """tr(A_k A_l) for each pair of (K, p, p); shape (K, K)."""
    count = matrices.shape[0]
    return np.asarray(
        matrices.reshape(count, -1) @ matrices.transpose(0, 2, 1).reshape(count, -1).T
    )


def _through(w: Floats, right: Floats, along: Floats) -> Floats:
    """sum_p tr(D_k W_p D_l right_p), shape (K, K)."""
    count, visits = along.shape[:2]
    four = w.reshape(-1, visits**2).T @ right.reshape(-1, visits**2)
    four = four.reshape((visits,) * 4).transpose(3, 0, 1, 2).reshape(visits**2, -1)
    flat = along.reshape(count, -1)
    return np.asarray(flat @ four @ flat.T)


def _between(w: Floats, along: Floats) -> Floats:
    """W_p D_k W_p for every pattern and direction, shape (K, P, T, T)."""
    patterns, visits = w.shape[:2]
    count = along.shape[0]
    half = w.reshape(-1, visits) @ along.transpose(1, 0, 2).reshape(visits, -1)
    half = half.reshape(patterns, visits, count, visits).transpose(0, 2, 1, 3)
    whole = half.reshape(patterns, count * visits, visits) @ w
    return np.asarray(whole.reshape(patterns, count, visits, visits).transpose(1, 0, 2, 3))


def blocks(parts: list[Floats]) -> Floats:
    """The parts down the diagonal of one matrix."""
    if len(parts) == 1:
        return parts[0]
    size = sum(part.shape[0] for part in parts)
    found = np.zeros((size, size))
    at = 0
    for part in parts:
        found[at : at + part.shape[0], at : at + part.shape[0]] = part
        at += part.shape[0]
    return found
