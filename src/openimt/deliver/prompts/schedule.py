"""What was agreed: on which days, at what hours, and about what a person is reminded."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise

from openimt.deliver.prompts.limits import within
from openimt.errors import RecordError

A_WEEK = 7


class Way(StrEnum):
    """How the hour is found: agreed beforehand, at some moment in a window, or after an event."""

    FIXED = "fixed"
    RANDOM = "random"
    AFTER = "after"


class Unit(StrEnum):
    """What is counted between two days on which prompts come."""

    DAYS = "days"
    WEEKS = "weeks"


@dataclass(frozen=True)
class Window:
    """Some hours of one day, by the person's clock."""

    begins: time
    ends: time

    @property
    def minutes(self) -> int:
        return _minutes(self.ends) - _minutes(self.begins)

    def at(self, minutes: int) -> time:
        """The hour so many minutes after the window begins."""
        hours, rest = divmod(_minutes(self.begins) + minutes, 60)
        return time(hours, rest)


def parts(window: Window, number: int) -> tuple[Window, ...]:
    """The window in so many equal parts: one prompt in each spreads them over the day.

    >>> [part.begins.hour for part in parts(Window(time(9), time(21)), 3)]
    [9, 13, 17]
    """
    cuts = [window.minutes * n // number for n in range(number + 1)]
    return tuple(Window(window.at(begin), window.at(end)) for begin, end in pairwise(cuts))


@dataclass(frozen=True)
class Burst:
    """So many days on end, and again so many weeks after the last one began."""

    days: int
    every_weeks: int


@dataclass(frozen=True)
class Delay:
    """After an event: so long after it, or on the next morning at an hour."""

    wait: timedelta | None = None
    next_day_at: time | None = None


@dataclass(frozen=True)
class Schedule:
    """``id`` stays when it is changed. ``about``: a word for what it is about, such as ``card``.

    Days are counted from ``starts_on``: every so many ``unit`` on ``weekdays`` (0 = Monday; none =
    all, in weeks that of ``starts_on``). ``times`` for fixed, ``windows`` for random, ``delay``
    after an event. ``stands``: so long a prompt can be put off or come late.
    """

    id: str
    way: Way
    about: str
    starts_on: date
    ends_on: date | None = None
    every: int = 1
    unit: Unit = Unit.DAYS
    weekdays: frozenset[int] = frozenset()
    times: tuple[time, ...] = ()
    windows: tuple[Window, ...] = ()
    delay: Delay = Delay()
    burst: Burst | None = None
    stands: timedelta = timedelta(hours=2)


@dataclass(frozen=True)
class Happened:
    """An event after which something may be asked: its id, what it would be about, and when."""

    id: str
    about: str
    at: datetime


def checked(schedule: Schedule) -> Schedule:
    """The schedule, if it can be kept to; raises RecordError naming the field otherwise."""
    if schedule.ends_on and schedule.ends_on < schedule.starts_on:
        raise RecordError("The last day lies before the first.", field="ends_on")
    if not 1 <= schedule.every <= 52:
        raise RecordError("Choose a number from 1 to 52.", field="every")
    if any(day not in range(A_WEEK) for day in schedule.weekdays):
        raise RecordError("Choose days of the week.", field="weekdays")
    within("stands_minutes", int(schedule.stands.total_seconds() // 60), least=5)
    _check_hours(schedule)
    if schedule.burst:
        _check_burst(schedule.burst)
    return schedule


def _check_hours(schedule: Schedule) -> None:
    if schedule.way is Way.FIXED and not schedule.times:
        raise RecordError("Give at least one hour.", field="times")
    if len(set(schedule.times)) < len(schedule.times):
        raise RecordError("One hour stands there twice.", field="times")
    if schedule.way is Way.RANDOM and not schedule.windows:
        raise RecordError("Give at least one window.", field="windows")
    if any(window.minutes < 1 for window in schedule.windows):
        raise RecordError("A window ends before it begins.", field="windows")
    if schedule.way is Way.AFTER and (schedule.delay.wait is None) == (
        schedule.delay.next_day_at is None
    ):
        raise RecordError("Say how long after it, or when next morning.", field="delay")


def _check_burst(burst: Burst) -> None:
    within("burst_days", burst.days)
    if not 1 <= burst.every_weeks <= 52 or burst.days > burst.every_weeks * A_WEEK:
        raise RecordError("A burst would begin before the last has ended.", field="every_weeks")


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute
