"""Strict reading of JSON objects: each value by name and kind, each refusal with its field path."""

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from openimt.errors import OpenIMTError

Word = TypeVar("Word", bound=StrEnum)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
LONE = re.compile("[\ud800-\udfff]")
LARGEST = 1e12
"""No number in these files is anywhere near; beyond it somebody's file is broken."""


@dataclass(frozen=True)
class Fields:
    """One JSON object under reading. ``path`` is where it stands, as ``events[2]``."""

    data: Mapping[str, Any]
    file: str
    error: type[OpenIMTError]
    path: str = ""
    row: int | None = None

    @classmethod
    def of(
        cls,
        data: object,
        file: str,
        error: type[OpenIMTError],
        path: str = "",
        row: int | None = None,
    ) -> "Fields":
        """Start reading ``data``, which must be a JSON object."""
        if not isinstance(data, Mapping):
            says = f"expected an object such as {{…}}, not {_kind(data)}"
            raise error(says, file=file, field=path or None, row=row)
        return cls(data, file, error, path, row)

    def refuse(self, says: str, key: str = "") -> OpenIMTError:
        """The error for one field, ready to be raised."""
        return self.error(says, file=self.file, row=self.row, field=self.at(key) or None)

    def at(self, key: str) -> str:
        """The path of one field of this object."""
        return f"{self.path}.{key}" if self.path and key else self.path or key

    def unknown(self, known: Iterable[str]) -> tuple[str, ...]:
        """A warning for each key that nothing reads."""
        words = set(known)
        stray = [key for key in self.data if key not in words]
        return tuple(
            f"{self.file}: '{self.at(key)}' is not known and was not read" for key in stray
        )

    def has(self, key: str) -> bool:
        """Whether the field is there and not null."""
        return self.data.get(key) is not None

    def text(self, key: str, default: str = "") -> str:
        """A text; absent or null gives ``default``."""
        value = self.data.get(key)
        if value is None:
            return default
        return self._sound_text(value, key)

    def name(self, key: str) -> str:
        """A text that must be there and say something."""
        value = self.text(key).strip()
        if not value:
            raise self.refuse("is missing; expected a text", key)
        return value

    def number(self, key: str, low: float, high: float) -> float | None:
        """A number from ``low`` to ``high``, or None when absent or null."""
        value = self.data.get(key)
        return None if value is None else self._sound_number(value, key, low, high)

    def whole(self, key: str, low: int, high: int, default: int = 0) -> int:
        """A whole number from ``low`` to ``high``."""
        value = self.number(key, low, high)
        if value is None:
            return default
        if value != int(value):
            raise self.refuse(f"is {value:g}; expected a whole number", key)
        return int(value)

    def flag(self, key: str) -> bool | None:
        """True, false, or None when absent or null."""
        value = self.data.get(key)
        if value is not None and not isinstance(value, bool):
            raise self.refuse(f"expected true or false, not {_kind(value)}", key)
        return value

    def day(self, key: str, latest: date | None = None) -> date | None:
        """A date such as 2026-11-22, not after ``latest``; None when absent or null."""
        value = self.data.get(key)
        if value is None:
            return None
        found = self._sound_day(value, key)
        if latest is not None and found > latest:
            raise self.refuse(f"is {found}, after the day of the assessment, {latest}", key)
        return found

    def word(self, key: str, words: type[Word]) -> Word | None:
        """One of a fixed set of words, or None when absent or null."""
        value = self.data.get(key)
        if value is None:
            return None
        known = [str(w) for w in words]
        if not isinstance(value, str) or value not in known:
            shown = f"'{value}'" if isinstance(value, str) else _kind(value)
            raise self.refuse(f"is {shown}; expected one of: {', '.join(known)}", key)
        return words(value)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; absent or null gives an empty one."""
        return tuple(self._sound_text(v, f"{key}[{n}]") for n, v in enumerate(self._list(key)))

    def days(self, key: str) -> tuple[date, ...]:
        """A list of dates; absent or null gives an empty one."""
        return tuple(self._sound_day(v, f"{key}[{n}]") for n, v in enumerate(self._list(key)))

    def rows(self, key: str) -> Iterator["Fields"]:
        """The objects of a list, each knowing its place; absent or null gives none."""
        for n, value in enumerate(self._list(key)):
            yield Fields.of(value, self.file, self.error, f"{self.at(key)}[{n}]", n + 1)

    def inner(self, key: str) -> "Fields":
        """The object under a key; absent or null gives an empty one."""
        value = self.data.get(key)
        return Fields.of({} if value is None else value, self.file, self.error, self.at(key))

    def pairs(self, key: str) -> Iterator[tuple[str, "Fields"]]:
        """The objects of a mapping from names to objects."""
        inner = self.inner(key)
        for name in inner.data:
            yield name, inner.inner(name)

    def _list(self, key: str) -> list[object]:
        value = self.data.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self.refuse(f"expected a list, not {_kind(value)}", key)
        return value

    def _sound_text(self, value: object, key: str) -> str:
        if not isinstance(value, str):
            raise self.refuse(f"expected a text, not {_kind(value)}", key)
        if LONE.search(value):
            raise self.refuse("holds half of a character (a lone surrogate)", key)
        return value

    def _sound_number(self, value: object, key: str, low: float, high: float) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.refuse(f"expected a number, not {_kind(value)}", key)
        if not -LARGEST <= value <= LARGEST:
            raise self.refuse("is not a finite number of sensible size", key)
        if not low <= value <= high:
            raise self.refuse(f"is {value:g}; expected {_range(low, high)}", key)
        return float(value)

    def _sound_day(self, value: object, key: str) -> date:
        wanted = "expected a date such as 2026-11-22"
        if not isinstance(value, str) or not DAY.fullmatch(value):
            shown = f"is '{value}'; " if isinstance(value, str) else ""
            raise self.refuse(shown + wanted, key)
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise self.refuse(f"is '{value}', no day of the calendar; {wanted}", key) from None


def _range(low: float, high: float) -> str:
    if math.isinf(high):
        return f"at least {low:g}" if not math.isinf(low) else "a number"
    return f"a number from {low:g} to {high:g}"


def _kind(value: object) -> str:
    names = {str: "a text", bool: "true or false", list: "a list", dict: "an object"}
    if value is None:
        return "nothing"
    return names.get(type(value), "a number")
