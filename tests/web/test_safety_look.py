"""Safety and medicines in a real browser: whole and readable at both widths and in both looks."""

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from openimt_clinic.records.on_duty import OnDuty
from openimt_clinic.records.user import User
from tests.web.kept import a_duty, a_safety_plan, an_alert, an_event
from tests.web.people import People
from tests.web.safe import BEGAN, a_contact, a_medicine, a_reach, an_effect
from tests.web.sights import whole_and_readable

Browser = Callable[[User], Client]
SIGHTS = [(390, "dark"), (1280, "light")]


@pytest.fixture
def cared(people: People) -> People:
    a_safety_plan(people)
    an_event(people, "suicide_attempt")
    a_duty(people)
    an_alert(people, says="Intent was stated: contact the same day.")
    a_contact(people, way="other_person", whom="her sister", consent="Agreed on 3 November.")
    a_reach(people)
    late = a_medicine(people, review_on=BEGAN, stop_on=BEGAN)
    an_effect(people, late)
    for n in range(2):
        a_medicine(people, drug=f"Medicine {n}")
    return people


def seen(pages: dict[str, str], browser: Client) -> None:
    answers: dict[str, HttpResponse] = {address: browser.get(address) for address in pages.values()}
    assert {answer.status_code for answer in answers.values()} == {200}
    assert all(len(answer.content) < 60_000 for answer in answers.values())
    named = {f"safety-{name}": address for name, address in pages.items()}
    whole_and_readable(answers, named, SIGHTS, unfold=True)


@pytest.mark.journey
def test_the_pages_of_safety_are_whole_and_readable(cared: People, signed_in: Browser) -> None:
    about_dan = [cared.patient.pk]
    seen(
        {
            "page": reverse("clinician:safety", args=about_dan),
            "routing": reverse("clinician:routing"),
            "sheet": reverse("clinician:sheet"),
            "medicines": reverse("clinician:medication", args=about_dan),
        },
        signed_in(cared.ana),
    )


@pytest.mark.journey
def test_the_leads_pages_of_the_roster_are_too(cared: People, signed_in: Browser) -> None:
    entry = OnDuty.objects.get()
    seen(
        {
            "roster": reverse("team:roster"),
            "change-duty": reverse("team:change_duty", args=[entry.pk]),
        },
        signed_in(cared.lea),
    )
