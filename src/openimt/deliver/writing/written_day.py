"""Days as people write them in a form: tomorrow, 3.12., 3 Dec, next Tuesday, in two weeks.

English and German words are read whatever the page speaks, since nobody changes their habit for a
page. The day comes before the month, as in Europe; where a number could be either, a page shows
the day that was understood.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from enum import Enum

from openimt.deliver.months import months_after


class Side(Enum):
    """On which side of today a day without its year lies."""

    PAST = -1
    NEAREST = 0
    AHEAD = 1


WORDS = {
    "today": 0, "heute": 0, "now": 0,
    "tomorrow": 1, "morgen": 1, "day after tomorrow": 2, "übermorgen": 2,
    "yesterday": -1, "gestern": -1, "day before yesterday": -2, "vorgestern": -2,
}  # fmt: skip
WEEKDAYS = (
    ("monday", "mon", "montag", "mo"), ("tuesday", "tue", "tues", "dienstag", "di"),
    ("wednesday", "wed", "mittwoch", "mi"),
    ("thursday", "thu", "thur", "thurs", "donnerstag", "do"),
    ("friday", "fri", "freitag", "fr"), ("saturday", "sat", "samstag", "sonnabend", "sa"),
    ("sunday", "sun", "sonntag", "so"),
)  # fmt: skip
MONTHS = (
    ("january", "jan", "januar", "jänner"), ("february", "feb", "februar"),
    ("march", "mar", "märz", "mrz"), ("april", "apr"), ("may", "mai"), ("june", "jun", "juni"),
    ("july", "jul", "juli"), ("august", "aug"), ("september", "sep", "sept"),
    ("october", "oct", "oktober", "okt"), ("november", "nov"),
    ("december", "dec", "dezember", "dez"),
)  # fmt: skip
COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "six": 6, "einem": 1,
          "einer": 1, "zwei": 2, "drei": 3, "vier": 4, "sechs": 6}  # fmt: skip
UNITS = {"day": "d", "days": "d", "tag": "d", "tagen": "d", "week": "w", "weeks": "w",
         "woche": "w", "wochen": "w", "month": "m", "months": "m", "monat": "m",
         "monaten": "m", "year": "y", "years": "y", "jahr": "y", "jahren": "y"}  # fmt: skip
COMING = {"", "on", "this", "next", "coming", "am", "nächsten", "nächster", "kommenden", "diesen"}
GONE = {"last", "past", "letzten", "letzter", "vergangenen"}
FORMS = tuple(
    re.compile(form)
    for form in (
        r"(?P<y>[0-9]{4})-(?P<m>[0-9]{1,2})-(?P<d>[0-9]{1,2})",
        r"(?P<d>[0-9]{1,2})\s?[./-]\s?(?P<m>[0-9]{1,2})(?:\s?[./-]\s?(?P<y>[0-9]{4}|[0-9]{2})?)?",
        r"(?P<d>[0-9]{1,2})(?:st|nd|rd|th|\.)?(?: of)? ?(?P<w>[^\W\d_]+)[.,]*(?: (?P<y>[0-9]{4}))?",
        r"(?P<w>[^\W\d_]+)\.?\s+(?P<d>[0-9]{1,2})(?:st|nd|rd|th)?(?:,?\s+(?P<y>[0-9]{4}))?",
    )
)
AWAY = re.compile(r"(?:(in|vor)\s+)?(\w+)\s+(\w+)(?:\s+(ago|time))?")
NAMED = re.compile(r"(?:(\w+)\s+)?([^\W\d_]+)")
LONGEST = 40
FIRST_YEAR, YEARS_AHEAD = 1900, 100


def written_day(text: str, today: date, side: Side = Side.NEAREST) -> date | None:
    """The day that a text means; None when it is none, or when nobody could say which.

    >>> written_day("3.12.", date(2026, 11, 24)).isoformat()
    '2026-12-03'
    >>> written_day("next Tuesday", date(2026, 11, 24)).isoformat()
    '2026-12-01'
    >>> written_day("31.2.", date(2026, 11, 24)) is None
    True
    """
    said = " ".join(text.strip().lower().split())
    if not said or len(said) > LONGEST:
        return None
    bare = _without_weekday(said)
    readers: tuple[Callable[[], date | None], ...] = (
        lambda: _word(said.removeprefix("the "), today),
        lambda: _calendar(bare, today, side),
        lambda: _away(said, today),
        lambda: _weekday(said, today, side),
    )
    try:
        return next((day for read in readers if (day := read()) is not None), None)
    except OverflowError:
        return None


def whole_day(text: str) -> date | None:
    """A day as the record keeps it, such as 2026-12-03; None for anything else."""
    found = FORMS[0].fullmatch(text)
    return _made(int(found["y"]), int(found["m"]), int(found["d"])) if found else None


def in_our_time(day: date, today: date) -> bool:
    """Whether anybody can mean this year; another is a slip of the pen."""
    return FIRST_YEAR <= day.year <= today.year + YEARS_AHEAD


HOUR = re.compile(
    r"(?P<day>.*?)(?:^|[,\s]+)(?P<at>at |um )?(?P<h>[0-9]{1,2})(?:[:.](?P<m>[0-9]{2}))?\s?"
    r"(?P<half>am|pm|uhr|h)?"
)


def written_moment(text: str, today: date, side: Side = Side.NEAREST) -> datetime | None:
    """A day with its hour, or an hour of today, by the clock on the wall; None when it is none,
    or when it names the clock of another place.

    >>> written_moment("tomorrow 8:30", date(2026, 11, 24)).isoformat()
    '2026-11-25T08:30:00'
    """
    said = " ".join(text.strip().lower().split())
    try:
        moment = datetime.fromisoformat(said) if "t" in said and ":" in said else None
    except ValueError:
        moment = None
    if moment is None:
        return _at(said, today, side)
    return None if moment.tzinfo else moment


def _at(said: str, today: date, side: Side) -> datetime | None:
    found = HOUR.fullmatch(said) if len(said) <= LONGEST else None
    # A bare number is no hour: in "3 Dec 14" nobody could say what the 14 is.
    if found is None or not (found["m"] or found["half"] or found["at"]):
        return None
    day = written_day(found["day"], today, side) if found["day"] else today
    hour = int(found["h"])
    if found["half"] in ("am", "pm"):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found["half"] == "pm" else 0)
    try:
        return datetime.combine(day, time(hour, int(found["m"] or 0))) if day else None
    except ValueError:
        return None


def _without_weekday(said: str) -> str:
    """*Tue 3 Dec* and *Dienstag, 3.12.* say the weekday for people; the day says it all."""
    first, _, rest = said.partition(" ")
    known = first.rstrip(".,") in {name for names in WEEKDAYS for name in names}
    return rest if known and any(one.isdigit() for one in rest) else said


def _word(said: str, today: date) -> date | None:
    return today + timedelta(days=WORDS[said]) if said in WORDS else None


def _calendar(said: str, today: date, side: Side) -> date | None:
    for form in FORMS:
        if found := form.fullmatch(said):
            given = found.groupdict()
            month = int(given["m"]) if given.get("m") else _place(MONTHS, given["w"])
            if month is None:
                continue
            return _in_year(int(given["d"]), month, given["y"], today, side)
    return None


def _in_year(day: int, month: int, year: str | None, today: date, side: Side) -> date | None:
    if year:
        return _made(int(year) + (2000 if len(year) == 2 else 0), month, day)
    found = list(_near(day, month, today))
    if side is Side.AHEAD:
        return min((one for one in found if one >= today), default=None)
    if side is Side.PAST:
        return max((one for one in found if one <= today), default=None)
    return min(found, key=lambda one: abs(one - today), default=None)


def _near(day: int, month: int, today: date) -> Iterator[date]:
    """The day in the years around, far enough that a 29 February is among them."""
    for year in range(max(today.year - 8, 1), min(today.year + 9, 9999)):
        if made := _made(year, month, day):
            yield made


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _away(said: str, today: date) -> date | None:
    found = AWAY.fullmatch(said)
    if found is None or not (found[1] or found[4]) or found[3] not in UNITS:
        return None
    many = int(found[2]) if found[2].isascii() and found[2].isdecimal() else COUNTS.get(found[2])
    if many is None:
        return None
    back = found[1] == "vor" or found[4] == "ago"
    return _moved(today, -many if back else many, UNITS[found[3]])


def _moved(today: date, many: int, unit: str) -> date:
    if unit in "dw":
        return today + timedelta(days=many * (7 if unit == "w" else 1))
    return months_after(today, many * (12 if unit == "y" else 1))


def _weekday(said: str, today: date, side: Side) -> date | None:
    """*Tuesday* and *next Tuesday* are the first one after today, or before it where only a day
    that was can be meant."""
    found = NAMED.fullmatch(said)
    place = _place(WEEKDAYS, found[2]) if found else None
    if found is None or place is None:
        return None
    before = found[1] or ""
    if before in GONE or (before in {"", "on", "am"} and side is Side.PAST):
        return today - timedelta(days=(today.isoweekday() - place - 1) % 7 + 1)
    if before not in COMING:
        return None
    return today + timedelta(days=(place - today.isoweekday() - 1) % 7 + 1)


def _place(names: tuple[tuple[str, ...], ...], word: str) -> int | None:
    """Which of them the word is, counted from 1."""
    return next((n for n, known in enumerate(names, 1) if word in known), None)
