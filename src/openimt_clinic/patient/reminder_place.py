"""Where a reminder leads."""

from openimt_clinic.patient.doors import address
from openimt_clinic.patient.form import patient_forms
from openimt_clinic.records.mapping.prompted import CARD, FORM, LATER, MOMENTS, TRUTH
from openimt_clinic.records.phone_document import PhoneDocument
from openimt_clinic.records.prompt import Prompt


def place_of(prompt: Prompt) -> str:
    """The page; empty when what it was about is not there any more."""
    if prompt.about == CARD:
        return address("patient:card") or address("patient:home")
    if prompt.about in {LATER, TRUTH}:
        name = prompt.key.rpartition("/")[2]
        rows = PhoneDocument.objects.filter(patient=prompt.patient_id, kind__in=MOMENTS, name=name)
        document = rows.filter(removed_at__isnull=True).first()
        return address("patient:later", document.kind, document.name) if document else ""
    form = prompt.about.removeprefix(FORM)
    return address("patient:form", form) if form in patient_forms() else ""
