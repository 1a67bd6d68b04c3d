"""When a later look is due: some hours later how strong it is, the next day what it turned out."""

from datetime import date, datetime, timedelta

from openimt.deliver.moments.limits import Limits, limits
from openimt.deliver.moments.moment import LaterLook, TurnedOut


def strength_due(at: datetime, look: LaterLook, now: datetime, given: Limits | None = None) -> bool:
    """Whether to ask how strong it still is: two hours after it was noted, for the same stretch
    of a day at most, and only once."""
    numbers = given or limits()
    after = timedelta(hours=numbers.later_hours)
    return look.strength is None and after <= now - at < timedelta(days=1)


def truth_due(
    noted: date, meaning: str, look: LaterLook, today: date, given: Limits | None = None
) -> bool:
    """Whether to ask what it turned out to be: from the next day on, by the person's calendar.

    *Don't know yet* may be asked again on a later day; nothing is asked for longer than a week.

    >>> day = date(2026, 11, 22)
    >>> truth_due(day, "She is done with me.", LaterLook(), date(2026, 11, 23))
    True
    >>> truth_due(day, "", LaterLook(), date(2026, 11, 23))
    False
    """
    days = (today - noted).days
    known = look.turned_out not in (None, TurnedOut.NOT_KNOWN)
    return bool(meaning) and not known and 1 <= days <= (given or limits()).days_open
