"""Coming back to a moment on another day: how it is now is an answer of its own, and what was said
in the bad hour stays as it was said."""

import re
import uuid
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.answer_set import AnswerSet
from openimt_clinic.records.mapping.moments import told_last
from openimt_clinic.records.phone_document import PhoneDocument
from openimt_clinic.records.user import User
from tests.web.drawn import Drawn, drawn
from tests.web.moments import AGAIN, CALM, SCENE, a_moment, wrote, yesterday
from tests.web.people import People
from tests.web.sights import whole_and_readable

Browser = Callable[[User], Client]
SAFETY = ("strength", "suicidal_urge", "self_harm_urge", "self_harm_act")
FACTS = "/me/phone.json"
OUTBOX = """() => new Promise(done => {
  const opening = indexedDB.open("openimt-phone");
  opening.onsuccess = () => {
    const rows = opening.result.transaction("outbox").objectStore("outbox").getAll();
    rows.onsuccess = () => done(rows.result);
  };
})"""


@pytest.fixture
def dan(people: People, signed_in: Browser) -> Client:
    return signed_in(people.dan)


def text(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def own(document: PhoneDocument) -> str:
    return f"/me/moment/{document.name}/"


def form_of(page: str, kind: str) -> str:
    found = re.search(rf'<form[^>]*data-document="{kind}".*?</form>', page, re.DOTALL)
    return found[0] if found else ""


def asked_in(form: str) -> list[str]:
    return [item for item in SAFETY if f'name="{item}"' in form]


def send(dan: Client, form: str, **answers: str) -> str:
    """As a browser without script sends it. Where it leads."""
    action = re.search(r'action="([^"]*)"', form)
    assert action
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    return str(dan.post(unescape(action[1]), {**hidden, **answers})["Location"])


# ---- without script ----------------------------------------------------------------------------


def test_what_was_said_that_day_stays_and_what_is_said_now_is_heard(
    dan: Client, people: People
) -> None:
    document = a_moment(people, at=yesterday(), **CALM, **SCENE)
    page = text(dan, own(document))
    assert asked_in(form_of(page, "moment")) == []
    look = form_of(page, "look")
    assert asked_in(look) == list(SAFETY)
    assert " checked" not in look, "what was said yesterday answers nothing today"
    leads_to = send(dan, look, strength="9", suicidal_urge="4")
    case = AlertCase.objects.get()
    assert (case.item, case.answer, case.response) == ("suicidal_urge", 4, "same_day")
    assert leads_to == f"/me/answers/{case.answer_set_id}/"
    document.refresh_from_db()
    assert document.values["strength"] == CALM["strength"]
    assert AnswerSet.objects.get(pk=document.answer_set_id).answers["suicidal_urge"] == 0
    assert told_last(people.patient, document).suicidal_urge == 4
    assert "This can wait" in text(dan, own(document)), "and the scene waits"


def test_one_of_which_strength_was_never_said_asks_first_how_it_is_now(
    dan: Client, people: People
) -> None:
    document = a_moment(people, at=yesterday(), suicidal_urge=2)
    page = text(dan, own(document))
    assert form_of(page, "moment") == ""
    assert send(dan, form_of(page, "look"), **dict.fromkeys(SAFETY, "0")) == own(document)
    document.refresh_from_db()
    assert document.values == {"suicidal_urge": 2}
    assert 'data-way="calm"' in text(dan, own(document))


def test_a_look_that_was_left_half_way_asks_once_more(dan: Client, people: People) -> None:
    document = a_moment(people, **CALM)
    wrote(people, "look", of=document.name, self_harm_urge=1)
    page = text(dan, own(document))
    assert asked_in(form_of(page, "look")) == list(SAFETY), "not an empty page"


def test_on_the_day_itself_it_can_still_be_put_right(dan: Client, people: People) -> None:
    page = text(dan, own(a_moment(people, **CALM)))
    assert asked_in(form_of(page, "moment")) == list(SAFETY)
    assert form_of(page, "look") == ""


def test_what_was_begun_before_midnight_goes_on_after_it(
    dan: Client, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    past = timezone.localtime().replace(hour=0, minute=10, second=0, microsecond=0)
    document = a_moment(people, at=past - timedelta(minutes=20), **CALM)
    monkeypatch.setattr("django.utils.timezone.now", lambda: past)
    assert asked_in(form_of(text(dan, own(document)), "moment")) == list(SAFETY)


def test_once_a_day_is_enough(dan: Client, people: People) -> None:
    document = a_moment(people, at=yesterday() - timedelta(days=1), **CALM, **SCENE)
    wrote(people, "look", of=document.name, at=yesterday(), **CALM)
    look = form_of(text(dan, own(document)), "look")
    assert asked_in(look) == list(SAFETY), "what was said yesterday is not how it is now"
    send(dan, look, **dict.fromkeys(SAFETY, "0"))
    assert form_of(text(dan, own(document)), "look") == ""


# ---- on a phone, without a net -----------------------------------------------------------------


def pick(shown: Drawn, name: str, value: int) -> None:
    choice = shown.page.locator(f"[name={name}][value='{value}']")
    shown.page.locator("#look label", has=choice).click()


def opened(shown: Drawn, address: str) -> None:
    shown.page.goto(address)
    shown.page.locator("#look[data-bound]").wait_for(state="attached")
    if not shown.page.locator("#look").is_visible():
        shown.page.locator("summary", has_text="How are you now?").click()


def waiting(shown: Drawn) -> list[dict[str, Any]]:
    """What waits to be sent. Help opens at once, and the answer is kept a moment after it."""
    found: list[dict[str, Any]] = []
    for _ in range(100):
        found = shown.page.evaluate(OUTBOX)
        if found:
            break
        shown.page.wait_for_timeout(50)
    return found


@pytest.mark.journey
def test_a_phone_sends_it_as_its_own_answer_and_puts_the_scene_away(
    dan: Client, people: People
) -> None:
    document = a_moment(people, at=yesterday(), **CALM, **SCENE, **AGAIN)
    address = own(document)
    with drawn({one: dan.get(one) for one in (address, FACTS)}, width=390, still=True) as shown:
        opened(shown, address)
        assert shown.page.locator("#moment").is_visible()
        pick(shown, "strength", 9)
        shown.page.locator("#look [data-help-first]").wait_for(state="visible")
        assert not shown.page.locator("#moment").is_visible()
        pick(shown, "suicidal_urge", 4)
        shown.page.locator("[data-phone-help]:not([hidden])").wait_for()
        sent = waiting(shown)
    assert [one["kind"] for one in sent] == ["look"]
    said = {"of": document.name, "strength": 9, "suicidal_urge": 4}
    assert sent[0]["values"] == said, "the moment it is about goes along with what worries"


@pytest.mark.journey
def test_what_was_begun_about_one_moment_is_not_said_about_another(
    dan: Client, people: People
) -> None:
    first, second = (a_moment(people, at=yesterday(), **CALM, **SCENE) for _ in range(2))
    pages = {one: dan.get(one) for one in (own(first), own(second), FACTS)}
    ticked = "#look [name=strength][value='5']:checked"
    with drawn(pages, width=390, still=True) as shown:
        opened(shown, own(first))
        pick(shown, "strength", 5)
        shown.page.wait_for_timeout(300)
        opened(shown, own(second))
        assert shown.page.locator(ticked).count() == 0
        opened(shown, own(first))
        shown.page.locator(ticked).wait_for(state="attached")


@pytest.mark.journey
def test_the_pages_of_coming_back_are_whole_and_readable(dan: Client, people: People) -> None:
    told = a_moment(people, at=yesterday(), **CALM, **SCENE)
    half = a_moment(people, at=yesterday(), suicidal_urge=2)
    pages = {"again": own(told), "again-first": own(half)}
    answers = {address: dan.get(address) for address in (*pages.values(), FACTS)}
    named = {f"moments-{name}": address for name, address in pages.items()}
    whole_and_readable(answers, named, [(390, "light"), (390, "dark")], unfold=True)


def test_a_name_of_nobody_is_no_page(dan: Client) -> None:
    assert dan.get(f"/me/moment/{uuid.uuid4()}/").status_code == 404
