"""When something was filled in, as files say it: a day, or a day with its hour and zone."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

MIDDAY = time(12)
"""The hour of a day that says no hour: it stays the same day in every zone of Europe."""
FORMS = ("%d.%m.%Y", "%d/%m/%Y")
"""Days as people in Europe write them, tried after ISO 8601."""


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
    for form in FORMS:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None
