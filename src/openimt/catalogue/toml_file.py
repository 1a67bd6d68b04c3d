"""A TOML file of the catalogue, with the line on which each thing is said."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from openimt.errors import CatalogueError

MOST_BYTES = 256 * 1024
"""No file of a catalogue needs more; a larger one is refused before it is parsed."""

Where = tuple[str | int, ...]
"""A place in a file: table names, places in arrays counted from 0, and at the end a key."""

_HEADER = re.compile(r"^\s*(\[\[?)\s*([A-Za-z0-9_.\-\s]+?)\s*\]")
_KEY = re.compile(r"^\s*([A-Za-z0-9_\-]+)\s*=")
_AT_LINE = re.compile(r"\s*\(at line (\d+), column \d+\)")


@dataclass(frozen=True)
class TomlFile:
    """One file: ``name`` as people see it (``modules/r3.toml``), its text and what it says."""

    name: str
    text: str
    data: Mapping[str, Any] = field(repr=False)

    @cached_property
    def _lines(self) -> Mapping[Where, int]:
        return dict(_places(self.text))

    def line(self, where: Where) -> int | None:
        """The line of a place, else of the nearest table around it, else None."""
        while where:
            if where in self._lines:
                return self._lines[where]
            where = where[:-1]
        return None

    def error(self, says: str, where: Where = ()) -> CatalogueError:
        """The error to raise about a place in this file."""
        names = [str(part) for part in where if isinstance(part, str)]
        return CatalogueError(
            says, file=self.name, line=self.line(where), field=".".join(names) or None
        )


def read_toml(path: Path, name: str) -> TomlFile:
    """Read one file; whatever is wrong with it is a CatalogueError with file and line."""
    text = _text(path, name)
    try:
        return TomlFile(name, text, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise _syntax_error(str(error), name, text) from None
    except RecursionError:
        raise CatalogueError("is nested too deeply to be a catalogue file", file=name) from None


def _text(path: Path, name: str) -> str:
    try:
        raw = path.read_bytes() if path.stat().st_size <= MOST_BYTES else None
    except OSError as error:
        says = f"cannot be read ({error.strerror or 'unknown cause'})"
        raise CatalogueError(says, file=name) from None
    if raw is None:
        raise CatalogueError(f"is larger than {MOST_BYTES // 1024} KiB; split it", file=name)
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise CatalogueError("is not UTF-8 text; save it as UTF-8", file=name, line=line) from None


def _syntax_error(message: str, name: str, text: str) -> CatalogueError:
    found = _AT_LINE.search(message)
    line = int(found[1]) if found else text.count("\n") + 1
    what = _AT_LINE.sub("", message).replace("(at end of document)", "").strip()
    return CatalogueError(f"is not valid TOML: {what}", file=name, line=line)


def _places(text: str) -> list[tuple[Where, int]]:
    """Every table header and key with its line; the first one of a place counts."""
    found: dict[Where, int] = {}
    counts: dict[Where, int] = {}
    inside: Where = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            inside = _enter(header[2], header[1] == "[[", counts)
            found.setdefault(inside, number)
        elif key := _KEY.match(line):
            found.setdefault((*inside, key[1]), number)
    return list(found.items())


def _enter(path: str, repeated: bool, counts: dict[Where, int]) -> Where:
    """The place a header opens: ``[[gate.criterion]]`` is a further criterion of the last gate."""
    *parents, last = (part.strip() for part in path.split("."))
    inside: Where = ()
    for parent in parents:
        inside = (*inside, parent)
        if inside in counts:
            inside = (*inside, counts[inside] - 1)
    inside = (*inside, last)
    if not repeated:
        return inside
    counts[inside] = counts.get(inside, 0) + 1
    return (*inside, counts[inside] - 1)
