"""One analysis: a trial's outcomes in, the contrast's estimate, errors and df out; compiled."""

import numpy as np
from numba import njit

from openimt.trial.simulation.compiled import INNER, OUTER
from openimt.trial.simulation.curvature import spread_curvature
from openimt.trial.simulation.inference import infer
from openimt.trial.simulation.newton import maximise, take_mean_parts
from openimt.trial.simulation.sums import add_up


@njit("void(int64, int64[::1], int64[::1])", **INNER)
def pairs(visits: int, left: np.ndarray, right: np.ndarray) -> None:
    """The entries (a, b), a <= b, of a symmetric matrix."""
    k = 0
    for a in range(visits):
        for b in range(a, visits):
            left[k], right[k] = a, b
            k += 1


@njit(
    "int64(float64[:, ::1], float64[:, ::1], int64, int64[:, ::1], float64[::1], "
    "float64[:, ::1], float64[::1])",
    **OUTER,
)
def fit_contrast(
    y: np.ndarray,
    z: np.ndarray,
    first: int,
    place: np.ndarray,
    contrast: np.ndarray,
    sigma: np.ndarray,
    out: np.ndarray,
) -> int:
    """Fit by restricted likelihood from ``sigma`` (changed in place); steps taken or -1.

    ``y`` is (n, visits) from column ``first`` on, NaN where not seen; ``z`` (n, q) the covariates;
    ``place`` (visits, q) the coefficient of each; ``contrast`` (p,). ``out`` receives estimate,
    model SE, Kenward-Roger SE and df.
    """
    (visits, q), p = place.shape, contrast.shape[0]
    most = min(y.shape[0], 1 << min(visits, 20))
    size = visits * (visits + 1) // 2
    masks, people = np.zeros(most, dtype=np.int64), np.zeros(most)
    zz, yz = np.zeros((most, q, q)), np.zeros((most, visits, q))
    yy = np.zeros((most, visits, visits))
    left, right = np.empty(size, dtype=np.int64), np.empty(size, dtype=np.int64)
    pairs(visits, left, right)
    found = add_up(y, z, first, masks, people, zz, yz, yy)
    w, curve = np.empty((found, visits, visits)), np.empty((found, visits, visits))
    residual = np.empty((found, visits, q))
    phi, beta, slopes = np.empty((p, p)), np.empty(p), np.empty((p, p, size))
    steps = maximise(
        found, masks, people, zz, yz, yy, place, left, right, sigma,
        w, residual, curve, slopes, phi, beta,
    )  # fmt: skip
    if steps < 0:
        return -1
    hessian = np.empty((size, size))
    spread_curvature(found, people, w, curve, False, left, right, hessian)
    take_mean_parts(found, w, residual, zz, place, left, right, phi, slopes, True, hessian)
    good = infer(found, w, zz, place, left, right, phi, beta, contrast, hessian, slopes, out)
    return steps if good else -1
