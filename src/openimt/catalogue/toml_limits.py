"""How large, deep and long a catalogue file may be, so that a hostile one is refused cheaply.

``outline_fault`` looks at the bare text before it is parsed; ``value_faults`` at what it says. All
of it is linear in the size of the file. No limit comes near what a clinician would write.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any

from openimt.catalogue.place import SILENT, Where

MOST_BYTES = 256 * 1024
"""No file of a catalogue needs more; a larger one is refused before it is read whole."""

MOST_DEPTH = 24
"""Brackets inside brackets; a rule of rules of rules needs about eight."""

MOST_KEY_PARTS = 6
"""Names joined by dots in one key or header."""

MOST_MARKS = 20_000
"""Values in one file, counted by ``=``, ``,`` and opening brackets outside texts."""

MOST_TEXT = 4_000
"""Characters in one text; what fits its place on a screen is much less (``texts``)."""

MOST_NUMBER = 1_000_000
FIRST_YEAR, LAST_YEAR = 1900, 2200

_TOKEN = re.compile(rf"{SILENT.pattern}|[\[\]{{}}=,.\n]", re.DOTALL)
_KEY = re.compile(r"[A-Za-z0-9_-]{1,60}\Z")
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)


def outline_fault(text: str) -> tuple[str, int] | None:
    """What is wrong with the outline of a file before it is parsed, with its line; else None."""
    depth = parts = marks = 0
    for token in _TOKEN.finditer(text):
        sign = text[token.start()]
        if sign in "[{":
            depth += 1
            marks += 1
        elif sign in "]}":
            depth = max(0, depth - 1)
        elif sign == ".":
            parts += 1
        elif sign in "=,\n":
            parts = 0
            marks += sign != "\n"
        if fault := _too_much(depth, parts, marks):
            return fault, text.count("\n", 0, token.start()) + 1
    return None


def _too_much(depth: int, parts: int, marks: int) -> str | None:
    if depth > MOST_DEPTH:
        return f"is nested more than {MOST_DEPTH} deep; write flatter tables"
    if parts >= MOST_KEY_PARTS:
        return f"joins more than {MOST_KEY_PARTS} names by dots; write flatter tables"
    if marks > MOST_MARKS:
        return f"holds more than {MOST_MARKS} values; split it"
    return None


def values_in(text: str) -> int:
    """About how many values a file holds: such signs, those in texts too."""
    return sum(text.count(sign) for sign in "=,[{")


def value_fault(data: Mapping[str, Any], largest: int = MOST_NUMBER) -> tuple[str, Where] | None:
    """The first value or key that no catalogue can mean, with its place; else None."""
    return next(_value_faults(data, largest), None)


def _value_faults(data: Mapping[str, Any], largest: int) -> Iterator[tuple[str, Where]]:
    """Walk without recursion: the outline has bounded the depth, a caller may not have."""
    waiting: list[tuple[Where, Any]] = [((), data)]
    while waiting:
        where, value = waiting.pop()
        if isinstance(value, Mapping):
            for key in value:
                if not _KEY.match(key):
                    yield "a key holds letters, digits, '_' and '-', at most 60 of them", where
            waiting.extend(((*where, key), inner) for key, inner in value.items())
        elif isinstance(value, list):
            waiting.extend(((*where, n), inner) for n, inner in enumerate(value))
        elif fault := _fault_of(value, largest):
            yield fault, where


def _fault_of(value: object, largest: int) -> str | None:
    if isinstance(value, str):
        return _fault_of_text(value)
    if isinstance(value, datetime | time):
        return "a day is written without a time, such as 2026-11-22"
    if isinstance(value, date) and not FIRST_YEAR <= value.year <= LAST_YEAR:
        return f"a day lies between {FIRST_YEAR} and {LAST_YEAR}"
    if isinstance(value, int | float) and not abs(value) <= largest:  # nan is not, either
        return f"a number lies between -{largest} and {largest}"
    return None


def _fault_of_text(text: str) -> str | None:
    if len(text) > MOST_TEXT:
        return f"a text has at most {MOST_TEXT} characters, this one {len(text)}"
    if found := _UNSEEN.search(text):
        return f"holds the invisible character U+{ord(found[0]):04X}; take it out"
    return None
