"""Whose door it is before anybody has signed in, by a name that tells nothing."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from openimt_clinic.components.clinic_face import clinic_of, icon_address

PATIENTS = "/me/"


@dataclass(frozen=True)
class FrontPlace:
    """The head of a page that is shown to nobody in particular."""

    name: str
    icon: str


def front_place(request: HttpRequest) -> FrontPlace | None:
    """The only clinic there is. Of several none is named: a patient reads a neutral word.

    A phone may lie open before anybody's eyes, so the name of the program is not on it.
    """
    clinic = clinic_of(request)
    if clinic is not None:
        return FrontPlace(clinic.patient_name, icon_address(clinic))
    if wanted(request).startswith(PATIENTS):
        return FrontPlace(_("Today"), icon_address(None))
    return None


def wanted(request: HttpRequest) -> str:
    """The page that somebody was on the way to."""
    return request.POST.get("next") or request.GET.get("next") or ""
