"""Signing out says first which words of yours wait in this browser; without script it just does."""

import json
from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from openimt_clinic.records.user import User
from tests.web.drawn import Drawn, drawn
from tests.web.people import People
from tests.web.sights import serious

Browser = Callable[[User], Client]
OUT = "/account/logout/"
pytestmark = pytest.mark.journey


def leave_words(shown: Drawn, user: User, page: str) -> None:
    """As a window leaves them whose words did not arrive."""
    entry = {"key": "k", "number": 1, "device": "d", "values": {"text": "Hm"}, "seen": {}}
    rows = json.dumps([{**entry, "label": "Note", "page": page}])
    kept = [f"openimt.writing.{user.pk}.one.two", rows]
    shown.page.evaluate("([place, rows]) => localStorage.setItem(place, rows)", kept)


def test_words_that_wait_are_named_and_one_may_stay(people: People, signed_in: Browser) -> None:
    ana, caseload = signed_in(people.ana), reverse("clinician:caseload")
    note = reverse("clinician:work", args=[people.patient.pk])
    answers = {caseload: ana.get(caseload), OUT: ana.get(OUT)}
    with drawn(answers, width=390, still=True) as shown:
        page = shown.page
        page.goto(caseload)
        leave_words(shown, people.ana, note)
        leave_words(shown, people.ben, "/of-somebody-else/")
        page.get_by_text("Ana", exact=True).click()
        page.get_by_role("button", name="Sign out").click()
        page.wait_for_url(f"**{OUT}")
        left = page.locator("[data-left-behind]")
        assert left.get_by_role("link").all_inner_texts() == ["“Note”"]
        assert left.get_by_role("link").get_attribute("href") == note
        assert page.locator(".button.main").all_inner_texts() == ["Stay"]
        assert shown.overflows() <= 0
        assert serious(shown) == []
        shown.picture("sign-out-390-light")
        page.get_by_role("link", name="Stay").focus()
        page.evaluate("localStorage.clear()")
        answers[OUT] = HttpResponse("Out.")
        page.goto(caseload)
        page.get_by_text("Ana", exact=True).click()
        page.get_by_role("button", name="Sign out").click()
        page.get_by_text("Out.").wait_for()


def test_without_script_nothing_is_in_the_way(people: People, signed_in: Browser) -> None:
    page = signed_in(people.ana).get(OUT).content.decode()
    assert "data-left-behind" in page
    assert page.index("data-left-behind") < page.index("hidden>")
    assert signed_in(people.ana).post(OUT).status_code == 302
