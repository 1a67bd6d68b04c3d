"""One's own pages in a real browser: whole and readable, in large type, and for the left hand."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from openimt.simulate.people import invent
from openimt_clinic.actions.sharing import choose
from openimt_clinic.records.sharing_choice import Shares
from openimt_clinic.records.user import User
from tests.web.drawn import Drawn, drawn
from tests.web.kept import a_document, a_safety_plan, a_session, an_appointment, an_erasure_request
from tests.web.living import live
from tests.web.people import People
from tests.web.sights import whole_and_readable

Browser = Callable[[User], Client]
SIGHTS = [(390, "light"), (1280, "dark")]
FACTS = "/me/phone.json"
WALK = "6a1f0d0e-7a55-4b7e-9c58-1f6a3f6f2a10"
ASK = "6a1f0d0e-7a55-4b7e-9c58-1f6a3f6f2a11"
LARGE = "document.documentElement.style.fontSize = '200%'"


@pytest.fixture
def lived(people: People) -> People:
    """Dan with a course, skills, experiments, aims, appointments, and a wish."""
    live(people.patient, invent(5, seed=2)[4], people.ana)
    a_safety_plan(people)
    a_session(people, homework="Try the opposite of hiding once, with Su.")
    a_document(people, "skill", WALK, title="The long walk by the river", favourite=True,
               words="Slow. Count the bridges.", helped="a_lot")  # fmt: skip
    a_document(people, "experiment", ASK, goal="Ask Su how she meant it", on="2026-11-20",
               wish="To be close", expect="She laughs at me")  # fmt: skip
    a_document(people, "target", "words", aim1_words="To keep one friend for a whole year",
               aim2_words="To go back to evening school")  # fmt: skip
    soon = datetime.now(UTC) + timedelta(days=2)
    an_appointment(people, soon, where="Room 2")
    an_appointment(people, soon + timedelta(days=7), state="cancelled_by_us",
                   reason="Ana is away.", marked_by=people.ana, marked_at=soon)  # fmt: skip
    for what in (Shares.CALENDAR, Shares.MOMENTS):
        choose(patient=people.patient, what=what, agreed=True, by=people.dan)
    an_erasure_request(people)
    return people


def own_pages(people: People) -> dict[str, str]:
    plain = (
        "home", "me", "skills", "new_skill", "experiments", "new_experiment", "targets",
        "target_words", "sharing", "export", "erasure", "appointments",
    )  # fmt: skip
    pages = {name: reverse(f"patient:{name}") for name in plain}
    return pages | {
        "homework": reverse("patient:homework", args=[session_of(people)]),
        "skill": reverse("patient:skill", args=[WALK]),
        "experiment": reverse("patient:experiment", args=[ASK]),
    }


def session_of(people: People) -> object:
    from openimt_clinic.records.session_record import SessionRecord

    return SessionRecord.objects.exclude(homework="").filter(patient=people.patient)[0].pk


def answers_of(people: People, browser: Client, pages: dict[str, str]) -> dict[str, HttpResponse]:
    answers: dict[str, HttpResponse] = {address: browser.get(address) for address in pages.values()}
    assert {answer.status_code for answer in answers.values()} == {200}
    return {**answers, FACTS: browser.get(FACTS)}


@pytest.mark.journey
def test_my_own_pages_are_whole_and_readable(lived: People, signed_in: Browser) -> None:
    pages = own_pages(lived)
    answers = answers_of(lived, signed_in(lived.dan), pages)
    named = {f"own-{name}": address for name, address in pages.items()}
    whole_and_readable(answers, named, SIGHTS)


@pytest.mark.journey
def test_what_the_team_sees_is_too(lived: People, signed_in: Browser) -> None:
    pages = {"from-the-phone": reverse("clinician:from_the_phone", args=[lived.patient.pk])}
    answers = answers_of(lived, signed_in(lived.ana), pages)
    whole_and_readable(answers, pages, [(1280, "light"), (390, "dark")])


@pytest.mark.journey
def test_type_twice_as_large_loses_nothing(lived: People, signed_in: Browser) -> None:
    """All is still there, nothing runs off the side, and no words lie over others, in German, too,
    whose words are longer, and with what scripts draw."""
    pages = own_pages(lived) | {
        "path": reverse("patient:path"),
        "plan": reverse("patient:safety_plan"),
        "card": reverse("patient:card"),
        "moment": reverse("patient:moment"),
    }
    dan = signed_in(lived.dan)
    dan.cookies["django_language"] = "de"
    answers = answers_of(lived, dan, pages)
    with drawn(answers, width=390, still=True) as shown:
        for name, address in pages.items():
            shown.page.goto(address)
            shown.page.evaluate(LARGE)
            assert shown.overflows() <= 0, name
            assert cut_off(shown) == [], name
            if name in {"home", "sharing", "card"}:
                shown.picture(f"own-{name}-390-large")


def cut_off(shown: Drawn) -> list[str]:
    """Words in boxes too small for them that hide the rest; not what is only heard."""
    return list(
        shown.page.evaluate(
            """() => [...document.querySelectorAll('main *, header *, nav *')]
            .filter(one => one.scrollWidth > one.clientWidth + 2 && one.clientWidth > 0
              && getComputedStyle(one).overflowX === 'hidden'
              && getComputedStyle(one).clipPath === 'none')
            .map(one => one.outerHTML.slice(0, 80))"""
        )
    )


@pytest.mark.journey
def test_for_the_left_thumb_the_tabs_begin_on_the_left(lived: People, signed_in: Browser) -> None:
    dan = signed_in(lived.dan)
    dan.cookies["hand"] = "left"
    pages = {name: reverse(f"patient:{name}") for name in ("home", "new_experiment")}
    with drawn(answers_of(lived, dan, pages), width=390, still=True, scripts=False) as shown:
        shown.page.goto(pages["home"])
        boxes = [tab.bounding_box() for tab in shown.page.locator(".tabs a").all()]
        assert max(box["x"] + box["width"] for box in boxes if box) < 330
        assert all(box["height"] >= 44 for box in boxes if box)
        shown.picture("own-home-390-left")
        shown.page.goto(pages["new_experiment"])
        main = shown.page.get_by_role("button", name="Keep this").bounding_box()
        assert main is not None
        assert main["x"] < 40
