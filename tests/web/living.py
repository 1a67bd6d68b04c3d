"""An invented person of the core as records of the clinic, for pages that need a whole course."""

from datetime import UTC, datetime, time, timedelta

from openimt.simulate.assessed import delivered
from openimt.simulate.person import InventedPerson
from openimt.terms import EventKind
from openimt_clinic.actions.planning import adopt, propose
from openimt_clinic.records.answer_set import AnswerSet
from openimt_clinic.records.appointment import Appointment
from openimt_clinic.records.capacity_record import CapacityRecord
from openimt_clinic.records.clinical_event import ClinicalEvent
from openimt_clinic.records.common_state import CommonStateRecord
from openimt_clinic.records.diagnosis import DiagnosisRecord
from openimt_clinic.records.module_progress import ModuleProgress
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User

SESSIONS = {EventKind.SESSION_KEPT, EventKind.SESSION_CANCELLED, EventKind.SESSION_MISSED}


def live(patient: Patient, person: InventedPerson, by: User) -> None:
    """Writes the course into the patient's records, so that its last day is today."""
    later = datetime.now(UTC).date() - person.on
    about = {"clinic": patient.clinic, "patient": patient}
    noted = {**about, "noted_at": datetime.now(UTC)}
    patient.started_on = person.start + later
    patient.save()
    DiagnosisRecord.objects.create(
        **noted, code=person.diagnosis.code, by=by, on=patient.started_on
    )
    for change in person.common:
        CommonStateRecord.objects.create(
            **noted,
            module=change.module,
            state=change.state,
            on=change.on + later,
            because=change.because,
            by=by,
        )
    for seen in person.capacities:
        CapacityRecord.objects.create(
            **noted, capacity=seen.capacity, state=seen.state, on=seen.on + later, by=by
        )
    for event in person.events:
        if event.kind not in SESSIONS:
            ClinicalEvent.objects.create(
                **noted, kind=event.kind, on=event.on + later, value=event.value, noted_by=by
            )
    for one in person.appointments:
        Appointment.objects.create(
            **about,
            with_whom=by,
            starts_at=one.at.replace(tzinfo=UTC) + later,
            state=one.state,
            place=one.place,
            call_back="030 555 0100" if one.place == "remote" else "",
        )
    readings(patient, person, later)
    for _, day in person.phases:
        adopt(version=propose(patient=patient, on=day + later, by=by), by=by)
    for done in delivered(person, person.on):
        ModuleProgress.objects.create(
            **about, module=done.module, step=done.step, sessions=done.sessions
        )


def readings(patient: Patient, person: InventedPerson, later: timedelta) -> None:
    for number, read in enumerate(person.readings):
        if not read.measure or "." in read.measure or read.on is None:
            continue
        at = datetime.combine(read.on + later, time(9), tzinfo=UTC)
        AnswerSet.objects.create(
            clinic=patient.clinic,
            patient=patient,
            instrument=read.measure,
            version="1",
            occasion=str(number),
            state="complete",
            source="import",
            given_at=at,
            received_at=at,
            scores={"scales": {"total": {"value": read.value}}, "safety": []},
        )
