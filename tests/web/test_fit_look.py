"""Who treats, offers, papers and the page for relatives as they look, in both looks and widths."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from openimt_clinic.actions.fit.choosing import change_therapist, keep_apart
from openimt_clinic.records.user import User
from tests.web.fitted import a_choice, a_free_hour, a_letter, a_signed_letter, a_trial
from tests.web.people import People
from tests.web.sights import whole_and_readable

Browser = Callable[[User], Client]
pytestmark = pytest.mark.journey


FACTS = "/me/phone.json"
"""What the script of a person's pages asks for."""


def look(browser: Client, pages: dict[str, str], *also: str) -> None:
    answers = {address: browser.get(address) for address in (*pages.values(), *also)}
    assert {answer.status_code for answer in answers.values()} == {200}
    assert all(len(answer.content) <= 60_000 for answer in answers.values())
    whole_and_readable(answers, pages, unfold=True)


def test_the_team_s_pages(people: People, signed_in: Browser) -> None:
    a_choice(people)
    a_free_hour(people, people.ana)
    keep_apart(patient=people.patient, user=people.ben, says="They know each other.", by=people.ana)
    a_signed_letter(people)
    a_letter(people, purpose="family_doctor", to="Dr Holm\nLong Lane 3")
    who = people.patient.pk
    look(signed_in(people.ana), {
        "fit": reverse("clinician:fit", args=[who]),
        "my-offer": reverse("clinician:my_offer"),
        "papers": reverse("clinician:papers", args=[who]),
    })  # fmt: skip


def test_the_lead_s_page(people: People, signed_in: Browser) -> None:
    a_choice(people)
    look(signed_in(people.lea), {"offers": reverse("clinician:offers")})


def test_the_person_s_page_and_the_one_for_relatives(people: People, signed_in: Browser) -> None:
    a_choice(people)
    dan = signed_in(people.dan)
    look(dan, {
        "who-treats": reverse("patient:who_treats"),
        "relatives": reverse("for_relatives"),
    }, FACTS)  # fmt: skip


def test_the_person_s_page_while_it_is_tried_and_after_a_change(
    people: People, signed_in: Browser
) -> None:
    trial, dan = a_trial(people), signed_in(people.dan)
    look(dan, {"who-treats-tried": reverse("patient:who_treats")}, FACTS)
    look(signed_in(people.ana), {"fit-tried": reverse("clinician:fit", args=[people.patient.pk])})
    change_therapist(choice=trial, by=people.dan)
    assert (
        "I would like somebody else" not in dan.get(reverse("patient:who_treats")).content.decode()
    )
