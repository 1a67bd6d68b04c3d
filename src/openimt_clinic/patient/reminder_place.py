"""Where a reminder leads."""

from django.urls import reverse

from openimt_clinic.patient.form import patient_forms
from openimt_clinic.records.mapping.prompted import CARD, FORM, LATER, MOMENTS, TRUTH
from openimt_clinic.records.phone_document import PhoneDocument
from openimt_clinic.records.prompt import Prompt


def place_of(prompt: Prompt) -> str:
    """The page; empty when what it was about is not there any more."""
    if prompt.about == CARD:
        return reverse("patient:card")
    if prompt.about in {LATER, TRUTH}:
        name = prompt.key.rpartition("/")[2]
        rows = PhoneDocument.objects.filter(patient=prompt.patient_id, kind__in=MOMENTS, name=name)
        document = rows.filter(removed_at__isnull=True).first()
        return reverse("patient:later", args=[document.kind, document.name]) if document else ""
    form = prompt.about.removeprefix(FORM)
    return reverse("patient:form", args=[form]) if form in patient_forms() else ""
