"""Small symmetric matrices, compiled: Cholesky factor, inverse and solution, in plain loops.

Plain loops in a fixed order give the same bytes on every machine of a kind; a library of linear
algebra chooses its order by the processor and the number of threads.
"""

import math

import numpy as np
from numba import njit

from openimt.trial.simulation.compiled import INNER


@njit("float64(float64[:, ::1], int64)", **INNER)
def factor(a: np.ndarray, size: int) -> float:
    """Replace the lower triangle by its Cholesky factor; log determinant, NaN without one."""
    total = 0.0
    for j in range(size):
        pivot, scale = a[j, j], abs(a[j, j])
        for k in range(j):
            pivot -= a[j, k] * a[j, k]
        if not pivot > 1e-11 * scale:
            return np.nan
        root = math.sqrt(pivot)
        a[j, j] = root
        total += 2.0 * math.log(root)
        for i in range(j + 1, size):
            value = a[i, j]
            for k in range(j):
                value -= a[i, k] * a[j, k]
            a[i, j] = value / root
    return total


@njit("void(float64[:, ::1], int64, float64[::1])", **INNER)
def solve(low: np.ndarray, size: int, b: np.ndarray) -> None:
    """Replace ``b`` by the solution of L L' x = b."""
    for i in range(size):
        for k in range(i):
            b[i] -= low[i, k] * b[k]
        b[i] /= low[i, i]
    for i in range(size - 1, -1, -1):
        for k in range(i + 1, size):
            b[i] -= low[k, i] * b[k]
        b[i] /= low[i, i]


@njit("void(float64[:, ::1], int64, float64[:, ::1], float64[:, ::1])", **INNER)
def invert(low: np.ndarray, size: int, half: np.ndarray, out: np.ndarray) -> None:
    """Fill ``out`` with the inverse of L L'; ``half`` receives the inverse of L."""
    for j in range(size):
        half[j, j] = 1.0 / low[j, j]
        for i in range(j + 1, size):
            value = 0.0
            for k in range(j, i):
                value -= low[i, k] * half[k, j]
            half[i, j] = value / low[i, i]
    for i in range(size):
        for j in range(i + 1):
            value = 0.0
            for k in range(i, size):
                value += half[k, i] * half[k, j]
            out[i, j] = value
            out[j, i] = value
