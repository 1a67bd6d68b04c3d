"""A TOML file of the catalogue, with the line on which each thing is said."""

import os
import re
import stat
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from openimt.catalogue.place import Where, lines_of
from openimt.catalogue.toml_limits import MOST_BYTES, MOST_NUMBER, outline_fault, value_fault
from openimt.errors import CatalogueError

__all__ = [
    "KEPT_FILES",
    "KEPT_LENGTH",
    "MOST_FINDINGS",
    "Files",
    "Found",
    "TomlFile",
    "Where",
    "read_toml",
]

_AT_LINE = re.compile(r"\s*\(at line (\d+), column \d+\)")
_LONGEST_SENTENCE = 400
KEPT_FILES = 200
KEPT_LENGTH = 32 * 1024
"""How many files are kept as they were read, and the longest of them, in letters."""


@dataclass(frozen=True)
class TomlFile:
    """One file: ``name`` as people see it (``modules/r3.toml``), its text and what it says, which
    follows from the text."""

    name: str
    text: str
    data: Mapping[str, Any] = field(repr=False, compare=False)

    @cached_property
    def _lines(self) -> Mapping[Where, int]:
        return lines_of(self.text)

    def line(self, where: Where) -> int | None:
        """The line of a place, else of the nearest table around it, else None."""
        while where:
            if where in self._lines:
                return self._lines[where]
            where = where[:-1]
        return None

    def error(self, says: str, where: Where = ()) -> CatalogueError:
        """The error to raise about a place in this file: one sentence on one line."""
        names = [str(part) for part in where if isinstance(part, str)]
        return CatalogueError(
            _shortened(says), file=self.name, line=self.line(where), field=".".join(names) or None
        )


Files = Mapping[str, TomlFile]
"""The files of a catalogue by name, such as ``modules/r3.toml``."""

Found = Iterator[CatalogueError]
"""What a rule finds wrong, each with its place."""


MOST_FINDINGS = 500
"""Findings of one kind that are told at once; nobody mends more in one go."""


def _shortened(says: str) -> str:
    """What a file says may be long or broken into lines; the sentence about it is not."""
    flat = " ".join(says.split())
    if len(flat) <= _LONGEST_SENTENCE:
        return flat
    half = _LONGEST_SENTENCE // 2
    return f"{flat[:half]} … {flat[-half:]}"


def read_toml(path: Path, name: str, largest: int = MOST_NUMBER) -> TomlFile:
    """Read one file; whatever is wrong with it is a CatalogueError with file and line.

    ``largest`` is the largest number that may stand in it.
    """
    text = _text(path, name)
    read = _kept if len(text) <= KEPT_LENGTH else _read
    return read(name, text, largest)


def _read(name: str, text: str, largest: int) -> TomlFile:
    if fault := outline_fault(text):
        raise CatalogueError(fault[0], file=name, line=fault[1])
    file = TomlFile(name, text, _parsed(text, name))
    if wrong := value_fault(file.data, largest):
        raise file.error(*wrong)
    return file


_kept = lru_cache(maxsize=KEPT_FILES)(_read)
"""Nobody changes what was read, so the same text under the same name is not read again: two
versions of a catalogue share most of their files."""


def _parsed(text: str, name: str) -> Mapping[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _syntax_error(str(error), name, text) from None
    except ValueError:
        # What looks like a number or a day and is none, such as one of 5,000 digits.
        raise CatalogueError("holds a number or a day that cannot be read", file=name) from None


def _text(path: Path, name: str) -> str:
    raw = read_bytes(path, name)
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise CatalogueError("is not UTF-8 text; save it as UTF-8", file=name, line=line) from None


def read_bytes(path: Path, name: str) -> bytes:
    """A file of a catalogue; one too large, a pipe or a device is refused, never waited for."""
    try:
        raw = _at_most(path, name)
    except OSError as error:
        says = f"cannot be read ({error.strerror or 'unknown cause'})"
        raise CatalogueError(says, file=name) from None
    if len(raw) > MOST_BYTES:
        raise CatalogueError(f"is larger than {MOST_BYTES // 1024} KiB; split it", file=name)
    return raw


def _at_most(path: Path, name: str) -> bytes:
    """The bytes of a plain file, and at most one more than is allowed."""
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise CatalogueError("is not a plain file; take it out of the folder", file=name)
    with os.fdopen(handle, "rb") as file:
        return file.read(MOST_BYTES + 1)


def _syntax_error(message: str, name: str, text: str) -> CatalogueError:
    found = _AT_LINE.search(message)
    line = int(found[1]) if found else text.count("\n") + 1
    what = _AT_LINE.sub("", message).replace("(at end of document)", "").strip()
    return CatalogueError(f"is not valid TOML: {_shortened(what)}", file=name, line=line)
