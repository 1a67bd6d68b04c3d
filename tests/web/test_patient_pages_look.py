"""The patient's pages in a real browser: whole and readable at both widths and in both looks, on
paper, and without script."""

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.user import User
from tests.web.drawn import drawn
from tests.web.people import People
from tests.web.sights import whole_and_readable
from tests.web.worrying import worry

Browser = Callable[[User], Client]
FORM = "/me/form/oi-safety/"
FACTS = "/me/phone.json"
"""What every page of the phone asks for, to keep it."""
SIGHTS = [(390, "light"), (1280, "dark")]
"""Each width and each look once: there are many pages."""


@pytest.fixture
def lived(people: People) -> People:
    return worry(people)


def own_pages() -> dict[str, str]:
    worst, strong = AlertCase.objects.order_by("item")
    pages = {name: reverse(f"patient:{name}") for name in ("home", "path", "me", "safety_plan")}
    return pages | {
        "edit": reverse("patient:edit_safety_plan"),
        "card": "/me/card/",
        "card-before": "/me/card/2/",
        "rating": "/me/form/oi-session-client/",
        "emergency": reverse("patient:response", args=[worst.answer_set_id]),
        "response": reverse("patient:response", args=[strong.answer_set_id]),
        "module": "/me/path/c1/",
        "help": reverse("numbers"),
    }


@pytest.mark.journey
def test_the_patients_pages_are_whole_and_readable(lived: People, signed_in: Browser) -> None:
    dan = signed_in(lived.dan)
    pages = {f"patient-{name}": address for name, address in own_pages().items()}
    answers: dict[str, HttpResponse] = {address: dan.get(address) for address in pages.values()}
    assert {answer.status_code for answer in answers.values()} == {200}
    whole_and_readable({**answers, FACTS: dan.get(FACTS)}, pages, SIGHTS)


@pytest.mark.journey
def test_no_tab_wraps_on_a_small_phone_and_none_is_lost_in_large_type(
    people: People, signed_in: Browser
) -> None:
    dan = signed_in(people.dan)
    dan.cookies["django_language"] = "de"
    with drawn({"/me/me/": dan.get("/me/me/")}, width=390, scripts=False) as shown:
        shown.page.goto("/me/me/")
        tabs = shown.page.locator(".tabs a")
        one_line = tabs.last.bounding_box()["height"]
        for width in (390, 320):
            shown.stand_at(width, "light")
            assert {tab.bounding_box()["height"] for tab in tabs.all()} == {one_line}, width
            assert tabs.last.bounding_box()["x"] + tabs.last.bounding_box()["width"] <= width
        shown.stand_at(390, "light")
        shown.page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert tabs.last.bounding_box()["x"] + tabs.last.bounding_box()["width"] <= 390


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
