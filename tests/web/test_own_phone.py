"""Staying signed in on one's own phone: by wish, for a month of use, and never longer than it is
one's own."""

import json
import uuid
from collections.abc import Callable
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.test import Client
from django.utils import timezone

from openimt_clinic.records.phone_device import PhoneDevice
from openimt_clinic.records.user import User
from tests.web.people import People

Browser = Callable[[User], Client]
DEVICE = str(uuid.uuid4())


@pytest.fixture
def dan(people: People, signed_in: Browser) -> Client:
    return signed_in(people.dan)


def claim(phone: Client, **wishes: bool) -> None:
    body = json.dumps({"device": DEVICE, **wishes})
    assert phone.post("/me/devices/", body, content_type="application/json").status_code == 200


def opens(phone: Client, after: timedelta = timedelta()) -> bool:
    real = timezone.now
    with patch("django.utils.timezone.now", lambda: real() + after):
        return phone.get("/me/").status_code == 200


def test_without_the_wish_a_sign_in_ends_after_the_day(dan: Client) -> None:
    claim(dan)
    assert not opens(dan, timedelta(days=1))


def test_by_wish_it_lasts_as_long_as_the_phone_is_used(dan: Client) -> None:
    claim(dan, stay_signed_in=True)
    assert opens(dan, timedelta(days=29))
    assert opens(dan, timedelta(days=50))
    assert not opens(dan, timedelta(days=81))


def test_the_phone_remembers_it_when_the_window_is_closed(dan: Client) -> None:
    claim(dan, stay_signed_in=True)
    assert int(dan.cookies["sessionid"]["max-age"]) == 30 * 24 * 3600


def test_ended_elsewhere_it_ends_here(people: People, dan: Client, signed_in: Browser) -> None:
    claim(dan, stay_signed_in=True)
    other = signed_in(people.dan)
    other.post(f"/me/devices/{DEVICE}/end/")
    assert not opens(dan)
    sync = dan.post("/me/sync/", "{}", content_type="application/json")
    assert sync.status_code == 401
    assert opens(other)


def test_the_wish_is_nobody_elses(people: People, dan: Client) -> None:
    claim(dan, stay_signed_in=True)
    assert PhoneDevice.objects.get().patient == people.patient
