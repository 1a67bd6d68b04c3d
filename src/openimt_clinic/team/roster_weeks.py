"""The roster week by week: each day with who holds it, and the days with a gap."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.timezone import get_current_timezone, localtime

from openimt_clinic.components.cover import gaps
from openimt_clinic.records.on_duty import OnDuty

DAYS, WEEKS_AHEAD = 7, 4


@dataclass(frozen=True)
class Day:
    """One day: who is on duty on it, in order; ``open``: the stretches with nobody, in hours of the
    clock. ``past``: before now, so nothing is said of it."""

    on: date
    who: tuple[str, ...]
    open: tuple[str, ...]
    today: bool = False
    past: bool = False


def until_when(now: datetime) -> datetime:
    """The end of the whole weeks that are shown: four after this one, so that no day is half."""
    return midnight(_monday(now) + timedelta(weeks=WEEKS_AHEAD + 1))


def weeks(entries: Sequence[OnDuty], start: datetime, end: datetime) -> tuple[tuple[Day, ...], ...]:
    """Whole weeks from the Monday before ``start`` on, up to ``end``."""
    monday = _monday(start)
    count = (localtime(end).date() - monday).days
    made = [_day(monday + timedelta(days=n), entries, start, end) for n in range(count)]
    return tuple(tuple(made[n : n + DAYS]) for n in range(0, len(made), DAYS))


def _monday(at: datetime) -> date:
    day = localtime(at).date()
    return day - timedelta(days=day.weekday())


def _day(day: date, entries: Sequence[OnDuty], start: datetime, end: datetime) -> Day:
    opens, closes = midnight(day), midnight(day + timedelta(days=1))
    there = [one for one in entries if one.starts_at < closes and one.ends_at > opens]
    who = tuple(dict.fromkeys(one.who.name for one in there))
    asked = (max(opens, start), min(closes, end))
    found = gaps(there, *asked) if asked[0] < asked[1] else []
    stretches = tuple(_hours(gap.starts_at, gap.ends_at, closes) for gap in found)
    return Day(day, who, stretches, day == localtime(start).date(), closes <= start)


def midnight(day: date) -> datetime:
    """The first moment of a day by the clinic's clock; a day of a clock change is 23 or 25 hours
    long, and that is what is counted."""
    return datetime.combine(day, time(), tzinfo=get_current_timezone())


def _hours(starts: datetime, ends: datetime, closes: datetime) -> str:
    until = "24:00" if ends == closes else f"{localtime(ends):%H:%M}"
    return f"{localtime(starts):%H:%M} – {until}"
