"""The source of a catalogue: its files, byte for byte, under one name that follows from them.

A clinic keeps the sources of the catalogues it works with, so that a plan can be read for ever
with the modules it was made from, whatever was written since.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.check import Finding, Level, check
from openimt.catalogue.folder import refuse_way_out
from openimt.catalogue.load import PACKAGED, load
from openimt.catalogue.toml_file import read_bytes
from openimt.errors import CatalogueError

FOLDERS = ("", "modules/", "therapies/")
"""Where the files of a catalogue lie: beside each other, and one folder down."""

_NAME = re.compile(r"((modules|therapies)/)?[A-Za-z0-9][A-Za-z0-9_.-]{0,80}\.toml")
MOST_BYTES = 16 * 1024 * 1024
"""A whole catalogue is smaller than this; forty modules take less than half a megabyte."""
KEPT_SOURCES = 4
"""What so many sources come to is kept: it follows from their bytes, and nobody changes it."""


@dataclass(frozen=True)
class CatalogueSource:
    """The files of a catalogue by name, such as ``modules/r3.toml``."""

    files: Mapping[str, bytes]

    @cached_property
    def hash(self) -> str:
        """64 hexadecimal digits that differ as soon as one byte or name differs."""
        whole = hashlib.sha256()
        for name in sorted(self.files):
            whole.update(f"{name}\0{len(self.files[name])}\0".encode())
            whole.update(self.files[name])
        return whole.hexdigest()

    def __hash__(self) -> int:
        return hash(self.hash)

    def file_hash(self, name: str) -> str:
        """The same for one of its files; raises CatalogueError when there is none."""
        if name not in self.files:
            raise CatalogueError("is not among the files of this catalogue", file=name)
        return hashlib.sha256(self.files[name]).hexdigest()


def source_of(directory: Path | None = None) -> CatalogueSource:
    """The source in a directory, or of the packaged catalogue.

    >>> source_of().hash == source_of().hash
    True

    Raises CatalogueError when the directory cannot be read or holds far too much.
    """
    return _packaged() if directory is None else _read(directory)


@cache
def _packaged() -> CatalogueSource:
    return _read(PACKAGED)


def _read(directory: Path) -> CatalogueSource:
    if not directory.is_dir():
        raise CatalogueError("is not a catalogue directory", file=str(directory))
    paths = [path for folder in FOLDERS for path in sorted((directory / folder).glob("*.toml"))]
    files: dict[str, bytes] = {}
    total = 0
    for path in paths:
        name = path.relative_to(directory).as_posix()
        refuse_way_out(directory, name)
        files[name] = read_bytes(path, name)
        total += len(files[name])
        if total > MOST_BYTES:
            says = f"holds more than {MOST_BYTES // 1024 // 1024} MiB of files"
            raise CatalogueError(says, file=str(directory))
    return CatalogueSource(files)


@lru_cache(maxsize=KEPT_SOURCES)
def load_source(source: CatalogueSource) -> Catalogue:
    """The catalogue of a source, by the same loader and the same rules as a directory.

    Raises CatalogueError when it cannot be read, also because what a file may say has changed
    since it was kept.
    """
    with TemporaryDirectory(prefix="openimt-catalogue-") as folder:
        return load(_unpacked(source, Path(folder)))


@lru_cache(maxsize=KEPT_SOURCES)
def check_source(source: CatalogueSource) -> tuple[Finding, ...]:
    """Every finding about a source, as ``openimt catalogue check`` says it."""
    with TemporaryDirectory(prefix="openimt-catalogue-") as folder:
        return check(_unpacked(source, Path(folder)))


def refuse_unsound(source: CatalogueSource) -> None:
    """Raises CatalogueError with the first error that the check finds; warnings let it pass."""
    errors = [one for one in check_source(source) if one.level is Level.ERROR]
    if errors:
        first, more = errors[0], len(errors) - 1
        says = first.says if not more else f"{first.says} (and {more} more)"
        raise CatalogueError(says, file=first.file, line=first.line)


def _unpacked(source: CatalogueSource, folder: Path) -> Path:
    """The files written into an empty folder; a name that leads elsewhere is refused."""
    for name, raw in source.files.items():
        if not _NAME.fullmatch(name):
            raise CatalogueError(f"'{name}' cannot be the name of a catalogue file")
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(raw)
    return folder
