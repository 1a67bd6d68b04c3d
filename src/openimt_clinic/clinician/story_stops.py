"""Notes that a person stopped while writing their story: asked about in the session, no alarm."""

from datetime import date, datetime

from openimt_clinic.actions.phone.kinds.story import STOPPED
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_document import PhoneDocument

LATEST = 10


def days_stopped(patient: Patient, since: datetime | None = None) -> list[date]:
    """The days on which the person stopped and wanted it known, the last first."""
    notes = PhoneDocument.objects.filter(patient=patient, kind=STOPPED, removed_at__isnull=True)
    if since is not None:
        notes = notes.filter(made_at__gt=since)
    return list(dict.fromkeys(notes.order_by("-about").values_list("about", flat=True)))[:LATEST]
