"""With whom the person speaks next, what was cancelled, and what was agreed last time."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from openimt_clinic.patient.today.card import Card
from openimt_clinic.patient.writing import writing
from openimt_clinic.records.appointment import Appointment, AppointmentState, Place
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.session_record import SessionRecord


@dataclass(frozen=True)
class Meeting:
    """``answered``: the person has said how it went with what was agreed."""

    next: Appointment | None
    cancelled: Appointment | None
    last: SessionRecord | None
    answered: bool
    appointments_url: str
    remote: str = Place.REMOTE.value


def meeting(patient: Patient, now: datetime) -> Card | None:
    """The next appointment, the next that we had to cancel, and what we said."""
    last = SessionRecord.objects.filter(patient=patient).exclude(homework="").first()
    about = Meeting(
        next=coming(patient, now, AppointmentState.PLANNED),
        cancelled=coming(patient, now, AppointmentState.CANCELLED_BY_US),
        last=last,
        answered=bool(last and writing(patient, "homework", str(last.pk)).values.get("how")),
        appointments_url=reverse("patient:appointments"),
    )
    return Card("patient/today/meeting.html", about)


def coming(patient: Patient, now: datetime, state: AppointmentState) -> Appointment | None:
    """The first appointment ahead in that state."""
    rows = Appointment.objects.filter(patient=patient, starts_at__gte=now, state=state.value)
    return rows.select_related("with_whom", "meeting__group").order_by("starts_at").first()
