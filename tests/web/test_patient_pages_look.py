"""The patient's, the alerts', the catalogue's and the clinic's pages in a real browser: whole and
readable at both widths and in both looks, on paper, and without script."""

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from openimt.simulate.people import invent
from openimt_clinic.actions.answering import answer_given, send_answers
from openimt_clinic.actions.safety_planning import make_safety_plan
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.user import User
from tests.web.drawn import drawn
from tests.web.kept import TODAY, a_duty
from tests.web.living import live
from tests.web.people import People
from tests.web.sights import whole_and_readable

Browser = Callable[[User], Client]
FORM = "/me/form/oi-safety/"
FACTS = "/me/phone.json"
"""What every page of the phone asks for, to keep it."""
SIGHTS = [(390, "light"), (1280, "dark")]
"""Each width and each look once: there are many pages."""
PLAN = {
    "warning_signs": ["I stop answering.", "I pace."],
    "own_ways": ["Cold water.", "Walk to the river and back."],
    "people_to_ask": [{"name": "Su", "number": "030 555 0172"}],
    "reasons_for_living": ["Miso the cat."],
}


@pytest.fixture
def lived(people: People) -> People:
    live(people.patient, invent(5, seed=2)[4], people.ana)
    make_safety_plan(patient=people.patient, elements=PLAN, on=TODAY, by=people.ana)
    a_duty(people)
    answer_given(
        patient=people.patient, instrument="oi-safety", item="suicidal_urge", value=4, by=people.dan
    )
    send_answers(
        patient=people.patient, instrument="oi-day", answers={"ingestion": 1}, by=people.dan
    )
    return people


def own_pages() -> dict[str, str]:
    worst, strong = AlertCase.objects.order_by("item")
    pages = {name: reverse(f"patient:{name}") for name in ("home", "path", "me", "safety_plan")}
    return pages | {
        "edit": reverse("patient:edit_safety_plan"),
        "form": FORM,
        "card": "/me/card/",
        "card-before": "/me/card/2/",
        "rating": "/me/form/oi-session-client/",
        "emergency": reverse("patient:response", args=[worst.answer_set_id]),
        "response": reverse("patient:response", args=[strong.answer_set_id]),
        "module": "/me/path/c1/",
        "help": reverse("numbers"),
    }


def staff_pages(people: People) -> dict[str, str]:
    about_dan = {"args": [people.patient.pk]}
    return {
        "alerts": reverse("clinician:alerts"),
        "alert": reverse("clinician:alert", args=[AlertCase.objects.order_by("item")[0].pk]),
        "plan-together": reverse("clinician:safety_plan", **about_dan),
        "plan-written": reverse("clinician:write_safety_plan", **about_dan),
        "catalogue": reverse("clinician:catalogue"),
        "check": reverse("clinician:catalogue_check"),
        "catalogue-module": "/catalogue/module/r3/",
        "catalogue-common": "/catalogue/module/c4/",
        "catalogue-words": "/catalogue/module/r3/patient/",
        "catalogue-search": "/catalogue/?q=urge&phase=regulation",
        "catalogue-slip": "/catalogue/?q=homewrok",
        "catalogue-nothing": "/catalogue/?q=xqzzvwk",
        "catalogue-compare": "/catalogue/compare/",
        "catalogue-gaps": "/catalogue/gaps/",
        "therapy": "/catalogue/therapy/imt/",
    }


def lead_pages() -> dict[str, str]:
    return {name: reverse(f"team:{name}") for name in ("clinic", "roster", "members", "people")}


def look_at(pages: dict[str, str], browser: Client, prefix: str) -> None:
    answers: dict[str, HttpResponse] = {address: browser.get(address) for address in pages.values()}
    assert {answer.status_code for answer in answers.values()} == {200}
    if prefix == "patient":
        answers[FACTS] = browser.get(FACTS)
    named = {f"{prefix}-{name}": address for name, address in pages.items()}
    whole_and_readable(answers, named, SIGHTS)


@pytest.mark.journey
def test_the_patients_pages_are_whole_and_readable(lived: People, signed_in: Browser) -> None:
    look_at(own_pages(), signed_in(lived.dan), "patient")


@pytest.mark.journey
def test_the_pages_of_cases_and_the_catalogue_are_too(lived: People, signed_in: Browser) -> None:
    look_at(staff_pages(lived), signed_in(lived.ana), "staff")


@pytest.mark.journey
def test_the_team_leads_pages_are_too(lived: People, signed_in: Browser) -> None:
    look_at(lead_pages(), signed_in(lived.lea), "lead")


@pytest.mark.journey
def test_the_safety_plan_fits_on_paper(lived: People, signed_in: Browser) -> None:
    address = reverse("patient:safety_plan")
    with drawn({address: signed_in(lived.dan).get(address)}, width=800) as shown:
        shown.page.goto(address)
        shown.page.emulate_media(media="print")
        shown.picture("patient-safety-plan-on-paper")
        for line in ("Walk to the river and back.", "030 555 0172", "Emergency 112"):
            assert shown.page.get_by_text(line).filter(visible=True).count() == 1
        assert not shown.page.locator(".tabs").is_visible()
        assert not shown.page.get_by_text("Change my words").is_visible()


@pytest.mark.journey
def test_without_script_the_whole_form_can_be_filled(people: People, signed_in: Browser) -> None:
    with drawn({FORM: signed_in(people.dan).get(FORM)}, width=390, scripts=False) as shown:
        shown.page.goto(FORM)
        choice = shown.page.locator("label", has=shown.page.locator("[name=suicidal_urge]")).nth(3)
        choice.click()
        assert shown.page.locator("[name=suicidal_urge]:checked").get_attribute("value") == "3"
        assert shown.page.get_by_role("button", name="Done").is_visible()
