"""Numbers that a clinic signs: read from TOML, each with its source and whether it was checked.

A number is a table such as ``{ value = 4, source = "decisions 3", checked = true }``; tables nest.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from openimt.errors import CatalogueError


@dataclass(frozen=True)
class Number:
    """A clinical number: its value, where it comes from, and whether it was compared with that."""

    value: float
    source: str
    checked: bool


@dataclass(frozen=True)
class Numbers:
    """Numbers by dotted name, as ``attendance.kept``; ``file`` names where they stand."""

    file: str
    by_name: Mapping[str, Number]

    def __getitem__(self, name: str) -> float:
        return self.number(name).value

    def number(self, name: str) -> Number:
        """The number of that name; raises CatalogueError when the file has none."""
        try:
            return self.by_name[name]
        except KeyError:
            raise CatalogueError(f"number '{name}' is missing", file=self.file) from None

    def known(self, name: str) -> bool:
        """Whether the file has a number of that name."""
        return name in self.by_name

    def whole(self, name: str) -> int:
        """The number of that name as a whole number."""
        return round(self[name])


@cache
def numbers(package: str, name: str) -> Numbers:
    """The numbers in a TOML file packaged beside the code, read once."""
    text = files(package).joinpath(name).read_text(encoding="utf-8")
    return read_numbers(text, name)


def read_numbers(text: str, file: str) -> Numbers:
    """The numbers in a TOML text; a number without source or mark raises CatalogueError."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CatalogueError(f"is not sound TOML: {error}", file=file) from None
    return read_tables(tables, file)


def read_tables(tables: Mapping[str, object], file: str) -> Numbers:
    """The numbers in tables already parsed."""
    return Numbers(file, dict(_walk(tables, "", file)))


def _walk(table: Mapping[str, object], path: str, file: str) -> Iterator[tuple[str, Number]]:
    for key, inner in table.items():
        name = f"{path}.{key}" if path else key
        if not isinstance(inner, Mapping):
            raise CatalogueError(
                "expected a table with value, source, checked", file=file, field=name
            )
        if "value" in inner:
            yield name, _number(inner, name, file)
        else:
            yield from _walk(inner, name, file)


def _number(table: Mapping[str, object], name: str, file: str) -> Number:
    value, source, checked = table.get("value"), table.get("source"), table.get("checked")
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise CatalogueError("'value' must be a number", file=file, field=name)
    if not isinstance(source, str) or not source or not isinstance(checked, bool):
        raise CatalogueError(
            "a number needs a source and a checked mark (true or false)", file=file, field=name
        )
    return Number(float(value), source, checked)
