"""The door of a patient's own phone, before anybody has signed in: neutral, kind, with a way to
the safety plan and the numbers."""

import gettext
import re
from collections.abc import Callable
from pathlib import Path

import allauth
import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.core import mail
from django.http import HttpResponse
from django.test import Client

from openimt_clinic.records.user import User
from tests.web.drawn import drawn
from tests.web.people import People, a_clinic
from tests.web.sights import serious

FAMILIAR = re.compile(
    r"\b([Dd]u|[Dd]ich|[Dd]ir|[Dd]ein\w*|(bitte )(?!(geben|wenden|folgen|ergreifen|sehen)\b)\w+e)\b"
)
OURS = ("account/", "templates/account/", "mfa/", "templates/mfa/")


def german_of_allauth() -> dict[str, str]:
    path = Path(allauth.__path__[0]) / "locale/de/LC_MESSAGES/django.po"
    with path.open("rb") as file:
        rows = [row for row in read_po(file, locale="de") if isinstance(row.id, str) and row.id]
    return {
        str(row.id): str(row.string)
        for row in rows
        if any(place.startswith(OURS) for place, _line in row.locations)
    }


def test_nothing_that_allauth_says_speaks_to_a_patient_as_to_a_friend() -> None:
    own = Path(settings.LOCALE_PATHS[0]) / "de/LC_MESSAGES/django.mo"
    with own.open("rb") as file:
        ours = gettext.GNUTranslations(file)
    theirs = german_of_allauth()
    assert FAMILIAR.search(theirs["You have signed out."])
    said = {english: ours.gettext(english) for english in theirs}
    heard = [german if said[english] == english else said[english]
             for english, german in theirs.items()]  # fmt: skip
    assert [text for text in heard if FAMILIAR.search(text)] == []


def bar_of(page: str) -> str:
    return page[page.index('<header class="bar">') : page.index("</header>")]


@pytest.mark.django_db
def test_where_there_is_one_clinic_its_neutral_name_stands_at_the_door() -> None:
    a_clinic("House of dialectical therapy")
    for path in ("/account/login/", "/account/password/reset/", "/account/password/reset/done/"):
        page = Client().get(path).content.decode()
        assert "Riverside</a>" in bar_of(page)
        assert 'class="safety-plan-link" href="/me/safety-plan/" data-kept-plan hidden' in page
        assert 'href="/numbers/"' in page


def test_signed_out_of_several_clinics_no_name_stands_there_and_the_numbers_stay(
    people: People, signed_in: Callable[[User], Client]
) -> None:
    browser = signed_in(people.dan)
    where = re.search(r'name="next" value="([^"]+)"', browser.get("/me/me/").content.decode())
    assert where
    out = browser.post("/account/logout/", {"next": where[1]}, follow=True).content.decode()
    assert "Today</a>" in bar_of(out)
    assert "openimt" not in re.sub(r'"[^"]*"', "", bar_of(out))
    assert f"tel:{people.clinic.emergency_number}" in out


KEEP = """async () => {
  const cache = await caches.open("openimt-plan");
  await cache.put("/me/safety-plan/", new Response("my plan"));
}"""


@pytest.mark.journey
@pytest.mark.django_db
def test_only_a_phone_that_keeps_a_plan_shows_the_way_to_it() -> None:
    a_clinic("House of dialectical therapy")
    door = {"/account/login/": Client().get("/account/login/")}
    with drawn(door, width=390) as shown:
        shown.page.goto("/account/login/")
        shown.page.wait_for_load_state("networkidle")
        link = shown.page.locator("[data-kept-plan]")
        assert link.is_hidden()
        shown.page.evaluate(KEEP)
        shown.page.reload()
        link.wait_for(state="visible")
        assert shown.overflows() <= 0
        assert [said for said in shown.complaints if "Manifest" not in said] == []


def test_a_page_that_is_too_old_says_so_and_gives_back_what_was_typed(people: People) -> None:
    browser = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    browser.force_login(people.dan)
    sent = {"says": "Bitte alles aus dem Mai.", "password": "not to be shown"}
    page = browser.post("/me/erasure/", sent, headers={"referer": "http://testserver/me/erasure/"})
    words = page.content.decode()
    assert page.status_code == 403
    assert "This page was too old" in words
    assert "Bitte alles aus dem Mai." in words
    assert "not to be shown" not in words
    assert 'href="http://testserver/me/erasure/"' in words
    assert 'href="/numbers/"' in words
    away = browser.post("/me/erasure/", sent, headers={"referer": "http://elsewhere.test/"})
    assert "elsewhere.test" not in away.content.decode()


def reset_pages(people: People) -> dict[str, HttpResponse]:
    """The way to a new password, page by page, as somebody goes it who has forgotten theirs."""
    door = "/account/password/reset/"
    away = Client()
    away.post(door, {"email": people.dan.email})
    link = next(word for word in mail.outbox[0].body.split() if f"{door}key/" in word)
    opened = away.get(link)["Location"]
    twice = {"password1": "short", "password2": "other"}
    pages = {"asks": away.get(door), "wrong": away.post(door, {"email": "nobody"})}
    pages |= {"on-its-way": away.get(f"{door}done/"), "new": away.get(opened)}
    pages |= {"refused": away.post(opened, twice), "over": away.get(f"{door}key/2-old-key/")}
    return pages | {"changed": away.get(f"{door}key/done/")}


def test_the_way_to_a_new_password_looks_as_the_door_does(people: People) -> None:
    pages = reset_pages(people)
    assert {page.status_code for page in pages.values()} == {200}
    for name, page in pages.items():
        words = page.content.decode().partition("<main")[2]
        forms = re.findall(r'<form[^>]*class="([^"]*)"', words)
        assert forms == (["form"] if name in ("asks", "wrong", "new", "refused") else [])
        buttons = re.findall(r"<button[^>]*>", words)
        assert all('class="button' in button for button in buttons), name
        assert len([one for one in buttons if "button main" in one]) == len(forms), name
        assert '<p class="field' in words or '<div class="field' in words or not forms, name
        assert "patient/css/pages.css" in page.content.decode(), name
        assert 'href="/account/login/"' in words, "the way back to the door"
    assert "<h1>This link is over</h1>" in pages["over"].content.decode()
    for name in ("wrong", "refused"):
        assert 'aria-invalid="true"' in pages[name].content.decode(), name


@pytest.mark.journey
def test_the_way_to_a_new_password_is_whole_and_readable(people: People) -> None:
    pages = reset_pages(people)
    answers = {f"/account/{name}/": page for name, page in pages.items()}
    with drawn(answers, width=390) as shown:
        for name in pages:
            shown.page.goto(f"/account/{name}/")
            for width, look in ((1280, "light"), (390, "dark"), (390, "light")):
                shown.stand_at(width, look)
                assert shown.overflows() <= 0, f"{name}, {width} px"
            assert serious(shown) == [], name
            shown.picture(f"reset-{name}-390-light")
        # The browser would have the address beside a new password; whoever knows the link alone is
        # not to read whose it is.
        assert [said for said in shown.complaints if "username fields" not in said] == []
