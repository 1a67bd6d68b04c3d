"""The same day some months on: one rule for reviews, follow-ups and days in people's words."""

from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the month's last where it has no such day; before it
    for a number below nought. Raises OverflowError outside the calendar's years.

    >>> months_after(date(2026, 8, 31), 6)
    datetime.date(2027, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not MINYEAR <= year <= MAXYEAR:
        raise OverflowError(f"there is no year {year}")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
