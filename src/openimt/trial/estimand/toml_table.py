"""One table of a TOML file, read key by key; what is not there or not meant is refused by name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from openimt.errors import TrialError

Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True)
class TomlTable:
    """A table and its name. ``known`` are the keys it may have; another one is refused."""

    values: Mapping[str, Any]
    known: tuple[str, ...]
    name: str = ""

    def __post_init__(self) -> None:
        for key in self.values:
            if self.known and key not in self.known:
                says = f"is not known; known here: {', '.join(self.known)}"
                raise TrialError(says, field=self.place(key))

    def place(self, key: str) -> str:
        """The full name of a key, such as ``summary.level``."""
        return f"{self.name}.{key}".strip(".")

    def refuse(self, key: str, says: str) -> TrialError:
        """The refusal of a key's value."""
        return TrialError(says, field=self.place(key))

    def table(self, key: str, *known: str, optional: bool = False) -> "TomlTable":
        """The table under a key."""
        found = self.values.get(key, {} if optional else None)
        if not isinstance(found, dict):
            raise self.refuse(key, f"is missing: add a table [{key}]")
        return TomlTable(found, known, self.place(key))

    def tables(self, key: str, *known: str) -> tuple["TomlTable", ...]:
        """The tables of a list of tables, written ``[[key]]``."""
        found = self.values.get(key, [])
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            raise self.refuse(key, f"must be a list of tables: write each as [[{key}]]")
        return tuple(TomlTable(one, known, key) for one in found)

    def text(self, key: str, default: str | None = None) -> str:
        """A text. A number is taken as its text, so that ``at = 18`` names the visit 18."""
        found = self.values.get(key, default)
        if _is_number(found):
            return repr(found).removesuffix(".0")
        if not isinstance(found, str) or (not found.strip() and default is None):
            raise self.refuse(key, "is missing, or is no text")
        return found

    def maybe_text(self, key: str) -> str | None:
        """A text, or None where the key is not there."""
        return self.text(key) if key in self.values else None

    def number(self, key: str) -> float | None:
        """A number, or None where the key is not there."""
        found = self.values.get(key)
        if found is not None and not _is_number(found):
            raise self.refuse(key, f"is {found!r}, which is no number")
        return None if found is None else float(found)

    def count(self, key: str, default: int) -> int:
        """A whole number."""
        found = self.values.get(key, default)
        if not isinstance(found, int) or isinstance(found, bool):
            raise self.refuse(key, f"is {found!r}, which is no whole number")
        return found

    def yes(self, key: str) -> bool:
        """True or false; false where the key is not there."""
        found = self.values.get(key, False)
        if not isinstance(found, bool):
            raise self.refuse(key, f"is {found!r}; write true or false")
        return found

    def names(self, key: str, default: Iterable[str]) -> tuple[str, ...]:
        """A list of names."""
        found = self.values.get(key, list(default))
        if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
            raise self.refuse(key, 'must be a list of names, such as ["site"]')
        return tuple(found)

    def numbers(self, key: str, count: int) -> tuple[float, ...]:
        """A list of so many numbers."""
        found = self.values.get(key)
        if not isinstance(found, list) or len(found) != count or not all(map(_is_number, found)):
            raise self.refuse(key, f"must be a list of {count} numbers")
        return tuple(float(one) for one in found)

    def word(self, key: str, kind: type[Word], default: Word | None = None) -> Word:
        """One of the words of a kind, in capitals or not."""
        found = self.values.get(key, default)
        return self.as_word(key, found, kind)

    def as_word(self, key: str, found: object, kind: type[Word]) -> Word:
        """A value of this key as one of the words of a kind."""
        for word in kind:
            if str(found).lower() == word.lower():
                return word
        says = f"is {found!r}; choose one of {', '.join(kind)}" if found else "is missing"
        raise self.refuse(key, says)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
