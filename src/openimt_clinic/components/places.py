"""The places in the bar of a staff page: what this user may open, and how many need someone now."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openimt_clinic.access.permissions import Permission
from openimt_clinic.access.standing import Standing
from openimt_clinic.components.cases_of import people_who_need_someone


@dataclass(frozen=True)
class Place:
    """A link of a bar or a row of tabs; ``act``: a number shown in red, said by ``act_says``."""

    name: str
    url: str
    current: bool
    act: int = 0
    act_says: str = ""


def place(name: str, view: str, request: HttpRequest, *args: object) -> Place | None:
    """The place of that view, or None while no such page exists."""
    try:
        url = reverse(view, args=args)
    except NoReverseMatch:
        return None
    return Place(name, url, current=request.path == url)


def bar_places(request: HttpRequest) -> tuple[Place, ...]:
    """The places of the bar for whoever is signed in; none for patients and strangers."""
    standing: Standing | None = getattr(request, "standing", None)
    if standing is None or standing.is_patient:
        return ()
    found = []
    if standing.may(Permission.SEE_CASELOAD):
        found.append(_caseload(request, standing))
    if standing.may(Permission.READ_CATALOGUE):
        found.append(place(_("Catalogue"), "clinician:catalogue", request))
    if standing.may(Permission.RUN_CLINIC):
        found.append(place(_("Clinic"), "team:clinic", request))
    return tuple(one for one in found if one)


def _caseload(request: HttpRequest, standing: Standing) -> Place | None:
    plain = place(_("Caseload"), "clinician:caseload", request)
    waiting = people_who_need_someone(standing, timezone.now())
    if plain is None or not waiting:
        return plain
    says = ngettext("%(n)d person needs someone now", "%(n)d people need someone now", waiting)
    return Place(plain.name, plain.url, plain.current, waiting, says % {"n": waiting})
