"""Days as people remember them: a year, a month of a year, or a day."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from openimt.errors import AssessmentError

FORMS = (
    (re.compile(r"(?P<y>\d{4})"), "year"),
    (re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})"), "month"),
    (re.compile(r"(?P<m>\d{1,2})[./](?P<y>\d{4})"), "month"),
    (re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"), "day"),
    (re.compile(r"(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d{4})"), "day"),
)
A_MONTH = 30.44
"""Days of a month, on average."""


@dataclass(frozen=True)
class RoughDay:
    """Some day from ``first`` to ``last``; ``says``: as it is kept, such as ``2021-03``."""

    first: date
    last: date
    says: str


def rough_day(text: str, *, field: str = "", before: date | None = None) -> RoughDay | None:
    """Reads ``2021``, ``3/2021``, ``2021-03`` or ``14.3.2021``; None for nothing.

    Raises AssessmentError for what is no day, and for what lies after ``before`` as a whole.

    >>> rough_day("3/2021").says, rough_day("2021").last
    ('2021-03', datetime.date(2021, 12, 31))
    """
    said = text.strip()
    if not said:
        return None
    for form, sort in FORMS:
        if match := form.fullmatch(said):
            given = {name: int(value) for name, value in match.groupdict().items()}
            made = _made(given, sort, field)
            if before is not None and made.first > before:
                raise AssessmentError("this is still to come", field=field)
            return made
    raise AssessmentError(f"'{said[:20]}' is no day; write 2021, 3/2021 or 14.3.2021", field=field)


def _made(given: dict[str, int], sort: str, field: str) -> RoughDay:
    year, month, day = given["y"], given.get("m", 1), given.get("d", 1)
    try:
        if year < 1900:
            raise ValueError
        first = date(year, month, day)
    except ValueError:
        raise AssessmentError("there is no such day", field=field) from None
    if sort == "year":
        return RoughDay(first, date(year, 12, 31), f"{year}")
    if sort == "month":
        after = date(year + month // 12, month % 12 + 1, 1)
        return RoughDay(first, after - timedelta(days=1), f"{year}-{month:02}")
    return RoughDay(first, first, first.isoformat())


def months_at_least(began: RoughDay | None, ended: RoughDay | None) -> float | None:
    """So many months lie between at the least; None where one end is not known.

    >>> months_at_least(rough_day("2019"), rough_day("2021"))
    12.1
    """
    if began is None or ended is None:
        return None
    return max(0.0, round((ended.first - began.last).days / A_MONTH, 1))


def months_at_most(began: RoughDay | None, ended: RoughDay | None) -> float | None:
    """So many months lie between at the most."""
    if began is None or ended is None:
        return None
    return max(0.0, round((ended.last - began.first).days / A_MONTH, 1))


def require_order(began: RoughDay | None, ended: RoughDay | None) -> None:
    """Raises AssessmentError where the end lies before the beginning, whatever is meant."""
    if began and ended and ended.last < began.first:
        raise AssessmentError("it would end before it begins", field="ended")
