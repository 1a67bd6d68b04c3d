"""What a mixed model for repeated measures needs of a trial: sums per pattern of seen visits.

A person's mean is ``beta[place[t, a]] z[a]`` summed over a: column ``a`` of ``z`` has a
coefficient for each visit, or one for all of them. Per pattern p of seen visits the sums are N_p,
A_p = sum z z', B_p = sum y z' and S_p = sum y y', zero where nothing was seen. Nothing else about
a person enters the likelihood, so that an iteration does not grow with the number of people.
"""

import numpy as np
from numba import njit

from openimt.trial.simulation.compiled import INNER


@njit("int64(float64[:, ::1], int64, int64)", **INNER)
def pattern_of(y: np.ndarray, i: int, first: int) -> int:
    """The seen visits of a person as bits; ``first`` is the first analysed column of ``y``."""
    mask = 0
    for t in range(first, y.shape[1]):
        if not np.isnan(y[i, t]):
            mask |= 1 << (t - first)
    return mask


@njit(
    "void(float64[:, ::1], float64[:, ::1], int64, int64, int64, int64, "
    "float64[:, :, ::1], float64[:, :, ::1], float64[:, :, ::1])",
    **INNER,
)
def _add_person(
    y: np.ndarray,
    z: np.ndarray,
    i: int,
    first: int,
    mask: int,
    p: int,
    zz: np.ndarray,
    yz: np.ndarray,
    yy: np.ndarray,
) -> None:
    q, visits = z.shape[1], yy.shape[1]
    for a in range(q):
        for b in range(q):
            zz[p, a, b] += z[i, a] * z[i, b]
    for t in range(visits):
        if mask >> t & 1:
            value = y[i, t + first]
            for a in range(q):
                yz[p, t, a] += value * z[i, a]
            for s in range(visits):
                if mask >> s & 1:
                    yy[p, t, s] += value * y[i, s + first]


@njit(
    "int64(float64[:, ::1], float64[:, ::1], int64, int64[::1], float64[::1], "
    "float64[:, :, ::1], float64[:, :, ::1], float64[:, :, ::1])",
    **INNER,
)
def add_up(
    y: np.ndarray,
    z: np.ndarray,
    first: int,
    masks: np.ndarray,
    people: np.ndarray,
    zz: np.ndarray,
    yz: np.ndarray,
    yy: np.ndarray,
) -> int:
    """Fill the sums per pattern, patterns in order of appearance; how many there are."""
    found = 0
    for i in range(y.shape[0]):
        mask = pattern_of(y, i, first)
        if mask == 0:
            continue
        p = 0
        while p < found and masks[p] != mask:
            p += 1
        if p == found:
            masks[p] = mask
            found += 1
        people[p] += 1.0
        _add_person(y, z, i, first, mask, p, zz, yz, yy)
    return found
