"""Which catalogues the clinic keeps, which one new plans are made from, and who runs on which."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from openimt_clinic.access.doors import clinic_page
from openimt_clinic.access.permissions import Permission
from openimt_clinic.access.standing import Standing
from openimt_clinic.actions.catalogue_keeping import use_catalogue
from openimt_clinic.records.catalogue_version import CatalogueOrigin, CatalogueVersion
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.mapping.catalogues import current_version
from openimt_clinic.records.plan_version import PlanState, PlanVersion


@dataclass(frozen=True)
class VersionLine:
    """One kept catalogue. ``names``: whose plans stand on it, for team leads alone."""

    id: UUID
    word: str
    hash: str
    came: str
    loaded_at: datetime
    loaded_by: str
    current: bool
    running: int
    names: tuple[str, ...]


@clinic_page(Permission.READ_CATALOGUE)
@require_safe
def versions(request: HttpRequest, standing: Standing) -> HttpResponse:
    """The kept catalogues, the one in use first; plans are counted, and named for team leads."""
    named = standing.may(Permission.RUN_CLINIC)
    shown = {
        "versions": version_lines(standing.clinic, named=named),
        "unnamed": _running(standing.clinic).filter(made_with__isnull=True).count(),
        "may_choose": standing.may(Permission.AUTHOR_CATALOGUE),
        "named": named,
    }
    return render(request, "clinician/catalogue_versions.html", shown)


@clinic_page(Permission.READ_CATALOGUE)
def use_version(request: HttpRequest, standing: Standing, version_id: UUID) -> HttpResponse:
    """New plans are made from this version from now on."""
    version = get_object_or_404(CatalogueVersion.objects.defer("files"), pk=version_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    use_catalogue(version=version, by=standing.user)
    says = _("New plans are made from catalogue %(word)s. Running plans stay on theirs.")
    messages.success(request, says % {"word": version.word})
    return redirect("clinician:catalogue_versions")


def version_lines(clinic: Clinic, *, named: bool) -> tuple[VersionLine, ...]:
    """Every kept version, the one in use first, then the newest."""
    current = current_version(clinic)
    people: dict[object, list[str]] = {}
    rows = _running(clinic).order_by("patient__given_name", "patient__code")
    for key, given, initial in rows.values_list(
        "made_with", "patient__given_name", "patient__family_initial"
    ):
        people.setdefault(key, []).append(f"{given} {initial}.")
    kept = CatalogueVersion.objects.defer("files").select_related("loaded_by")
    lines = [
        VersionLine(
            id=one.pk,
            word=one.word,
            hash=one.hash[:8],
            came=_origin(one),
            loaded_at=one.loaded_at,
            loaded_by=one.loaded_by.name if one.loaded_by else "",
            current=current is not None and one.pk == current.pk,
            running=len(people.get(one.pk, ())),
            names=tuple(people.get(one.pk, ())) if named else (),
        )
        for one in kept.order_by("-loaded_at")
    ]
    return tuple(sorted(lines, key=lambda line: not line.current))


def _running(clinic: Clinic) -> "QuerySet[PlanVersion]":
    return PlanVersion.objects.filter(
        clinic=clinic, state=PlanState.ADOPTED.value, patient__ended_on__isnull=True
    )


def _origin(version: CatalogueVersion) -> str:
    if version.origin == CatalogueOrigin.PACKAGED.value:
        return _("came with OpenIMT")
    return _("loaded from a folder")
