"""Decisions about the phone that are numbers: one place each, with a source, where staff ask."""

from collections.abc import Callable
from html import unescape

from django.test import Client
from django.urls import reverse

from openimt_clinic.clinician.phone_decisions import OF_THE_PHONE, decisions
from openimt_clinic.phone_numbers import phone_numbers
from openimt_clinic.records.user import User
from tests.web.people import People

Browser = Callable[[User], Client]


def test_every_number_of_the_phone_is_told_and_has_its_papers() -> None:
    assert OF_THE_PHONE.keys() == phone_numbers().by_name.keys()
    for one in decisions():
        assert len(one.source) > 10, one.says
        assert "checked" not in one.source
    assert {one.checked for one in decisions()} == {True, False}


def test_staff_read_them_where_they_read_what_came(people: People, signed_in: Browser) -> None:
    where = reverse("clinician:from_the_phone", args=[people.patient.pk])
    page = unescape(signed_in(people.ana).get(where).content.decode())
    for one in decisions():
        assert f"{one.says}: <b>{one.value}</b>" in page
    assert "not yet checked against the source" in page
    assert "Written in the last 14 days" in page


def test_pages_and_scripts_have_them_from_there(people: People, signed_in: Browser) -> None:
    page = signed_in(people.dan).get(reverse("patient:devices")).content.decode()
    assert "Keep me signed in here for 30 days." in page
    assert '{"begun": 6, "out_of_sight": 1}' in page
