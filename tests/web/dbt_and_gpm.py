"""What the tests of DBT, GPM and the team's hour make and read the short way."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from openimt.deliver.session import AppointmentState
from openimt.terms import CommonState
from openimt_clinic.actions.assessing import set_common_state
from openimt_clinic.actions.care.opening import open_document
from openimt_clinic.actions.care.signing import sign
from openimt_clinic.records.appointment import Appointment
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.session_record import SessionRecord
from tests.web.people import People

TODAY = timezone.localdate()
A_CHAIN: Mapping[str, Any] = {
    "act": "Cut the left arm",
    "prompt": "He did not answer",
    "links": [["thought", "I am a burden", None], ["emotion", "Shame", "Ring my sister"]],
    "short_self": "Relief",
    "commitment": "Ring before",
}
PLAN = {
    "responsible": "Dr Ana Weber",
    "goals": [["Four hours of work a week", "role", TODAY.isoformat(), "A contract"]],
    "others": [["prescriber", "Dr Lind", "Sees him monthly"]],
    "comorbid": [["Low mood", "watched", None]],
}


def under_dbt(people: People) -> People:
    """Dan's course runs under DBT."""
    people.patient.therapy = "dbt"
    people.patient.save()
    return people


def days_ago(number: int) -> date:
    return TODAY - timedelta(days=number)


def written(people: People, kind: str, values: Mapping[str, Any], **more: Any) -> CareDocument:
    """A document that is signed where its kind lets it be."""
    return sign(document=begun(people, kind, values, **more), by=people.ana)


def begun(people: People, kind: str, values: Mapping[str, Any], **more: Any) -> CareDocument:
    """A draft of Ana's with these values."""
    return open_document(
        patient=people.patient, kind=kind, by=people.ana, values=dict(values), **more
    )


def page(browser: Client, name: str, *arguments: object) -> str:
    """A page of the clinician's side, which is there."""
    answer = browser.get(reverse(f"clinician:{name}", args=arguments))
    assert answer.status_code == 200
    return answer.content.decode()


def step_of(text: str) -> str:
    """The one next step of a page."""
    found = re.search(r'aria-labelledby="next-step">(.*?)</section>', text, re.DOTALL)
    assert found
    return found[1]


def hours(people: People, *states: AppointmentState) -> None:
    """Individual appointments of the last weeks, the last one yesterday."""
    for place, state in enumerate(reversed(states)):
        Appointment.objects.create(
            clinic=people.clinic,
            patient=people.patient,
            with_whom=people.ana,
            starts_at=timezone.now() - timedelta(days=1 + 7 * place),
            state=state.value,
            marked_by=people.ana,
            marked_at=timezone.now(),
        )


def held_sessions(people: People, *days: int) -> None:
    """Sessions that Ana held so many days ago."""
    for ago in days:
        at = timezone.now() - timedelta(days=ago)
        appointment = Appointment.objects.create(
            clinic=people.clinic, patient=people.patient, with_whom=people.ana, starts_at=at,
            state=AppointmentState.KEPT.value, marked_by=people.ana, marked_at=at,
        )  # fmt: skip
        SessionRecord.objects.create(
            clinic=people.clinic, patient=people.patient, appointment=appointment, held_at=at,
            minutes=50, by=people.ana, noted_at=at,
        )  # fmt: skip


def torn(people: People, ago: int) -> None:
    """The alliance was met once and needs repair since then."""
    for state in (CommonState.MET, CommonState.NEEDS_REPAIR):
        set_common_state(
            patient=people.patient, module="c2", state=state, because="He felt dropped",
            on=days_ago(ago), by=people.ana,
        )  # fmt: skip


def state(people: People, ago: int, name: str, **more: str) -> CareDocument:
    """A signed state between people, so many days ago."""
    values = {"on": days_ago(ago).isoformat(), "state": name, **more}
    return written(people, "connection_state", values, about=days_ago(ago))
