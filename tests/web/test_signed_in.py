"""Who is signed in is looked up with every page; it ends when the session or the account does."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth import SESSION_KEY, get_user
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone

from openimt_clinic.access.signed_in import Backend, SessionStore
from openimt_clinic.records.user import User
from tests.web.people import People

Browser = Callable[[User], Client]
CASELOAD = "/caseload/"


def test_a_page_is_there_while_signed_in(people: People, signed_in: Browser) -> None:
    browser = signed_in(people.ana)
    assert browser.get(CASELOAD).status_code == 200
    browser.post("/account/logout/")
    assert browser.get(CASELOAD).status_code == 302


def test_a_session_ends_with_its_day(people: People, signed_in: Browser) -> None:
    browser = signed_in(people.ana)
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert browser.get(CASELOAD).status_code == 302


def test_an_account_that_is_switched_off_is_signed_out(people: People, signed_in: Browser) -> None:
    browser = signed_in(people.ana)
    assert browser.get(CASELOAD).status_code == 200
    User.objects.filter(pk=people.ana.pk).update(is_active=False)
    assert browser.get(CASELOAD).status_code == 302
    assert Backend().get_user(people.ana.pk) is None


def test_another_password_ends_every_session(people: People, signed_in: Browser) -> None:
    browser = signed_in(people.ana)
    people.ana.set_password("another-word-of-their-own-7")
    people.ana.save()
    assert browser.get(CASELOAD).status_code == 302


@pytest.mark.parametrize("key", ["", "unknown", "'; DROP TABLE django_session; --", "x" * 500])
@pytest.mark.django_db
def test_a_key_that_nobody_has_is_nobody(key: str) -> None:
    store = SessionStore(key)
    assert store.get(SESSION_KEY) is None
    request = HttpRequest()
    request.session = store
    assert not get_user(request).is_authenticated
