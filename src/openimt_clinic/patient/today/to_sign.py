"""Something was written together and waits to be read and signed; nobody is hurried."""

from datetime import datetime

from django.urls import reverse

from openimt_clinic.actions.care.signed_by_person import PERSON_SIGNS
from openimt_clinic.patient.signing_view import papers
from openimt_clinic.patient.today.card import Card
from openimt_clinic.records.mapping.to_sign import waiting_for
from openimt_clinic.records.patient import Patient


def to_sign(patient: Patient, _now: datetime) -> Card | None:
    """A door while something waits; what is to be talked about first waits no longer."""
    if not waiting_for(patient, PERSON_SIGNS).exists():
        return None
    waiting = [one for one in papers(patient) if one.waits]
    if not waiting:
        return None
    alone = len(waiting) == 1
    url = (
        reverse("patient:read_document", args=[waiting[0].document.pk])
        if alone
        else reverse("patient:to_sign")
    )
    return Card("patient/today/to_sign.html", url)
