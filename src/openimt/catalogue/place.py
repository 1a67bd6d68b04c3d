"""Places in a TOML file and the lines on which they stand."""

import re
from collections.abc import Mapping

Where = tuple[str | int, ...]
"""A place in a file: table names, places in arrays counted from 0, and at the end a key."""

SILENT = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*+(?:"{3,5}|\\?\Z)'
    r"|'''(?:[^']|'(?!''))*+(?:'{3,5}|\Z)"
    r'|"(?:[^"\\\n]|\\.)*+"?'
    r"|'[^'\n]*+'?"
    r"|#[^\n]*+",
    re.DOTALL,
)
"""Texts and comments: brackets, dots and equals signs in them are no structure."""

_HEADER = re.compile(r"\s*(\[\[?)([^\[\]]*)\]")
_KEY = re.compile(r"\s*([A-Za-z0-9_-]+)\s*=")


def lines_of(text: str) -> Mapping[Where, int]:
    """Every table header and key with its line; the first one of a place counts."""
    found: dict[Where, int] = {}
    counts: dict[Where, int] = {}
    inside: Where = ()
    bare = SILENT.sub(lambda silent: "\n" * silent[0].count("\n"), text)
    for number, line in enumerate(bare.split("\n"), start=1):
        if header := _HEADER.match(line):
            inside = _enter(header[2], header[1] == "[[", counts)
            found.setdefault(inside, number)
        elif key := _KEY.match(line):
            found.setdefault((*inside, key[1]), number)
    return found


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
