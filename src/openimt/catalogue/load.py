"""Load a catalogue: from files to frozen shapes, refusing the first thing that is unsound."""

from functools import cache
from pathlib import Path

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.directory import read_directory
from openimt.catalogue.soundness import mistakes
from openimt.errors import CatalogueError

PACKAGED = Path(__file__).parent
"""The catalogue that comes with OpenIMT."""


def load(directory: Path | None = None) -> Catalogue:
    """The catalogue in a directory, or the packaged one.

    >>> load().module("r3").name
    'Emotion-regulation skills'

    Raises CatalogueError, with file and line, when anything in it cannot be read or cannot be
    meant: an unknown target, a prerequisite that leads back to itself, a missing part.
    """
    return _packaged() if directory is None else _read(directory)


@cache
def _packaged() -> Catalogue:
    return _read(PACKAGED)


def _read(directory: Path) -> Catalogue:
    catalogue, draft = read_directory(directory)
    wrong = draft.mistakes or mistakes(catalogue, draft.files)
    if wrong or catalogue is None:
        first = wrong[0] if wrong else CatalogueError("has no catalogue.toml", file=str(directory))
        raise first
    return catalogue
