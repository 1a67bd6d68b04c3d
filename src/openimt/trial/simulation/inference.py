"""Standard error and degrees of freedom of one contrast, from sums; compiled.

Kenward and Roger (1997) with no second-derivative term, exact as Sigma is linear in its entries,
and observed information: with u = Phi c, V = 2 H^-1 and v_k = P_k u,

    variance = c'Phi c + 2 sum_kl V_kl (u'Q_kl u - v_k' Phi v_l)
    u'Q_kl u = sum_p tr(E_k W_p E_l Y_p),   Y_p = W_p U_p W_p,   U_p = sum_i (X_i u)(X_i u)'
    df = 2 (c'Phi c)^2 / (d'V d),   d_k = u'v_k      (Satterthwaite's, and in one dimension theirs)
"""

import numpy as np
from numba import njit

from openimt.trial.simulation.compiled import INNER
from openimt.trial.simulation.curvature import couple, take_products
from openimt.trial.simulation.likelihood import sandwich
from openimt.trial.simulation.symmetric import factor, invert


@njit(
    "void(int64, float64[:, :, ::1], float64[:, :, ::1], int64[:, ::1], int64[::1], int64[::1], "
    "float64[::1], float64[:, ::1])",
    **INNER,
)
def _second_order(
    found: int,
    w: np.ndarray,
    zz: np.ndarray,
    place: np.ndarray,
    left: np.ndarray,
    right: np.ndarray,
    u: np.ndarray,
    out: np.ndarray,
) -> None:
    """Fill the lower triangle of ``out`` (K, K) with u'Q_kl u."""
    visits, q = place.shape
    shape = (visits, visits)
    spread, half, y = np.empty(shape), np.empty(shape), np.empty(shape)
    out[:, :] = 0.0
    for p in range(found):
        for t in range(visits):
            for s in range(visits):
                value = 0.0
                for a in range(q):
                    for b in range(q):
                        value += u[place[t, a]] * zz[p, a, b] * u[place[s, b]]
                spread[t, s] = value
        sandwich(w[p], spread, half, y)
        couple(w[p], y, left, right, out)


@njit("void(float64[:, :, ::1], float64[::1], float64[:, ::1])", **INNER)
def _turned(slopes: np.ndarray, u: np.ndarray, out: np.ndarray) -> None:
    """Fill ``out`` (p, K) with P_k u."""
    p, _, size = slopes.shape
    out[:, :] = 0.0
    for i in range(p):
        for j in range(p):
            for k in range(size):
                out[i, k] += slopes[i, j, k] * u[j]


@njit(
    "boolean(int64, float64[:, :, ::1], float64[:, :, ::1], int64[:, ::1], int64[::1], "
    "int64[::1], float64[:, ::1], float64[::1], float64[::1], float64[:, ::1], "
    "float64[:, :, ::1], float64[::1])",
    **INNER,
)
def infer(
    found: int,
    w: np.ndarray,
    zz: np.ndarray,
    place: np.ndarray,
    left: np.ndarray,
    right: np.ndarray,
    phi: np.ndarray,
    beta: np.ndarray,
    contrast: np.ndarray,
    hessian: np.ndarray,
    slopes: np.ndarray,
    out: np.ndarray,
) -> bool:
    """Fill ``out`` with estimate, model SE, Kenward-Roger SE and df; whether that was possible."""
    p, size = phi.shape[0], left.shape[0]
    u = np.zeros(p)
    estimate = variance = 0.0
    for i in range(p):
        estimate += contrast[i] * beta[i]
        for j in range(p):
            u[i] += phi[i, j] * contrast[j]
        variance += u[i] * contrast[i]
    turned, second = np.empty((p, size)), np.empty((size, size))
    _turned(slopes, u, turned)
    _second_order(found, w, zz, place, left, right, u, second)
    take_products(phi, turned, 1.0, second)
    half, v = np.empty((size, size)), np.empty((size, size))
    if np.isnan(factor(hessian, size)):
        return False
    invert(hessian, size, half, v)
    slope = np.zeros(size)
    for i in range(p):
        for k in range(size):
            slope[k] += u[i] * turned[i, k]
    added = spread = 0.0
    for k in range(size):
        for m in range(k + 1):
            twice = 2.0 * v[k, m] * (1.0 if k == m else 2.0)
            added += twice * second[k, m]
            spread += twice * slope[k] * slope[m]
    out[0] = estimate
    out[1] = np.sqrt(variance)
    out[2] = np.sqrt(variance + 2.0 * added)
    out[3] = 2.0 * variance * variance / spread
    return variance + 2.0 * added > 0.0 and spread > 0.0
