"""What the demo shows of formulation: scenes, a confirmed schema, an open one, ratings, a page."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from openimt_clinic.demo.formulation import entries, write_formulation
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.care_signature import CareSignature
from openimt_clinic.records.user import User
from tests.web.formulated import under_mit
from tests.web.people import People

Browser = Callable[[User], Client]


def written_for(people: People, code: str) -> None:
    people.patient.code = code
    people.patient.save()
    write_formulation(people.patient, people.ana, timezone.now())


def test_one_person_under_mit_has_all_of_it(people: People, signed_in: Browser) -> None:
    written_for(under_mit(people), "demo10")
    kept = CareDocument.objects.filter(patient=people.patient)
    states = {row.values["state"]: row.state for row in kept.filter(kind="schema")}
    assert states == {"confirmed": "signed", "summary": "draft"}
    assert kept.filter(kind="metacognition").exclude(subject="").count() == 4
    assert CareSignature.objects.get().in_the_room
    address = reverse("clinician:formulation", args=[people.patient.pk])
    said = signed_in(people.ana).get(address).content.decode()
    assert "Confirmed" in said
    assert "Tells of trauma; nothing more is asked of it." in said
    assert "from their phone" not in said


@pytest.mark.parametrize("code", sorted({entry["person"] for entry in entries()}))
def test_everybody_s_entries_can_be_written_and_signed(people: People, code: str) -> None:
    written_for(people, code)
    mine = [entry for entry in entries() if entry["person"] == code and "moment" not in entry]
    drafts = [entry for entry in mine if entry.get("draft")]
    assert CareDocument.objects.filter(state="draft").count() == len(drafts)
    assert CareDocument.objects.count() >= len(mine)


def test_nobody_else_has_any(people: People) -> None:
    written_for(people, "demo99")
    assert not CareDocument.objects.exists()
