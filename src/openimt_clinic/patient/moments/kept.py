"""A person's own pause cards, rehearsals and moments, as their pages find them."""

from uuid import UUID

from django.http import Http404
from django.urls import reverse

from openimt_clinic.records.mapping.moments import every
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_document import PhoneDocument


def own_or_404(patient: Patient, kind: str, name: UUID) -> PhoneDocument:
    """One that is there; what was taken away is not."""
    found = every(patient).filter(kind=kind, name=str(name)).first()
    if found is None:
        raise Http404
    return found


def address_of(document: PhoneDocument) -> str:
    """The page of its own."""
    return reverse(f"patient:one_{document.kind}", args=[document.name])
