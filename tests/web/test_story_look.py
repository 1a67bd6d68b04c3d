"""The pages of the story in a real browser: whole and readable, and stopped with one touch."""

from collections.abc import Callable, Iterator, Sequence
from datetime import time

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from openimt_clinic.patient.story import offered
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User
from tests.web.drawn import Drawn, drawn
from tests.web.people import People
from tests.web.sights import SIGHTS, serious, whole_and_readable
from tests.web.telling import tells

Browser = Callable[[User], Client]
FACTS = "/me/phone.json"
HEIGHT = 844
LONG = "https://example.org/" + "averylongwordwithoutanygap" * 6
SMALL = ((390, "light"), (390, "dark"))
pytestmark = pytest.mark.journey


@pytest.fixture
def told(people: People, monkeypatch: pytest.MonkeyPatch) -> People:
    """Dan has told a good deal of his story; the clock stands at ten in the morning."""
    monkeypatch.setattr(offered, "_clock", lambda *_: time(10))
    Patient.objects.update(therapy="gpm")
    school = tells(people, "line_point", title="A new school", year=1999, tone="turning")
    tells(people, "line_point", title="The lake behind the house", year=1994, age=6, tone="good")
    tells(people, "line_point", year=2009, tone="hard")
    tells(people, "line_point", title="Su moves in", age=27, tone="good", shared=True)
    tells(people, "line_point", title="Gran's kitchen", about="some winter", after=school.name)
    tells(people, "line_point", title="Learning to drive")
    tells(people, "chapter", title="Before the move", span="until I was ten", shared=True)
    tells(people, "chapter", title="Grey years", span="2009 to 2013", tone="hard")
    tells(people, "scene", title=LONG, tone="turning")
    tells(people, "scene", title="Grey afternoon", when="2010", tone="hard")
    tells(
        people,
        "scene",
        {"did": "I jumped first."},
        title="Swimming at night",
        tone="good",
        when="August 2004",
        where="The old jetty",
        happened="We went down in the dark.\nNobody spoke.",
        felt="Cold, and glad.",
    )
    tells(people, "value", title="Being there for my brother", text="I call him on Sundays.")
    tells(people, "next_chapter", title="A room with a window", text="I look for a flat.")
    return people


def of(people: People, kind: str, title: str) -> list[str]:
    from openimt_clinic.records.phone_document import PhoneDocument

    rows = PhoneDocument.objects.filter(patient=people.patient, kind=kind)
    return [kind, next(row.name for row in rows if row.values.get("title") == title)]


def pages(people: People) -> dict[str, str]:
    scene, hard = of(people, "scene", "Swimming at night"), of(people, "scene", "Grey afternoon")
    chapter = of(people, "chapter", "Before the move")
    return {
        "story": reverse("patient:story"),
        "new-point": reverse("patient:new_story", args=["line_point"]),
        "new-scene": reverse("patient:new_story", args=["scene"]),
        "scene": reverse("patient:story_entry", args=scene),
        "hard": reverse("patient:story_entry", args=hard),
        "words": reverse("patient:story_words", args=scene),
        "earlier": reverse("patient:story_earlier", args=scene),
        "share": reverse("patient:story_sharing", args=scene),
        "take-back": reverse("patient:story_sharing", args=chapter),
        "away": reverse("patient:story_away", args=scene),
        "all-away": reverse("patient:story_all_away"),
        "ground": reverse("patient:story_ground"),
    }


def fetched(browser: Client, found: dict[str, str]) -> dict[str, HttpResponse]:
    answers = {address: browser.get(address) for address in found.values()}
    assert {answer.status_code for answer in answers.values()} == {200}
    # What the phone keeps for times without a net is asked for by every page of the patient.
    return answers | {FACTS: browser.get(FACTS)}


def look_at(
    browser: Client, found: dict[str, str], sights: Sequence[tuple[int, str]] = SIGHTS
) -> None:
    named = {f"story-{name}": address for name, address in found.items()}
    whole_and_readable(fetched(browser, found), named, sights, unfold=True)


@pytest.mark.parametrize(
    "names",
    ["new-point new-scene words ground", "scene hard earlier", "share take-back away all-away"],
)
def test_the_pages_of_the_story_are_whole_and_readable(
    told: People, signed_in: Browser, names: str
) -> None:
    every = pages(told)
    look_at(signed_in(told.dan), {name: every[name] for name in names.split()}, SMALL)


def test_the_story_itself_is_so_at_every_width(told: People, signed_in: Browser) -> None:
    look_at(signed_in(told.dan), {"home": reverse("patient:story")})


def test_they_are_in_german_too(told: People, signed_in: Browser) -> None:
    told.dan.language = "de"
    told.dan.save()
    few = {name: pages(told)[name] for name in ("story", "new-point", "hard", "ground", "share")}
    answers = fetched(signed_in(told.dan), few)
    page = answers[few["story"]].content.decode()
    assert "Meine Geschichte" in page
    whole_and_readable(answers, {f"story-de-{name}": at for name, at in few.items()}, SMALL)


def test_what_is_not_open_is_whole_too(people: People, signed_in: Browser) -> None:
    few = {
        "closed": reverse("patient:story"),
        "not-yet": reverse("patient:new_story", args=["scene"]),
    }
    look_at(signed_in(people.dan), few, SMALL)


def test_the_page_of_those_who_treat_is_too(told: People, signed_in: Browser) -> None:
    tells(told, "story_stop", stopped=True)
    tells(told, "scene", {"shared": True}, {"felt": "Warm."}, title="The sea", felt="Cold.")
    look_at(signed_in(told.ana), {"staff": reverse("clinician:story", args=[told.patient.pk])})


@pytest.fixture
def writing(told: People, signed_in: Browser) -> Iterator[Drawn]:
    """The page on which the scene at the lake is written, on a phone."""
    dan = signed_in(told.dan)
    address = reverse("patient:story_words", args=of(told, "scene", "Swimming at night"))
    with drawn(fetched(dan, {"words": address}), width=390, still=True) as shown:
        shown.page.set_viewport_size({"width": 390, "height": HEIGHT})
        shown.page.goto(address)
        yield shown


def test_stopping_is_in_reach_wherever_one_writes(writing: Drawn) -> None:
    writing.page.get_by_label("Why do I tell it?").scroll_into_view_if_needed()
    writing.page.get_by_label("Why do I tell it?").focus()
    box = writing.page.get_by_role("button", name="Stop here").bounding_box()
    assert box is not None
    assert 0 <= box["y"] < HEIGHT / 2
    assert box["height"] >= 44
    writing.picture("story-stop-in-reach-390")


def test_one_touch_gives_way_to_the_ground_even_without_a_net(writing: Drawn) -> None:
    writing.page.get_by_label("What did I feel?").fill("It was cold and then")
    writing.page.wait_for_timeout(300)
    writing.page.context.set_offline(True)
    writing.page.get_by_role("button", name="Stop here").click()
    ground = writing.page.locator("[data-ground]")
    ground.wait_for(state="visible")
    assert not writing.page.locator("[data-writing]").is_visible()
    assert writing.page.evaluate("document.activeElement.hasAttribute('data-ground')")
    assert serious(writing) == []
    writing.picture("story-stopped-390")
