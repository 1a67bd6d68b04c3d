"""Forms that go without script: what was unticked is heard, and every page says what it showed."""

import json
import re
import uuid
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from openimt_clinic.actions.phone import receiving
from openimt_clinic.actions.sharing import choose
from openimt_clinic.records.phone_document import PhoneDocument
from openimt_clinic.records.phone_entry import PhoneEntry
from openimt_clinic.records.sharing_choice import Shares
from openimt_clinic.records.user import User
from tests.web.moments import CALM, a_moment, yesterday
from tests.web.people import People
from tests.web.phone import Phone
from tests.web.telling import tells

Browser = Callable[[User], Client]
FORM = re.compile(r"<form[^>]*data-document=.*?</form>", re.DOTALL)
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')
ACTION = re.compile(r'action="([^"]*)"')
PAGES = (
    "/me/",
    "/me/card/",
    "/me/form/oi-safety/",
    "/me/form/oi-session-client/",
    "/me/moment/",
    "/me/moments/",
    "/me/pause/",
    "/me/rehearsal/",
    "/me/skills/new/",
    "/me/experiments/new/",
    "/me/targets/words/",
    "/me/story/new/chapter/",
    "/me/story/ground/",
)


@pytest.fixture
def dan(people: People, signed_in: Browser) -> Client:
    people.patient.therapy = "gpm"
    people.patient.save()
    return signed_in(people.dan)


def forms(dan: Client, address: str) -> list[tuple[str, dict[str, list[str]]]]:
    """Where each form of the page goes, and what it hands on unseen."""
    response = dan.get(address)
    assert response.status_code == 200, address
    found = FORM.findall(response.content.decode())
    assert found, address
    return [(unescape(ACTION.findall(form)[0]), hidden_in(form)) for form in found]


def hidden_in(form: str) -> dict[str, list[str]]:
    """As a browser sends them: a name can stand there more than once."""
    sent: dict[str, list[str]] = {}
    for name, value in HIDDEN.findall(form):
        sent.setdefault(name, []).append(unescape(value))
    return sent


def own_form(dan: Client, address: str) -> tuple[str, dict[str, list[str]]]:
    """The first form of a page; how it is now, on coming back, is asked in one of its own."""
    return next(form for form in forms(dan, address) if "/look/" not in form[0])


def send(dan: Client, address: str, **fields: object) -> str:
    """Sends the first form of a page as a browser does. Returns where it leads."""
    action, hidden = own_form(dan, address)
    response = dan.post(action, hidden | fields)
    assert response.status_code == 302, unescape(response.content.decode())
    return str(response["Location"])


def today() -> PhoneDocument:
    return PhoneDocument.objects.get(kind="diary", name=timezone.localdate().isoformat())


@pytest.mark.parametrize("address", PAGES)
def test_every_form_says_what_it_showed(people: People, dan: Client, address: str) -> None:
    a_moment(people, at=yesterday(), **CALM, meaning="She is done with me.")
    shown = Phone().tell(dan, {"sad": 2})["key"]
    for action, hidden in forms(dan, address):
        assert {"key", "leads_to", "seen"} <= set(hidden), action
        assert hidden["leads_to"][0].startswith("/me/"), action
        seen = json.loads(hidden["seen"][0])
        if "/diary/" in action:
            assert seen == {"sad": shown}
        elif "/moment/" in action and address != "/me/moment/":
            assert {"strength", "meaning"} <= set(seen)
        else:
            assert seen == {}


def test_every_skill_can_be_unticked(dan: Client, people: People) -> None:
    send(dan, "/me/card/", skills_used="none", sad="2")
    assert today().values == {"skills_used": ["none"], "sad": 2}
    send(dan, "/me/card/", sad="2")
    assert today().values == {"skills_used": None, "sad": 2}
    send(dan, "/me/card/", sad="2")
    assert PhoneEntry.objects.count() == 2, "left as it stood it is nothing"


def test_skills_that_nobody_ticked_are_blank_and_not_none(dan: Client, people: People) -> None:
    send(dan, "/me/card/", sad="2")
    assert today().values == {"sad": 2}


@pytest.mark.parametrize("agreed", [True, False])
def test_who_may_read_a_moment_can_be_unticked(dan: Client, people: People, agreed: bool) -> None:
    """Whether the tick was the person's own, or stood there by what was agreed."""
    choose(patient=people.patient, what=Shares.MOMENTS, agreed=agreed, by=people.dan)
    document = a_moment(people, at=yesterday(), **CALM, threat=True)
    address = f"/me/moment/{document.name}/"
    if not agreed:
        send(dan, address, shared="true", threat="true")
    document.refresh_from_db()
    assert document.shared
    send(dan, address, threat="true")
    document.refresh_from_db()
    assert not document.shared


def test_feelings_can_be_unticked(dan: Client, people: People) -> None:
    document = a_moment(people, at=yesterday(), **CALM, feelings=("sad", "hurt"), body=("chest",))
    send(dan, f"/me/moment/{document.name}/", body="chest")
    document.refresh_from_db()
    assert (document.values["feelings"], document.values["body"]) == ([], ["chest"])


def test_what_is_kept_back_of_a_session_can_be_given_again(dan: Client, people: People) -> None:
    address = "/me/form/oi-session-client/"
    send(dan, address, keep_back="on")
    assert PhoneDocument.objects.get(kind="form").shared is False
    send(dan, address)
    assert PhoneDocument.objects.get(kind="form").shared is True


def test_a_chapter_comes_after_another_and_the_page_leads_on(dan: Client, people: People) -> None:
    first = tells(people, "chapter", title="The years by the river")
    went = send(dan, "/me/story/new/chapter/", title="The city", after=first.name)
    second = PhoneDocument.objects.exclude(pk=first.pk).get(kind="chapter")
    assert second.values["after"] == first.name
    assert went == f"/me/story/chapter/{second.name}/"


def test_a_line_that_the_page_showed_blank_does_not_clear_what_came_meanwhile(
    dan: Client, people: People
) -> None:
    ((action, hidden),) = forms(dan, "/me/card/")
    Phone().tell(dan, {"note": "from my phone", "sad": 4})
    dan.post(action, hidden | {"sad": "1", "note": ""})
    assert today().values == {"note": "from my phone", "sad": 4}, "and the person says which holds"
    assert PhoneDocument.objects.get().clashes.get().value == 1


def test_two_boxes_are_still_two_after_the_page_that_could_not_be_kept(
    dan: Client, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = a_moment(people, at=yesterday() - timedelta(hours=1), **CALM, body=("chest",))
    action, hidden = own_form(dan, f"/me/moment/{document.name}/")

    def away(*_: object, **__: object) -> None:
        raise DatabaseError

    with monkeypatch.context() as broken:
        broken.setattr(receiving, "keep_in", away)
        page = dan.post(action, hidden | {"feelings": ["sad", "hurt"]}).content.decode()
    (form,) = re.findall(r'<form method="post" class="form stack">.*?</form>', page, re.DOTALL)
    again: dict[str, object] = dict(hidden_in(form))
    ticked = re.findall(r'type="checkbox" name="feelings" value="(\w+)" checked', form)
    dan.post(action, again | {"key": str(uuid.uuid4()), "feelings": ticked})
    document.refresh_from_db()
    assert document.values["feelings"] == ["sad", "hurt"]
    assert document.values["body"] == [], "unticked on the first page, and heard from the second"
