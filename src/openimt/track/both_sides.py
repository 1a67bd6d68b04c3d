"""*Where we are and what comes next*, month by month, as both sides rate it (clinical decision 5).

It measures how clear the course is to those in it. Two sides that differ are a reason to talk; the
ratings are no state of anybody and are shown to staff alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from openimt.track.alliance import Rating, alliance_numbers
from openimt.track.numbers import Numbers


@dataclass(frozen=True)
class Month:
    """What each side rated last in a month, 0 to 4; None = did not."""

    month: date
    person: float | None = None
    therapist: float | None = None

    @property
    def apart(self) -> float | None:
        """How far both sides are from each other; None until both have rated."""
        if self.person is None or self.therapist is None:
            return None
        return abs(self.person - self.therapist)


@dataclass(frozen=True)
class BothSides:
    """The months, the newest first. ``therapist_due``: the therapist's turn has come.
    ``worth_a_talk``: in the newest month both have rated, and differ clearly."""

    months: tuple[Month, ...]
    therapist_due: bool
    worth_a_talk: bool


def both_sides(
    person: Iterable[Rating], therapist: Iterable[Rating], on: date, given: Numbers | None = None
) -> BothSides:
    """Both sides by month, and whether it is the therapist's turn on the day ``on``.

    >>> seen = both_sides(
    ...     [Rating(date(2026, 11, 2), 1)], [Rating(date(2026, 11, 5), 4)], date(2026, 11, 20)
    ... )
    >>> seen.worth_a_talk, seen.therapist_due
    (True, False)
    """
    found = given or alliance_numbers()
    theirs = [one for one in person if one.shared and one.on <= on]
    ours = [one for one in therapist if one.on <= on]
    months = _months(theirs, ours)
    last = months[0].apart if months else None
    return BothSides(
        months,
        _due(ours, on, found),
        last is not None and last >= found["where.apart"],
    )


def _months(theirs: list[Rating], ours: list[Rating]) -> tuple[Month, ...]:
    person, therapist = _last_by_month(theirs), _last_by_month(ours)
    days = sorted({*person, *therapist}, reverse=True)
    return tuple(Month(day, person.get(day), therapist.get(day)) for day in days)


def _last_by_month(ratings: list[Rating]) -> dict[date, float]:
    return {one.on.replace(day=1): one.value for one in sorted(ratings, key=lambda one: one.on)}


def _due(ratings: list[Rating], on: date, found: Numbers) -> bool:
    last = max((one.on for one in ratings), default=None)
    return last is None or on - last >= timedelta(days=found.whole("where.days"))
