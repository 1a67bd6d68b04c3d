"""The alerts', the catalogue's and the clinic's pages in a real browser: whole and readable at both
widths and in both looks."""

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.user import User
from tests.web.people import People
from tests.web.sights import whole_and_readable
from tests.web.worrying import worry

Browser = Callable[[User], Client]
SIGHTS = [(390, "light"), (1280, "dark")]
"""Each width and each look once: there are many pages."""


@pytest.fixture
def lived(people: People) -> People:
    return worry(people)


def staff_pages(people: People) -> dict[str, str]:
    about_dan = {"args": [people.patient.pk]}
    return {
        "alerts": reverse("clinician:alerts"),
        "calendar": reverse("clinician:own_calendar"),
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
    named = {f"{prefix}-{name}": address for name, address in pages.items()}
    whole_and_readable(answers, named, SIGHTS)


@pytest.mark.journey
def test_the_pages_of_cases_and_the_catalogue_are_too(lived: People, signed_in: Browser) -> None:
    look_at(staff_pages(lived), signed_in(lived.ana), "staff")


@pytest.mark.journey
def test_the_team_leads_pages_are_too(lived: People, signed_in: Browser) -> None:
    look_at(lead_pages(), signed_in(lived.lea), "lead")
