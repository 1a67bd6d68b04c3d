"""Staying signed in on one's own phone: by wish, for a month of use, and never longer than it is
one's own."""

import json
import uuid
from collections.abc import Callable
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from openimt_clinic.database.wall import inside
from openimt_clinic.records.phone_device import PhoneDevice
from openimt_clinic.records.user import User
from tests.web.people import PASSWORD, People

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


OLD, NEW = PASSWORD, "quiet-river-otters-91"


def change_password(phone: Client) -> str:
    sent = {"oldpassword": OLD, "password1": NEW, "password2": NEW}
    return phone.post("/account/password/change/", sent, follow=True).content.decode()


def key_of(phone: Client, device: str, **wishes: bool) -> str:
    body = json.dumps({"device": device, **wishes})
    return str(phone.post("/me/devices/", body, content_type="application/json").json()["key"])


def may_send(key: str) -> bool:
    body = {"device": DEVICE, "sent_at": "2026-11-22T21:00:00+01:00", "entries": []}
    return (
        Client()
        .post(
            "/me/sync/", body, content_type="application/json", HTTP_AUTHORIZATION=f"Device {key}"
        )
        .status_code
        == 200
    )


def test_a_new_password_ends_all_other_phones_and_says_so(
    people: People, dan: Client, signed_in: Browser
) -> None:
    lost = signed_in(people.dan)
    kept, ended = (key_of(phone, str(uuid.uuid4()), stay_signed_in=True) for phone in (dan, lost))
    assert may_send(ended)
    says = change_password(dan)
    assert "Only this phone is still called your own." in says
    assert not opens(lost)
    assert not may_send(ended)
    assert opens(dan)
    assert may_send(kept)


def test_where_the_day_ends_the_sign_in_every_phone_is_ended(dan: Client) -> None:
    key = key_of(dan, DEVICE)
    assert "No phone is called your own any more." in change_password(dan)
    assert opens(dan)
    assert not may_send(key)


def test_a_forgotten_password_ends_them_too(people: People, dan: Client) -> None:
    key = key_of(dan, DEVICE, stay_signed_in=True)
    away = Client()
    away.post("/account/password/reset/", {"email": people.dan.email})
    link = next(word for word in mail.outbox[0].body.split() if "/password/reset/key/" in word)
    form = away.get(link, follow=True)
    chosen = {"password1": NEW, "password2": NEW}
    with inside():
        # Nobody is signed in, so the request stands in no clinic.
        said = away.post(form.request["PATH_INFO"], chosen, follow=True)
    assert "No phone is called your own any more." in said.content.decode()
    assert not may_send(key)
    assert not opens(dan)


def test_a_password_of_staff_ends_nothing_and_says_nothing(
    people: People, signed_in: Browser
) -> None:
    assert "your own" not in change_password(signed_in(people.ana))
    people.ana.refresh_from_db()
    assert people.ana.check_password(NEW)


def test_the_page_of_ones_own_phones_leads_to_a_new_password(dan: Client) -> None:
    page = dan.get("/me/devices/").content.decode()
    assert 'href="/account/password/change/"' in page
    asked = dan.get("/account/password/change/").content.decode()
    assert "no other phone is called your own any more" in asked
    assert 'href="/me/devices/"' in asked
