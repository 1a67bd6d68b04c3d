"""Since last time, from the records: facts with their sources, a fixed number of questions."""

from datetime import datetime, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from openimt.assess.library import load
from openimt_clinic.actions.answering import send_answers
from openimt_clinic.records.appointment import Appointment
from openimt_clinic.records.session_record import SessionRecord
from tests.web.kept import a_document, an_alert, an_appointment, an_event
from tests.web.pages_of import Browser, address, opened
from tests.web.people import People
from tests.web.sessions import planned_for, signed_off
from tests.web.written import NOTE, a_signed

MOST_BYTES = 60_000


@pytest.fixture
def ana(people: People, signed_in: Browser) -> Client:
    return signed_in(people.ana)


@pytest.fixture
def planned(people: People) -> People:
    return planned_for(people)


def days_ago(days: float) -> datetime:
    return timezone.now().replace(second=0, microsecond=0) - timedelta(days=days)


def held(people: People, days: float, **fields: object) -> SessionRecord:
    at = days_ago(days)
    one = an_appointment(people, at, state="kept", marked_by=people.ana, marked_at=at)
    given = {"minutes": 50, "by": people.ana, "noted_at": at, **fields}
    return SessionRecord.objects.create(
        clinic=people.clinic, patient=people.patient, appointment=one, held_at=at, **given
    )


@pytest.fixture
def today(planned: People) -> Appointment:
    return an_appointment(planned, days_ago(0))


def column(browser: Client, people: People, one: Appointment) -> str:
    page = opened(browser, "session_at", people, one.pk)
    return page[page.index('id="since"') : page.index("</section>", page.index('id="since"'))]


def test_where_nothing_is_known_it_says_so_plainly(
    planned: People, today: Appointment, ana: Client
) -> None:
    held(planned, 7)
    said = column(ana, planned, today)
    assert "Nothing is recorded of urges or acts" in said
    assert "No day of the diary is filled; a blank day is no zero." in said


def test_each_line_is_one_tap_from_where_it_comes(
    planned: People, today: Appointment, ana: Client
) -> None:
    last = held(planned, 7, homework="one walk with Su")
    alert = an_alert(planned, says="Intent was stated.", at=days_ago(2))
    an_event(planned, "self_harm_act", on=days_ago(3).date())
    an_event(planned, "self_harm_urge", on=days_ago(2).date(), value=4)
    an_appointment(
        planned, days_ago(4), state="missed", marked_by=planned.ana, marked_at=days_ago(4)
    )
    answers = {f"q{n}": 1.0 for n in range(1, 10)}
    send_answers(patient=planned.patient, instrument="phq9", answers=answers, by=planned.ana)
    said = column(ana, planned, today)
    assert f'href="{reverse("clinician:alert", args=[alert.pk])}"' in said
    assert said.index("Self-harm on") < said.index("Urge to self-harm: up to 4 of 5")
    assert "A session was missed on" in said
    assert address("appointments", planned) in said
    assert "Agreed to try: one walk with Su" in said
    assert "too big, shame, crisis, forgotten?" in said
    assert "PHQ-9 on" in said
    assert "the first reading." in said
    assert address("courses", planned) in said
    assert last.homework in said


def test_how_an_alert_was_closed_is_told(planned: People, today: Appointment, ana: Client) -> None:
    held(planned, 7)
    at = days_ago(2)
    an_alert(
        planned, says="Intent was stated.", at=at, acknowledged_at=at, acknowledged_by=planned.ana,
        closed_at=at, closed_by=planned.ana, closed_reason="Called; the plan holds.",
    )  # fmt: skip
    assert "Closed on" in column(ana, planned, today)
    assert "Called; the plan holds." in column(ana, planned, today)


def test_several_of_a_sort_by_one_person_are_one_line_that_leads_to_all_of_them(
    planned: People, today: Appointment, signed_in: Browser
) -> None:
    held(planned, 7)
    ben, note = signed_in(planned.ben), a_signed(planned, "note", **NOTE)
    said = column(ben, planned, today)
    assert ": Note, Ana" in said
    assert address("document", planned, note.pk) in said
    for _ in range(2):
        a_signed(planned, "note", **NOTE)
    said = column(ben, planned, today)
    assert said.count("Note (3), Ana") == said.count("Note") == 1
    assert f'href="{address("documents", planned, "note")}"' in said


def test_what_is_shared_says_whether_one_has_opened_it(
    planned: People, today: Appointment, ana: Client
) -> None:
    held(planned, 7)
    name = "7a1f0d0e-7a55-4b7e-9c58-1f6a3f6f2a10"
    moment = a_document(planned, "moment", name, scene="He left.")
    moment.changed_at = days_ago(1)
    moment.save()
    there = reverse("clinician:moment", args=[planned.patient.pk, moment.pk])
    said = column(ana, planned, today)
    assert there in said
    assert "not opened by you yet" in said
    ana.get(there)
    assert "not opened by you yet" not in column(ana, planned, today)


def test_what_is_kept_back_is_not_even_named(
    planned: People, today: Appointment, ana: Client
) -> None:
    held(planned, 7)
    before = column(ana, planned, today)
    name = "7a1f0d0e-7a55-4b7e-9c58-1f6a3f6f2a11"
    kept = a_document(planned, "moment", name, scene="He left.")
    kept.shared, kept.changed_at = False, timezone.now()
    kept.save()
    assert column(ana, planned, today) == before


def test_a_story_is_named_to_those_who_treat_alone(
    planned: People, today: Appointment, ana: Client, signed_in: Browser
) -> None:
    held(planned, 7)
    scene = a_document(planned, "scene", "8a1f0d0e-7a55-4b7e-9c58-1f6a3f6f2a11", title="The lake")
    scene.changed_at = days_ago(1)
    scene.save()
    assert address("story", planned) in column(ana, planned, today)
    assert "The lake" not in column(ana, planned, today)
    assert address("story", planned) not in column(signed_in(planned.ben), planned, today)


def test_promises_of_last_time_stand_there_next_time(planned: People, ana: Client) -> None:
    first = an_appointment(planned, days_ago(0.2))
    page, done = signed_off(ana, planned, first, note="x", promises="call the ward\nask Lea")
    assert done, page
    then = an_appointment(planned, days_ago(0))
    said = column(ana, planned, then)
    assert "You said you would: call the ward" in said
    assert "You said you would: ask Lea" in said
    assert address("session_at", planned, first.pk) in said


def test_a_score_that_came_in_says_whether_it_is_more_than_chance(
    planned: People, today: Appointment, ana: Client
) -> None:
    held(planned, 7)
    for days, value in ((14, 3.0), (1, 1.0)):
        send_answers(
            patient=planned.patient,
            instrument="bsl23",
            by=planned.ana,
            answers={item.id: value for item in load("bsl23").items},
            given_at=days_ago(days),
        )
    said = column(ana, planned, today)
    assert "1, it was 3 on" in said
    assert "reliably better." in said


def test_the_page_asks_as_often_after_two_hundred_sessions_and_stays_small(
    planned: People, today: Appointment, ana: Client
) -> None:
    held(planned, 1, homework="one walk")
    where = address("session_at", planned, today.pk)
    ana.post(where, {"do": "begin"})
    ana.get(where)
    with CaptureQueriesContext(
        connection,
    ) as few:
        first = ana.get(where).content
    for number in range(2, 201):
        held(planned, 1 + number * 7, note="We met. " * 40, homework="one walk")
        an_event(planned, "self_harm_urge", on=days_ago(number).date(), value=2)
    with CaptureQueriesContext(connection) as many:
        then = ana.get(where).content
    assert len(many) == len(few), [q["sql"][:90] for q in many.captured_queries]
    assert len(many) < 100
    assert len(first) < MOST_BYTES
    assert len(then) < MOST_BYTES
    assert "one walk" in unescape(then.decode())
