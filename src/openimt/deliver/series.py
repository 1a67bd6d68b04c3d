"""A series of appointments: the same local hour each week or fortnight, without the holidays."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from enum import IntEnum
from zoneinfo import ZoneInfo

from openimt.errors import DeliveryError

LONGEST = 156
"""The most appointments in one series: three years, weekly. A slip of the year ends here."""


class Rhythm(IntEnum):
    """Weeks between two appointments of a series."""

    WEEKLY = 1
    FORTNIGHTLY = 2


def series(
    first: date,
    at: time,
    zone: ZoneInfo,
    *,
    rhythm: Rhythm = Rhythm.WEEKLY,
    until: date,
    holidays: Collection[date] = (),
) -> tuple[datetime, ...]:
    """The appointments from ``first`` to ``until``, both included, as moments with their zone.

    The local hour stays the same when the clocks change. An appointment on a holiday is left out
    and the rhythm goes on from it. Raises DeliveryError for an empty or endless series, or for an
    hour that the clocks skip on one of its days.
    """
    if at.tzinfo is not None:
        raise DeliveryError("give the local hour without a zone", field="at")
    days = _days(first, until, rhythm)
    kept = [day for day in days if day not in holidays]
    if not kept:
        raise DeliveryError(
            "the series holds no appointment: every day is a holiday", field="until"
        )
    return tuple(_moment(day, at, zone) for day in kept)


def _days(first: date, until: date, rhythm: Rhythm) -> list[date]:
    if until < first:
        raise DeliveryError(
            f"the series ends on {until}, before it starts on {first}", field="until"
        )
    count = (until - first).days // (7 * rhythm) + 1
    if count > LONGEST:
        raise DeliveryError(
            f"the series would hold {count} appointments; at most {LONGEST} in one", field="until"
        )
    return [first + timedelta(weeks=rhythm * n) for n in range(count)]


def is_an_hour(moment: datetime, zone: ZoneInfo) -> bool:
    """Whether the clocks of the zone show this hour on its day, and do not skip it. Beyond the
    first and the last moment there is none.

    >>> is_an_hour(
    ...     datetime(2027, 3, 28, 2, 30, tzinfo=ZoneInfo("Europe/Berlin")),
    ...     ZoneInfo("Europe/Berlin"),
    ... )
    False
    """
    try:
        there = moment.astimezone(UTC).astimezone(zone)
    except OverflowError:
        return False
    return there.replace(tzinfo=None) == moment.replace(tzinfo=None)


def _moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    moment = datetime.combine(day, at, tzinfo=zone)
    if not is_an_hour(moment, zone):
        raise DeliveryError(f"on {day} the clocks skip {at:%H:%M}; choose another hour", field="at")
    return moment
