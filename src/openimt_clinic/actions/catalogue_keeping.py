"""Catalogues: kept as they are, one of them used for new plans; running plans stay on theirs."""

from datetime import datetime

from django.utils import timezone

from openimt.catalogue.source import CatalogueSource, load_source, refuse_unsound
from openimt_clinic.access.care import require_in
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.action import action
from openimt_clinic.actions.sent_again import in_turn
from openimt_clinic.audit.log import record
from openimt_clinic.records.catalogue_version import (
    CatalogueOrigin,
    CatalogueUse,
    CatalogueVersion,
)
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.mapping.catalogues import files_to_row, kept_catalogue
from openimt_clinic.records.plan_version import PlanVersion
from openimt_clinic.records.user import User


@action
def keep_catalogue(
    *,
    clinic: Clinic,
    source: CatalogueSource,
    origin: CatalogueOrigin,
    by: User | None,
    at: datetime | None = None,
    use: bool = True,
) -> CatalogueVersion:
    """Keeps the files of a catalogue; new plans are made from it, running ones stay on theirs.

    ``use`` False: it is kept beside the one in use. ``by`` None = the program itself, at its
    start. Raises CatalogueError, with file and line, when the check finds an error in it; nothing
    is kept then.
    """
    _require_author(by, clinic)
    refuse_unsound(source)
    moment = at or timezone.now()
    version, made = CatalogueVersion.objects.defer("files").get_or_create(
        clinic=clinic,
        hash=source.hash,
        defaults={
            "word": load_source(source).version,
            "files": files_to_row(source),
            "origin": origin.value,
            "loaded_at": moment,
            "loaded_by": by,
        },
    )
    if made or not use:
        record("catalogue.kept", by=by, clinic=clinic, hash=version.hash, origin=origin.value)
    if use:
        _use(version, by, moment)
    return version


@action
def use_catalogue(*, version: CatalogueVersion, by: User | None) -> CatalogueVersion:
    """New plans are made from a version that is kept already, such as the one before.

    Raises CatalogueError when it can no longer be read.
    """
    _require_author(by, version.clinic)
    kept_catalogue(version)
    _use(version, by, timezone.now())
    return version


@action
def name_catalogue_of_old_plans(
    *, clinic: Clinic, version: CatalogueVersion, by: User | None
) -> int:
    """Plans from before catalogues were kept: those that name this version's word stand on it.

    Returns how many there were.
    """
    _require_author(by, clinic)
    old = PlanVersion.objects.filter(made_with__isnull=True, catalogue=version.word)
    named = old.update(made_with=version)
    record("catalogue.named", by=by, clinic=clinic, hash=version.hash, plans=named)
    return named


def _use(version: CatalogueVersion, by: User | None, at: datetime) -> None:
    in_turn(version.clinic)
    now = CatalogueUse.objects.filter(clinic=version.clinic, since__lte=at).first()
    if now is None or now.version_id != version.pk:
        CatalogueUse.objects.create(clinic=version.clinic, version=version, since=at, by=by)
    record("catalogue.used", by=by, clinic=version.clinic, hash=version.hash)


def _require_author(by: User | None, clinic: Clinic) -> None:
    if by is not None:
        require_in(by, Permission.AUTHOR_CATALOGUE, clinic)
