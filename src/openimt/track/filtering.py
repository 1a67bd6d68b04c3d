"""A local-level filter and smoother: where a person's level is, given noisy and uneven readings.

The level takes a random walk with variance ``drift`` a week; a reading is the level plus noise of
variance ``noise``. The first reading starts it (nothing is known before it). A missing reading is
simply a longer step.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True)
class Levels:
    """Levels at each reading: as known then (``filtered``) and as known now (``smoothed``)."""

    filtered: tuple[float, ...]
    variance: tuple[float, ...]
    smoothed: tuple[float, ...]
    smoothed_variance: tuple[float, ...]


def local_level(
    weeks: Sequence[float], values: Sequence[float], *, noise: float, drift: float
) -> Levels:
    """Filter and smooth; ``weeks`` must rise, ``noise`` > 0 and ``drift`` >= 0 are variances."""
    if len(weeks) != len(values) or any(b < a for a, b in pairwise(weeks)):
        raise ValueError("weeks must rise and match the values")
    if noise <= 0 or drift < 0:
        raise ValueError("noise must be above 0 and drift not below 0")
    level, variance = _forward(weeks, values, noise, drift)
    return _backward(weeks, level, variance, drift)


def _forward(
    weeks: Sequence[float], values: Sequence[float], noise: float, drift: float
) -> tuple[list[float], list[float]]:
    level, variance = list(values[:1]), [noise] * len(values[:1])
    for n in range(1, len(values)):
        ahead = variance[-1] + drift * (weeks[n] - weeks[n - 1])
        gain = ahead / (ahead + noise)
        level.append(level[-1] + gain * (values[n] - level[-1]))
        variance.append((1 - gain) * ahead)
    return level, variance


def _backward(
    weeks: Sequence[float], level: list[float], variance: list[float], drift: float
) -> Levels:
    smooth, spread = list(level), list(variance)
    for n in range(len(level) - 2, -1, -1):
        ahead = variance[n] + drift * (weeks[n + 1] - weeks[n])
        back = variance[n] / ahead
        smooth[n] = level[n] + back * (smooth[n + 1] - level[n])
        spread[n] = variance[n] + back**2 * (spread[n + 1] - ahead)
    return Levels(tuple(level), tuple(variance), tuple(smooth), tuple(spread))
