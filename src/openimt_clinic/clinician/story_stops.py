"""Notes that a person stopped while writing their story: asked about in the session, no alarm."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from openimt.deliver.session import AgendaPoint
from openimt_clinic.actions.phone.kinds.story import STOPPED
from openimt_clinic.database.asked import AskedValues, Given
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_document import PhoneDocument
from openimt_clinic.records.session_record import SessionRecord

LATEST = 10
LONG_AGO = datetime(1900, 1, 1, tzinfo=UTC)
STOPPED_ON = AskedValues(
    lambda: (
        PhoneDocument.objects.filter(
            patient=Given("patient"), kind=STOPPED, removed_at__isnull=True,
            made_at__gt=Given("since"),
        )
        .order_by("-about")
        .values_list("about")
    )
)  # fmt: skip


def days_stopped(patient: Patient, since: datetime | None = None) -> list[date]:
    """The days on which the person stopped and wanted it known, the last first."""
    days = STOPPED_ON.flat(patient=patient.pk, since=since or LONG_AGO)
    return list(dict.fromkeys(days))[:LATEST]


def stop_points(patient: Patient, last: SessionRecord | None) -> Iterator[AgendaPoint]:
    """The agenda's point for what the person wanted known since the last session."""
    if days := days_stopped(patient, last.held_at if last else None):
        on = ", ".join(date_format(day, _("j F Y")) for day in days)
        says = _("Stopped while writing their story on %(on)s; ask how it was.") % {"on": on}
        because = _("They wanted this known. Nothing of what was written is in it.")
        yield AgendaPoint(STOPPED, says, because)
