"""The days on which a schedule asks: counted from the first one, never from what came last."""

from collections.abc import Iterator
from datetime import date, timedelta

from openimt.deliver.prompts.schedule import A_WEEK, Schedule, Unit


def asks_on(schedule: Schedule, day: date) -> bool:
    """Whether the schedule asks on that day.

    It does not matter what came before or was answered, so nothing can shift it or stop it.
    """
    if day < schedule.starts_on or (schedule.ends_on and day > schedule.ends_on):
        return False
    since = (day - schedule.starts_on).days
    if schedule.burst and since % (schedule.burst.every_weeks * A_WEEK) >= schedule.burst.days:
        return False
    if schedule.unit is Unit.DAYS:
        return since % schedule.every == 0 and _on_weekday(schedule, day)
    weeks = (since + schedule.starts_on.weekday()) // A_WEEK
    chosen = schedule.weekdays or {schedule.starts_on.weekday()}
    return weeks % schedule.every == 0 and day.weekday() in chosen


def _on_weekday(schedule: Schedule, day: date) -> bool:
    return not schedule.weekdays or day.weekday() in schedule.weekdays


def days_of(schedule: Schedule, first: date, last: date) -> Iterator[date]:
    """The days on which it asks, from ``first`` to ``last``, both included."""
    last = min(last, schedule.ends_on) if schedule.ends_on else last
    day = max(first, schedule.starts_on)
    while day <= last:
        if asks_on(schedule, day):
            yield day
        day += timedelta(days=1)


def burst_of(schedule: Schedule, day: date) -> tuple[date, date] | None:
    """First and last day of the burst this day lies in; None outside of one."""
    if schedule.burst is None or not schedule.starts_on <= day:
        return None
    into = (day - schedule.starts_on).days % (schedule.burst.every_weeks * A_WEEK)
    if into >= schedule.burst.days or (schedule.ends_on and day > schedule.ends_on):
        return None
    first = day - timedelta(days=into)
    last = first + timedelta(days=schedule.burst.days - 1)
    return first, min(last, schedule.ends_on) if schedule.ends_on else last
