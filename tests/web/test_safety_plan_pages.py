"""The safety plan on the clinician's side."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from openimt_clinic.records.safety_plan import SafetyPlan
from openimt_clinic.records.user import User
from tests.web.kept import a_safety_plan
from tests.web.people import People

Browser = Callable[[User], Client]


def plan(people: People, page: str = "safety_plan") -> str:
    return reverse(f"clinician:{page}", args=[people.patient.pk])


def test_it_is_written_together_and_then_looked_at(people: People, signed_in: Browser) -> None:
    ana = signed_in(people.ana)
    soon = timezone.localdate() + timedelta(days=29)
    sent = {"own_ways": "cold water", "next_review": soon.isoformat()}
    assert ana.post(plan(people, "write_safety_plan"), sent).status_code == 302
    kept = SafetyPlan.objects.get()
    assert kept.own_ways == ["cold water"]
    assert kept.reviewed_on == kept.on, "written together, it was looked at together"
    page = ana.get(plan(people)).content.decode()
    assert "cold water" in page
    assert date_format(soon, "j F Y") in page


@pytest.mark.parametrize(
    ("sent", "state", "said"),
    [
        ({"do": "offer"}, "offered", ""),
        ({"do": "decline", "said": "not now"}, "declined", "not now"),
        ({"do": "replace", "said": "she calls her sister"}, "replaced", "she calls her sister"),
    ],
)
def test_what_became_of_the_offer_is_noted(
    people: People, signed_in: Browser, sent: dict[str, str], state: str, said: str
) -> None:
    ana = signed_in(people.ana)
    assert ana.post(plan(people), sent).status_code == 302
    kept = SafetyPlan.objects.get()
    assert (kept.state, kept.said) == (state, said)
    assert said in ana.get(plan(people)).content.decode()


def test_a_replacement_without_words_is_refused_beside_the_field(
    people: People, signed_in: Browser
) -> None:
    page = signed_in(people.ana).post(plan(people), {"do": "replace", "said": ""})
    assert "Write what was agreed instead." in page.content.decode()
    assert not SafetyPlan.objects.exists()


def test_a_review_needs_a_later_day(people: People, signed_in: Browser) -> None:
    a_safety_plan(people)
    ana = signed_in(people.ana)
    seen = {"do": "review", "seen": "1"}
    page = ana.post(plan(people), seen | {"next_review": "2020-01-01"})
    assert "Choose a later day" in page.content.decode()
    late = ana.post(plan(people), seen | {"next_review": "2099-01-01"})
    assert "at the latest" in late.content.decode()
    soon = timezone.localdate() + timedelta(days=30)
    assert ana.post(plan(people), seen | {"next_review": soon.isoformat()}).status_code == 302
    assert SafetyPlan.objects.get().next_review == soon


def test_a_review_of_no_plan_does_nothing(people: People, signed_in: Browser) -> None:
    page = signed_in(people.ana).post(plan(people), {"do": "review", "next_review": "2099-01-01"})
    assert page.status_code == 200
    assert not SafetyPlan.objects.exists()


def test_a_no_hides_no_plan(people: People, signed_in: Browser) -> None:
    a_safety_plan(people)
    ana = signed_in(people.ana)
    ana.post(plan(people), {"do": "decline", "said": ""})
    assert "walk to the river" in ana.get(plan(people)).content.decode()
    assert "walk to the river" in signed_in(people.dan).get("/me/safety-plan/").content.decode()


def test_what_was_agreed_instead_stands_on_the_persons_page(
    people: People, signed_in: Browser
) -> None:
    signed_in(people.ana).post(plan(people), {"do": "replace", "said": "Call Su, then us."})
    assert "Call Su, then us." in signed_in(people.dan).get("/me/safety-plan/").content.decode()


def test_who_reads_along_sees_no_buttons(people: People, signed_in: Browser) -> None:
    a_safety_plan(people)
    page = signed_in(people.ben).get(plan(people)).content.decode()
    assert "walk to the river" in page
    assert 'name="do"' not in page
