"""What is done with the catalogue when a clinic starts: it is kept, and new plans are made from it.

Nothing moves a running plan; a person does.
"""

from datetime import datetime

from django.conf import settings

from openimt.catalogue.source import CatalogueSource, source_of
from openimt.errors import CatalogueError
from openimt_clinic.actions.catalogue_keeping import keep_catalogue, name_catalogue_of_old_plans
from openimt_clinic.database.wall import inside
from openimt_clinic.records.catalogue_version import CatalogueOrigin, CatalogueVersion
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.mapping.catalogues import current_version, kept_catalogue
from openimt_clinic.records.plan_version import PlanVersion


def settle_catalogues(at: datetime) -> None:
    """For every clinic here; raises CatalogueError when the folder named is not sound."""
    for clinic in Clinic.objects.all():
        with inside(clinic=clinic.pk):
            settle_catalogue(clinic, at)


def settle_catalogue(clinic: Clinic, at: datetime) -> CatalogueVersion:
    """The catalogue of the folder that OPENIMT_CATALOGUE names, or else the packaged one.

    A folder that somebody loaded into the running clinic goes before the packaged one, for as long
    as it can be read; the packaged one is then kept beside it, for an author to choose.
    """
    folder, current = settings.CATALOGUE_FOLDER, current_version(clinic)
    if folder:
        version = _in_use(clinic, source_of(folder), CatalogueOrigin.FOLDER, current, at)
    elif current is not None and _goes_before(current):
        version = current
        _keep_beside(clinic, at)
    else:
        version = _in_use(clinic, source_of(), CatalogueOrigin.PACKAGED, current, at)
    _name_old_plans(clinic, version)
    return version


def _in_use(
    clinic: Clinic,
    source: CatalogueSource,
    origin: CatalogueOrigin,
    current: CatalogueVersion | None,
    at: datetime,
) -> CatalogueVersion:
    if current is not None and current.hash == source.hash:
        return current
    return keep_catalogue(clinic=clinic, source=source, origin=origin, by=None, at=at)


def _goes_before(current: CatalogueVersion) -> bool:
    if current.origin != CatalogueOrigin.FOLDER.value:
        return False
    try:
        kept_catalogue(current)
    except CatalogueError:
        return False
    return True


def _keep_beside(clinic: Clinic, at: datetime) -> None:
    packaged = source_of()
    if not CatalogueVersion.objects.filter(hash=packaged.hash).exists():
        keep_catalogue(
            clinic=clinic,
            source=packaged,
            origin=CatalogueOrigin.PACKAGED,
            by=None,
            at=at,
            use=False,
        )


def _name_old_plans(clinic: Clinic, version: CatalogueVersion) -> None:
    """Plans older than the keeping of catalogues could only come from the packaged one."""
    if version.hash != source_of().hash:
        return
    if PlanVersion.objects.filter(made_with__isnull=True, catalogue=version.word).exists():
        name_catalogue_of_old_plans(clinic=clinic, version=version, by=None)
