"""A field of something that is written down: how it is asked, and what it can hold."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from openimt.deliver.documents.document import Value
from openimt.deliver.writing.written_day import (
    Side,
    in_our_time,
    whole_day,
    written_day,
)
from openimt.errors import DeliveryError

LONGEST_LINE = 300
LONGEST_TEXT = 250_000
"""Longer than anybody writes about an hour; a text that was pasted whole still fits."""
LONGEST_NUMBER = 30
MOST_ROWS = 40
A_NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)")
"""As people write one, in whatever digits; nothing that only a program would read as one."""
_HALF_LETTER = re.compile("[\ud800-\udfff]")


class Sort(StrEnum):
    """How a field is asked. ``ROWS``: a list of small forms, each with the field's ``columns``."""

    LINE = "line"
    TEXT = "text"
    LINES = "lines"
    CHOICE = "choice"
    CHOICES = "choices"
    NUMBER = "number"
    YES_NO = "yes_no"
    DAY = "day"
    ROWS = "rows"


@dataclass(frozen=True)
class Field:
    """One question. ``label``, ``hint`` and the words of ``options`` are texts, or such as are
    translated when they are shown. ``low``, ``high``: of a number. ``past``: of a day that
    has been.

    ``needed``: nothing can be signed without it. ``columns``: of ``ROWS``.
    """

    name: str
    label: object
    sort: Sort = Sort.TEXT
    options: tuple[tuple[str, object], ...] = ()
    low: float = 0
    high: float = 10
    whole: bool = True
    past: bool = False
    longest: int = 0
    hint: object = ""
    needed: bool = False
    columns: tuple["Field", ...] = ()

    @property
    def most_letters(self) -> int:
        """How long an answer can be."""
        return self.longest or (LONGEST_TEXT if self.sort is Sort.TEXT else LONGEST_LINE)


def read_value(field: Field, given: object, today: date | None = None) -> Value:
    """The answer as it is kept; None when it is empty, as nothing was said. ``today``: what a day
    that is written in people's own way (*tomorrow*, *3.12.*) is counted from.

    Raises DeliveryError with one sentence for the person who wrote it.

    >>> read_value(Field("how", "How strong?", Sort.NUMBER, low=0, high=10), "7")
    7
    >>> read_value(Field("said", "What was said?"), "  ") is None
    True
    """
    if given is None or given in ("", [], ()):
        return None
    if field.sort is Sort.DAY:
        return _day(field, given, today)
    if field.sort is Sort.ROWS:
        return _rows(field, given, today)
    return _READERS[field.sort](field, given)


def missing(fields: Sequence[Field], values: Mapping[str, Value]) -> tuple[Field, ...]:
    """The needed fields that hold nothing yet, in their order."""
    return tuple(one for one in fields if one.needed and values.get(one.name) in (None, "", ()))


def _text(field: Field, given: object) -> Value:
    if not isinstance(given, str):
        raise DeliveryError("this is no text", field=field.name)
    # PostgreSQL keeps neither a zero byte nor half a letter; pasted ones say nothing.
    whole = _HALF_LETTER.sub("\ufffd", given.replace("\x00", ""))
    said = whole.replace("\r\n", "\n").strip()
    if len(said) > field.most_letters:
        raise DeliveryError(
            f"at most {field.most_letters:,} letters fit here, this has {len(said):,}: shorten it",
            field=field.name,
        )
    return said or None


def _lines(field: Field, given: object) -> Value:
    listed = given.splitlines() if isinstance(given, str) else _listed(field, given)
    kept = tuple(said for one in listed if (said := _text(field, one)))
    if len(kept) > MOST_ROWS:
        raise DeliveryError(f"at most {MOST_ROWS} lines fit here", field=field.name)
    return kept or None


def _choice(field: Field, given: object) -> Value:
    if not isinstance(given, str) or given not in dict(field.options):
        raise DeliveryError("this is none of the answers there are", field=field.name)
    return str(given)


def _choices(field: Field, given: object) -> Value:
    chosen = {_choice(field, one) for one in _listed(field, given)}
    return tuple(name for name, _ in field.options if name in chosen) or None


def _number(field: Field, given: object) -> Value:
    said = str(given).strip().replace("\u2212", "-")
    if len(said) > LONGEST_NUMBER or not A_NUMBER.fullmatch(said):
        raise DeliveryError(f"'{said[:20]}' is no number", field=field.name)
    number = float(said.replace(",", "."))
    if not field.low <= number <= field.high or (field.whole and number != int(number)):
        kind = "a whole number" if field.whole else "a number"
        says = f"give {kind} from {field.low:g} to {field.high:g}"
        raise DeliveryError(says, field=field.name)
    return int(number) if field.whole else number


def _yes_no(field: Field, given: object) -> Value:
    known = {True: True, False: False, "yes": True, "no": False}
    if not isinstance(given, bool | str) or given not in known:
        raise DeliveryError("answer yes or no", field=field.name)
    return known[given]


def _day(field: Field, given: object, today: date | None) -> Value:
    said = str(given).strip()
    side = Side.PAST if field.past else Side.NEAREST
    day = written_day(said, today, side) if today else whole_day(said)
    if day is None:
        says = f"'{said[:20]}' is no day; write 3.12.2026, 3 Dec or tomorrow"
        raise DeliveryError(says, field=field.name)
    if today and not in_our_time(day, today):
        raise DeliveryError(f"look at the year again: {day.year}", field=field.name)
    if today and field.past and day > today:
        says = "this day is still to come; choose today or an earlier day"
        raise DeliveryError(says, field=field.name)
    return day.isoformat()


def _rows(field: Field, given: object, today: date | None) -> Value:
    """Each row as a tuple of its columns' values; empty rows are left out."""
    rows = []
    for row in _listed(field, given):
        cells = row if isinstance(row, Mapping) else {}
        known = [c.name for c in field.columns]
        if not isinstance(row, Mapping):
            cells = dict(zip(known, _listed(field, row), strict=False))
        if unknown := set(cells) - set(known):
            raise DeliveryError(f"there is no column '{min(unknown)}'", field=field.name)
        kept = tuple(read_value(c, cells.get(c.name), today) for c in field.columns)
        if any(value is not None for value in kept):
            rows.append(kept)
    if len(rows) > MOST_ROWS:
        raise DeliveryError(f"at most {MOST_ROWS} rows fit here", field=field.name)
    return tuple(rows) or None


def _listed(field: Field, given: object) -> list[object]:
    if not isinstance(given, list | tuple):
        raise DeliveryError("this is no list", field=field.name)
    return list(given)


_READERS = {
    Sort.LINE: _text,
    Sort.TEXT: _text,
    Sort.LINES: _lines,
    Sort.CHOICE: _choice,
    Sort.CHOICES: _choices,
    Sort.NUMBER: _number,
    Sort.YES_NO: _yes_no,
}
