"""Normal numbers from uniform ones: the inverse distribution function, to machine precision.

Wichura (1988), algorithm AS 241, routine PPND16: relative accuracy about 1e-16. One uniform
gives one normal, so that numbers stay tied to their counter.
"""

import math

import numpy as np
from numba import float64, njit, uint64

from openimt.trial.simulation.compiled import INNER, OUTER
from openimt.trial.simulation.philox import fill_uniform

_CENTRE, _SPLIT, _TAIL = 0.425, 0.180625, 5.0


@njit(float64(float64), **INNER)
def _central(q: float) -> float:
    r = _SPLIT - q * q
    top = 2509.0809287301226727 * r + 33430.575583588128105
    top = (top * r + 67265.770927008700853) * r + 45921.953931549871457
    top = (top * r + 13731.693765509461125) * r + 1971.5909503065514427
    top = (top * r + 133.14166789178437745) * r + 3.387132872796366608
    low = 5226.495278852854561 * r + 28729.085735721942674
    low = (low * r + 39307.89580009271061) * r + 21213.794301586595867
    low = (low * r + 5394.1960214247511077) * r + 687.1870074920579083
    low = (low * r + 42.313330701600911252) * r + 1.0
    return q * top / low


@njit(float64(float64), **INNER)
def _middle(r: float) -> float:
    r = r - 1.6
    top = 7.7454501427834140764e-4 * r + 0.0227238449892691845833
    top = (top * r + 0.24178072517745061177) * r + 1.27045825245236838258
    top = (top * r + 3.64784832476320460504) * r + 5.7694972214606914055
    top = (top * r + 4.6303378461565452959) * r + 1.42343711074968357734
    low = 1.05075007164441684324e-9 * r + 5.475938084995344946e-4
    low = (low * r + 0.0151986665636164571966) * r + 0.14810397642748007459
    low = (low * r + 0.68976733498510000455) * r + 1.6763848301838038494
    low = (low * r + 2.05319162663775882187) * r + 1.0
    return top / low


@njit(float64(float64), **INNER)
def _far(r: float) -> float:
    r = r - _TAIL
    top = 2.01033439929228813265e-7 * r + 2.71155556874348757815e-5
    top = (top * r + 0.0012426609473880784386) * r + 0.026532189526576123093
    top = (top * r + 0.29656057182850489123) * r + 1.7848265399172913358
    top = (top * r + 5.4637849111641143699) * r + 6.6579046435011037772
    low = 2.04426310338993978564e-15 * r + 1.4215117583164458887e-7
    low = (low * r + 1.8463183175100546818e-5) * r + 7.868691311456132591e-4
    low = (low * r + 0.0148753612908506148525) * r + 0.13692988092273580531
    low = (low * r + 0.59983220655588793769) * r + 1.0
    return top / low


@njit(float64(float64), **OUTER)
def normal_quantile(u: float) -> float:
    """The standard normal value below which a share ``u`` (0 < u < 1) lies."""
    q = u - 0.5
    if abs(q) <= _CENTRE:
        return _central(q)
    r = math.sqrt(-math.log(min(u, 1.0 - u)))
    size = _middle(r) if r <= _TAIL else _far(r)
    return size if q > 0.0 else -size


@njit("void(uint64, uint64, uint64, uint64, float64[::1])", **OUTER)
def fill_normal(
    seed: np.uint64, replicate: np.uint64, stream: np.uint64, unit: np.uint64, out: np.ndarray
) -> None:
    """Fill ``out`` with standard normal numbers."""
    fill_uniform(seed, replicate, uint64(stream), unit, out)
    for j in range(out.shape[0]):
        out[j] = normal_quantile(out[j])
