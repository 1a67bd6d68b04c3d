"""The learning path in the browser: texts with their links, the planner's answers, own ticks."""

import re
from dataclasses import replace
from html import unescape

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from openimt.catalogue.load import load as load_catalogue
from openimt.teach.answer import work_out
from openimt.teach.load import load
from openimt.teach.station import About, Question, WorkedCase
from openimt_clinic.actions.learning import tick_station
from openimt_clinic.clinician.learning_view import learning_view, stop_view
from openimt_clinic.records.learning_progress import LearningProgress
from tests.web.catalogues import edited, loaded
from tests.web.pages_of import Browser
from tests.web.people import People

PATH = load()
CASES = [stop for stop in PATH.stops if isinstance(stop, WorkedCase)]


@pytest.fixture
def ana(people: People, signed_in: Browser) -> Client:
    return signed_in(people.ana)


def read(client: Client, name: str, *ids: str) -> str:
    answer = client.get(reverse(f"clinician:{name}", args=ids))
    assert answer.status_code == 200
    return " ".join(unescape(answer.content.decode()).split())


def test_every_stop_opens_and_no_mark_is_left_in_the_text(ana: Client) -> None:
    for stop in PATH.stops:
        page = read(ana, "learning_stop", stop.id)
        assert stop.title in page
        text = re.sub(r"<[^>]+>", " ", page.split("<article")[1])
        assert not re.search(r"\{\w+\}|\[\w+\]|\*\w", text), stop.id


def test_modules_are_named_as_the_clinics_catalogue_names_them(people: People, ana: Client) -> None:
    name = load_catalogue().module("s1").name
    loaded(
        people.clinic,
        edited(("modules/s1.toml", f'name = "{name}"', 'name = "Plan for bad hours"')),
    )
    page = read(ana, "learning_stop", "safety")
    assert '<a href="/catalogue/module/s1/">Plan for bad hours</a>' in page
    assert name not in page


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_case_shows_the_planners_own_reasons_behind_a_touch(
    case: WorkedCase, ana: Client
) -> None:
    page = read(ana, "learning_stop", case.id)
    worked = work_out(case, load_catalogue())
    reveals = page.split('class="more learn-reveal"')[1:]
    assert len(reveals) == len(case.questions)
    for reveal, answer in zip(reveals, worked.answers, strict=True):
        said = reveal.split("</details>")[0]
        for reason in answer.reasons:
            assert " ".join(reason.says.split())[1:] in said
        for what in answer.would_change:
            assert what in said
    assert "The catalogue has changed since" not in page


def test_a_question_the_plan_no_longer_shows_is_marked(ana: Client) -> None:
    """Common modules are never held back: a page that asks why would be wrong, and says so."""
    case = CASES[0]
    wrong = Question("Why wait?", "Think.", About.HELD_BACK, "c1")
    line = next(line for line in learning_view(PATH, ()).lines if line.id == case.id)
    view = stop_view(replace(case, questions=(*case.questions, wrong)), line, load_catalogue())
    assert [answer.stale for answer in view.answers] == [False] * len(case.questions) + [True]
    page = render_to_string("clinician/learn_answer.html", {"one": view.answers[-1]})
    assert "The catalogue has changed since this page was written" in page


def test_a_tick_leads_on_and_is_ones_own(people: People, ana: Client, signed_in: Browser) -> None:
    address = reverse("clinician:learning_stop", args=["what-imt-is"])
    answer = ana.post(address, {"done": "on"})
    assert answer["Location"] == reverse("clinician:learning_stop", args=["common-modules"])
    assert "Go on" in read(ana, "learning")
    assert "Begin" in read(signed_in(people.ben), "learning")
    assert "Take the tick away" in read(ana, "learning_stop", "what-imt-is")
    ana.post(address, {})
    assert not LearningProgress.objects.exists()
    assert "Begin" in read(ana, "learning")


def test_ticking_twice_is_ticking_once(people: People) -> None:
    for _ in range(2):
        tick_station(clinic=people.clinic, station="safety", done=True, by=people.ana)
    assert LearningProgress.objects.count() == 1


def test_after_the_last_stop_it_says_so(people: People, ana: Client) -> None:
    for stop in PATH.stops:
        tick_station(clinic=people.clinic, station=stop.id, done=True, by=people.ana)
    page = read(ana, "learning")
    assert "You have been through all of it" in page
    assert "Go on" not in page


def test_the_minutes_that_are_left_are_those_of_what_is_left() -> None:
    nothing = learning_view(PATH, ())
    first = learning_view(PATH, (PATH.stops[0].id,))
    assert nothing.left == nothing.minutes == round(PATH.total)
    assert first.left == round(PATH.total - PATH.minutes(PATH.stops[0]))
    assert first.next is not None
    assert first.next.id == PATH.stops[1].id


def test_all_of_it_stands_on_one_page(ana: Client) -> None:
    page = read(ana, "learning_paper")
    assert all(stop.title in page for stop in PATH.stops)
    assert all(question.ask in page for case in CASES for question in case.questions)
    assert len(page.encode()) <= 60 * 1024


def test_a_stop_that_is_not_there_is_no_page(ana: Client) -> None:
    assert ana.get("/catalogue/learn/stop/nothing/").status_code == 404
