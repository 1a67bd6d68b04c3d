"""A note was begun and the appointment then marked as missed: both pages say so, with a way on."""

import pytest
from django.test import Client
from django.utils import timezone

from openimt_clinic.actions.delivering import mark_appointment
from openimt_clinic.records.appointment import Appointment, AppointmentState
from openimt_clinic.records.session_record import SessionRecord
from tests.web.kept import an_appointment
from tests.web.pages_of import Browser, address, opened
from tests.web.people import People
from tests.web.sessions import begun, standing_in

WAY_ON = "It was kept after all"


@pytest.fixture
def ana(people: People, signed_in: Browser) -> Client:
    return signed_in(people.ana)


@pytest.fixture
def today(people: People) -> Appointment:
    return an_appointment(people, timezone.now().replace(second=0, microsecond=0))


def marked(people: People, one: Appointment, state: AppointmentState) -> None:
    mark_appointment(appointment=one, state=state, by=people.ana)


def test_who_marks_an_appointment_hears_that_its_note_is_begun(
    people: People, ana: Client, today: Appointment
) -> None:
    assert "has begun the note" not in opened(ana, "appointment", people, today.pk)
    begun(ana, people, today)
    page = opened(ana, "appointment", people, today.pk)
    assert "Ana has begun the note of this session." in page
    assert address("session_at", people, today.pk) in page


def test_the_note_says_that_the_appointment_was_missed_and_is_signed_once_it_was_kept(
    people: People, ana: Client, today: Appointment
) -> None:
    page = begun(ana, people, today)
    assert WAY_ON not in page
    marked(people, today, AppointmentState.MISSED)
    page = opened(ana, "session_at", people, today.pk)
    assert "In the calendar this appointment is marked: missed." in page
    assert WAY_ON in page
    assert address("appointment", people, today.pk) in page
    sent = {**standing_in(page), "note": ["He came late."], "do": ["sign"]}
    refused = ana.post(address("session_at", people, today.pk), sent)
    assert refused.status_code == 422
    assert "If it was kept after all, say so on its page" in refused.content.decode()
    assert not SessionRecord.objects.exists()
    marked(people, today, AppointmentState.KEPT)
    page = opened(ana, "session_at", people, today.pk)
    sent = {**standing_in(page), "do": ["sign"]}
    assert ana.post(address("session_at", people, today.pk), sent).status_code == 302
    assert SessionRecord.objects.get().note == "He came late."
