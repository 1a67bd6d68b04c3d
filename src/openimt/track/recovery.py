"""The expected corridor: how people who started like this usually went, on log time.

The middle falls (or rises, where more is better) by ``gain_13 * ln(1 + w) / ln(14)`` standard
deviations; the band is the middle 80 of 100, wider as the weeks pass because readings far apart
hang together less. The numbers stand in ``recovery.toml`` with their sources.
"""

from collections.abc import Iterator
from math import log, log1p, sqrt

from openimt.track.course import Corridor
from openimt.track.measure import Measured
from openimt.track.numbers import Number, Numbers, numbers

_SHAPE = ("shape.retest", "shape.at_26_weeks", "shape.lowest", "shape.band")


def expected(measure: Measured, baseline: float, weeks: tuple[float, ...]) -> Corridor:
    """The corridor for a course that started at ``baseline``, at each of these weeks."""
    given = numbers("openimt.track", "recovery.toml")
    gain = gain_of(measure.id)
    moves = measure.worse * gain.value * measure.spread
    band = given["shape.band"] * measure.spread
    middle = [baseline - moves * _log_time(w) for w in weeks]
    half = [band * share for share in _scatter(weeks, given)]
    return Corridor(
        weeks,
        tuple(_within(m - h, measure) for m, h in zip(middle, half, strict=True)),
        tuple(_within(m, measure) for m in middle),
        tuple(_within(m + h, measure) for m, h in zip(middle, half, strict=True)),
        gain.source,
        gain.checked and all(given.number(name).checked for name in _SHAPE),
    )


def gain_of(measure_id: str) -> Number:
    """The gain of a measure by week 13, in standard deviations; else the default."""
    given = numbers("openimt.track", "recovery.toml")
    name = f"{measure_id.partition('.')[0]}.gain_13"
    return given.number(name if given.known(name) else "default.gain_13")


def _log_time(week: float) -> float:
    return log1p(max(week, 0.0)) / log(14)


def _scatter(weeks: tuple[float, ...], given: Numbers) -> Iterator[float]:
    """Standard deviation around the middle, as a share of the spread at the start."""
    retest, later = given["shape.retest"], given["shape.at_26_weeks"]
    lowest = given["shape.lowest"]
    for week in weeks:
        along = log1p(max(week, 0.0)) / log(27)
        tied = max(lowest, retest - (retest - later) * along)
        yield sqrt(1 - tied**2)


def _within(value: float, measure: Measured) -> float:
    return min(measure.highest, max(measure.lowest, value))
