"""Who treats the person from now on, after somebody handed over to somebody else."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from openimt_clinic.patient.today.card import Card
from openimt_clinic.records.appointment import Appointment, AppointmentState
from openimt_clinic.records.handover import Handover
from openimt_clinic.records.patient import Patient

SPEAKS = timedelta(days=30)
"""So long it stands on Today, unless the person puts it away."""


@dataclass(frozen=True)
class Changed:
    """``hours``: there are appointments with the one who came."""

    handover: Handover
    hours: bool


def handover(patient: Patient, now: datetime) -> Card | None:
    """The last change that the person has not put away."""
    rows = Handover.objects.filter(patient=patient, seen_at__isnull=True, made_at__gte=now - SPEAKS)
    last = rows.select_related("left", "came", "by").first()
    if last is None:
        return None
    hours = Appointment.objects.filter(
        patient=patient, with_whom=last.came, state=AppointmentState.PLANNED.value,
        starts_at__gte=now,
    )  # fmt: skip
    return Card("patient/today/handover.html", Changed(last, hours.exists()))
