"""Every address: it works, strangers find nothing, readers cannot write, bad ids are 404."""

from collections.abc import Callable, Iterator

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from openimt_clinic.records.user import User
from tests.web.cases import CASES, Case
from tests.web.people import People

# Pages of django-allauth, tested there; ours are their looks.
NOT_OURS = ("account_", "mfa_")
Browser = Callable[[User], Client]

each = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


def names(resolver: URLResolver, space: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from names(entry, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern) and entry.name and not entry.name.startswith(NOT_OURS):
            yield space + entry.name


def test_every_address_has_its_row() -> None:
    addresses, rows = set(names(get_resolver())), [case.name for case in CASES]
    assert addresses == set(rows), "add the row to tests/web/cases.py, or take it away"
    assert len(rows) == len(set(rows))


def ask(browser: Client, case: Case, people: People) -> HttpResponse:
    address = reverse(case.name, kwargs=case.ids(people))
    return sent(browser, case, address) if case.only_sends else browser.get(address)


def sent(browser: Client, case: Case, address: str) -> HttpResponse:
    if case.as_json:
        return browser.post(address, case.sends, content_type="application/json")
    return browser.post(address, case.sends)


@each
def test_works(case: Case, people: People, signed_in: Browser) -> None:
    response = ask(signed_in(getattr(people, case.works_for)), case, people)
    assert response.status_code == case.answers


@each
def test_stranger_404(case: Case, people: People, signed_in: Browser) -> None:
    if case.stranger is None:
        assert case.because, f"{case.name}: say why nobody is a stranger here"
        return
    response = ask(signed_in(getattr(people, case.stranger)), case, people)
    assert response.status_code == case.stranger_gets


@each
def test_without_sign_in_nothing_is_shown(case: Case, people: People) -> None:
    """Not one of the four, yet the first thing a stranger tries."""
    response = ask(Client(), case, people)
    if case.stranger is None:
        assert response.status_code in {case.answers, 302}
    else:
        assert response.status_code == case.signed_out
        if case.signed_out == 302:
            assert response["Location"].startswith("/account/login/")


@each
def test_read_only_403(case: Case, people: People, signed_in: Browser) -> None:
    address = reverse(case.name, kwargs=case.ids(people))
    if case.read_only is None:
        assert case.because, f"{case.name}: say why nobody only reads here"
    elif not case.only_sends:
        reader = signed_in(getattr(people, case.read_only))
        assert reader.get(address).status_code == case.answers
    if case.sends is None:
        sender = signed_in(getattr(people, case.works_for))
        assert sender.post(address).status_code in {403, 405}
    elif case.read_only is not None:
        sender = signed_in(getattr(people, case.read_only))
        assert sender.post(address, case.sends).status_code == 403


@each
def test_bad_id(case: Case, people: People, signed_in: Browser) -> None:
    browser = signed_in(getattr(people, case.works_for))
    for ids in case.wrong_ids(people):
        assert browser.get(reverse(case.name, kwargs=ids)).status_code == 404
    address = reverse(case.name, kwargs=case.ids(people))
    for value in case.ids(people).values():
        assert browser.get(address.replace(str(value), "nonsense")).status_code == 404
    assert browser.get(f"{address}nonsense/").status_code == 404
