"""Each page of the patient's side has a title of its own, and none that tells what was written."""

import re
from collections.abc import Callable

from django.test import Client

from openimt_clinic.patient.titles import TITLES
from openimt_clinic.records.user import User
from tests.web.people import People

Browser = Callable[[User], Client]
PAGES = {
    "/me/": "Today",
    "/me/card/": "My day",
    "/me/pause/": "Pause",
    "/me/moment/": "Something happened",
    "/me/story/": "My story",
    "/me/me/": "Me",
    "/me/sharing/": "Who sees what",
    "/me/safety-plan/": "Safety plan",
    "/me/form/oi-safety/": "How safe was your week?",
    "/me/path/c1/": "My path",
}


def title(page: bytes) -> str:
    found = re.search(r"<title>(.*?)</title>", page.decode(), re.DOTALL)
    assert found
    return found[1].strip()


def test_a_page_is_known_by_its_title(people: People, signed_in: Browser) -> None:
    dan = signed_in(people.dan)
    seen = {address: title(dan.get(address).content) for address in PAGES}
    assert seen == {address: f"{name} · Riverside" for address, name in PAGES.items()}


def test_titles_belong_to_addresses_that_are_there() -> None:
    from django.urls import get_resolver

    known = set(get_resolver("openimt_clinic.patient.urls").reverse_dict)
    assert set(TITLES) <= known, set(TITLES) - known
