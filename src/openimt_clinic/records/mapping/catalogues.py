"""Which catalogue is read for whom: the one a plan stands on, else the clinic's current one."""

from collections.abc import Callable
from dataclasses import dataclass

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.load import load
from openimt.catalogue.source import CatalogueSource, load_source, source_of
from openimt.errors import CatalogueError
from openimt_clinic.database.asked import Asked, Given
from openimt_clinic.records.catalogue_version import CatalogueUse, CatalogueVersion
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.plan_version import PlanState, PlanVersion

RUNNING = Asked(
    lambda: (
        PlanVersion.objects.filter(patient=Given("patient"), state=PlanState.ADOPTED.value)
        .select_related("made_with", "clinic")
        .defer("made_with__files")[:1]
    )
)
CURRENT = Asked(
    lambda: (
        CatalogueUse.objects.filter(clinic=Given("clinic"))
        .select_related("version")
        .defer("version__files")[:1]
    )
)
MOST_IN_MEMORY = 16
_in_memory: dict[str, Catalogue | CatalogueError] = {}
"""By hash: what is kept never changes, so neither does what was made of it."""


@dataclass(frozen=True)
class Ground:
    """A catalogue to stand on. ``version`` None: the packaged one, which is not kept here yet.

    ``unreadable``: why the version that was asked for cannot be read any more; ``catalogue`` is
    then the clinic's current one.
    """

    catalogue: Catalogue
    version: CatalogueVersion | None = None
    unreadable: str = ""


def kept_source(version: CatalogueVersion) -> CatalogueSource:
    """The files as they were kept."""
    return CatalogueSource({name: text.encode() for name, text in version.files.items()})


def files_to_row(source: CatalogueSource) -> dict[str, str]:
    """What ``CatalogueVersion.files`` keeps; raises CatalogueError for what is no text."""
    return {name: _text(name, raw) for name, raw in source.files.items()}


def _text(name: str, raw: bytes) -> str:
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        raise CatalogueError("is not UTF-8 text; save it as UTF-8", file=name) from None
    if "\0" in text:
        raise CatalogueError("holds a character that no text has", file=name)
    return text


def kept_catalogue(version: CatalogueVersion) -> Catalogue:
    """The catalogue of a kept version; raises CatalogueError when it can no longer be read."""
    if version.hash == source_of().hash:
        return load()
    if version.hash not in _in_memory:
        while len(_in_memory) >= MOST_IN_MEMORY:
            _in_memory.pop(next(iter(_in_memory)))
        _in_memory[version.hash] = _made(lambda: load_source(kept_source(version)))
    found = _in_memory[version.hash]
    if isinstance(found, CatalogueError):
        raise found
    return found


def _made(load_it: Callable[[], Catalogue]) -> Catalogue | CatalogueError:
    try:
        return load_it()
    except CatalogueError as error:
        return error


def current_version(clinic: Clinic) -> CatalogueVersion | None:
    """The version from which new plans are made, without its files."""
    use = CURRENT.first(clinic=clinic.pk)
    return use.version if use else None


def current_ground(clinic: Clinic) -> Ground:
    """What new plans stand on: the clinic's current catalogue, or the packaged one."""
    version = current_version(clinic)
    if version is None:
        return Ground(load())
    try:
        return Ground(kept_catalogue(version), version)
    except CatalogueError as error:
        return Ground(load(), None, str(error))


def current_catalogue(clinic: Clinic) -> Catalogue:
    """The catalogue that the clinic works with now."""
    return current_ground(clinic).catalogue


def ground_of(plan: PlanVersion) -> Ground:
    """What a plan version was made from; the clinic's current one where that was not kept."""
    if plan.made_with is None:
        return current_ground(plan.clinic)
    try:
        return Ground(kept_catalogue(plan.made_with), plan.made_with)
    except CatalogueError as error:
        current = current_ground(plan.clinic)
        return Ground(current.catalogue, current.version, str(error))


def running_plan(patient: Patient) -> PlanVersion | None:
    """The plan in force, with the catalogue it was made from, without that one's files."""
    return RUNNING.first(patient=patient.pk)


def ground_for(patient: Patient) -> Ground:
    """What this person's pages are read from: the ground of the plan in force."""
    plan = running_plan(patient)
    return ground_of(plan) if plan else current_ground(patient.clinic)


def catalogue_for(patient: Patient) -> Catalogue:
    """The catalogue of ``ground_for``."""
    return ground_for(patient).catalogue


def label(version: CatalogueVersion) -> str:
    """How people call it: its word, and where the clinic keeps several of that word, its hash."""
    same = CatalogueVersion.objects.filter(clinic_id=version.clinic_id, word=version.word)
    return f"{version.word} ({version.hash[:8]})" if same.count() > 1 else version.word
