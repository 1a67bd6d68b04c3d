"""What somebody wrote of their story stays whole: every version, from two devices, taken along."""

import json
import uuid
from datetime import time
from html import unescape

import pytest
from django.urls import reverse

from openimt_clinic.records.phone_document import PhoneDocument
from openimt_clinic.records.phone_entry import PhoneEntry
from tests.web.people import People
from tests.web.storied import Browser, at_the_hour, of, opened, without_phases, write
from tests.web.telling import arrives, tells


@pytest.fixture
def free(people: People) -> People:
    return without_phases(people)


@pytest.fixture(autouse=True)
def by_day(monkeypatch: pytest.MonkeyPatch) -> None:
    at_the_hour(monkeypatch, time(10))


# ---- versions, two devices ----


def test_every_version_stays_readable(free: People, signed_in: Browser) -> None:
    scene = tells(free, "scene", {"title": "Quiet years"}, {"felt": "Calm."}, title="Grey years")
    page = opened(signed_in(free.dan), "story_earlier", *of(scene))
    places = [page.index(words) for words in ("Calm.", "Quiet years", "Grey years")]
    assert places[0] < places[2]
    assert "as it stands" in page


def test_two_devices_lose_nothing(free: People, signed_in: Browser) -> None:
    name = str(uuid.uuid4())
    about = (free.patient, free.dan, "chapter", name)
    arrives(*about, {"title": "From the phone"}, device="phone")
    other = arrives(*about, {"title": "From the tablet", "text": "More."}, device="tablet")
    assert [clash.field for clash in other.clashes] == ["title"]
    kept = PhoneDocument.objects.get(name=name)
    assert kept.values == {"title": "From the phone", "text": "More."}
    page = opened(signed_in(free.dan), "story_earlier", "chapter", name)
    assert "From the phone" in page
    assert "From the tablet" in page


def test_an_entry_that_comes_twice_is_there_once(free: People, signed_in: Browser) -> None:
    dan, name, key = signed_in(free.dan), str(uuid.uuid4()), str(uuid.uuid4())
    for _ in range(2):
        assert write(dan, "scene", name, title="The lake", key=key).status_code == 302
    assert PhoneDocument.objects.count() == PhoneEntry.objects.count() == 1


# ---- taking it along ----


def test_plain_text_and_data_hold_everything(free: People, signed_in: Browser) -> None:
    tells(free, "scene", {"title": "New"}, title="Old", happened="We\nswam.", tone="good")
    tells(free, "value", title="The sea")
    dan = signed_in(free.dan)
    text = dan.get(reverse("patient:story_mine", args=["text"])).content.decode()
    assert "New · good" in text
    assert "  We\n  swam." in text
    data = json.loads(dan.get(reverse("patient:story_mine", args=["data"])).content)
    scene = next(one for one in data["story"] if one["kind"] == "scene")
    assert [version["stood"]["title"] for version in scene["versions"]] == ["Old", "New"]
    assert (scene["shared"], scene["stands"]["happened"]) == (False, "We\nswam.")


HOSTILE = {
    "script": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "typst": '#read("/etc/passwd") #panic("x") $x$ = heading *bold* @ref \\u{41} #{',
    "override": "\u202eevil\u202c \u2066a\u2069 \u200f",
    "control": "a\u0001b\u001b[31m\u0085\u2028c",
    "template": "{{ patient }} {% debug %} %(who)s {0}",
    "emoji": "👩🏽‍🚀 नमस्ते 你好 مرحبا",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_only_text(free: People, signed_in: Browser, text: str) -> None:
    scene = tells(free, "scene", title=text, happened=text, tone="good", shared=True)
    dan = signed_in(free.dan)
    for browser, address in (
        (dan, reverse("patient:story")),
        (dan, reverse("patient:story_entry", args=of(scene))),
        (dan, reverse("patient:story_words", args=of(scene))),
        (dan, reverse("patient:story_earlier", args=of(scene))),
        (signed_in(free.ana), reverse("clinician:story", args=[free.patient.pk])),
    ):
        raw = browser.get(address).content.decode()
        assert "<script>alert" not in raw
        assert "<img src=x" not in raw
    assert text in unescape(
        dan.get(reverse("patient:story_entry", args=of(scene))).content.decode()
    )
    for form in ("paper", "text", "data"):
        assert dan.get(reverse("patient:story_mine", args=[form])).status_code == 200


def test_paper_holds_words_and_runs_nothing(free: People, signed_in: Browser) -> None:
    tells(free, "scene", title="A", happened=HOSTILE["typst"])
    paper = signed_in(free.dan).get(reverse("patient:story_mine", args=["paper"]))
    assert paper.content.startswith(b"%PDF-")
    assert paper["Content-Disposition"] == 'attachment; filename="story.pdf"'


def test_twenty_thousand_letters_are_kept_and_one_more_is_not(
    free: People, signed_in: Browser
) -> None:
    dan, name = signed_in(free.dan), str(uuid.uuid4())
    long = ("A long day. " * 2000)[:20_000]
    assert write(dan, "chapter", name, text=long).status_code == 302
    assert PhoneDocument.objects.get(name=name).values["text"] == long
    assert dan.get(reverse("patient:story_mine", args=["paper"])).status_code == 200
    assert write(dan, "chapter", name, text=long + "!").status_code == 422
    assert PhoneDocument.objects.get(name=name).values["text"] == long


def test_half_a_letter_is_refused_in_words(free: People) -> None:
    received = arrives(
        free.patient, free.dan, "scene", str(uuid.uuid4()), {"title": "a\ud800", "felt": "b"}
    )
    assert set(received.refused) == {"title"}
