"""A therapist's week: four people under four therapies, each from the caseload to a signed note."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from openimt_clinic.demo.accounts import ANA
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.journey
Visit = Callable[..., Visitor]
BERLIN = ZoneInfo("Europe/Berlin")


@dataclass(frozen=True)
class Week:
    """One person of the week. ``agenda``: what the therapy's own order says on the agenda."""

    name: str
    therapy: str
    agenda: str
    own: Callable[[Visitor], None]


def test_week_of_a_therapist_under_four_therapies(visit: Visit) -> None:
    visitor = visit()
    visitor.sign_in(ANA.email)
    visitor.look("caseload")
    moves_to_another_therapy(visitor, "Lou", "Metacognitive Interpersonal Therapy")
    for one in WEEK:
        opens(visitor, one.name)
        makes_one_for_today(visitor)
        prepares(visitor, one)
        one.own(visitor)
        writes_it_down(visitor, one)
    opens(visitor, "Kaja")
    goes(visitor.page, "Work")
    visitor.look("work", picture="work")


def opens(visitor: Visitor, name: str) -> None:
    page = visitor.open(f"/caseload/?search={name}")
    page.locator("table.caseload tbody tr").first.get_by_role("link").first.click()
    page.wait_for_url("**/patient/**")
    expect(page.locator("h1")).to_contain_text(name)


def goes(page: Page, tab: str) -> None:
    page.locator("nav.subnav").get_by_role("link", name=tab, exact=True).click()


def moves_to_another_therapy(visitor: Visitor, name: str, therapy: str) -> None:
    """The course goes on under another therapy; the team decided so."""
    page = visitor.page
    opens(visitor, name)
    page.goto(re.sub(r"(/patient/[^/]+/).*", r"\1therapy/", page.url))
    visitor.look("therapy-of-the-course")
    page.get_by_role("radio", name=re.compile(therapy)).check()
    page.locator("main form").get_by_role("button").last.click()
    page.wait_for_load_state()


def makes_one_for_today(visitor: Visitor) -> None:
    page, now = visitor.page, datetime.now(BERLIN)
    goes(page, "Appointments")
    page.get_by_role("link", name="Make appointments").click()
    for label in ("First day", "Until"):
        page.get_by_label(label).fill(now.date().isoformat())
    page.get_by_label("At", exact=True).fill(f"{now:%H:%M}")
    page.get_by_role("button", name="Make them").click()
    expect(page.locator(".messages")).to_contain_text("1 appointment is made.")


def prepares(visitor: Visitor, one: Week) -> None:
    page = visitor.page
    goes(page, "Session")
    expect(page.locator("main")).to_contain_text("Since last time")
    expect(page.locator("main")).to_contain_text(one.therapy)
    expect(page.locator("main")).to_contain_text(one.agenda)
    visitor.look(f"before-{one.name.lower()}")


def writes_it_down(visitor: Visitor, one: Week) -> None:
    page = visitor.page
    goes(page, "Session")
    begin = page.get_by_role("button", name="Begin the session")
    if begin.count():
        begin.click()
    page.wait_for_selector("form[data-bound]")
    page.locator(".points .tick input[type=checkbox]").first.check()
    page.get_by_label("Note", exact=True).fill(f"{one.name} came, and we kept to the agenda.")
    page.get_by_role("button", name="Sign the note").click()
    expect(page.locator("main")).to_contain_text("The session is written down.")


def sees_the_ground(visitor: Visitor) -> None:
    """Under IMT: the ground first."""
    page = visitor.page
    goes(page, "Work")
    page.get_by_role("link", name="Common modules").click()
    visitor.look("common-modules", picture="common-modules")
    expect(page.locator("main")).to_contain_text("Structure and treatment agreement")


def tells_a_scene(visitor: Visitor) -> None:
    """Under MIT: narrative episodes before everything."""
    page = visitor.page
    goes(page, "Work")
    page.get_by_role("link", name="Formulation", exact=True).click()
    visitor.look("formulation", picture="formulation")
    page.get_by_role("button", name="Write a scene").click()
    page.wait_for_selector("form[data-bound]")
    written = {
        "title": "The call that did not come",
        "place": "In the kitchen",
        "when": "Tuesday evening",
        "who": "Her sister, on the telephone",
        "happened": "She said: I will call you back. She did not.",
        "feelings": "hurt, then angry",
        "point": "It is how it always feels to wait",
    }
    for name, text in written.items():
        page.locator(f"[name={name}]").fill(text)
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.locator("main")).to_contain_text("The call that did not come")
    visitor.look("scene")


def takes_an_act_apart(visitor: Visitor) -> None:
    """Under DBT: a chain of the last act."""
    page = visitor.page
    goes(page, "Work")
    page.get_by_role("link", name="Chains, skills and coaching").click()
    page.get_by_role("button", name="Begin a chain").click()
    page.wait_for_selector("form[data-bound]")
    page.locator("[name=act]").fill("Left the party without a word and walked on the tracks.")
    page.locator("[name=prompt]").fill("His friend laughed while she spoke.")
    page.locator("[name=prevention]").fill("Arrive with somebody, agree on a sign.")
    visitor.look("chain", picture="chain")


def notes_a_state(visitor: Visitor) -> None:
    """Under GPM: how it is with others now, and what turned it."""
    page = visitor.page
    goes(page, "Work")
    page.get_by_role("link", name=re.compile("States")).first.click()
    page.get_by_role("button", name="Note a state").click()
    page.wait_for_selector("form[data-bound]")
    page.get_by_role("radio", name=re.compile("Connected", re.IGNORECASE)).check()
    page.locator("[name=changed]").fill("Her aunt stayed for supper.")
    page.get_by_role("button", name="Sign", exact=True).click()
    page.wait_for_selector("#signed")


WEEK = (
    Week("Tess", "Integrated Modular Treatment", "Common modules, in this phase", sees_the_ground),
    Week("Lou", "Metacognitive Interpersonal Therapy", "Agenda", tells_a_scene),
    Week("Henrik", "Dialectical Behaviour Therapy", "Stage 1", takes_an_act_apart),
    Week("Kaja", "Good Psychiatric Management", "Change is expected", notes_a_state),
)
