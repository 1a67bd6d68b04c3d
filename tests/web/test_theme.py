"""The chosen look: kept on the device, shown on every page, and no way out of the site."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from openimt_clinic.components import shell
from openimt_clinic.records.user import User
from tests.web.people import People

Browser = Callable[[User], Client]


def choose(client: Client, theme: str, back: str = "/caseload/") -> str:
    response = client.post(reverse("components:theme"), {"theme": theme, "next": back})
    assert response.status_code == 302
    return str(response["Location"])


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_chosen_look_is_on_every_page(theme: str, people: People, signed_in: Browser) -> None:
    client = signed_in(people.ana)
    assert choose(client, theme) == "/caseload/"
    page = client.get("/caseload/").content.decode()
    assert f'data-theme="{theme}"' in page.split("<head>")[0]


@pytest.mark.parametrize(
    ("hour", "shown"), [(19, ""), (20, ' data-theme="dark"'), (3, ' data-theme="dark"'), (7, "")]
)
def test_dark_at_night_goes_by_the_clinics_clock(
    hour: int, shown: str, people: People, signed_in: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(people.dan)
    choose(client, "night")
    at = datetime(2026, 11, 22, hour, 10, tzinfo=ZoneInfo("Europe/Berlin"))
    monkeypatch.setattr(shell.timezone, "localtime", lambda: at)
    head = client.get("/me/me/").content.decode().split("<head>")[0]
    assert f'<html lang="en"{shown} data-night>' in head


def test_a_hand_is_kept_and_taken_back(people: People, signed_in: Browser) -> None:
    client = signed_in(people.dan)
    client.post(reverse("components:hand"), {"hand": "left", "next": "/me/me/"})
    assert 'data-hand="left"' in client.get("/me/").content.decode().split("<head>")[0]
    client.post(reverse("components:hand"), {"hand": "", "next": "/me/me/"})
    assert "data-hand" not in client.get("/me/").content.decode().split("<head>")[0]


def test_as_my_device_takes_the_choice_back(people: People, signed_in: Browser) -> None:
    client = signed_in(people.ana)
    choose(client, "dark")
    choose(client, "")
    assert "data-theme=" not in client.get("/caseload/").content.decode().split("<head>")[0]


def test_an_unknown_look_is_none(people: People, signed_in: Browser) -> None:
    client = signed_in(people.ana)
    choose(client, '"><script>')
    assert "data-theme=" not in client.get("/caseload/").content.decode().split("<head>")[0]
    client.cookies["look"] = '"><script>'
    assert "data-theme=" not in client.get("/caseload/").content.decode().split("<head>")[0]


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", "", "x:y"])
def test_it_leads_back_only_to_our_own_pages(back: str, people: People, signed_in: Browser) -> None:
    assert choose(signed_in(people.ana), "dark", back) == "/"


def test_it_works_before_sign_in(db: None) -> None:
    assert choose(Client(), "dark", "/numbers/") == "/numbers/"
