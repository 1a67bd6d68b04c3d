"""A patient's home: the Map of a whole course, and honest words where something is missing."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from openimt.simulate.people import invent
from openimt.terms import EventKind, Response, SafetyPlanState
from openimt_clinic.actions.alerting import raise_alert
from openimt_clinic.actions.planning import adopt, propose
from openimt_clinic.clinician.head_view import safety_plan_says, week_says
from openimt_clinic.records.appointment import Appointment
from openimt_clinic.records.clinical_event import ClinicalEvent
from openimt_clinic.records.mapping.plans import plan_of
from openimt_clinic.records.plan_version import PlanVersion
from openimt_clinic.records.user import User
from tests.web.living import live
from tests.web.people import STARTED, People

Browser = Callable[[User], Client]
MOST_HTML = 60 * 1024


@pytest.fixture
def lived(people: People) -> People:
    """Dan with half a year of an invented course."""
    live(people.patient, invent(6, seed=2)[5], people.ana)
    return people


def opened(client: Client, people: People, **words: str) -> str:
    address = reverse("clinician:patient", args=[people.patient.pk])
    return client.get(address, words).content.decode()


def test_without_a_plan_it_says_where_a_plan_comes_from(people: People, signed_in: Browser) -> None:
    page = opened(signed_in(people.ana), people)
    assert "There is no plan yet" in page
    assert "No readings yet" in page
    assert "no next session planned" in page


def test_a_proposed_plan_is_marked_as_proposed(people: People, signed_in: Browser) -> None:
    propose(patient=people.patient, on=timezone.localdate(), by=people.ana)
    page = opened(signed_in(people.ana), people)
    assert "proposed and not adopted yet" in page
    assert "First: assess further" in page


def test_a_whole_course_is_drawn_with_phases_lane_gate_and_table(
    lived: People, signed_in: Browser
) -> None:
    page = opened(signed_in(lived.ana), lived)
    assert page.count('class="map-phase') == 5
    assert page.count("you are here") == 1
    assert page.count('class="lane-module') == 6
    assert page.count("<svg class=") == 2
    (rows_at,) = re.findall(r'hx-get="([^"]*/courses/[^"]*)"', page)
    table = signed_in(lived.ana).get(unescape(rows_at)).content.decode()
    assert re.search(r'<details class="more" open>.*id="course-rows"', table, re.DOTALL)
    assert "What we look for before moving on" in page or "before the ending" in page


def test_every_tile_says_name_steps_state_evidence_and_why(
    lived: People, signed_in: Browser
) -> None:
    page = opened(signed_in(lived.ana), lived)
    tiles = re.findall(r'<li class="tile .*?</li>\s*(?=<li class="tile|</ul>)', page, re.DOTALL)
    assert len(tiles) >= 5
    for tile in tiles:
        assert 'role="img"' in tile
        assert 'class="word"' in tile
        assert 'class="evidence"' in tile
    assert sum("Why?" in tile for tile in tiles) >= len(tiles) - 3


def test_the_page_stays_light(lived: People, signed_in: Browser) -> None:
    assert len(opened(signed_in(lived.ana), lived).encode()) <= MOST_HTML


def test_another_measure_can_be_drawn_and_an_unknown_one_changes_nothing(
    lived: People, signed_in: Browser
) -> None:
    client = signed_in(lived.ana)
    usual = opened(client, lived)
    measures = re.findall(r'href="\?measure=([\w-]+)#course"', usual)
    assert len(measures) > 2
    drawn = {measure: opened(client, lived, measure=measure) for measure in measures}
    heard = {re.search(r'aria-label="([^"]+) by week', page)[1] for page in drawn.values()}  # type: ignore[index]
    assert len(heard) == len(measures)
    assert opened(client, lived, measure="no-such").count("<svg class=") == 2


def test_an_open_alert_stands_above_everything(people: People, signed_in: Browser) -> None:
    raise_alert(
        patient=people.patient, response=Response.SAME_DAY, says="Said it is enough.", by=people.ana
    )
    page = opened(signed_in(people.ana), people)
    assert "Somebody is needed now." in page
    assert page.index("Said it is enough.") < page.index("How it goes")


def test_what_must_be_done_is_today_s_and_not_that_of_the_plan_s_day(
    people: People, signed_in: Browser
) -> None:
    adopt(
        version=propose(patient=people.patient, on=timezone.localdate(), by=people.ana),
        by=people.ana,
    )
    client = signed_in(people.ana)
    assert "offer a safety plan" not in opened(client, people).lower()
    ClinicalEvent.objects.create(
        clinic=people.clinic,
        patient=people.patient,
        kind=EventKind.SUICIDAL_URGE,
        value=2,
        on=timezone.localdate(),
        noted_by=people.ana,
        noted_at=timezone.now(),
    )
    assert "offer a safety plan" in opened(client, people).lower()


def test_a_therapy_without_phases_marks_none(people: People, signed_in: Browser) -> None:
    people.patient.therapy = "gpm"
    people.patient.save()
    propose(patient=people.patient, on=timezone.localdate(), by=people.ana)
    page = opened(signed_in(people.ana), people)
    assert "you are here" not in page
    assert "not bound to phases" in page


def test_the_next_appointment_stands_in_the_head(people: People, signed_in: Browser) -> None:
    at = datetime.now(UTC) + timedelta(days=3)
    Appointment.objects.create(
        clinic=people.clinic,
        patient=people.patient,
        with_whom=people.ana,
        starts_at=at,
        place="remote",
        call_back="030 555 0100",
    )
    page = opened(signed_in(people.ana), people)
    assert "next session" in page
    assert ", remote" in page


def test_nothing_that_needs_no_person_is_red(lived: People, signed_in: Browser) -> None:
    page = opened(signed_in(lived.ana), lived)
    assert not re.search(r'class="[^"]*\bact\b', page)


@pytest.mark.parametrize(
    ("days", "says"), [(-1, "not begun"), (0, "Week 1"), (6, "Week 1"), (7, "Week 2")]
)
def test_weeks_are_counted_from_one(days: int, says: str) -> None:
    assert week_says(STARTED, STARTED + timedelta(days=days)) == says


@pytest.mark.parametrize(
    ("state", "says"),
    [
        (None, "not offered yet"),
        (SafetyPlanState.OFFERED, "offered"),
        (SafetyPlanState.MADE, "11 days old"),
        (SafetyPlanState.DECLINED, "declined"),
        (SafetyPlanState.REPLACED, "replaced by an agreement"),
    ],
)
def test_the_button_says_how_the_safety_plan_stands(
    state: SafetyPlanState | None, says: str
) -> None:
    assert safety_plan_says(state, STARTED, STARTED + timedelta(days=11)) == says


def test_the_reasons_of_a_tile_come_when_they_are_asked_for(
    lived: People, signed_in: Browser
) -> None:
    client = signed_in(lived.ana)
    page = opened(client, lived)
    asked = re.findall(r'hx-get="(/patient/[^"]+/plan/read/[\w-]+/)"', page)
    assert len(asked) >= 5
    for address in asked[:2] + asked[-2:]:
        part = client.get(address, headers={"HX-Request": "true"}).content.decode()
        assert 'class="reason"' in part
        assert "<html" not in part
        assert 'id="why"' in client.get(address).content.decode()


def test_a_module_that_is_left_out_says_why_it_is_not_in_the_plan(
    lived: People, signed_in: Browser
) -> None:
    version = PlanVersion.objects.filter(patient=lived.patient).latest("number")
    left = plan_of(version).left_out[0].module
    address = reverse("clinician:plan_module", args=[lived.patient.pk, left])
    page = signed_in(lived.ana).get(address).content.decode()
    assert "Why it is not in the plan of" in page
