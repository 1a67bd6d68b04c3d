"""My story on the person's own pages: a title is enough, nothing hard is asked for, all is kept."""

import uuid
from datetime import time
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from openimt_clinic.records.clinical_event import ClinicalEvent
from openimt_clinic.records.phone_document import PhoneDocument
from openimt_clinic.records.phone_entry import PhoneEntry
from tests.web.people import People
from tests.web.storied import Browser, at_the_hour, of, opened, without_phases, write
from tests.web.telling import arrives, tells

STEADIER = "We start this together when hard days are steadier."
PROMPTS = ("What happened?", "What did I feel?", "What did I do?", "Who was there?")


@pytest.fixture
def free(people: People) -> People:
    return without_phases(people)


@pytest.fixture(autouse=True)
def by_day(monkeypatch: pytest.MonkeyPatch) -> None:
    at_the_hour(monkeypatch, time(10))


# ---- which doors are open ----


def test_what_is_not_open_says_so_kindly(people: People, signed_in: Browser) -> None:
    dan = signed_in(people.dan)
    assert STEADIER in opened(dan, "story")
    assert "Add a" not in opened(dan, "story")
    assert STEADIER in opened(dan, "new_story", "scene")
    assert "<form" not in opened(dan, "new_story", "scene").split("<main")[1].split("</main")[0]


def test_under_a_therapy_without_phases_all_is_open(free: People, signed_in: Browser) -> None:
    page = opened(signed_in(free.dan), "story")
    assert STEADIER not in page
    for words in ("Add a point", "Add a chapter", "Add a scene", "Add what matters"):
        assert words in page


def test_a_closed_door_takes_nothing_away(people: People, signed_in: Browser) -> None:
    scene = tells(people, "scene", title="The lake", happened="We swam.")
    dan = signed_in(people.dan)
    assert "The lake" in opened(dan, "story")
    page = opened(dan, "story_entry", *of(scene))
    assert "We swam." in page
    assert "Write more" not in page


# ---- writing ----


@pytest.mark.parametrize("kind", ["line_point", "chapter", "scene", "value", "next_chapter"])
def test_a_title_alone_is_a_whole_entry(free: People, signed_in: Browser, kind: str) -> None:
    dan, name = signed_in(free.dan), str(uuid.uuid4())
    assert write(dan, kind, name, title="  The   lake ", tone="")["Location"] == "/me/story/"
    kept = PhoneDocument.objects.get(kind=kind, name=name)
    assert kept.values["title"] == "The lake"
    assert not kept.shared
    assert "The lake" in opened(dan, "story")
    assert "The lake" in opened(dan, "story_entry", kind, name)


def test_the_title_page_of_a_scene_asks_for_nothing_else(free: People, signed_in: Browser) -> None:
    page = opened(signed_in(free.dan), "new_story", "scene")
    assert "Keep the title" in page
    assert not [words for words in PROMPTS if words in page]


def test_more_can_be_written_of_a_good_one(free: People, signed_in: Browser) -> None:
    scene = tells(free, "scene", title="The lake", tone="good")
    dan = signed_in(free.dan)
    assert "Write more" in opened(dan, "story_entry", *of(scene))
    page = opened(dan, "story_words", *of(scene))
    assert all(words in page for words in PROMPTS)
    write(dan, "scene", scene.name, did="I jumped first.", felt="", title="The lake")
    assert "I jumped first." in opened(dan, "story_entry", *of(scene))


def test_a_hard_one_is_never_asked_about(free: People, signed_in: Browser) -> None:
    scene = tells(free, "scene", title="Grey years", tone="hard")
    dan = signed_in(free.dan)
    page = opened(dan, "story_entry", *of(scene))
    assert "This can stay a title for as long as you like." in page
    assert "begin together with Ana" in page
    assert "Write more" not in page
    assert not [words for words in PROMPTS if words in opened(dan, "story_words", *of(scene))]


def test_what_somebody_wrote_of_a_hard_one_by_themselves_is_kept(
    free: People, signed_in: Browser
) -> None:
    scene = tells(free, "scene", title="Grey", tone="hard", happened="It rained for years.")
    dan = signed_in(free.dan)
    assert "It rained for years." in opened(dan, "story_entry", *of(scene))
    page = opened(dan, "story_words", *of(scene))
    assert "What happened?" in page
    assert not [words for words in PROMPTS[1:] if words in page]


def test_late_in_the_evening_a_hard_one_is_closed(
    free: People, signed_in: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = tells(free, "scene", title="Grey", tone="hard", happened="It rained.")
    good = tells(free, "scene", title="The lake", tone="good", happened="We swam.")
    at_the_hour(monkeypatch, time(22))
    dan = signed_in(free.dan)
    page = opened(dan, "story_entry", *of(scene))
    assert "It is late. The title is enough for today." in page
    assert "Closed for the night" in page
    assert "Change my words" not in page
    assert "<textarea" not in opened(dan, "story_words", *of(scene))
    assert "Change my words" in opened(dan, "story_entry", *of(good))


def test_a_title_can_be_put_down_at_any_hour(
    free: People, signed_in: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_the_hour(monkeypatch, time(3))
    dan, name = signed_in(free.dan), str(uuid.uuid4())
    assert "Keep the title" in opened(dan, "new_story", "scene")
    assert write(dan, "scene", name, title="Grey", tone="hard").status_code == 302
    assert PhoneDocument.objects.get(name=name).values["tone"] == "hard"


def test_a_hard_one_ends_on_something_good(free: People, signed_in: Browser) -> None:
    hard = tells(free, "scene", title="Grey", tone="hard")
    tells(free, "line_point", title="The summer", tone="good")
    tells(free, "scene", title="Another grey", tone="hard")
    page = opened(signed_in(free.dan), "story_entry", *of(hard))
    assert "something good of yours" in page
    assert "The summer" in page
    assert "Another grey" not in page


def test_a_hard_time_may_be_an_empty_box(free: People, signed_in: Browser) -> None:
    tells(free, "line_point", tone="hard", year=2009)
    assert "An empty box" in opened(signed_in(free.dan), "story")


def test_the_line_reads_in_the_order_of_life(free: People, signed_in: Browser) -> None:
    tells(free, "line_point", title="School", year=1999)
    lake = tells(free, "line_point", title="Lake", year=1994, age=6)
    tells(free, "line_point", title="Gran", about="some winter", after=lake.name)
    tells(free, "line_point", title="Dog", age=8)
    tells(free, "line_point", title="Nowhere")
    page = opened(signed_in(free.dan), "story")
    places = [page.index(title) for title in ("Lake", "Gran", "Dog", "School", "Somewhere on")]
    assert places == sorted(places)
    assert page.index("Nowhere") > places[-1]


def test_good_scenes_are_read_first(free: People, signed_in: Browser) -> None:
    for tone in ("hard", "turning", None, "good"):
        tells(free, "scene", title=f"It is {tone}.", tone=tone)
    page = opened(signed_in(free.dan), "story")
    places = [page.index(f"It is {tone}.") for tone in ("good", None, "turning", "hard")]
    assert places == sorted(places)


def test_chapters_keep_the_order_they_were_given(free: People, signed_in: Browser) -> None:
    first = tells(free, "chapter", title="One")
    tells(free, "chapter", title="Three")
    tells(free, "chapter", title="Two", after=first.name)
    page = opened(signed_in(free.dan), "story")
    places = [page.index(f"<bdi>{title}</bdi>") for title in ("One", "Two", "Three")]
    assert places == sorted(places)


def test_a_year_that_is_none_is_refused_in_words_and_the_title_is_kept(
    free: People, signed_in: Browser
) -> None:
    name = str(uuid.uuid4())
    answer = write(signed_in(free.dan), "line_point", name, title="Lake", year="19994")
    assert answer.status_code == 422
    assert "Write the year with four digits." in unescape(answer.content.decode())
    assert PhoneDocument.objects.get(name=name).values == {"title": "Lake"}


@pytest.mark.parametrize("tone", ["awful", "9", "HARD"])
def test_there_is_no_other_word_and_no_scale(free: People, tone: str) -> None:
    received = arrives(free.patient, free.dan, "scene", str(uuid.uuid4()), {"tone": tone})
    assert "tone" in received.refused


def test_a_document_without_a_name_of_its_own_has_no_place(free: People) -> None:
    received = arrives(free.patient, free.dan, "scene", "2026-11-22", {"title": "x"})
    assert received.state == "refused"
    assert not PhoneDocument.objects.exists()


# ---- stopping ----


def stops(browser: Client, document: PhoneDocument, **values: Any) -> Any:
    return browser.post(reverse("patient:stop_story", args=of(document)), values)


def test_one_touch_keeps_what_is_written_and_leads_to_the_ground(
    free: People, signed_in: Browser
) -> None:
    scene = tells(free, "scene", title="The lake")
    dan = signed_in(free.dan)
    answer = stops(dan, scene, happened="We swam and then", key=str(uuid.uuid4()))
    assert answer["Location"] == reverse("patient:story_ground")
    scene.refresh_from_db()
    assert scene.values == {"title": "The lake", "happened": "We swam and then"}
    page = opened(dan, "story_ground")
    for words in ("Feet", "Breath", "Five things", "My safety plan", "Shall Ana know"):
        assert words in page


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"year": "12345"},
        {"title": "x" * 30_000},
        {"tone": "?"},
        {"title": "a\0b"},
        {"key": "?"},
    ],
)
def test_nothing_stands_between_the_touch_and_the_ground(
    free: People, signed_in: Browser, values: dict[str, str]
) -> None:
    point = tells(free, "line_point", title="The lake")
    answer = stops(signed_in(free.dan), point, **values)
    assert answer["Location"].partition("?")[0] == reverse("patient:story_ground")


def test_what_could_not_be_kept_is_said_on_the_ground(free: People, signed_in: Browser) -> None:
    dan, point = signed_in(free.dan), tells(free, "line_point", title="The lake")
    ground = dan.get(stops(dan, point, year="12345")["Location"]).content.decode()
    assert "<p data-ground-kept hidden>" in ground
    assert "<p data-ground-left>" in ground


def test_touched_twice_it_is_kept_once(free: People, signed_in: Browser) -> None:
    scene, dan, key = tells(free, "scene", title="a"), signed_in(free.dan), str(uuid.uuid4())
    for _ in range(2):
        assert stops(dan, scene, felt="cold", key=key).status_code == 302
    assert PhoneEntry.objects.filter(key=key).count() == 1


def test_stopping_tells_nobody(free: People, signed_in: Browser) -> None:
    stops(signed_in(free.dan), tells(free, "scene", title="a"), felt="cold")
    assert not PhoneDocument.objects.filter(kind="story_stop").exists()
    page = signed_in(free.ana).get(reverse("clinician:story", args=[free.patient.pk]))
    assert "Stopped while" not in page.content.decode()


def test_only_a_yes_becomes_a_note_without_words(free: People, signed_in: Browser) -> None:
    scene = tells(free, "scene", title="Grey", happened="secretmarker")
    write(signed_in(free.dan), "story_stop", str(uuid.uuid4()), stopped="true")
    page = unescape(
        signed_in(free.ana).get(reverse("clinician:story", args=[free.patient.pk])).content.decode()
    )
    assert "Stopped while writing their story on" in page
    assert "ask how it was" in page
    assert "secretmarker" not in page
    assert scene.name not in page
    assert not ClinicalEvent.objects.exists()


def test_nothing_of_the_story_asks_for_it_on_today(free: People, signed_in: Browser) -> None:
    tells(free, "scene", title="The lake", tone="good")
    page = opened(signed_in(free.dan), "home")
    today = page.split("<main")[1].split("</main")[0]
    assert "The lake" not in today
    assert "/me/story/" not in today
