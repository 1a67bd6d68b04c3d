"""The therapy of a course: chosen among those that can run one, and refused by name otherwise."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from openimt.catalogue.load import load
from openimt.errors import CatalogueError
from openimt_clinic.actions.enrolling import enrol, set_course
from openimt_clinic.records.user import User
from tests.web.people import STARTED, People

Browser = Callable[[User], Client]
LENDERS = sorted(t.id for t in load().therapies.values() if not t.runs_courses)


@pytest.fixture
def page(people: People) -> str:
    return reverse("clinician:course_choice", args=[people.patient.pk])


def test_only_what_can_run_a_course_is_offered(
    people: People, page: str, signed_in: Browser
) -> None:
    shown = signed_in(people.ana).get(page).content.decode()
    assert len(LENDERS) == 4
    for therapy in load().therapies.values():
        assert (f'value="{therapy.id}"' in shown) == therapy.runs_courses, therapy.id


def test_a_choice_is_kept_and_leads_to_the_plan(
    people: People, page: str, signed_in: Browser
) -> None:
    given = {"therapy": "mit", "sessions_per_week": "0.5"}
    answer = signed_in(people.ana).post(page, given)
    assert answer["Location"] == reverse("clinician:plan", args=[people.patient.pk])
    people.patient.refresh_from_db()
    assert (people.patient.therapy, people.patient.sessions_per_week) == ("mit", 0.5)


@pytest.mark.parametrize("therapy", [*LENDERS, "zz"])
def test_a_lender_sent_all_the_same_is_refused(
    people: People, page: str, signed_in: Browser, therapy: str
) -> None:
    answer = signed_in(people.ana).post(page, {"therapy": therapy, "sessions_per_week": "1"})
    assert answer.status_code == 200
    assert "field-error" in answer.content.decode()
    people.patient.refresh_from_db()
    assert people.patient.therapy == "imt"


def test_the_actions_refuse_a_lender_by_name(people: People) -> None:
    with pytest.raises(CatalogueError, match="'mbt' lends to other therapies and runs no course"):
        set_course(patient=people.patient, therapy="mbt", sessions_per_week=1, by=people.ana)
    with pytest.raises(CatalogueError, match="'tfp' lends"):
        enrol(
            clinic=people.clinic,
            given_name="Eve",
            family_initial="S",
            code="eve",
            started_on=STARTED,
            treated_by=people.ana,
            by=people.ana,
            therapy="tfp",
        )
