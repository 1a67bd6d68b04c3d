"""Random numbers that depend on the seed and the draw alone, so that any run gives the same.

Each draw reads its own stretch of the Philox counter (Salmon et al. 2011). Whole numbers and
normal ones are made from the raw bits here, because the bits alone are promised to stay the same
from one release of NumPy to the next.
"""

import numpy as np
from numpy.random import Philox
from scipy.special import ndtri

from openimt.trial.matrix import Floats, Ints

RESAMPLE, NORMAL = 0, 1


def uniform(seed: int, purpose: int, draw: int, count: int) -> Floats:
    """Numbers strictly between 0 and 1, in steps of 2^-52, shape (count,)."""
    bits = Philox(key=seed, counter=[0, 0, purpose, draw]).random_raw(count)
    return np.asarray(((bits >> np.uint64(12)).astype(np.float64) + 0.5) * 2.0**-52)


def normal(seed: int, draw: int, count: int) -> Floats:
    """Standard normal numbers, shape (count,)."""
    return np.asarray(ndtri(uniform(seed, NORMAL, draw, count)))


def resampled(seed: int, draw: int, arm: Ints) -> Ints:
    """As many persons of each arm as it has, drawn with replacement, shape (n,).

    >>> resampled(1, 0, np.array([0, 0, 0, 1, 1]))
    array([0, 2, 0, 3, 4])
    """
    u = uniform(seed, RESAMPLE, draw, len(arm))
    made = np.empty(len(arm), dtype=np.int64)
    for one in np.unique(arm):
        people = np.flatnonzero(arm == one)
        made[people] = people[(u[people] * len(people)).astype(np.int64)]
    return made
