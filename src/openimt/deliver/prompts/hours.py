"""Hours by a person's own clock: quiet ones, and nights on which the clock is changed."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

A_DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Quiet:
    """Nothing comes from ``begins`` to ``ends``, which may lie after midnight. Both the same =
    there is no quiet time."""

    begins: time
    ends: time

    def holds(self, at: time) -> bool:
        """Whether this hour of the wall clock is quiet.

        >>> Quiet(time(22), time(7)).holds(time(23, 30))
        True
        >>> Quiet(time(22), time(7)).holds(time(7))
        False
        """
        if self.begins <= self.ends:
            return self.begins <= at < self.ends
        return at >= self.begins or at < self.ends

    def over(self, at: datetime, zone: ZoneInfo) -> datetime:
        """The first moment that is not quiet, from this one on; by the person's clock."""
        local = at.astimezone(zone)
        if not self.holds(local.time()):
            return at
        crosses = self.begins > self.ends and local.time() >= self.begins
        day = local.date() + A_DAY if crosses else local.date()
        return moment(day, self.ends, zone)


def moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """When a clock on the wall shows this, in UTC: exactly once on every day.

    An hour that is left out in spring becomes the first moment after the gap; of an hour that
    comes twice in autumn it is the first.

    >>> berlin = ZoneInfo("Europe/Berlin")
    >>> moment(date(2026, 3, 29), time(2, 30), berlin).isoformat()
    '2026-03-29T01:00:00+00:00'
    >>> moment(date(2026, 10, 25), time(2, 30), berlin).isoformat()
    '2026-10-25T00:30:00+00:00'
    """
    naive = datetime.combine(day, at)
    found = naive.replace(tzinfo=zone).astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None) == naive:
        return found
    return _after_the_gap(naive, zone)


def is_left_out(day: date, at: time, zone: ZoneInfo) -> bool:
    """Whether clocks skip this hour on that day."""
    return moment(day, at, zone).astimezone(zone).time() != at


def _after_the_gap(naive: datetime, zone: ZoneInfo) -> datetime:
    """The clock goes forward: by how much, the offsets before and after tell."""
    before, after = naive.replace(tzinfo=zone), naive.replace(tzinfo=zone, fold=1)
    low, high = sorted((before.astimezone(UTC), after.astimezone(UTC)))
    offset = low.astimezone(zone).utcoffset()
    # Within a few hours there is one change; it lies where the offset becomes another.
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        if middle.astimezone(zone).utcoffset() == offset:
            low = middle
        else:
            high = middle
    return (high + timedelta(milliseconds=500)).replace(microsecond=0)
