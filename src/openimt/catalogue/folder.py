"""Which files lie in a folder of a catalogue: safely named, inside it, and not too many."""

import os
import re
from itertools import islice
from pathlib import Path

from openimt.errors import CatalogueError

MOST_FILES = 2_000
"""A folder with more modules than this is refused before any is read."""

MOST_ENTRIES = 20_000
"""Entries of a folder, of whatever kind, that are looked at."""

MOST_BYTES = 16 * 1024 * 1024
"""All files of a catalogue together; a thousand modules take about ten."""

MOST_VALUES = 1_000_000
"""Values that all files of a catalogue say together; a thousand modules say half of it."""

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}\.toml")


def file_names(directory: Path, folder: str) -> tuple[list[str], list[CatalogueError]]:
    """The files of a folder, such as ``modules/r3.toml``, in order, and what cannot be one."""
    try:
        with os.scandir(directory / folder) as entries:
            found = [entry.name for entry in islice(entries, MOST_ENTRIES + 1)]
    except FileNotFoundError:
        return [], []
    except OSError as error:
        says = f"cannot be read as a folder ({error.strerror or 'unknown cause'})"
        return [], [CatalogueError(says, file=folder)]
    meant = sorted(name for name in found if name.lower().endswith(".toml"))
    if len(meant) > MOST_FILES or len(found) > MOST_ENTRIES:
        says = f"holds {_at_least(meant, found)} files; a catalogue has at most {MOST_FILES}"
        return [], [CatalogueError(says, file=folder)]
    odd = [_misnamed(folder, name) for name in meant if not _NAME.fullmatch(name)]
    return [f"{folder}/{name}" for name in meant if _NAME.fullmatch(name)], odd


def _at_least(meant: list[str], found: list[str]) -> str:
    return f"more than {MOST_ENTRIES}" if len(found) > MOST_ENTRIES else str(len(meant))


def _misnamed(folder: str, name: str) -> CatalogueError:
    shown = ascii(name)[1:-1][:60]
    says = (
        f"the file name '{shown}' cannot be an id; write small letters, digits and '_' as in "
        "r3.toml, or take the file out of the folder"
    )
    return CatalogueError(says, file=folder)


def refuse_way_out(directory: Path, name: str) -> None:
    """Raises CatalogueError when a file is a link to something outside its catalogue."""
    inside = os.path.realpath(directory)
    if os.path.commonpath([inside, os.path.realpath(directory / name)]) != inside:
        says = "is a link that leads out of the catalogue; put the file itself there"
        raise CatalogueError(says, file=name)
