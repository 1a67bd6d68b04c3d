"""What was noted about an earlier moment is said for the rest of the day, with a way to change it:
a thumb slips."""

import re
import uuid
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from openimt_clinic.records.phone_entry import PhoneEntry
from openimt_clinic.records.user import User
from tests.web.drawn import drawn
from tests.web.moments import CALM, SCENE, a_moment, wrote, yesterday
from tests.web.people import People
from tests.web.sights import whole_and_readable

Browser = Callable[[User], Client]
HOME, FACTS = "/me/", "/me/phone.json"
QUESTION = "What did it turn out to be?"


@pytest.fixture
def dan(people: People, signed_in: Browser) -> Client:
    return signed_in(people.dan)


def today(dan: Client) -> str:
    return unescape(dan.get(HOME).content.decode())


def noted(page: str) -> str:
    found = re.search(r">You noted</h2>.*?</section>", page, re.DOTALL)
    return found[0] if found else ""


def touch(dan: Client, name: str, truth: str) -> None:
    dan.post(f"/me/write/moment/{name}/", {"key": str(uuid.uuid4()), "truth": truth})


def test_a_slip_of_the_thumb_can_be_put_right_all_day(dan: Client, people: People) -> None:
    document = a_moment(people, at=yesterday(), **CALM, **SCENE)
    assert noted(today(dan)) == ""
    touch(dan, document.name, "confirmed")
    page = today(dan)
    assert QUESTION not in page
    assert "“She is done with me.” <b>As I thought</b>" in noted(page)
    later = f"/me/later/moment/{document.name}/"
    assert f'href="{later}">Change it</a>' in noted(page)
    form = dan.get(later).content.decode()
    assert re.search(r'name="truth" value="confirmed"[^>]* checked', form)
    touch(dan, document.name, "other")
    assert "<b>Something else</b>" in noted(today(dan))


def test_not_known_yet_is_said_and_asked_again_on_another_day(dan: Client, people: People) -> None:
    document = a_moment(people, at=yesterday() - timedelta(days=1), **CALM, **SCENE)
    touch(dan, document.name, "unknown")
    page = today(dan)
    assert "<b>Don’t know yet</b>" in noted(page)
    assert QUESTION not in page
    PhoneEntry.objects.filter(values__truth="unknown").update(given_at=yesterday())
    page = today(dan)
    assert QUESTION in page
    assert noted(page) == ""


def test_how_strong_it_is_now_can_be_put_right_too(dan: Client, people: People) -> None:
    at = timezone.now() - timedelta(hours=2, minutes=1)
    document = a_moment(people, "pause", at=at, said="No answer.", strength=8)
    wrote(people, "pause", document.name, strength_later=2)
    said = noted(today(dan))
    assert "How strong it is now: <b>2</b> of 10" in said
    assert f'href="/me/later/pause/{document.name}/"' in said


def test_each_of_several_can_be_changed(dan: Client, people: People) -> None:
    both = [
        a_moment(people, at=yesterday() - timedelta(hours=n), **CALM, meaning=f"Reading {n}.")
        for n in range(2)
    ]
    for one in both:
        touch(dan, one.name, "confirmed")
    said = noted(today(dan))
    assert all(f"/me/later/moment/{one.name}/" in said for one in both)


def test_what_was_noted_on_an_earlier_day_is_over(dan: Client, people: People) -> None:
    document = a_moment(people, at=yesterday() - timedelta(days=1), **CALM, **SCENE)
    wrote(people, "moment", document.name, at=yesterday(), truth="confirmed")
    assert noted(today(dan)) == ""


@pytest.mark.journey
def test_it_is_whole_and_readable(dan: Client, people: People) -> None:
    document = a_moment(people, at=yesterday(), **CALM, **SCENE)
    touch(dan, document.name, "partly")
    wrote(people, "moment", document.name, strength_later=3)
    answers = {address: dan.get(address) for address in (HOME, FACTS)}
    whole_and_readable(answers, {"today-noted": HOME}, [(390, "light"), (390, "dark")])


@pytest.mark.journey
def test_without_a_net_the_kept_page_takes_another_touch(dan: Client, people: People) -> None:
    a_moment(people, at=yesterday(), **CALM, **SCENE)
    answers = {address: dan.get(address) for address in (HOME, FACTS)}
    with drawn(answers, width=390, still=True) as shown:
        for truth in ("confirmed", "other"):
            shown.page.goto(HOME)
            shown.page.locator("form[data-document=moment][data-bound]").wait_for()
            with shown.page.expect_navigation():
                shown.page.locator(f"[name=truth][value={truth}]").click()
        assert shown.page.locator("[name=truth]").count() == 4
