"""Work done: module progress and session records to the core's values, and back."""

from typing import Any

from openimt.deliver.session import AppointmentState, ModuleWork, Place, Session
from openimt.formulate.assessment import Delivered
from openimt_clinic.database.asked import Asked, AskedValues, Given
from openimt_clinic.records.appointment import Appointment
from openimt_clinic.records.module_progress import ModuleProgress
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.session_record import SessionRecord

STATES = AskedValues(
    lambda: (
        Appointment.objects.filter(patient=Given("patient"), meeting__isnull=True)
        .order_by("starts_at")
        .values_list("state")
    )
)
BEGUN = Asked(lambda: ModuleProgress.objects.filter(patient=Given("patient")).order_by("module"))


def delivered_of(patient: Patient) -> tuple[Delivered, ...]:
    """How far the person has come in each module that was begun or ended."""
    rows = BEGUN.all(patient=patient.pk)
    return tuple(
        Delivered(row.module, row.step, row.sessions, row.ended_reason if row.ended_on else "")
        for row in rows
    )


def work_to_row(work: tuple[ModuleWork, ...]) -> list[dict[str, Any]]:
    """What ``SessionRecord.work`` keeps."""
    return [
        {
            "module": one.module,
            "step_before": one.step_before,
            "step_after": one.step_after,
            "note": one.note,
        }
        for one in work
    ]


def session_of(kept: SessionRecord) -> Session:
    """The session that a record tells of."""
    return Session(
        patient=str(kept.patient_id),
        at=kept.held_at,
        minutes=kept.minutes,
        place=Place(kept.appointment.place),
        work=tuple(ModuleWork(**row) for row in kept.work),
        note=kept.note,
        homework=kept.homework,
        next_on=kept.next_on,
    )


def states_of(patient: Patient) -> tuple[AppointmentState, ...]:
    """What came of the person's own appointments, oldest first; a group's hours count apart."""
    return tuple(AppointmentState(state) for state in STATES.flat(patient=patient.pk))
