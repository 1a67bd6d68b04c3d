"""One entry of a person's story, for a page of its own."""

from django.http import Http404

from openimt.deliver.story.shapes import KINDS
from openimt_clinic.components.story.kept import Kept, kept
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_document import PhoneDocument


def entry(patient: Patient, kind: str, name: object) -> Kept:
    """One of them; what is not there, was taken away or is somebody else's has no page."""
    for one in PhoneDocument.objects.filter(
        patient=patient, kind=kind, name=str(name), removed_at__isnull=True
    ):
        if one.kind in KINDS:
            return kept(one)
    raise Http404
