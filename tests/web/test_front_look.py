"""The doors in a real browser: whole and readable on a desk and in a hand, by day and by night."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from openimt.assess.front_door.pattern import Pattern
from openimt_clinic.actions.front_door.referring import Found, note_found
from openimt_clinic.records.user import User
from tests.web import came
from tests.web.kept import an_alert
from tests.web.people import People
from tests.web.sights import whole_and_readable

pytestmark = pytest.mark.journey

Browser = Callable[[User], Client]
SIGHTS = [(390, "dark"), (1280, "light")]


def test_the_front_door_is_whole_and_readable(people: People, signed_in: Browser) -> None:
    sent = came.a_referral(people, screening=came.rows(came.IN_DANGER), danger_done="Called 112.")
    found = Found("6D11.5", came.CAME, pattern=Pattern((1, 2, 5), None, "severe", ("borderline",)))
    note_found(referral=sent, found=found, by=people.ana)
    waits = came.who_waits(people, given_name="Nil")
    an_alert(people)
    pages = {
        "front-door": reverse("clinician:front_door"),
        "new-referral": reverse("clinician:new_referral"),
        "referral": reverse("clinician:referral", args=[sent.pk]),
        "who-waits": reverse("clinician:referral", args=[waits.pk]),
        "screening": reverse("clinician:screening", args=[sent.pk]),
        "referral-diagnosis": reverse("clinician:referral_diagnosis", args=[sent.pk]),
        "take-in": reverse("clinician:accept_referral", args=[sent.pk]),
    }
    ana = signed_in(people.ana)
    whole_and_readable({url: ana.get(url) for url in pages.values()}, pages, SIGHTS, unfold=True)


def test_the_back_door_is_whole_and_readable(people: People, signed_in: Browser) -> None:
    came.an_ending(
        people, left=["one longer gap"], people=["Jana"], shown=True, note="A hard year."
    )
    came.a_treatment(people, ended_because="It stopped when I moved.", sessions_attended=20)
    dan, patient = signed_in(people.dan), people.patient.pk
    pages = {
        "prior-treatments": reverse("clinician:prior_treatments", args=[patient]),
        "ending": reverse("clinician:ending", args=[patient]),
        "prepare-ending": reverse("clinician:prepare_ending", args=[patient]),
    }
    ana = signed_in(people.ana)
    answers = {url: ana.get(url) for url in pages.values()}
    pages["own-ending"] = reverse("patient:ending")
    answers |= {pages["own-ending"]: dan.get(pages["own-ending"])}
    answers |= {"/me/phone.json": dan.get("/me/phone.json")}
    whole_and_readable(answers, pages, SIGHTS, unfold=True)
