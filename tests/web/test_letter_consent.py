"""A letter says that the person agreed to it where they said yes, and nowhere else."""

import pytest
from django.test import Client
from django.urls import reverse

from openimt_clinic.clinician.papers.beginnings import letter_values
from openimt_clinic.records.care_document import CareDocument
from tests.web.fitted import a_letter
from tests.web.pages_of import Browser
from tests.web.people import People
from tests.web.test_letters import text_of

SAYS = "Dan knows of this letter and agreed to it."


@pytest.fixture
def ana(people: People, signed_in: Browser) -> Client:
    return signed_in(people.ana)


def printed(ana: Client, letter: CareDocument) -> str:
    address = reverse("clinician:document_paper", args=[letter.patient_id, letter.pk])
    return text_of(ana.get(address).content)


def stands(letter: CareDocument, **values: object) -> None:
    """What stands in the fields of a letter, signed or not."""
    there = letter.fields["purpose"]
    letter.fields |= {name: {**there, "value": value} for name, value in values.items()}
    letter.save()


@pytest.mark.parametrize("purpose", ["referrer", "family_doctor"])
def test_no_letter_begins_with_a_yes_that_nobody_was_asked_for(
    purpose: str, people: People
) -> None:
    assert "agreed" not in letter_values(people.patient, purpose, people.ana)["text"]


def test_the_paper_says_so_with_a_yes_alone(people: People, ana: Client) -> None:
    letter = a_letter(people, purpose="referrer", text=f"One line.\n\n{SAYS}")
    for agreed, times in ((None, 0), (False, 0), (True, 1)):
        stands(letter, agreed=agreed)
        assert printed(ana, letter).count(SAYS) == times
    stands(letter, text="One line.")
    assert f"One line. {SAYS}" in printed(ana, letter)


def test_a_letter_to_the_person_says_nothing_of_it(people: People, ana: Client) -> None:
    assert SAYS not in printed(ana, a_letter(people, purpose="confirmation", agreed=True))
