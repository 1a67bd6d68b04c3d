"""Formulation and procedure as they look: whole at both widths, in both looks, and by keyboard."""

from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from openimt_clinic.actions.care.signing import sign
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.user import User
from tests.web.drawn import Drawn, drawn
from tests.web.formulated import a_rating, a_scene, a_schema, scenes, under_mit
from tests.web.kept import a_document as a_phone_document
from tests.web.moments import CALM, SCENE, a_moment
from tests.web.people import People
from tests.web.sights import whole_and_readable
from tests.web.written import a_document, wrote

Browser = Callable[[User], Client]
pytestmark = pytest.mark.journey


@pytest.fixture
def told(people: People) -> People:
    """Dan has told scenes; a schema is a hypothesis; two moments are shared."""
    under_mit(people)
    fitting = scenes(people)
    a_scene(people, title="It is always like that at home", place=None, when=None, once=None,
            happened="They all laugh. They always do.", feelings=None)  # fmt: skip
    a_scene(people, title="The summer of 2009", happened="I was molested.", place=None)
    against = a_scene(people, title="Gran was glad", relation="family", feelings="warm")
    sign(document=a_schema(people, fitting, unlike=(str(against.line),), state="hypothesis"),
         by=people.ana)  # fmt: skip
    a_schema(people, fitting, title="A long one", coping="", cost="", shown_on="2026-11-12",
             wish="That somebody sees how much I did for it, says so in front of the others, and "
             "does not find the one thing that is missing.", act="I work late.")  # fmt: skip
    for scene in fitting:
        a_rating(people, scene, monitoring="2", differentiation="1", others_minds="1")
    for _ in range(2):
        a_moment(people, shared=True, **CALM, **SCENE)
    a_phone_document(people, "experiment", "1", goal="Ask Su", expect="No.", found="otherwise")
    sign(document=a_document(people, "formulation", hard=("Sundays",), goals=("A flat",)),
         by=people.ana)  # fmt: skip
    return people


def pages(people: People, signed_in: Browser) -> tuple[dict[str, str], Client]:
    person = people.patient.pk
    rows = CareDocument.objects.filter(patient=person)
    drafts = rows.filter(kind="schema", state="draft").get()
    scene = rows.filter(kind="episode", fields__title__value="The summer of 2009").get()
    general = rows.filter(kind="episode", fields__title__value__startswith="It is always").get()
    return {
        "formulation": reverse("clinician:formulation", args=[person]),
        "schema": reverse("clinician:schema", args=[person, drafts.pk]),
        "schema-shown": reverse("clinician:show_schema", args=[person, drafts.pk]),
        "scene-stopped": reverse("clinician:episode", args=[person, scene.pk]),
        "scene": reverse("clinician:episode", args=[person, general.pk]),
        "procedure": reverse("clinician:procedure", args=[person]),
    }, signed_in(people.ana)


def without_asking(answer: HttpResponse) -> HttpResponse:
    """The page as one reads it: who else is there, and which day was meant, cannot be asked of a
    page from memory."""
    asks_nobody = answer.content.replace(b"js/writing.", b"js/fresh.")
    answer.content = asks_nobody.replace(b"data-day=", b"data-was=")
    return answer


@pytest.mark.parametrize(
    "names", ["formulation schema", "schema-shown procedure", "scene scene-stopped"]
)
def test_the_pages_are_whole_and_readable(told: People, signed_in: Browser, names: str) -> None:
    every, ana = pages(told, signed_in)
    few = {name: every[name] for name in names.split()}
    answers = {address: without_asking(ana.get(address)) for address in few.values()}
    assert {answer.status_code for answer in answers.values()} == {200}
    assert all(len(answer.content) <= 60_000 for answer in answers.values())
    whole_and_readable(answers, few, unfold=True)


@pytest.fixture
def editor(told: People, signed_in: Browser) -> Iterator[Drawn]:
    every, ana = pages(told, signed_in)
    with drawn({every["schema"]: ana.get(every["schema"])}, still=True) as shown:
        shown.page.goto(every["schema"])
        yield shown


def lit(shown: Drawn, part: str) -> bool:
    node = shown.page.locator(f".node-{part}")
    return node.evaluate("one => getComputedStyle(one).boxShadow") != "none"


def test_the_part_that_is_written_lights_up_by_keyboard_alone(editor: Drawn) -> None:
    editor.page.get_by_label("How one protects oneself").focus()
    assert lit(editor, "coping")
    assert not lit(editor, "cost")
    editor.page.keyboard.press("Tab")
    assert lit(editor, "cost")
    assert not lit(editor, "coping")
    editor.picture("schema-lit-1280")


PARTS = ("wish", "self", "if_then", "other", "own", "coping", "cost")


def boxes(shown: Drawn) -> list[dict[str, float]]:
    found = [shown.page.locator(f".node-{part}").bounding_box() for part in PARTS]
    return [dict(box) for box in found if box]


def apart(one: dict[str, float], other: dict[str, float]) -> bool:
    beside = one["x"] + one["width"] <= other["x"] or other["x"] + other["width"] <= one["x"]
    above = one["y"] + one["height"] <= other["y"] or other["y"] + other["height"] <= one["y"]
    return beside or above


def test_it_goes_round_on_a_wide_screen_and_down_on_a_narrow_one(editor: Drawn) -> None:
    round_ = boxes(editor)
    assert all(apart(a, b) for n, a in enumerate(round_) for b in round_[n + 1 :])
    wish, right, left = round_[0], round_[1:4], round_[4:]
    assert all(one["x"] > two["x"] for one, two in zip(right, reversed(left), strict=True))
    assert wish["y"] < min(one["y"] for one in (*right, *left))
    editor.stand_at(390, "light")
    down = boxes(editor)
    assert all(a["y"] + a["height"] <= b["y"] for a, b in pairwise(down))
    editor.page.emulate_media(media="print")
    assert not editor.page.get_by_label("How one protects oneself").is_visible()
    assert editor.page.locator(".node-coping").is_visible()


def test_the_loop_is_drawn_anew_when_something_was_kept(told: People, signed_in: Browser) -> None:
    every, ana = pages(told, signed_in)
    page = without_asking(ana.get(every["schema"]))
    schema = CareDocument.objects.get(kind="schema", state="draft")
    wrote(schema, told.ana, cost="Nobody knows when it is bad.")
    loop = reverse("clinician:schema_loop", args=[told.patient.pk, schema.pk])
    with drawn({every["schema"]: page, loop: ana.get(loop)}, still=True) as shown:
        shown.page.goto(every["schema"])
        assert "Nobody knows" not in shown.page.locator(".node-cost").inner_text()
        shown.page.evaluate("document.querySelector('[data-state]').textContent = 'Kept at 9:30'")
        shown.page.locator(".node-cost", has_text="Nobody knows when it is bad.").wait_for()
        assert shown.complaints == []
