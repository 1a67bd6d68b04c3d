"""The prompts a schedule wishes for, before budget and pauses have their say."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from openimt.deliver.prompts.because import Because
from openimt.deliver.prompts.days import asks_on, days_of
from openimt.deliver.prompts.hours import MINUTE, Quiet, is_left_out, moment
from openimt.deliver.prompts.schedule import Happened, Schedule, Way, Window


@dataclass(frozen=True)
class Planned:
    """One prompt. ``key`` names it for good: the schedule, the day and the place in it (or the
    event), so that planning again, a changed hour or a flight never ask the same thing twice.

    ``day`` by the person's calendar; ``due_at`` and ``until`` in UTC: so long it stands. ``free``:
    the moment from which it could come as well, where chance chose the hour.
    """

    key: str
    schedule: str
    about: str
    day: date
    due_at: datetime
    until: datetime
    because: Because
    free: datetime | None = None

    @property
    def comes(self) -> bool:
        return self.because.comes


@dataclass(frozen=True)
class Clock:
    """A person's clock: where it stands, which hours are quiet, and the seed of their chance."""

    zone: ZoneInfo
    quiet: Quiet
    seed: str = ""


def wished(
    schedule: Schedule, clock: Clock, first: date, last: date, happened: Sequence[Happened] = ()
) -> Iterator[Planned]:
    """All prompts of the schedule whose day lies between the two, both included."""
    if schedule.way is Way.AFTER:
        for event in happened:
            if event.about == schedule.about:
                yield from _after(schedule, clock, event)
        return
    for day in days_of(schedule, first, last):
        if schedule.way is Way.FIXED:
            for place, at in enumerate(schedule.times):
                yield _fixed(schedule, clock, day, place, at)
        else:
            for place, window in enumerate(schedule.windows):
                yield _random(schedule, clock, day, place, window)


def _fixed(schedule: Schedule, clock: Clock, day: date, place: int, at: time) -> Planned:
    due = moment(day, at, clock.zone)
    because = Because.CLOCK_CHANGE if is_left_out(day, at, clock.zone) else Because.AGREED
    return _quietly(schedule, clock, day, str(place), due, due + schedule.stands, because)


def _random(schedule: Schedule, clock: Clock, day: date, place: int, window: Window) -> Planned:
    """Some minute of the window that is not quiet; the same one however often it is planned."""
    loud = [n for n in range(window.minutes) if not clock.quiet.holds(window.at(n))]
    at = window.at(loud[int(_chance(clock, schedule, day, place) * len(loud))] if loud else 0)
    due = moment(day, at, clock.zone)
    until = max(moment(day, window.ends, clock.zone), due + MINUTE)
    because = Because.AGREED if loud else Because.QUIET
    planned = _planned(schedule, day, str(place), due, until, because)
    return replace(planned, free=moment(day, window.begins, clock.zone))


def _after(schedule: Schedule, clock: Clock, event: Happened) -> Iterator[Planned]:
    happened_on = event.at.astimezone(clock.zone).date()
    if not asks_on(schedule, happened_on):
        return
    if schedule.delay.next_day_at is None:
        due = (event.at + (schedule.delay.wait or timedelta())).astimezone(UTC)
    else:
        due = moment(happened_on + timedelta(days=1), schedule.delay.next_day_at, clock.zone)
    day = due.astimezone(clock.zone).date()
    yield _quietly(
        schedule, clock, day, event.id, due, due + schedule.stands, Because.AGREED, dayless=True
    )


def _quietly(
    schedule: Schedule,
    clock: Clock,
    day: date,
    place: str,
    due: datetime,
    until: datetime,
    because: Because,
    *,
    dayless: bool = False,
) -> Planned:
    """In quiet hours it waits until they are over, if it still stands then."""
    free = clock.quiet.over(due, clock.zone)
    if free != due:
        because = Because.QUIET_FIRST if free < until else Because.QUIET
        due = free if free < until else due
    return _planned(schedule, day, place, due, until, because, dayless=dayless)


def _planned(
    schedule: Schedule,
    day: date,
    place: str,
    due: datetime,
    until: datetime,
    because: Because,
    *,
    dayless: bool = False,
) -> Planned:
    key = f"{schedule.id}/{place}" if dayless else f"{schedule.id}/{day.isoformat()}/{place}"
    return Planned(key, schedule.id, schedule.about, day, due, until, because)


def _chance(clock: Clock, schedule: Schedule, day: date, place: int) -> float:
    """A number from 0 to below 1 that follows from who, what and when alone."""
    named = f"{clock.seed}/{schedule.id}/{day.isoformat()}/{place}".encode()
    return int.from_bytes(hashlib.sha256(named).digest()[:7], "big") / 2**56
