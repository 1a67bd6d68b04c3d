"""The pages by which a person looks after their phones, and what a page shows that could not be
kept, in a real browser: whole and readable."""

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from openimt_clinic.records.user import User
from tests.web.kept import a_clash, a_device
from tests.web.people import People
from tests.web.sights import whole_and_readable

FORM = "/me/form/oi-safety/"
FACTS = "/me/phone.json"
WRONG = {"key": "5d3a4a1c-58f7-4a54-8b0f-0c3c7d6f5a10", "hours_of_sleep": "all night", "sad": "17"}
"""A day with two answers that do not fit."""


@pytest.mark.journey
def test_what_a_person_sees_of_their_phones_is_whole_and_readable(
    people: People, signed_in: Callable[[User], Client]
) -> None:
    a_clash(people)
    a_device(people)
    dan = signed_in(people.dan)
    pages = {name: reverse(f"patient:{name}") for name in ("clashes", "devices", "on_this_phone")}
    pages |= {"form": FORM}
    answers: dict[str, HttpResponse] = {address: dan.get(address) for address in pages.values()}
    assert {answer.status_code for answer in answers.values()} == {200}
    sent_to = reverse("patient:write", args=["diary", "today"])
    answers |= {FACTS: dan.get(FACTS), sent_to: dan.post(sent_to, WRONG)}
    assert b"all night" in answers[sent_to].content
    # A page that says what is wrong is no success, but the browser has it to show.
    answers[sent_to].status_code = 200
    named = {f"phone-{name}": address for name, address in (pages | {"not-kept": sent_to}).items()}
    whole_and_readable(answers, named, [(390, "light"), (1280, "dark")], unfold=True)
