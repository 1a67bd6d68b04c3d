"""Who stands behind a module as it reads now: the clinic's signatures, by the hash of its file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.source import CatalogueSource, source_of
from openimt_clinic.records.catalogue_version import CatalogueVersion
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.mapping.catalogues import Ground, kept_source
from openimt_clinic.records.module_signature import ModuleSignature, SignedAs

_hashes: dict[str, dict[str, str]] = {}
"""By the hash of a catalogue: the hash of each of its files."""


@dataclass(frozen=True)
class Signature:
    """A name under a module; ``current`` False = the module was edited since."""

    row: ModuleSignature
    signer: str
    signed_as: SignedAs
    on: date
    current: bool


@dataclass(frozen=True)
class ModuleReview:
    """``waits_for``: whose signature the module still needs, as it reads now."""

    module: str
    content: str
    signatures: tuple[Signature, ...]

    @property
    def waits_for(self) -> tuple[SignedAs, ...]:
        signed = {one.signed_as for one in self.signatures if one.current}
        return tuple(kind for kind in SignedAs if kind not in signed)

    @property
    def signed(self) -> bool:
        """Whether both have signed it as it reads now."""
        return not self.waits_for

    @property
    def edited(self) -> bool:
        """Whether somebody had signed an earlier text of it."""
        return any(not one.current for one in self.signatures)


def review_of(clinic: Clinic, ground: Ground, module: str) -> ModuleReview:
    """The review of one module of a catalogue."""
    return reviews_of(clinic, ground, (module,))[module]


def reviews_of(
    clinic: Clinic, ground: Ground, modules: Iterable[str] | None = None
) -> dict[str, ModuleReview]:
    """The reviews of some modules of a catalogue, or of all, by module."""
    asked = tuple(ground.catalogue.modules if modules is None else modules)
    contents = contents_of(ground)
    rows = ModuleSignature.objects.filter(
        clinic=clinic, module__in=asked, taken_back_at__isnull=True
    ).order_by("on", "recorded_at")
    found: dict[str, list[Signature]] = {module: [] for module in asked}
    for row in rows:
        found[row.module].append(_signature(row, contents[row.module]))
    return {
        module: ModuleReview(module, contents[module], tuple(signatures))
        for module, signatures in found.items()
    }


def contents_of(ground: Ground) -> Mapping[str, str]:
    """The hash of each module's file in a catalogue."""
    version, catalogue = ground.version, ground.catalogue
    if version is None:
        return _by_module(catalogue, _of_source(source_of()))
    if version.hash not in _hashes:
        _hashes[version.hash] = _of_source(_source(version))
    return _by_module(catalogue, _hashes[version.hash])


def _source(version: CatalogueVersion) -> CatalogueSource:
    packaged = source_of()
    return packaged if packaged.hash == version.hash else kept_source(version)


def _of_source(source: CatalogueSource) -> dict[str, str]:
    return {name: source.file_hash(name) for name in source.files}


def _by_module(catalogue: Catalogue, hashes: Mapping[str, str]) -> dict[str, str]:
    return {one.id: hashes.get(one.file, "") for one in catalogue.modules.values()}


def _signature(row: ModuleSignature, content: str) -> Signature:
    return Signature(row, row.signer, SignedAs(row.signed_as), row.on, row.content == content)
