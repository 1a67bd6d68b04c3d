"""What the command line says, and where: documents on standard output, all else on error."""

import json
import re
import shutil
import textwrap
from collections.abc import Iterable, Iterator

import typer

from openimt.errors import OpenIMTError

UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
WIDEST = 100


def print_json(document: object, *, indent: int | None = 2) -> None:
    """One JSON document on standard output; UTF-8, never NaN."""
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, indent=indent)
    typer.echo(text.encode("utf-8", "backslashreplace"))


def print_lines(lines: Iterable[str]) -> None:
    """Lines for a person on standard output."""
    typer.echo("\n".join(safe(line) for line in lines).encode())


def warn(warnings: Iterable[str]) -> None:
    """Warnings on standard error, each once."""
    for warning in dict.fromkeys(warnings):
        typer.echo(f"warning: {safe(warning)}", err=True)


def refuse(error: OpenIMTError) -> None:
    """One plain sentence on standard error."""
    typer.echo(f"openimt: {safe(str(error))}", err=True)


def safe(text: str) -> str:
    """Text that cannot move a terminal's cursor: names in files are other people's."""
    return UNPRINTABLE.sub("?", text)


def width() -> int:
    """How wide to write: the terminal, but no wider than reads well."""
    return min(WIDEST, max(40, shutil.get_terminal_size((WIDEST, 24)).columns))


def wrapped(text: str, first: str = "", rest: str | None = None) -> list[str]:
    """A text as lines of the right width, with an indent for the first and for the others."""
    indent = " " * len(first) if rest is None else rest
    return textwrap.wrap(text, width(), initial_indent=first, subsequent_indent=indent) or [first]


def columns(rows: Iterable[tuple[str, ...]], gap: str = "  ") -> Iterator[str]:
    """Rows as aligned columns; the last column runs free."""
    listed = list(rows)
    if not listed:
        return
    widths = [max(len(row[n]) for row in listed) for n in range(len(listed[0]) - 1)]
    for row in listed:
        padded = [cell.ljust(size) for cell, size in zip(row, widths, strict=False)]
        yield gap.join([*padded, row[-1]]).rstrip()
