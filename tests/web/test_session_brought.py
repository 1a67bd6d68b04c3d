"""What was written beside the plan stands in a session's preparation, each thing once."""

from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from openimt_clinic.clinician.session_queries import prepared
from openimt_clinic.records.appointment import Appointment
from openimt_clinic.records.mapping.brought import written_beside
from tests.web.dbt_and_gpm import A_CHAIN, PLAN, TODAY, begun, days_ago, under_dbt, written
from tests.web.kept import an_appointment
from tests.web.pages_of import Browser, opened
from tests.web.people import People
from tests.web.sessions import begun as begun_note
from tests.web.sessions import planned_for, worked_modules

CALL = {"why": "Wanted to stay away", "skill": "stop", "helped": 4, "next": "Goes on Wednesday"}


@pytest.fixture
def ana(people: People, signed_in: Browser) -> Client:
    return signed_in(people.ana)


def today(people: People) -> Appointment:
    planned_for(people)
    return an_appointment(people, timezone.now().replace(second=0, microsecond=0))


def lines(people: People, one: Appointment) -> dict[str, tuple[str, ...]]:
    return {point.id: point.lines for point in prepared(people.patient, one).points}


def test_under_dbt_the_group_the_chain_the_call_and_the_question_are_there(
    people: People, ana: Client
) -> None:
    under_dbt(people)
    one = today(people)
    missed = days_ago(5)
    written(people, "group_hour", {"on": missed.isoformat(), "came": "missed"}, about=missed)
    written(people, "coaching_call", {"on": days_ago(2).isoformat(), **CALL})
    begun(people, "chain", A_CHAIN)
    begun(people, "consultation", {"asks": "Am I relieved?"})
    found = lines(people, one)
    said = found["level_therapy_interfering"]
    assert any(line.startswith("The skills group was missed on") for line in said)
    assert any("Am I relieved?" in line for line in said)
    assert found["chain_begun"][0].startswith("“Cut the left arm”, begun on")
    page = unescape(opened(ana, "session_at", people, one.pk))
    since = page[page.index('id="since"') :]
    assert "Coaching call: Wanted to stay away" in since
    assert "helped 4 of 7; agreed: Goes on Wednesday." in since
    assert "The skills group was missed on" in since


def test_under_gpm_the_case_plan_and_its_goal_are_there(people: People) -> None:
    people.patient.therapy = "gpm"
    people.patient.save()
    one = today(people)
    written(people, "case_plan", PLAN)
    found = lines(people, one)
    assert any("Four hours of work a week (goal for" in line for line in found["level_work"])
    assert any("Dr Lind (prescriber)" in line for line in found["level_love"])
    assert any("Four hours of work a week" in line for line in found["review"])
    assert found["coordination"] == ("Dr Lind (prescriber): Sees him monthly",)


def test_what_was_tried_and_found_stands_since_last_time(people: People, ana: Client) -> None:
    one = today(people)
    values = {"act": "Asked Jo", "prediction": "She says no", "on": days_ago(1).isoformat()}
    begun(people, "experiment", {**values, "found": "She asked which day"}, about=days_ago(1))
    begun(people, "experiment", {**values, "act": "Not tried yet"}, subject="other")
    since = unescape(opened(ana, "session_at", people, one.pk))
    assert "Tried: Asked Jo. Expected: She says no. Found: She asked which day." in since
    assert "Not tried yet" not in since


def test_beside_the_person_one_point_stands_open(people: People, ana: Client) -> None:
    one = today(people)
    begun_note(ana, people, one)
    page = opened(ana, "session_beside", people, one.pk)
    assert page.count('name="beside" open') == 1
    modules = worked_modules(prepared(people.patient, one))
    assert page.count('class="point-tick"') >= len(modules), "every tick is there"
    assert ("Also in our plan" in page) == (len(modules) > 1)


def test_every_kind_is_read_in_one_question(people: People) -> None:
    for ago in (3, 2, 1):
        day = TODAY - timedelta(days=ago)
        written(people, "coaching_call", {"on": day.isoformat(), **CALL}, about=day)
    with CaptureQueriesContext(connection) as asked:
        found = written_beside(people.patient, None, TODAY)
    assert len(found.rows) == 3
    assert len(asked) == 2, "documents, and missed hours of a group"
