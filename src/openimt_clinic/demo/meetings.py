"""Appointments with what came of them, the sessions that were held, and the note of the last."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import uuid4

from openimt.deliver.session import Session
from openimt.simulate.person import Appointment as Booked
from openimt.simulate.person import InventedPerson
from openimt_clinic.actions.care.session_fields import SESSION
from openimt_clinic.demo.keeping import Keeping
from openimt_clinic.records.appointment import Appointment, AppointmentState, Place
from openimt_clinic.records.care_document import CareDocument, DocumentState
from openimt_clinic.records.mapping.sessions import work_to_row
from openimt_clinic.records.record import PatientRecord
from openimt_clinic.records.session_record import SessionRecord

HOUR = timedelta(hours=1)
CALL_BACK = 1
PLACES = {"en": ("Room 2", "at home"), "de": ("Zimmer 2", "zu Hause")}
WE_WERE_ILL = {
    "en": "The therapist was ill; another hour was offered by telephone.",
    "de": "Die Therapeutin war krank; eine andere Stunde am Telefon wurde angeboten.",
}
"""What the person reads of an appointment, in their language."""


NEAR = {"en": "A neighbour, one floor up", "de": "Eine Nachbarin, ein Stockwerk höher"}
NOTED = {
    "en": {
        "response": "Slowly at first, then with questions of their own.",
        "promises": ["Ask about the earlier hour on Thursdays", "Bring the sheet we spoke of"],
    },
    "de": {
        "response": "Erst zögernd, dann mit eigenen Fragen.",
        "promises": ["Nach der früheren Stunde am Donnerstag fragen", "Das Blatt mitbringen"],
    },
}
"""What the therapist wrote beside the note, and said they would do."""
DEVICE = "the demo"


def meetings(person: InventedPerson, keeping: Keeping) -> list[PatientRecord]:
    """One series of appointments, then the sessions, each at its appointment."""
    series = uuid4()
    booked = [_appointment(one, keeping, series) for one in person.appointments]
    at = {appointment.starts_at: appointment for appointment in booked}
    held = list(_sessions(person, keeping, at))
    return [*booked, *held, *(_note(one, keeping) for one in held[-1:])]


def _appointment(booked: Booked, keeping: Keeping, series: object) -> Appointment:
    remote = booked.place.value == Place.REMOTE.value
    came = booked.state.value
    by_us = came == AppointmentState.CANCELLED_BY_US.value
    marked = came != AppointmentState.PLANNED.value
    language = keeping.patient.language
    room, home = PLACES[language]
    return Appointment(
        **keeping.fields(
            series=series,
            with_whom=keeping.treating,
            starts_at=booked.at,
            place=booked.place.value,
            where=home if remote else room,
            call_back=keeping.number(CALL_BACK) if remote else "",
            near=NEAR[language] if remote else "",
            state=came,
            reason=WE_WERE_ILL[language] if by_us else "",
            marked_by=keeping.treating if marked else None,
            marked_at=booked.at + HOUR if marked else None,
        )
    )


def _sessions(
    person: InventedPerson, keeping: Keeping, at: dict[datetime, Appointment]
) -> Iterator[SessionRecord]:
    for session in person.sessions:
        yield _session(session, keeping, at[session.at])


def _session(session: Session, keeping: Keeping, appointment: Appointment) -> SessionRecord:
    return SessionRecord(
        **keeping.fields(
            appointment=appointment,
            held_at=session.at,
            minutes=session.minutes,
            work=work_to_row(session.work),
            note=session.note,
            homework=session.homework,
            next_on=session.next_on,
            by=keeping.treating,
            noted_at=session.at + HOUR,
        )
    )


def _note(held: SessionRecord, keeping: Keeping) -> CareDocument:
    """The signed note of a session, as its page would have left it."""
    ends = held.next_on.isoformat() if held.next_on else None
    told: dict[str, object] = {"note": held.note, "homework": held.homework, "next_on": ends}
    values = {**told, **NOTED[keeping.patient.language]}
    key = str(uuid4())
    return CareDocument(
        **keeping.fields(
            kind=SESSION,
            appointment=held.appointment,
            fields={
                name: {"value": value, "key": key, "device": DEVICE, "latest": {DEVICE: 1}}
                for name, value in values.items()
                if value
            },
            about=held.held_at.astimezone(keeping.zone).date(),
            state=DocumentState.SIGNED.value,
            author=keeping.treating,
            made_at=held.noted_at,
            changed_at=held.noted_at,
            signed_by=keeping.treating,
            signed_at=held.noted_at,
        )
    )
