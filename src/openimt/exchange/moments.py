"""When something was filled in, as files say it: a day, or a day with its hour and zone."""

import re
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

MIDDAY = time(12)
"""The hour of a day that says no hour: it stays the same day in every zone of Europe."""
EUROPEAN = re.compile(r"([0-9]{1,2})[./]([0-9]{1,2})[./]([0-9]{4})")
"""Day, month, year, as people in Europe write them; tried after ISO 8601."""


def moment_of(text: str, zone: ZoneInfo) -> datetime | None:
    """The moment that a text says, None when it is no day; without a zone it is the given one.

    >>> moment_of("2026-11-22", ZoneInfo("Europe/Berlin")).isoformat()
    '2026-11-22T12:00:00+01:00'
    """
    plain = text.strip()
    if day := _day(plain):
        return datetime.combine(day, MIDDAY, tzinfo=zone)
    try:
        moment = datetime.fromisoformat(plain)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        pass
    found = EUROPEAN.fullmatch(text)
    try:
        return date(int(found[3]), int(found[2]), int(found[1])) if found else None
    except ValueError:
        return None
