"""Edited catalogues for tests: the packaged one with a text exchanged, on disk or as a source."""

from pathlib import Path

from openimt.catalogue.source import CatalogueSource, source_of
from openimt_clinic.actions.catalogue_keeping import keep_catalogue
from openimt_clinic.records.catalogue_version import CatalogueOrigin, CatalogueVersion
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.user import User

Edit = tuple[str, str, str]
"""A file's name, a text in it, and what stands there instead."""


def word(source: CatalogueSource) -> str:
    """The line of ``catalogue.toml`` that names the version."""
    lines = source.files["catalogue.toml"].decode().splitlines()
    return next(line for line in lines if line.startswith("version"))


def edited(*edits: Edit, version: str = "2099.1") -> CatalogueSource:
    """The packaged catalogue under another version, with these edits."""
    source = source_of()
    files = dict(source.files)
    for name, before, after in (("catalogue.toml", word(source), f'version = "{version}"'), *edits):
        text = files[name].decode()
        assert before in text, f"{name} has no {before!r}"
        files[name] = text.replace(before, after, 1).encode()
    return CatalogueSource(files)


def written(source: CatalogueSource, folder: Path) -> Path:
    """The source as a folder."""
    for name, raw in source.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)
    return folder


def packaged(clinic: Clinic) -> CatalogueVersion:
    """The packaged catalogue, kept and in use."""
    return keep_catalogue(
        clinic=clinic, source=source_of(), origin=CatalogueOrigin.PACKAGED, by=None
    )


def loaded(clinic: Clinic, source: CatalogueSource, by: User | None = None) -> CatalogueVersion:
    """A folder's catalogue, kept and in use."""
    return keep_catalogue(clinic=clinic, source=source, origin=CatalogueOrigin.FOLDER, by=by)
