"""A person's own pause cards, rehearsals and moments, as their pages find them."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse

from openimt_clinic.records.mapping.moments import KINDS
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_document import PhoneDocument


def own_or_404(patient: Patient, kind: str, name: UUID) -> PhoneDocument:
    """One that is there; what was taken away is not."""
    found = every(patient).filter(kind=kind, name=str(name)).first()
    if found is None:
        raise Http404
    return found


def every(patient: Patient) -> QuerySet[PhoneDocument]:
    """All of them, the newest first."""
    rows = PhoneDocument.objects.filter(
        patient=patient, kind__in=KINDS, removed_at__isnull=True
    ).select_related("patient__clinic")
    return rows.order_by("-made_at", "pk")


def address_of(document: PhoneDocument) -> str:
    """The page of its own."""
    return reverse(f"patient:one_{document.kind}", args=[document.name])
