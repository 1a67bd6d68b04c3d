"""Who stands behind a module as it reads now: the clinic's signatures, by its fingerprint."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from openimt.catalogue.review import fingerprint
from openimt.catalogue.source import CatalogueSource, source_of
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.mapping.catalogues import Ground, kept_source
from openimt_clinic.records.module_signature import ModuleSignature, SignedAs

_fingerprints: dict[str, dict[str, str]] = {}
"""By the hash of a catalogue: the fingerprint of each of its modules' files."""


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
    """The fingerprint of each module in a catalogue: what its file says, however it is laid out."""
    version, packaged = ground.version, source_of()
    key = version.hash if version else packaged.hash
    if key not in _fingerprints:
        kept = version is not None and version.hash != packaged.hash
        _fingerprints[key] = _of_source(kept_source(version) if kept and version else packaged)
    found = _fingerprints[key]
    return {one.id: found.get(one.file, "") for one in ground.catalogue.modules.values()}


def _of_source(source: CatalogueSource) -> dict[str, str]:
    return {
        name: fingerprint(tomllib.loads(raw.decode("utf-8-sig")))
        for name, raw in source.files.items()
        if name.startswith("modules/")
    }


def _signature(row: ModuleSignature, content: str) -> Signature:
    return Signature(row, row.signer, SignedAs(row.signed_as), row.on, row.content == content)
