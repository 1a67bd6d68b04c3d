"""The common modules and what a person signs, in a browser: four sights, axe, pictures."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from openimt.terms import CommonState
from openimt_clinic.actions.assessing import set_common_state
from openimt_clinic.records.user import User
from tests.web.foundations import STRAIN, an_agreement, answered, days_ago, held, rated
from tests.web.people import People
from tests.web.sights import whole_and_readable
from tests.web.written import a_document, a_signed

pytestmark = pytest.mark.journey
Browser = Callable[[User], Client]
SIGHTS = [(390, "light"), (1280, "dark")]
FACTS = "/me/phone.json"


@pytest.fixture
def lived_in(people: People) -> People:
    """A course with all of it: ratings that fell, a strain, an agreement that waits, rulers."""
    for days, value in ((60, 3), (50, 4), (40, 3), (30, 4), (23, 3), (2, 1)):
        rated(people, days, value)
    a_document(people, "rupture", **STRAIN)
    a_signed(people, "motivation", change="ring first", importance=8, confidence=3, step="once")
    for days, module in ((9, "r2"), (2, "n5")):
        held(people, days, module)
    answered(people, "oi-where", days_ago(3), where=1)
    answered(people, "oi-where-therapist", days_ago(2), where=4)
    for state, weeks in ((CommonState.MET, 9), (CommonState.NEEDS_REPAIR, 1)):
        set_common_state(
            patient=people.patient, module="c2", state=state, because="Silent since then.",
            on=timezone.localdate() - timedelta(weeks=weeks), by=people.ana,
        )  # fmt: skip
    return people


def test_the_common_modules(lived_in: People, signed_in: Browser) -> None:
    an_agreement(lived_in)
    ana = signed_in(lived_in.ana)
    address = reverse("clinician:common", args=[lived_in.patient.pk])
    whole_and_readable(
        {address: ana.get(address)}, {"common-modules": address}, SIGHTS, unfold=True
    )


@pytest.mark.parametrize("language", ["en", "de"])
def test_what_a_person_reads_and_signs(people: People, signed_in: Browser, language: str) -> None:
    signed = an_agreement(people, goals=["stay in touch after a quarrel", "x" * 90])
    dan = signed_in(people.dan)
    dan.cookies["django_language"] = language
    pages = {
        f"to-sign-{language}": reverse("patient:to_sign"),
        f"read-and-sign-{language}": reverse("patient:read_document", args=[signed.pk]),
    }
    answers = {address: dan.get(address) for address in (*pages.values(), FACTS)}
    whole_and_readable(answers, pages, SIGHTS)
