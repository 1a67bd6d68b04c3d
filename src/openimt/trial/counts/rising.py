"""log Gamma(y + k) - log Gamma(k) - y log k for whole y, with its slopes in log k.

It is the sum over j < y of log(1 + j / k), so it is 0 where counts are Poisson (k infinite) and
never the small difference of two large numbers. The first terms are added one by one; the rest
is the difference of two Stirling series, written so that nothing cancels (Abramowitz and Stegun
1964, 6.1.40 and 6.4.11).
"""

import numpy as np

from openimt.trial.matrix import Floats

SINGLE = 12
"""How many terms are added one by one; the series is then right to about 1e-14."""
# Each series is a sum of coefficient * z**power; the leading logarithms are written out.
LOG_GAMMA = ((1, 1 / 12), (3, -1 / 360), (5, 1 / 1260), (7, -1 / 1680), (9, 1 / 1188))
DIGAMMA = (
    (1, -1 / 2),
    (2, -1 / 12),
    (4, 1 / 120),
    (6, -1 / 252),
    (8, 1 / 240),
    (10, -1 / 132),
)
TRIGAMMA = (
    (1, 1.0),
    (2, 1 / 2),
    (3, 1 / 6),
    (5, -1 / 30),
    (7, 1 / 42),
    (9, -1 / 30),
    (11, 5 / 66),
)
TETRAGAMMA = (
    (2, -1.0),
    (3, -1.0),
    (4, -1 / 2),
    (6, 1 / 6),
    (8, -1 / 6),
    (10, 3 / 10),
    (12, -5 / 6),
)
Series = tuple[tuple[int, float], ...]


def rising(y: Floats, k: Floats, slopes: int) -> tuple[Floats, ...]:
    """The value and its first ``slopes`` (0 to 3) derivatives in log k, each of the shape of y.

    >>> value, slope = rising(np.array([3.0]), np.array([2.0]), 1)
    >>> bool(np.isclose(value[0], np.log(1.5 * 2.0)))
    True
    """
    found = list(_single(y, k, slopes))
    many = y > SINGLE
    if many.any():
        for part, more in zip(found, _series(y[many], k[many], slopes), strict=True):
            part[many] += more
    return tuple(found)


def _single(y: Floats, k: Floats, slopes: int) -> tuple[Floats, ...]:
    """The terms j = 1 to 11 (as far as y goes); s = j / (k + j) carries every slope."""
    j = np.arange(1.0, max(2.0, min(SINGLE, float(y.max(initial=0.0)))))[:, None]
    kept = j < y
    ratio = j / k
    parts = [np.log1p(ratio)]
    if slopes:
        s = ratio / (1.0 + ratio)
        parts.append(-s)
        if slopes > 1:
            parts.append(s * (1.0 - s))
        if slopes > 2:
            parts.append(parts[2] * (2.0 * s - 1.0))
    return tuple(np.sum(part, axis=0, where=kept) for part in parts)


def _series(y: Floats, k: Floats, slopes: int) -> tuple[Floats, ...]:
    """The terms from ``SINGLE`` to y - 1, with z = k + SINGLE."""
    z, m = k + SINGLE, y - SINGLE
    top = z + m
    logs = np.log1p(m / z)
    parts = [(z - 0.5) * logs - m + m * np.log(top / k) + _gap(LOG_GAMMA, z, top)]
    if slopes:
        first = k * (logs + _gap(DIGAMMA, z, top))
        parts.append(first - m)
        second = k**2 * _gap(TRIGAMMA, z, top) if slopes > 1 else first
        if slopes > 1:
            parts.append(first + second)
        if slopes > 2:
            parts.append(first + 3.0 * second + k**3 * _gap(TETRAGAMMA, z, top))
    return tuple(parts)


def _gap(series: Series, z: Floats, top: Floats) -> Floats:
    """The series at ``top`` less the series at ``z``, by the difference of powers factored out."""
    a, b = 1.0 / z, 1.0 / top
    step = -(top - z) * a * b
    found, power, powers = np.zeros_like(z), 1, np.ones_like(z)
    # powers holds (b**n - a**n) / (b - a) = sum of a**i b**(n-1-i), built up one power at a time.
    coefficient = dict(series)
    a_power = np.ones_like(z)
    for power in range(1, series[-1][0] + 1):
        if power > 1:
            a_power = a_power * a
            powers = powers * b + a_power
        if power in coefficient:
            found += coefficient[power] * powers
    return found * step
