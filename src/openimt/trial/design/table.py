"""Reading a table of a design file: every mistake one sentence with its file, line and field."""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openimt.catalogue.toml_file import TomlFile, Where, read_toml
from openimt.errors import CatalogueError, TrialError
from openimt.trial.design.trial_design import LARGEST_SEED


def read_design_file(path: Path, name: str) -> TomlFile:
    """A TOML file with the line of everything in it; TrialError where it cannot be read."""
    try:
        return read_toml(path, name, LARGEST_SEED)
    except CatalogueError as error:
        raise TrialError(error.says, file=error.file, line=error.line, field=error.field) from None


@dataclass(frozen=True)
class Table:
    """One table of the file: its place and what it says."""

    file: TomlFile
    where: Where
    data: Mapping[str, Any]

    def error(self, says: str, *inner: str | int) -> TrialError:
        """The error to raise about a key of this table."""
        made = self.file.error(says, (*self.where, *inner))
        return TrialError(made.says, file=made.file, line=made.line, field=made.field)

    def only(self, known: Iterable[str]) -> None:
        """Refuse keys that mean nothing here, with the nearest that does."""
        names = sorted(known)
        for key in self.data:
            if key not in names:
                near = difflib.get_close_matches(key, names, 1)
                hint = f"did you mean '{near[0]}'?" if near else f"known: {', '.join(names)}"
                raise self.error(f"'{key}' means nothing here; {hint}", key)

    def need(self, key: str) -> Any:
        """The value of a key that has to be there."""
        if key not in self.data:
            raise self.error(f"'{key}' is missing", key)
        return self.data[key]

    def text(self, key: str, default: str | None = None) -> str:
        """A text; without a default it has to be there."""
        value = self.data.get(key, default) if default is not None else self.need(key)
        if not isinstance(value, str):
            raise self.error(f"'{key}' is a text in quotes", key)
        return value

    def one_of(self, key: str, names: Iterable[str], default: str | None = None) -> str:
        """A text out of a list of words."""
        value, known = self.text(key, default), list(names)
        if value not in known:
            raise self.error(f"'{value}' is not known; '{key}' is one of {', '.join(known)}", key)
        return value

    def flag(self, key: str, default: bool) -> bool:
        """Yes or no, written true or false."""
        value = self.data.get(key, default)
        if not isinstance(value, bool):
            raise self.error(f"'{key}' is true or false", key)
        return value

    def whole(self, key: str, low: int, high: int, default: int | None = None) -> int:
        """A whole number between two limits."""
        value = self.data.get(key, default) if default is not None else self.need(key)
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise self.error(f"'{key}' is a whole number from {low} to {high}", key)
        return value

    def number(self, key: str, low: float, high: float, default: float | None = None) -> float:
        """A number between two limits."""
        value = self.data.get(key, default) if default is not None else self.need(key)
        return self.as_number(value, low, high, key)

    def as_number(
        self, value: object, low: float, high: float, key: str, *inner: str | int
    ) -> float:
        """A value that ought to be a number between two limits."""
        if isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high:
            return float(value)
        raise self.error(f"'{key}' needs numbers from {low:g} to {high:g}", key, *inner)

    def numbers(self, key: str, low: float, high: float) -> tuple[float, ...]:
        """A list of at least one number."""
        return self.as_numbers(self.need(key), low, high, key)

    def as_numbers(
        self, value: object, low: float, high: float, key: str, *inner: str | int
    ) -> tuple[float, ...]:
        """A value that ought to be a list of numbers."""
        if not isinstance(value, list) or not value:
            raise self.error(f"'{key}' is a list of numbers in square brackets", key, *inner)
        return tuple(self.as_number(one, low, high, key, *inner) for one in value)

    def table(self, key: str) -> "Table | None":
        """A table inside this one, or None."""
        value = self.data.get(key)
        if value is None:
            return None
        if not isinstance(value, Mapping):
            raise self.error(f"'{key}' is a table", key)
        return Table(self.file, (*self.where, key), value)

    def tables(self, key: str) -> tuple["Table", ...]:
        """The tables written as ``[[key]]``."""
        value = self.data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, Mapping) for one in value):
            raise self.error(f"'{key}' is written as [[{key}]], once for each", key)
        found = enumerate(value)
        return tuple(Table(self.file, (*self.where, key, n), one) for n, one in found)
