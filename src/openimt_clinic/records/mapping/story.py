"""What stands in the way of hard topics, and on which days they open."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from openimt.deliver.story.pacing import pacing
from openimt.deliver.story.release import InTheWay, in_the_way
from openimt_clinic.records.appointment import Appointment, AppointmentState
from openimt_clinic.records.mapping.situations import plan_in_force, profile_of
from openimt_clinic.records.patient import Patient

HELD_OR_COMING = (AppointmentState.PLANNED.value, AppointmentState.KEPT.value)


def hindrances(patient: Patient, on: date) -> tuple[InTheWay, ...]:
    """What stands in the way of any hard topic on the day."""
    plan, catalogue = plan_in_force(patient)
    return in_the_way(profile_of(patient, on, catalogue, plan), catalogue)


def is_session_day(patient: Patient, on: date) -> bool:
    """Whether an appointment is held, or planned, on the day; true where the data do not ask."""
    if not pacing().release.session_day_only:
        return True
    begins = datetime.combine(on, time(), tzinfo=ZoneInfo(patient.clinic.time_zone))
    rows = Appointment.objects.filter(
        patient=patient, state__in=HELD_OR_COMING, meeting__isnull=True
    )
    return rows.filter(starts_at__gte=begins, starts_at__lt=begins + timedelta(days=1)).exists()
