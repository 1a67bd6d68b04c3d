"""The team lead sees and changes when an earlier course counts as one that did not help."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from openimt.errors import OpenIMTError
from openimt.terms import Truth
from openimt.trial.eligibility import load, numbers_of
from openimt_clinic.actions.nonresponse import set_nonresponse
from openimt_clinic.records.mapping.prior_treatments import (
    counted,
    definition_of,
    prior_treatments,
)
from openimt_clinic.records.nonresponse_rule import NonResponseRule
from openimt_clinic.records.user import User
from tests.web import came
from tests.web.people import People

Browser = Callable[[User], Client]
PAGE = "/clinic/earlier-treatments/"


def typed(do: str, reason: str = "", seen: str = "", **changed: Any) -> dict[str, Any]:
    """All numbers as a browser sends them: a box without a tick is not sent."""
    numbers = {**numbers_of(load()), **changed}
    sent = {name: "on" if value is True else value for name, value in numbers.items() if value}
    return {**sent, "do": do, "reason": reason, "seen": seen}


def changed_to(people: People, **numbers: Any) -> NonResponseRule:
    last = NonResponseRule.objects.first()
    seen = str(last.pk) if last else ""
    return set_nonresponse(
        clinic=people.clinic, numbers=numbers, reason="Agreed.", seen=seen, by=people.lea
    )


def test_it_is_named_as_disputed_with_its_source(people: People, signed_in: Browser) -> None:
    page = signed_in(people.lea).get(PAGE).content.decode()
    assert "There is no agreed definition" in page
    assert "Not checked." in page
    assert "It lasted 6 months, or 75% of its sessions were kept." in page
    assert "treatment-resistant" not in page.replace("&#x27;treatment-resistant&#x27;", "")


def test_trying_shows_what_it_would_mean_and_keeps_nothing(
    people: People, signed_in: Browser
) -> None:
    page = signed_in(people.lea).post(PAGE, typed("try", months=12)).content.decode()
    assert "Nothing is kept yet" in page
    assert "<b>It lasted 12 months, or 75% of its sessions were kept.</b>" in page
    assert not NonResponseRule.objects.exists()


def test_a_change_needs_a_reason_and_holds_for_every_course(
    people: People, signed_in: Browser
) -> None:
    came.a_treatment(people, began="2021-01-01", ended="2021-08-01")
    browser = signed_in(people.lea)
    refused = browser.post(PAGE, typed("keep", months=24)).content.decode()
    assert "Write why; it stays with the change." in refused
    assert not NonResponseRule.objects.exists()
    assert browser.post(PAGE, typed("keep", "We say two years.", months=24)).status_code == 302
    assert prior_treatments(people.patient).definition.months == 24
    told = browser.get(PAGE).content.decode()
    assert "We say two years." in told
    assert "your clinic's own numbers" in told
    assert "so many months: 24<" in told
    address = reverse("clinician:prior_treatments", args=[people.patient.pk])
    page = signed_in(people.ana).get(address).content.decode()
    assert "It lasted 24 months" in page


def test_the_way_back_to_the_packaged_numbers_is_a_change_too(
    people: People, signed_in: Browser
) -> None:
    rule = changed_to(people, months=24)
    sent = {"do": "default", "back-reason": "Too strict.", "back-seen": str(rule.pk)}
    assert signed_in(people.lea).post(PAGE, sent).status_code == 302
    assert definition_of(people.clinic.pk) == load()
    assert [one.reason for one in NonResponseRule.objects.all()] == ["Too strict.", "Agreed."]


def test_a_page_that_is_out_of_date_changes_nothing(people: People, signed_in: Browser) -> None:
    changed_to(people, months=24)
    page = signed_in(people.lea).post(PAGE, typed("keep", "Mine.", months=3)).content.decode()
    assert "Somebody changed this since the page was opened" in page
    assert definition_of(people.clinic.pk).months == 24


def test_the_same_numbers_are_no_change(people: People) -> None:
    with pytest.raises(OpenIMTError, match="nothing is changed"):
        changed_to(people, **numbers_of(load()))


def test_what_cannot_be_meant_stands_beside_its_field(people: People, signed_in: Browser) -> None:
    for do in ("try", "keep"):
        page = signed_in(people.lea).post(PAGE, typed(do, "Why.", share_of_sessions=75))
        assert "give a number from 0.05 to 1" in page.content.decode()


def test_courses_are_counted_and_those_taken_back_are_not(people: People) -> None:
    came.a_treatment(people)
    before = counted(people.clinic.pk, load())
    assert sum(before.values()) == 1
    assert before[Truth.UNKNOWN] + before[Truth.MET] + before[Truth.NOT_MET] == 1


def test_another_clinic_keeps_its_own(people: People) -> None:
    changed_to(people, months=24)
    assert definition_of(people.elsewhere.pk) == load()
