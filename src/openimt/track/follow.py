"""A course for one measure: readings, level, corridor, phases and events on one time axis."""

from collections.abc import Callable, Sequence
from datetime import date

from openimt.formulate.assessment import Event, Reading
from openimt.formulate.facts import same_measure
from openimt.terms import Phase
from openimt.track.course import Corridor, Course, Mark, PhaseSpan, Point
from openimt.track.filtering import Levels, local_level
from openimt.track.measure import Measured
from openimt.track.numbers import numbers
from openimt.track.recovery import expected
from openimt.track.status import Track, standing

Expect = Callable[[Measured, float, tuple[float, ...]], Corridor]
"""What was to be expected of a measure, from its first value, at each of these weeks."""


def follow(
    readings: Sequence[Reading],
    measure: Measured,
    *,
    start: date,
    on: date,
    phases: Sequence[tuple[Phase, date]] = (),
    events: Sequence[Event] = (),
    sessions: Sequence[Event] = (),
    corridor: Expect = expected,
) -> Course:
    """The course of ``measure`` from ``start`` up to the day ``on``; later entries are left out.

    ``phases``: each phase with the day it began, in time order. ``sessions``: events of the session
    kinds, marked on the same axis. ``corridor``: where the expectation comes from.
    """
    points = _points(readings, measure, start, on)
    level = _levels(points, measure)
    weeks = tuple(p.week for p in points)
    first = points[0] if points else Point(0.0, start, measure.lowest)
    at_readings = corridor(measure, first.value, tuple(w - first.week for w in weeks))
    stands = standing(Track(measure, points, level.filtered, at_readings, on))
    smooth = zip(points, level.smoothed, strict=True)
    return Course(
        measure.id,
        measure.name,
        measure.lowest,
        measure.highest,
        points,
        tuple(Point(p.week, p.on, value) for p, value in smooth),
        _drawn(corridor, measure, first, week_of(on, start)) if points else None,
        _spans(phases, start, on),
        _marks((*events, *sessions), start, on),
        stands.status,
        stands.says,
    )


def week_of(on: date, start: date) -> float:
    """Weeks from the start to a day, with fractions; below 0 before the start."""
    return (on - start).days / 7


def _points(
    readings: Sequence[Reading], measure: Measured, start: date, on: date
) -> tuple[Point, ...]:
    found = [
        Point(week_of(r.on, start), r.on, r.value)
        for r in readings
        if r.on is not None
        and r.value is not None
        and start <= r.on <= on
        and same_measure(r.measure, measure.id)
    ]
    return tuple(sorted(found, key=lambda p: p.week))


def _levels(points: tuple[Point, ...], measure: Measured) -> Levels:
    per_week = numbers("openimt.track", "recovery.toml")["drift.per_week"]
    drift = (per_week * measure.spread) ** 2
    weeks, values = [p.week for p in points], [p.value for p in points]
    return local_level(weeks, values, noise=measure.noise_sd**2, drift=drift)


def _drawn(corridor: Expect, measure: Measured, first: Point, last: float) -> Corridor:
    """The corridor at whole weeks of the course, from the first reading to the day asked about."""
    after = int(max(last - first.week, 1.0)) + 1
    drawn = corridor(measure, first.value, tuple(float(w) for w in range(after + 1)))
    weeks = tuple(first.week + w for w in drawn.weeks)
    return Corridor(weeks, drawn.low, drawn.middle, drawn.high, drawn.source, drawn.checked)


def _spans(phases: Sequence[tuple[Phase, date]], start: date, on: date) -> tuple[PhaseSpan, ...]:
    begun = [(phase, week_of(day, start)) for phase, day in phases if day <= on]
    ends: list[float | None] = [week for _, week in begun[1:]]
    pairs = zip(begun, [*ends, None], strict=True) if begun else ()
    return tuple(PhaseSpan(phase, week, end) for (phase, week), end in pairs)


def _marks(events: Sequence[Event], start: date, on: date) -> tuple[Mark, ...]:
    found = [Mark(week_of(e.on, start), e.on, e.kind) for e in events if start <= e.on <= on]
    return tuple(sorted(found, key=lambda m: (m.week, m.kind)))
