"""Small help for tests of a patient's working pages: addresses, and a page as text."""

from collections.abc import Callable
from html import unescape

from django.test import Client
from django.urls import reverse

from openimt_clinic.records.user import User
from tests.web.people import People

Browser = Callable[[User], Client]


def address(name: str, people: People, *more: object) -> str:
    return reverse(f"clinician:{name}", args=[people.patient.pk, *more])


def opened(browser: Client, name: str, people: People, /, *more: object, **words: str) -> str:
    answer = browser.get(address(name, people, *more), words, follow=True)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def sent(
    browser: Client, name: str, people: People, /, *more: object, **fields: object
) -> tuple[str, bool]:
    """The page after sending, and whether it was accepted (it then leads on)."""
    answer = browser.post(address(name, people, *more), fields)
    if answer.status_code == 302:
        return unescape(browser.get(answer["Location"], follow=True).content.decode()), True
    assert answer.status_code == 200, answer.status_code
    return unescape(answer.content.decode()), False
