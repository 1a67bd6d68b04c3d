"""A document as it comes to be: new, or the next version of one. Nothing here is saved."""

from collections.abc import Mapping
from uuid import uuid4

from django.utils import timezone

from openimt.deliver.documents.document import Value
from openimt_clinic.records.appointment import Appointment
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User

BEGUN = "beginning"
"""The device of what a document begins with."""


def new_document(
    patient: Patient,
    kind: str,
    by: User,
    subject: str = "",
    appointment: Appointment | None = None,
    values: Mapping[str, Value] | None = None,
    *,
    private: bool = False,
) -> CareDocument:
    """A first draft; its day is the caller's to say."""
    now = timezone.now()
    return CareDocument(
        clinic_id=patient.clinic_id,
        patient=patient,
        kind=kind,
        subject=subject,
        appointment=appointment,
        private=private,
        fields=begun_with(values or {}),
        author=by,
        made_at=now,
        changed_at=now,
    )


def begun_with(values: Mapping[str, Value]) -> dict[str, dict[str, object]]:
    """Fields as they are kept, written in one go."""
    key = str(uuid4())
    return {
        name: {"value": value, "key": key, "device": BEGUN, "latest": {BEGUN: 0}}
        for name, value in values.items()
        if value is not None
    }


def next_document(before: CareDocument, by: User, says: str = "") -> CareDocument:
    """A draft that begins with what stands in the version before."""
    now = timezone.now()
    return CareDocument(
        clinic_id=before.clinic_id,
        patient=before.patient,
        kind=before.kind,
        line=before.line,
        number=before.number + 1,
        subject=before.subject,
        appointment=before.appointment,
        private=before.private,
        fields=before.fields,
        about=before.about,
        says=says,
        author=by,
        made_at=now,
        changed_at=now,
    )
