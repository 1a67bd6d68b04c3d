"""How long after it happened a moment was noted."""

from datetime import datetime, time, timedelta

JUST_NOW, TODAY, YESTERDAY, LONGER = "now", "today", "yesterday", "longer"
WHEN = (JUST_NOW, TODAY, YESTERDAY, LONGER)


def happened_at(noted: datetime, when: str, clock: time | None) -> datetime | None:
    """The moment of the scene, where the person told enough of it.

    ``noted`` in the person's own zone. *Just now* is the time of noting. A clock time later than
    the noting on the same day was the evening before.

    >>> from datetime import UTC
    >>> happened_at(datetime(2026, 11, 22, 1, tzinfo=UTC), "today", time(23)).isoformat()
    '2026-11-21T23:00:00+00:00'
    """
    if when == JUST_NOW:
        return noted
    if clock is None or when not in (TODAY, YESTERDAY):
        return None
    at = datetime.combine(noted.date(), clock, noted.tzinfo)
    if when == YESTERDAY or at > noted:
        at -= timedelta(days=1)
    return at


def elapsed(noted: datetime, happened: datetime | None) -> timedelta | None:
    """The time between; None where it was not told."""
    return None if happened is None else max(noted - happened, timedelta())
