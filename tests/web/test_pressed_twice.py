"""A button that is pressed twice: once in the record, and both times the same answer."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone

from openimt_clinic.records.diagnosis import DiagnosisRecord
from openimt_clinic.records.judgement import JudgementRecord
from openimt_clinic.records.medicine import Medicine, MedicinesLook
from openimt_clinic.records.reach import Reach
from openimt_clinic.records.safety_plan import SafetyPlan
from openimt_clinic.records.skills_group import SkillsGroup
from tests.web.formulated import under_mit
from tests.web.kept import TODAY, a_diagnosis
from tests.web.pages_of import Browser, address, opened, sent
from tests.web.people import People
from tests.web.safe import a_medicine
from tests.web.test_assessment_page import GIVEN, filled

KEY = re.compile(r'name="((?:\w+-)?(?:key|here))" value="([^"]+)"')


def twice(
    signed_in: Browser, people: People, name: str, fields: dict[str, Any], *more: object
) -> None:
    """Both answers lead on. The form is sent as it was drawn, with its key."""
    ana = signed_in(people.ana)
    drawn = dict(KEY.findall(opened(ana, name, people, *more)))
    assert drawn
    for _ in range(2):
        answer = ana.post(address(name, people, *more), drawn | fields)
        assert answer.status_code == 302


@pytest.mark.parametrize("what", GIVEN)
def test_a_finding_is_kept_once(what: str, people: People, signed_in: Browser) -> None:
    twice(signed_in, people, "finding", filled(what), what)
    assert GIVEN[what][1].objects.count() == 1


def test_other_words_on_the_same_page_are_said_to_be_not_kept(
    people: People, signed_in: Browser
) -> None:
    ana = signed_in(people.ana)
    key = dict(KEY.findall(opened(ana, "finding", people, "diagnosis")))
    assert sent(ana, "finding", people, "diagnosis", **key, code="6D11.5", on=TODAY)[1]
    page, done = sent(ana, "finding", people, "diagnosis", **key, code="6B40", on=TODAY)
    assert not done
    assert "with other words" in page
    again = dict(KEY.findall(page))
    assert again != key
    assert sent(ana, "finding", people, "diagnosis", **again, code="6B40", on=TODAY)[1]
    assert DiagnosisRecord.objects.count() == 2


@pytest.mark.parametrize("key", ["", "abc", "0" * 400])
def test_a_key_that_is_none_is_left_aside(key: str, people: People, signed_in: Browser) -> None:
    page, done = sent(signed_in(people.ana), "finding", people, "event", kind="admission",
                      on=TODAY, key=key)  # fmt: skip
    assert done, page


@pytest.mark.parametrize(
    ("name", "fields", "model"),
    [
        ("safety", {"do": "reach", "number": "030 555 0111"}, Reach),
        ("medication", {"on": TODAY, "says": "as prescribed"}, MedicinesLook),
    ],
)
def test_how_to_reach_somebody_and_a_look_at_the_medicines_too(
    name: str, fields: dict[str, Any], model: type[Model], people: People, signed_in: Browser
) -> None:
    twice(signed_in, people, name, fields)
    assert model._default_manager.count() == 1


def test_a_step_in_the_procedure_too(people: People, signed_in: Browser) -> None:
    under_mit(people)
    twice(signed_in, people, "procedure", {"move": "on", "reason": "Three scenes."})
    assert JudgementRecord.objects.count() == 1


def test_a_medicine_that_ends_ends_once(people: People, signed_in: Browser) -> None:
    held = a_medicine(people)
    fields = {"do": "end", "end-on": TODAY, "end-because": "It did not help."}
    twice(signed_in, people, "medicine", fields, held.pk)
    assert [one.number for one in Medicine.objects.order_by("number")] == [1, 2]


def test_a_diagnosis_that_was_taken_back_is_still_answered(
    people: People, signed_in: Browser
) -> None:
    held, ana = a_diagnosis(people), signed_in(people.ana)
    there = reverse("clinician:take_back_diagnosis", args=[people.patient.pk, held.pk])
    for _ in range(2):
        assert ana.post(there).status_code == 302


def test_a_group_is_made_once_with_its_hours(people: People, signed_in: Browser) -> None:
    ana, there = signed_in(people.ana), reverse("clinician:groups")
    first = timezone.localdate() + timedelta(days=7)
    drawn = dict(KEY.findall(ana.get(there).content.decode()))
    asked = drawn | {
        "name": "Blue", "first": first, "until": first + timedelta(days=14), "at": "17:00",
        "minutes": "90", "leader": str(people.ana.pk),
    }  # fmt: skip
    answers = [ana.post(there, asked) for _ in range(2)]
    assert {one.status_code for one in answers} == {302}
    assert answers[0]["Location"] == answers[1]["Location"]
    assert SkillsGroup.objects.get().meetings.count() == 3


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"do": "offer"}, "offered"),
        ({"do": "decline", "said": "Not now."}, "declined"),
        ({"do": "replace", "said": "He calls his sister."}, "replaced"),
    ],
)
def test_an_offer_of_the_plan_is_one_version_a_day(
    fields: dict[str, str], state: str, people: People, signed_in: Browser
) -> None:
    for _ in range(2):
        assert sent(signed_in(people.ana), "safety_plan", people, **fields)[1]
    assert SafetyPlan.objects.get().state == state
    sent(signed_in(people.ana), "safety_plan", people, do="decline", said="Let me think.")
    sent(signed_in(people.ana), "safety_plan", people, **fields)
    assert SafetyPlan.objects.count() == 3, "said anew after something else it is said anew"


def test_a_plan_that_is_sent_twice_is_one_version_and_nobody_changed_it(
    people: People, signed_in: Browser
) -> None:
    ana = signed_in(people.ana)
    asked = {"seen": "0", "own_ways": "walk", "next_review": timezone.localdate() + timedelta(7)}
    for _ in range(2):
        page, done = sent(ana, "write_safety_plan", people, **asked)
        assert done, page
        assert "changed while you had it open" not in page
    assert SafetyPlan.objects.get().own_ways == ["walk"]
