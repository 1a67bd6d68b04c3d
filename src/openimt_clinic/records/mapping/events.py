"""Dated facts and attendance, as the core's events."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from openimt.formulate.assessment import Event
from openimt.terms import EventKind
from openimt_clinic.database.asked import Asked, AskedValues, Given
from openimt_clinic.records.answer_set import AnswerSet, AnswerState
from openimt_clinic.records.appointment import Appointment, AppointmentState
from openimt_clinic.records.clinical_event import ClinicalEvent
from openimt_clinic.records.mapping.facts import SAFETY_CHECK
from openimt_clinic.records.patient import Patient

ATTENDANCE = {
    AppointmentState.KEPT.value: EventKind.SESSION_KEPT,
    AppointmentState.CANCELLED_WITH_NOTICE.value: EventKind.SESSION_CANCELLED,
    AppointmentState.MISSED.value: EventKind.SESSION_MISSED,
}


FACTS = Asked(
    lambda: ClinicalEvent.objects.filter(
        patient=Given("patient"), on__lte=Given("on")
    ).select_related("reviewed_by")
)
CHECKED = AskedValues(
    lambda: AnswerSet.objects.filter(
        patient=Given("patient"), instrument=SAFETY_CHECK, state=AnswerState.COMPLETE.value,
        given_at__lt=Given("until"),
    ).order_by().values_list("pk")[:1]
)  # fmt: skip
OFFERED = Asked(
    lambda: Appointment.objects.filter(
        patient=Given("patient"), starts_at__lt=Given("until"), state__in=list(ATTENDANCE),
        meeting__isnull=True,
    )
)  # fmt: skip


def events_of(patient: Patient, on: date, until: datetime) -> tuple[Event, ...] | None:
    """The facts up to the day, oldest first; None = the person was never asked about them.

    Attendance alone does not make it *asked*: to have come to sessions says nothing of acts.
    """
    facts = facts_until(patient, on)
    if not facts and not _was_asked(patient, until):
        return None
    return tuple(sorted([*facts, *_attendance(patient, until)], key=lambda e: (e.on, e.kind)))


def facts_until(patient: Patient, on: date) -> list[Event]:
    """The dated facts alone, without attendance."""
    rows = FACTS.all(patient=patient.pk, on=on)
    return [
        Event(
            EventKind(row.kind), row.on, row.value, row.reviewed_by.name if row.reviewed_by else ""
        )
        for row in rows
    ]


def _was_asked(patient: Patient, until: datetime) -> bool:
    return bool(CHECKED.all(patient=patient.pk, until=until))


def _attendance(patient: Patient, until: datetime) -> list[Event]:
    zone = ZoneInfo(patient.clinic.time_zone)
    rows = OFFERED.all(patient=patient.pk, until=until)
    return [Event(ATTENDANCE[row.state], row.starts_at.astimezone(zone).date()) for row in rows]
