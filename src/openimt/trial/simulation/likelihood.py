"""Restricted likelihood of a repeated-measures model with free covariance, from sums; compiled.

With W_p the zero-padded inverse of Sigma on the visits of pattern p, M the means as visits by
covariates, R_p = S_p - M B_p' - B_p M' + M A_p M' and H_p = sum_i X_i Phi X_i',

    -2 log L = sum_p N_p log|Sigma_p| + log|X'WX| + sum_p tr(W_p R_p)      (constants left out)
    gradient in Sigma: G = sum_p N_p W_p - W_p (R_p + H_p) W_p.
"""

import numpy as np
from numba import njit

from openimt.trial.simulation.compiled import INNER
from openimt.trial.simulation.symmetric import factor, invert, solve


@njit("float64(float64[:, ::1], int64, float64[:, ::1])", **INNER)
def padded_inverse(sigma: np.ndarray, mask: int, out: np.ndarray) -> float:
    """Inverse of the seen part of Sigma, zero elsewhere; its log determinant or NaN."""
    size = sigma.shape[0]
    where = np.empty(size, dtype=np.int64)
    seen = 0
    for t in range(size):
        if mask >> t & 1:
            where[seen] = t
            seen += 1
    part, half, whole = np.empty((size, size)), np.empty((size, size)), np.empty((size, size))
    for a in range(seen):
        for b in range(seen):
            part[a, b] = sigma[where[a], where[b]]
    log_det = float(factor(part, seen))
    out[:, :] = 0.0
    if np.isnan(log_det):
        return log_det
    invert(part, seen, half, whole)
    for a in range(seen):
        for b in range(seen):
            out[where[a], where[b]] = whole[a, b]
    return log_det


@njit(
    "void(int64, float64[:, :, ::1], float64[:, :, ::1], float64[:, :, ::1], int64[:, ::1], "
    "float64[:, ::1], float64[::1])",
    **INNER,
)
def _normal_equations(
    found: int,
    w: np.ndarray,
    zz: np.ndarray,
    yz: np.ndarray,
    place: np.ndarray,
    xwx: np.ndarray,
    xwy: np.ndarray,
) -> None:
    visits, q = place.shape
    xwx[:, :] = 0.0
    xwy[:] = 0.0
    for p in range(found):
        for t in range(visits):
            for s in range(visits):
                weight = w[p, t, s]
                if weight == 0.0:
                    continue
                for a in range(q):
                    row = place[t, a]
                    xwy[row] += weight * yz[p, s, a]
                    for b in range(q):
                        xwx[row, place[s, b]] += weight * zz[p, a, b]


@njit(
    "void(float64[:, ::1], float64[:, ::1], float64[:, ::1], float64[::1], float64[:, ::1], "
    "int64[:, ::1], float64[:, ::1], float64[:, ::1])",
    **INNER,
)
def _spread(
    zz: np.ndarray,
    yz: np.ndarray,
    yy: np.ndarray,
    beta: np.ndarray,
    phi: np.ndarray,
    place: np.ndarray,
    residual: np.ndarray,
    both: np.ndarray,
) -> None:
    """Fill ``residual`` with B - M A and ``both`` with R + H for one pattern."""
    visits, q = place.shape
    for t in range(visits):
        for a in range(q):
            value = yz[t, a]
            for b in range(q):
                value -= beta[place[t, b]] * zz[b, a]
            residual[t, a] = value
    for t in range(visits):
        for s in range(t + 1):
            value = yy[t, s]
            for a in range(q):
                value -= beta[place[t, a]] * yz[s, a] + residual[t, a] * beta[place[s, a]]
                for b in range(q):
                    value += phi[place[t, a], place[s, b]] * zz[a, b]
            both[t, s] = value
            both[s, t] = value


@njit("void(float64[:, ::1], float64[:, ::1], float64[:, ::1], float64[:, ::1])", **INNER)
def sandwich(w: np.ndarray, middle: np.ndarray, half: np.ndarray, out: np.ndarray) -> None:
    """Fill ``out`` with W M W for symmetric W and M; ``half`` receives W M."""
    size = w.shape[0]
    for a in range(size):
        for b in range(size):
            value = 0.0
            for c in range(size):
                value += w[a, c] * middle[c, b]
            half[a, b] = value
    for a in range(size):
        for b in range(a + 1):
            value = 0.0
            for c in range(size):
                value += half[a, c] * w[c, b]
            out[a, b] = value
            out[b, a] = value


@njit(
    "float64(int64, int64[::1], float64[::1], float64[:, :, ::1], float64[:, :, ::1], "
    "float64[:, :, ::1], int64[:, ::1], float64[:, ::1], float64[:, :, ::1], "
    "float64[:, :, ::1], float64[:, :, ::1], float64[:, ::1], float64[:, ::1], float64[::1])",
    **INNER,
)
def evaluate(
    found: int,
    masks: np.ndarray,
    people: np.ndarray,
    zz: np.ndarray,
    yz: np.ndarray,
    yy: np.ndarray,
    place: np.ndarray,
    sigma: np.ndarray,
    w: np.ndarray,
    residual: np.ndarray,
    curve: np.ndarray,
    gradient: np.ndarray,
    phi: np.ndarray,
    beta: np.ndarray,
) -> float:
    """-2 log L at ``sigma`` (NaN where it has none); fills W, B - MA, W (R+H) W, G, Phi, beta."""
    visits, p = place.shape[0], beta.shape[0]
    value = 0.0
    for k in range(found):
        value += people[k] * float(padded_inverse(sigma, masks[k], w[k]))
    xwx, low = np.empty((p, p)), np.empty((p, p))
    _normal_equations(found, w, zz, yz, place, xwx, beta)
    value += float(factor(xwx, p))
    if np.isnan(value):
        return value
    invert(xwx, p, low, phi)
    solve(xwx, p, beta)
    gradient[:, :] = 0.0
    both, half = np.empty((visits, visits)), np.empty((visits, visits))
    for k in range(found):
        _spread(zz[k], yz[k], yy[k], beta, phi, place, residual[k], both)
        sandwich(w[k], both, half, curve[k])
        for t in range(visits):
            value += half[t, t]
            for s in range(visits):
                gradient[t, s] += people[k] * w[k, t, s] - curve[k, t, s]
    return float(value - p)
