"""Many trials: grown, analysed and written down one after another; compiled."""

import numpy as np
from numba import njit, uint64

from openimt.trial.simulation.compiled import OUTER
from openimt.trial.simulation.fit import fit_contrast
from openimt.trial.simulation.grow import grow_trial


@njit(
    "void(uint64, uint64, int64[::1], int64[::1], int64[::1], float64[:, ::1], "
    "float64[:, :, ::1], float64[:, ::1], float64[:, ::1], float64[:, ::1], float64, "
    "float64[:, ::1], float64[::1], float64[:, :, ::1], float64[::1], int64[::1], int64[::1], "
    "float64[:, ::1], int64, float64, float64, int64[:, ::1], float64[::1], float64[:, ::1], "
    "float64[:, ::1])",
    **OUTER,
    nogil=True,
)
def run_trials(
    seed: np.uint64,
    first: np.uint64,
    arm: np.ndarray,
    site: np.ndarray,
    therapist: np.ndarray,
    mean: np.ndarray,
    chol: np.ndarray,
    site_sd: np.ndarray,
    therapist_sd: np.ndarray,
    hazard: np.ndarray,
    slope: float,
    usual: np.ndarray,
    missed: np.ndarray,
    event_hazard: np.ndarray,
    event_shift: np.ndarray,
    event_keep: np.ndarray,
    columns: np.ndarray,
    fixed: np.ndarray,
    base: int,
    centre: float,
    scale: float,
    place: np.ndarray,
    contrast: np.ndarray,
    start: np.ndarray,
    out: np.ndarray,
) -> None:
    """Fill ``out`` (trials, 6): estimate, model SE, KR SE, df, steps (-1: none found), lost.

    ``first`` is the number of the first replicate; the rest as in ``Growth`` and ``Question``.
    ``lost`` is the share of people not seen at the last visit of the design.
    """
    people, visits = arm.shape[0], mean.shape[1]
    y, when = np.empty((people, visits)), np.empty((people, event_shift.shape[0]), dtype=np.int64)
    seen, z, sigma = np.empty((people, columns.shape[0])), fixed.copy(), np.empty(start.shape)
    for r in range(out.shape[0]):
        grow_trial(
            seed, uint64(first + uint64(r)), arm, site, therapist, mean, chol, site_sd,
            therapist_sd, hazard, slope, usual, missed, event_hazard, event_shift, event_keep,
            y, when,
        )  # fmt: skip
        gone = 0
        for i in range(people):
            if base >= 0:
                z[i, base] = (y[i, 0] - centre) / scale
            for t in range(columns.shape[0]):
                seen[i, t] = y[i, columns[t]]
            gone += np.isnan(y[i, visits - 1])
        for t in range(columns.shape[0]):
            for s in range(columns.shape[0]):
                sigma[t, s] = start[t, s]
        for k in range(out.shape[1]):
            out[r, k] = np.nan
        out[r, 4] = fit_contrast(seen, z, 0, place, contrast, sigma, out[r, :4])
        out[r, 5] = gone / people
