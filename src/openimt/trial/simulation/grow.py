"""One invented trial: outcomes, intercurrent events, drop-out and missed visits, compiled.

A person's outcomes are ``mean[arm] + chol[arm] z + site effect + therapist effect + shifts``;
``z`` is standard normal. Visit 0 is the baseline, always seen. Each concern draws from a stream
of its own, so that another drop-out rate leaves the outcomes as they were.
"""

import math

import numpy as np
from numba import float64, njit, uint64

from openimt.trial.simulation.compiled import INNER, OUTER
from openimt.trial.simulation.normal import fill_normal
from openimt.trial.simulation.philox import fill_uniform

OUTCOME = 0
SITE = 1
THERAPIST = 2
DROP_OUT = 3
MISSED = 4
EVENT = 16


@njit(float64(float64, float64), **INNER)
def _moved_hazard(hazard: float, shift: float) -> float:
    """A probability moved by ``shift`` on the logit scale; 0 and 1 stay."""
    if shift == 0.0 or hazard <= 0.0 or hazard >= 1.0:
        return hazard
    odds = hazard / (1.0 - hazard) * math.exp(shift)
    return odds / (1.0 + odds)


@njit(
    "void(uint64, uint64, uint64, int64[::1], float64[:, ::1], float64[::1], float64[:, ::1])",
    **INNER,
)
def add_clusters(
    seed: np.uint64,
    replicate: np.uint64,
    stream: np.uint64,
    cluster: np.ndarray,
    sd: np.ndarray,
    scratch: np.ndarray,
    y: np.ndarray,
) -> None:
    """Add a normal effect of each person's cluster (-1: none); ``sd`` has shape (clusters, T+1)."""
    for j in range(sd.shape[0]):
        fill_normal(seed, replicate, stream, uint64(j), scratch)
        for i in range(cluster.shape[0]):
            if cluster[i] == j:
                for t in range(y.shape[1]):
                    y[i, t] += sd[j, t] * scratch[0]


@njit(
    "int64(uint64, uint64, int64, int64, float64[:, :, ::1], float64[::1], int64[::1], "
    "float64[::1], float64[::1], int64[::1])",
    **INNER,
)
def _meet_events(
    seed: np.uint64,
    replicate: np.uint64,
    person: int,
    arm: int,
    hazard: np.ndarray,
    shift: np.ndarray,
    keep: np.ndarray,
    chance: np.ndarray,
    y: np.ndarray,
    when: np.ndarray,
) -> int:
    """Let events happen; shifts ``y``, notes ``when`` (0: never); the first visit not used."""
    last = y.shape[0]
    cut = last
    for e in range(hazard.shape[0]):
        fill_uniform(seed, replicate, uint64(EVENT + e), uint64(person), chance)
        when[e] = 0
        for t in range(1, last):
            if chance[t - 1] < hazard[e, arm, t]:
                when[e] = t
                break
        if when[e] == 0:
            continue
        for t in range(when[e], last):
            y[t] += shift[e]
        if keep[e] == 0:
            cut = min(cut, int(when[e]))
    return int(cut)


@njit(
    "void(uint64, uint64, int64, float64[:, ::1], float64, float64[:, ::1], float64[::1], "
    "float64[::1], float64[::1], int64, float64[::1])",
    **INNER,
)
def _lose(
    seed: np.uint64,
    replicate: np.uint64,
    person: int,
    hazard: np.ndarray,
    slope: float,
    usual: np.ndarray,
    missed: np.ndarray,
    chance: np.ndarray,
    skipped: np.ndarray,
    arm: int,
    y: np.ndarray,
) -> None:
    """Drop-out by the last observed value, and single missed visits; lost values become NaN."""
    fill_uniform(seed, replicate, uint64(DROP_OUT), uint64(person), chance)
    if skipped.shape[0] > 0:
        fill_uniform(seed, replicate, uint64(MISSED), uint64(person), skipped)
    gone, seen = False, 0
    for t in range(1, y.shape[0]):
        moved = slope * (y[seen] - usual[0, seen]) / usual[1, seen]
        gone = gone or chance[t - 1] < _moved_hazard(hazard[arm, t], moved)
        if gone or (skipped.shape[0] > 0 and skipped[t - 1] < missed[t]):
            y[t] = np.nan
        else:
            seen = t


@njit(
    "void(uint64, uint64, int64[::1], int64[::1], int64[::1], float64[:, ::1], "
    "float64[:, :, ::1], float64[:, ::1], float64[:, ::1], float64[:, ::1], float64, "
    "float64[:, ::1], float64[::1], float64[:, :, ::1], float64[::1], int64[::1], "
    "float64[:, ::1], int64[:, ::1])",
    **OUTER,
)
def grow_trial(
    seed: np.uint64,
    replicate: np.uint64,
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
    y: np.ndarray,
    when: np.ndarray,
) -> None:
    """Fill ``y`` (n, T+1) with outcomes (NaN: not seen) and ``when`` (n, events) with visits.

    Visits index from 0, the baseline; hazards of index t hold for the time between t-1 and t.
    """
    width = y.shape[1]
    z, chance, one = np.empty(width), np.empty(width - 1), np.empty(1)
    skipped = np.empty(width - 1 if np.any(missed > 0.0) else 0)
    for i in range(y.shape[0]):
        fill_normal(seed, replicate, uint64(OUTCOME), uint64(i), z)
        for t in range(width):
            total = mean[arm[i], t]
            for s in range(t + 1):
                total += chol[arm[i], t, s] * z[s]
            y[i, t] = total
    add_clusters(seed, replicate, uint64(SITE), site, site_sd, one, y)
    add_clusters(seed, replicate, uint64(THERAPIST), therapist, therapist_sd, one, y)
    for i in range(y.shape[0]):
        cut = _meet_events(
            seed, replicate, i, arm[i], event_hazard, event_shift, event_keep, chance, y[i], when[i]
        )
        _lose(seed, replicate, i, hazard, slope, usual, missed, chance, skipped, arm[i], y[i])
        for t in range(cut, width):
            y[i, t] = np.nan
