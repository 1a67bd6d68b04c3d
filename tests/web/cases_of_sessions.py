"""Rows of the addresses around a session, and of planned absence."""

from collections.abc import Mapping
from typing import Any

from openimt_clinic.actions.own_calendar import make_calendar
from openimt_clinic.clinician.calendar_feed import secret_of
from openimt_clinic.records.planned_absence import PlannedAbsence
from tests.web.absent import an_absence
from tests.web.case import Case
from tests.web.people import People
from tests.web.sessions import a_begun_note


def of_an_absence(people: People) -> Mapping[str, Any]:
    return {"absence_id": (PlannedAbsence.objects.first() or an_absence(people)).pk}


def of_an_own_calendar(people: People) -> Mapping[str, Any]:
    made = make_calendar(clinic=people.clinic, with_codes=False, by=people.ana)
    return {"secret": secret_of(made)}


def of_a_begun_session(people: People) -> Mapping[str, Any]:
    note = a_begun_note(people)
    return {"patient_id": people.patient.pk, "appointment_id": note.appointment_id}


def of_a_session_note(people: People) -> Mapping[str, Any]:
    return {"patient_id": people.patient.pk, "document_id": a_begun_note(people).pk}


SESSION_CASES = [
    Case("clinician:session_beside", ids=of_a_begun_session, sends={}),
    Case(
        "clinician:session_note",
        ids=of_a_session_note,
        answers=302,
        because="It leads to the session; nothing is sent here.",
    ),
    Case(
        "clinician:absences",
        stranger="dan",
        read_only=None,
        sends={"first": "2026-01-01"},
        because="Everybody notes their own absence, so nobody only reads.",
    ),
    Case(
        "clinician:take_back_absence",
        ids=of_an_absence,
        stranger="ben",
        read_only=None,
        sends={},
        only_sends=True,
        answers=302,
        because="Everybody takes back their own, so nobody only reads.",
    ),
    Case(
        "clinician:own_calendar",
        stranger="dan",
        read_only=None,
        sends={"do": "new"},
        because="Everybody makes their own calendar, so nobody only reads.",
    ),
    Case(
        "hours_feed",
        ids=of_an_own_calendar,
        stranger=None,
        read_only=None,
        because="Whoever has the address may read it: it is secret, and holds nobody's name.",
    ),
]
