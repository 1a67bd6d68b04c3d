"""Notes that a person stopped while writing their story: asked about in the session, no alarm."""

from collections.abc import Iterator
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from openimt.deliver.session import AgendaPoint
from openimt_clinic.actions.phone.kinds.story import STOPPED
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_document import PhoneDocument
from openimt_clinic.records.session_record import SessionRecord

LATEST = 10


def days_stopped(patient: Patient, since: datetime | None = None) -> list[date]:
    """The days on which the person stopped and wanted it known, the last first."""
    notes = PhoneDocument.objects.filter(patient=patient, kind=STOPPED, removed_at__isnull=True)
    if since is not None:
        notes = notes.filter(made_at__gt=since)
    return list(dict.fromkeys(notes.order_by("-about").values_list("about", flat=True)))[:LATEST]


def stop_points(patient: Patient, last: SessionRecord | None) -> Iterator[AgendaPoint]:
    """The agenda's point for what the person wanted known since the last session."""
    if days := days_stopped(patient, last.held_at if last else None):
        on = ", ".join(date_format(day, _("j F Y")) for day in days)
        says = _("Stopped while writing their story on %(on)s; ask how it was.") % {"on": on}
        because = _("They wanted this known. Nothing of what was written is in it.")
        yield AgendaPoint(STOPPED, says, because)
