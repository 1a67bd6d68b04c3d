"""Finding the most likely Sigma: Fisher steps first, then Newton steps; compiled.

The first two steps use the expected Hessian (exact in one step where nothing is missing), the
next the observed Hessian without its smallest part, and the full one where that does not close
in fast. Converged means a Newton decrement g' H^-1 g below 1e-18: Sigma is then within 1e-9
standard errors of the optimum.
"""

import numpy as np
from numba import njit

from openimt.trial.simulation.compiled import INNER
from openimt.trial.simulation.curvature import (
    design_slopes,
    score_slopes,
    spread_curvature,
    take_products,
    take_traces,
)
from openimt.trial.simulation.likelihood import evaluate
from openimt.trial.simulation.symmetric import factor, solve

CLOSE = 1e-18
NEARLY = 1e-2 * CLOSE
MOST_STEPS = 60
FISHER_STEPS = 2
SLOW = 1e-3
FISHER, PART, FULL = 0, 1, 2


@njit(
    "void(int64, float64[:, :, ::1], float64[:, :, ::1], float64[:, :, ::1], int64[:, ::1], "
    "int64[::1], int64[::1], float64[:, ::1], float64[:, :, ::1], boolean, float64[:, ::1])",
    **INNER,
)
def take_mean_parts(
    found: int,
    w: np.ndarray,
    residual: np.ndarray,
    zz: np.ndarray,
    place: np.ndarray,
    left: np.ndarray,
    right: np.ndarray,
    phi: np.ndarray,
    slopes: np.ndarray,
    full: bool,
    hessian: np.ndarray,
) -> None:
    """Subtract the parts of the observed Hessian that come from estimating the mean."""
    g = np.empty((phi.shape[0], left.shape[0]))
    score_slopes(found, w, residual, place, left, right, g)
    take_products(phi, g, 2.0, hessian)
    if full:
        design_slopes(found, w, zz, place, left, right, slopes)
        take_traces(phi, slopes, hessian)


@njit(
    "float64(int64, int64, float64[::1], float64[:, :, ::1], float64[:, :, ::1], "
    "float64[:, :, ::1], int64[:, ::1], int64[::1], int64[::1], float64[:, :, ::1], "
    "float64[:, ::1], float64[:, :, ::1], float64[:, ::1], float64[:, ::1], float64[::1])",
    **INNER,
)
def _direction(
    kind: int,
    found: int,
    people: np.ndarray,
    w: np.ndarray,
    residual: np.ndarray,
    zz: np.ndarray,
    place: np.ndarray,
    left: np.ndarray,
    right: np.ndarray,
    curve: np.ndarray,
    phi: np.ndarray,
    slopes: np.ndarray,
    gradient: np.ndarray,
    hessian: np.ndarray,
    step: np.ndarray,
) -> float:
    """Fill ``step`` with H^-1 g and give g' H^-1 g; NaN where H is not positive definite."""
    size = left.shape[0]
    spread_curvature(found, people, w, curve, kind == FISHER, left, right, hessian)
    if kind != FISHER:
        full = kind == FULL
        take_mean_parts(found, w, residual, zz, place, left, right, phi, slopes, full, hessian)
    if np.isnan(factor(hessian, size)):
        return np.nan
    for k in range(size):
        step[k] = gradient[left[k], right[k]] * (1.0 if left[k] == right[k] else 2.0)
    g = step.copy()
    solve(hessian, size, step)
    value = 0.0
    for k in range(size):
        value += g[k] * step[k]
    return value


@njit(
    "float64(int64, int64[::1], float64[::1], float64[:, :, ::1], float64[:, :, ::1], "
    "float64[:, :, ::1], int64[:, ::1], int64[::1], int64[::1], float64, float64[::1], "
    "float64[:, ::1], float64[:, :, ::1], float64[:, :, ::1], float64[:, :, ::1], "
    "float64[:, ::1], float64[:, ::1], float64[::1])",
    **INNER,
)
def _search(
    found: int,
    masks: np.ndarray,
    people: np.ndarray,
    zz: np.ndarray,
    yz: np.ndarray,
    yy: np.ndarray,
    place: np.ndarray,
    left: np.ndarray,
    right: np.ndarray,
    value: float,
    step: np.ndarray,
    sigma: np.ndarray,
    w: np.ndarray,
    residual: np.ndarray,
    curve: np.ndarray,
    gradient: np.ndarray,
    phi: np.ndarray,
    beta: np.ndarray,
) -> float:
    """Go along ``step``, halved until -2 log L does not rise; its new value, or NaN."""
    start, share = sigma.copy(), 1.0
    while share > 1e-8:
        for k in range(left.shape[0]):
            moved = start[left[k], right[k]] - share * step[k]
            sigma[left[k], right[k]] = moved
            sigma[right[k], left[k]] = moved
        new: float = evaluate(
            found, masks, people, zz, yz, yy, place, sigma, w, residual, curve, gradient, phi, beta
        )
        if new <= value + 1e-9 * (1.0 + abs(value)):
            return new
        share *= 0.5
    return np.nan


@njit(
    "int64(int64, int64[::1], float64[::1], float64[:, :, ::1], float64[:, :, ::1], "
    "float64[:, :, ::1], int64[:, ::1], int64[::1], int64[::1], float64[:, ::1], "
    "float64[:, :, ::1], float64[:, :, ::1], float64[:, :, ::1], float64[:, :, ::1], "
    "float64[:, ::1], float64[::1])",
    **INNER,
)
def maximise(
    found: int,
    masks: np.ndarray,
    people: np.ndarray,
    zz: np.ndarray,
    yz: np.ndarray,
    yy: np.ndarray,
    place: np.ndarray,
    left: np.ndarray,
    right: np.ndarray,
    sigma: np.ndarray,
    w: np.ndarray,
    residual: np.ndarray,
    curve: np.ndarray,
    slopes: np.ndarray,
    phi: np.ndarray,
    beta: np.ndarray,
) -> int:
    """Move ``sigma`` from its start to the optimum; steps taken, or -1 where none was found."""
    size = left.shape[0]
    hessian, step = np.empty((size, size)), np.empty(size)
    gradient = np.empty(sigma.shape)
    value = evaluate(
        found, masks, people, zz, yz, yy, place, sigma, w, residual, curve, gradient, phi, beta
    )
    before, kind, last_fisher = np.inf, FISHER, FISHER_STEPS
    for done in range(MOST_STEPS):
        if np.isnan(value):
            return -1
        if done == last_fisher:
            kind = PART
        close = _direction(
            kind, found, people, w, residual, zz, place, left, right, curve, phi, slopes,
            gradient, hessian, step,
        )  # fmt: skip
        if close < CLOSE:
            return done
        if np.isnan(close):  # the observed Hessian is no guide yet: go on with the expected one
            last_fisher = done + FISHER_STEPS + 1
            value = np.nan if kind == FISHER else value
            kind = FISHER
            continue
        if kind == PART and close > SLOW * before:
            kind = FULL
        value = _search(
            found, masks, people, zz, yz, yy, place, left, right, value, step, sigma,
            w, residual, curve, gradient, phi, beta,
        )  # fmt: skip
        if kind != FISHER and close * close < NEARLY * before and not np.isnan(value):
            return done + 1  # the next decrement would lie below the limit
        before = close
    return -1
