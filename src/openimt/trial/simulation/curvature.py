"""Second derivatives of the restricted likelihood in the entries sigma_ab of Sigma; compiled.

With E_ab the derivative of Sigma by sigma_ab (1 at (a, b) and (b, a)), P = W - W X Phi X' W and
Sigma linear in its entries, the observed Hessian of -2 log L is

    sum_p tr(E_k W_p E_l (2 W_p (R_p + H_p) W_p - N_p W_p)) - 2 g_k' Phi g_l - tr(Phi P_k Phi P_l)

where g_k = sum_i X_i' W E_k W r_i and P_k = sum_i X_i' W E_k W X_i. The expected Hessian of the
likelihood without the restriction is sum_p N_p tr(E_k W_p E_l W_p).
"""

import numpy as np
from numba import njit

from openimt.trial.simulation.compiled import INNER


@njit("void(float64[:, ::1], float64[:, ::1], int64[::1], int64[::1], float64[:, ::1])", **INNER)
def couple(
    w: np.ndarray, y: np.ndarray, left: np.ndarray, right: np.ndarray, out: np.ndarray
) -> None:
    """Add tr(E_k W E_l Y) to the lower triangle of ``out``, for symmetric W and Y."""
    for k in range(left.shape[0]):
        a, b = left[k], right[k]
        for j in range(k + 1):
            c, d = left[j], right[j]
            value = w[b, c] * y[a, d] + w[b, d] * y[a, c] + w[a, c] * y[b, d] + w[a, d] * y[b, c]
            if a == b:
                value *= 0.5
            if c == d:
                value *= 0.5
            out[k, j] += value


@njit(
    "void(int64, float64[::1], float64[:, :, ::1], float64[:, :, ::1], boolean, int64[::1], "
    "int64[::1], float64[:, ::1])",
    **INNER,
)
def spread_curvature(
    found: int,
    people: np.ndarray,
    w: np.ndarray,
    curve: np.ndarray,
    expected: bool,
    left: np.ndarray,
    right: np.ndarray,
    out: np.ndarray,
) -> None:
    """The first part of the observed Hessian, or all of the expected one, in the lower triangle."""
    visits = w.shape[1]
    y = np.empty((visits, visits))
    out[:, :] = 0.0
    for p in range(found):
        for t in range(visits):
            for s in range(visits):
                own = people[p] * w[p, t, s]
                y[t, s] = own if expected else 2.0 * curve[p, t, s] - own
        couple(w[p], y, left, right, out)


@njit(
    "void(int64, float64[:, :, ::1], float64[:, :, ::1], int64[:, ::1], int64[::1], int64[::1], "
    "float64[:, ::1])",
    **INNER,
)
def score_slopes(
    found: int,
    w: np.ndarray,
    residual: np.ndarray,
    place: np.ndarray,
    left: np.ndarray,
    right: np.ndarray,
    g: np.ndarray,
) -> None:
    """Fill ``g`` (p, K) with g_k = sum_i X_i' W E_k W r_i."""
    visits, q = place.shape
    wr = np.empty((visits, q))
    g[:, :] = 0.0
    for p in range(found):
        for t in range(visits):
            for a in range(q):
                wr[t, a] = 0.0
                for s in range(visits):
                    wr[t, a] += w[p, t, s] * residual[p, s, a]
        for k in range(left.shape[0]):
            c, d = left[k], right[k]
            share = 0.5 if c == d else 1.0
            for t in range(visits):
                one, two = share * w[p, t, c], share * w[p, t, d]
                for a in range(q):
                    g[place[t, a], k] += one * wr[d, a] + two * wr[c, a]


@njit("void(float64[:, ::1], float64[:, ::1], float64, float64[:, ::1])", **INNER)
def take_products(phi: np.ndarray, g: np.ndarray, times: float, out: np.ndarray) -> None:
    """Subtract ``times`` g_k' Phi g_l from the lower triangle of ``out``."""
    p, size = g.shape
    row = np.empty(size)
    for i in range(p):
        row[:] = 0.0
        for j in range(p):
            weight = times * phi[i, j]
            for k in range(size):
                row[k] += weight * g[j, k]
        for k in range(size):
            for m in range(k + 1):
                out[k, m] -= g[i, k] * row[m]


@njit(
    "void(int64, float64[:, :, ::1], float64[:, :, ::1], int64[:, ::1], int64[::1], int64[::1], "
    "float64[:, :, ::1])",
    **INNER,
)
def design_slopes(
    found: int,
    w: np.ndarray,
    zz: np.ndarray,
    place: np.ndarray,
    left: np.ndarray,
    right: np.ndarray,
    out: np.ndarray,
) -> None:
    """Fill ``out`` (p, p, K) with P_k = sum_i X_i' W E_k W X_i."""
    visits, q = place.shape
    size = left.shape[0]
    row = np.empty(size)
    out[:, :, :] = 0.0
    for p in range(found):
        for t in range(visits):
            for s in range(visits):
                for k in range(size):
                    c, d = left[k], right[k]
                    value = w[p, t, c] * w[p, s, d] + w[p, t, d] * w[p, s, c]
                    row[k] = 0.5 * value if c == d else value
                for a in range(q):
                    for b in range(q):
                        weight = zz[p, a, b]
                        cell = out[place[t, a], place[s, b]]
                        for k in range(size):
                            cell[k] += weight * row[k]


@njit("void(float64[:, ::1], float64[:, :, ::1], float64[:, ::1])", **INNER)
def take_traces(phi: np.ndarray, slopes: np.ndarray, out: np.ndarray) -> None:
    """Subtract tr(Phi P_k Phi P_l) from the lower triangle of ``out``."""
    p, _, size = slopes.shape
    turned = np.zeros((p, p, size))
    for i in range(p):
        for m in range(p):
            weight = phi[i, m]
            for j in range(p):
                cell, source = turned[i, j], slopes[m, j]
                for k in range(size):
                    cell[k] += weight * source[k]
    for i in range(p):
        for j in range(p):
            one, two = turned[i, j], turned[j, i]
            for k in range(size):
                weight = one[k]
                for m in range(k + 1):
                    out[k, m] -= weight * two[m]
