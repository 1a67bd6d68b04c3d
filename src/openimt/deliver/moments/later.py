"""When a later look is due: some hours later how strong it is, the next day what it turned out."""

from datetime import date, datetime, timedelta

from openimt.deliver.moments.limits import Limits, limits
from openimt.deliver.moments.moment import LaterLook, TurnedOut


def is_another_day(about: date, at: datetime, now: datetime, given: Limits | None = None) -> bool:
    """Whether what was noted is of a day that is over: by the person's calendar (``about`` the day
    it was noted, ``now`` in their zone), and never within the hours in which only its strength is
    asked: what was noted before midnight is not "yesterday" a minute later."""
    numbers = given or limits()
    return about < now.date() and now - at >= timedelta(hours=numbers.later_hours)


def strength_due(at: datetime, look: LaterLook, now: datetime, given: Limits | None = None) -> bool:
    """Whether to ask how strong it still is: two hours after it was noted, for the same stretch
    of a day at most, and only once."""
    numbers = given or limits()
    after = timedelta(hours=numbers.later_hours)
    return look.strength is None and after <= now - at < timedelta(days=1)


def truth_due(
    about: date,
    at: datetime,
    meaning: str,
    look: LaterLook,
    now: datetime,
    given: Limits | None = None,
) -> bool:
    """Whether to ask what it turned out to be: once it is of another day.

    *Don't know yet* may be asked again on a later day; nothing is asked for longer than a week.

    >>> from datetime import UTC
    >>> at = datetime(2026, 11, 22, 23, 50, tzinfo=UTC)
    >>> morning = datetime(2026, 11, 23, 8, tzinfo=UTC)
    >>> truth_due(at.date(), at, "She is done with me.", LaterLook(), morning)
    True
    >>> truth_due(at.date(), at, "", LaterLook(), morning)
    False
    """
    numbers = given or limits()
    days = (now.date() - about).days
    known = look.turned_out not in (None, TurnedOut.NOT_KNOWN)
    over = is_another_day(about, at, now, numbers)
    return bool(meaning) and not known and over and days <= numbers.days_open
