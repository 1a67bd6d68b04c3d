"""A clinic as a phone shows it: which clinic it is, and its neutral picture."""

from django.http import HttpRequest
from django.templatetags.static import static

from openimt_clinic.access.standing import Standing
from openimt_clinic.records.clinic import Clinic

ICONS = ("path", "leaf", "shore", "lamp")
"""The pictures a clinic can choose from; none of them tells what the page is about."""


def clinic_of(request: HttpRequest) -> Clinic | None:
    """Of who is signed in, or the only one there is."""
    standing: Standing | None = getattr(request, "standing", None)
    if standing:
        return standing.clinic
    clinics = list(Clinic.objects.order_by("name")[:2])
    return clinics[0] if len(clinics) == 1 else None


def icon_name(clinic: Clinic | None) -> str:
    """The clinic's own picture; an unknown word, and nobody's, is the first of them."""
    return clinic.patient_icon if clinic and clinic.patient_icon in ICONS else ICONS[0]


def icon_address(clinic: Clinic | None) -> str:
    """Where that picture is."""
    return static(f"patient/icons/{icon_name(clinic)}.svg")
