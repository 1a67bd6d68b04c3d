"""The status of a course by five rules, and the sentence that says what happened.

In this order, with the numbers of ``status.toml``; *worse* follows the measure's direction:

1. *too little data*: fewer than three readings, or none for eight weeks (missing is not safety).
2. *deteriorating*: the level is reliably worse than the first reading.
3. *not on track*: the level was outside the worse edge of the corridor at the last two readings.
4. *watch*: it is outside at the last reading only.
5. *on track*: everything else, better than expected included.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from openimt.track.course import Corridor, Point
from openimt.track.measure import Measured
from openimt.track.numbers import numbers


@dataclass(frozen=True)
class Standing:
    """Where a course stands: one of the five status words, and why in one sentence."""

    status: str
    says: str


@dataclass(frozen=True)
class Track:
    """What the rules look at: readings, the level known at each, and the corridor at each."""

    measure: Measured
    points: tuple[Point, ...]
    level: tuple[float, ...]
    corridor: Corridor
    on: date

    @property
    def beyond(self) -> tuple[bool, ...]:
        """Whether the level lay outside the worse edge, at each reading."""
        edges = self.corridor.high if self.measure.worse > 0 else self.corridor.low
        sign = self.measure.worse
        return tuple(sign * (x - e) > 0 for x, e in zip(self.level, edges, strict=True))

    @property
    def change(self) -> float:
        """How much worse (above 0) or better (below 0) the level is than the first reading."""
        return self.measure.worse * (self.level[-1] - self.points[0].value)


def standing(track: Track) -> Standing:
    """The first rule that speaks gives the status."""
    for rule in (_too_little, _deteriorating, _not_on_track, _watch):
        if said := rule(track):
            return said
    return Standing("on_track", _on_track(track))


def _too_little(track: Track) -> Standing | None:
    given = numbers("openimt.track", "status.toml")
    fewest, stale = given.whole("status.fewest_readings"), given.whole("status.stale_weeks")
    name = track.measure.name
    if not track.points:
        return Standing("too_little_data", f"No reading of {name} yet.")
    weeks = (track.on - track.points[-1].on).days // 7
    if weeks >= stale:
        says = f"No reading of {name} for {weeks} weeks: how it goes is not known."
        return Standing("too_little_data", says)
    if len(track.points) < fewest:
        count = "One reading" if len(track.points) == 1 else f"{len(track.points)} readings"
        return Standing("too_little_data", f"{count} of {name} so far; {fewest} are needed.")
    return None


def _deteriorating(track: Track) -> Standing | None:
    if track.change < track.measure.reliable_change:
        return None
    now, then = _number(track.level[-1]), _number(track.points[0].value)
    says = (
        f"Reliably worse than at the start: {track.measure.name} is at {now}, it was {then}, "
        f"and a difference of {_number(track.measure.reliable_change)} is more than chance."
    )
    return Standing("deteriorating", says)


def _not_on_track(track: Track) -> Standing | None:
    row = numbers("openimt.track", "status.toml").whole("status.outside_in_a_row")
    if not all(track.beyond[-row:]):
        return None
    first = len(track.beyond) - _run(track.beyond)
    since = _day(track.points[first].on)
    says = f"Worse than expected since {since}: {_place(track)}."
    return Standing("not_on_track", says)


def _watch(track: Track) -> Standing | None:
    if not track.beyond[-1]:
        return None
    left = _day(track.points[-1].on)
    return Standing("watch", f"Left the expected corridor on {left}: {_place(track)}.")


def _on_track(track: Track) -> str:
    if len(track.beyond) > 1 and track.beyond[-2]:
        return f"Back inside the corridor since {_day(track.points[-1].on)}: {_place(track)}."
    if track.change <= -track.measure.reliable_change:
        return f"Reliably better than at the start, and as expected or better: {_place(track)}."
    return f"Within what was to be expected: {_place(track)}."


def _place(track: Track) -> str:
    low, high = _number(track.corridor.low[-1]), _number(track.corridor.high[-1])
    return f"{track.measure.name} is at {_number(track.level[-1])}, expected {low} to {high}"


def _run(flags: Sequence[bool]) -> int:
    """How many of the last flags in a row are true."""
    length = 0
    for flag in reversed(flags):
        if not flag:
            break
        length += 1
    return length


def _number(value: float) -> str:
    return f"{value:.1f}" if abs(value) < 10 else f"{value:.0f}"


def _day(on: date) -> str:
    return f"{on.day} {on:%B %Y}"
