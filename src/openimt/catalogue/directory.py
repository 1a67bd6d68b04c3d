"""A catalogue directory read file by file; every mistake is kept as an error with its place."""

import os
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, cast

from openimt.catalogue.catalogue import (
    Capacity,
    Catalogue,
    DiagnosisKind,
    JudgementKind,
    MeasureLink,
    Reference,
    Setting,
    Settings,
    Target,
)
from openimt.catalogue.folder import MOST_BYTES, MOST_VALUES, file_names, refuse_way_out
from openimt.catalogue.module import Module
from openimt.catalogue.promise import Promise
from openimt.catalogue.shape_reader import ShapeReader
from openimt.catalogue.therapy import Therapy
from openimt.catalogue.toml_file import KEPT_FILES, KEPT_LENGTH, TomlFile, read_toml
from openimt.catalogue.toml_limits import values_in
from openimt.catalogue.wording import CLAUSES, worded
from openimt.errors import CatalogueError

T = TypeVar("T")

HERE = Path(__file__).parent
"""The packaged catalogue, which some installers link to file by file."""


@dataclass
class Draft:
    """What was read so far: files by name, mistakes in order, and the shapes by id."""

    directory: Path
    files: dict[str, TomlFile] = field(default_factory=dict)
    mistakes: list[CatalogueError] = field(default_factory=list)
    size: int = 0
    values: int = 0

    @property
    def full(self) -> bool:
        """Whether more was read than any catalogue says; then nothing further is."""
        return self.size > MOST_BYTES or self.values > MOST_VALUES

    def keep(self, file: TomlFile) -> None:
        """Keep a file; raises CatalogueError when it is one too many."""
        self.files[file.name] = file
        self.size += len(file.text)
        self.values += values_in(file.text)
        if self.full:
            most = f"{MOST_BYTES // 1024**2} MiB and {MOST_VALUES} values"
            says = f"is more than a catalogue can hold ({most} in all its files)"
            raise CatalogueError(says, file=file.name)

    def note(self, says: str, file: str, where: tuple[str | int, ...] = ()) -> None:
        """Keep a mistake with its line."""
        self.mistakes.append(self.files[file].error(says, where))


@dataclass(frozen=True)
class Head:
    """What ``catalogue.toml`` says: the version and the competences a therapist can have."""

    version: str
    competences: tuple[str, ...]


def read_directory(directory: Path) -> tuple[Catalogue | None, Draft]:
    """Everything in a directory that can be read; the catalogue is None without its frame."""
    draft = Draft(directory)
    if not os.path.isdir(directory):  # noqa: PTH112 - Path.is_dir raises for names too long
        shown = ascii(str(directory))[:200]
        draft.mistakes.append(CatalogueError(f"{shown} is not a catalogue directory"))
        return None, draft
    settings = _listed(draft, "settings.toml", "setting", Setting, {}, key="name")
    numbers = {setting.name: setting.value for setting in settings.values()}
    head = _try(draft, lambda: _head(draft))
    measures = _listed(draft, "measures.toml", "measure", MeasureLink, numbers, key="measure")
    parts: dict[str, Any] = {
        "targets": _listed(draft, "targets.toml", "target", Target, numbers),
        "capacities": _listed(draft, "capacities.toml", "capacity", Capacity, numbers),
        "judgements": _listed(draft, "judgements.toml", "judgement", JudgementKind, numbers),
        "diagnoses": _listed(draft, "diagnoses.toml", "diagnosis", DiagnosisKind, numbers),
        "promises": _listed(draft, "promises.toml", "promise", Promise, numbers),
        "references": _listed(draft, "references.toml", "reference", Reference, numbers),
        "modules": _folder(draft, "modules", Module, numbers),
        "therapies": _folder(draft, "therapies", Therapy, numbers),
    }
    if head is None:
        return None, draft
    catalogue = Catalogue(
        version=head.version,
        competences=head.competences,
        measures=tuple(measures.values()),
        settings=_settings(tuple(settings.values())),
        **parts,
    )
    return worded(catalogue), draft


def _settings(entries: tuple[Setting, ...]) -> Settings:
    values = {setting.name: setting.value for setting in entries}
    sources = {setting.name: setting.source for setting in entries}
    return Settings(values, sources, entries)


def _head(draft: Draft) -> Head:
    file = _open(draft, "catalogue.toml")
    return ShapeReader(file, {}).read(Head, file.data)


def _open(draft: Draft, name: str) -> TomlFile:
    if draft.directory != HERE:
        refuse_way_out(draft.directory, name)
    file = read_toml(draft.directory / name, name)
    draft.keep(file)
    return file


def _try(draft: Draft, read: Callable[[], T]) -> T | None:
    try:
        return read()
    except CatalogueError as error:
        draft.mistakes.append(error)
        return None


def _listed(
    draft: Draft,
    name: str,
    word: str,
    shape: type[T],
    settings: Mapping[str, float],
    key: str = "id",
) -> dict[str, T]:
    """The shapes of one file with one ``[[word]]`` table each, by their key."""
    file = _try(draft, lambda: _open(draft, name))
    if file is None:
        return {}
    for other in sorted(set(file.data) - {word}):
        draft.note(f"'{other}' is not a word of this file; it holds [[{word}]] tables", name)
    tables = file.data.get(word, [])
    if not isinstance(tables, list):
        draft.note(f"must hold [[{word}]] tables", name, (word,))
        return {}
    reader, found = ShapeReader(file, settings), dict[str, T]()
    for number, table in enumerate(tables):
        one = _try(draft, lambda n=number, t=table: reader.read(shape, t, (word, n)))  # type: ignore[misc]
        if one is not None:
            _keep(draft, found, one, getattr(one, key), name, (word, number))
    return found


def _keep(
    draft: Draft,
    found: dict[str, T],
    one: T,
    key: str,
    name: str,
    where: tuple[str | int, ...],
) -> None:
    if key in found:
        before = getattr(found[key], "file", "") or name
        place = f"in {before} already" if before != name else "twice"
        draft.note(f"'{key}' is said {place}; give one of them another id", name, where)
    else:
        found[key] = one


def _folder(
    draft: Draft, folder: str, shape: type[T], settings: Mapping[str, float]
) -> dict[str, T]:
    """The shapes of a folder with one file each, by their id."""
    found, numbers = dict[str, T](), tuple(settings.items())
    names, odd = file_names(draft.directory, folder)
    draft.mistakes.extend(odd)
    for name in names:
        if draft.full:
            break
        one = _try(draft, lambda n=name: _whole(_open(draft, n), shape, numbers))  # type: ignore[misc]
        if one is not None:
            _keep(draft, found, one, getattr(one, "id"), name, ("id",))  # noqa: B009
    return found


def _whole(file: TomlFile, shape: type[T], numbers: tuple[tuple[str, float], ...]) -> T:
    """The shape of a whole file. Nobody changes a shape, so the same text with the same numbers is
    not read again."""
    if len(file.text) > KEPT_LENGTH:
        return cast(T, _read_whole(file, shape, numbers))
    one: T = _kept_whole(file, cast(Hashable, shape), numbers)
    return one


def _read_whole(file: TomlFile, shape: Any, numbers: tuple[tuple[str, float], ...]) -> Any:
    table = _with_clause_ids(file.data) if shape is Module else file.data
    return ShapeReader(file, dict(numbers)).read(shape, table, file=file.name)


_kept_whole = lru_cache(maxsize=KEPT_FILES, typed=True)(_read_whole)


def _with_clause_ids(data: Mapping[str, Any]) -> dict[str, Any]:
    """The module's table with an id for each clause that has none: ``r3.1``, ``r3.2`` and so on."""
    table, number = dict(data), 0
    for kind in CLAUSES:
        if not isinstance(data.get(kind), list):
            continue
        numbered = []
        for clause in data[kind]:
            number += 1
            named = isinstance(clause, dict) and "id" not in clause
            numbered.append({"id": f"{data.get('id')}.{number}", **clause} if named else clause)
        table[kind] = numbered
    return table
