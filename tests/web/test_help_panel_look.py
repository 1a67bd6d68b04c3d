"""The help panel in a hand: it is all there is, and nothing of the page behind looks out."""

from collections.abc import Callable

import pytest
from django.test import Client

from openimt_clinic.actions.safety_planning import make_safety_plan
from openimt_clinic.records.user import User
from tests.web.drawn import Drawn, drawn
from tests.web.kept import TODAY
from tests.web.people import People
from tests.web.sights import serious

Browser = Callable[[User], Client]
MOMENT, FACTS = "/me/moment/", "/me/phone.json"
PANEL = "[data-phone-help]"
BEHIND = """() => {
  const panel = document.querySelector("[data-phone-help]");
  const rows = Array.from({ length: innerHeight }, (_, y) => y);
  return rows.filter(y => [4, innerWidth / 2, innerWidth - 4].some(
    x => !panel.contains(document.elementFromPoint(x, y))));
}"""
"""The rows of the screen in which something else than the panel is seen."""


@pytest.fixture
def dan(people: People, signed_in: Browser) -> Client:
    plan = {"own_ways": ["Cold water.", "Walk to the river and back."]}
    make_safety_plan(patient=people.patient, elements=plan, on=TODAY, by=people.dan)
    return signed_in(people.dan)


def says_the_worst(shown: Drawn) -> None:
    shown.page.goto(MOMENT)
    shown.page.locator("#moment[data-bound]").wait_for()
    answer = shown.page.locator("[name=suicidal_urge][value='4']")
    shown.page.locator("label", has=answer).click()
    shown.page.locator(f"{PANEL}:not([hidden])").wait_for()


@pytest.mark.journey
@pytest.mark.parametrize("look", ["light", "dark"])
def test_nothing_of_the_page_behind_looks_out(dan: Client, look: str) -> None:
    answers = {address: dan.get(address) for address in (MOMENT, FACTS)}
    with drawn(answers, width=390, look=look, still=True) as shown:
        shown.page.set_viewport_size({"width": 390, "height": 844})
        says_the_worst(shown)
        assert shown.page.evaluate(BEHIND) == []
        shown.picture(f"help-panel-390-{look}")
        assert shown.page.locator(f"{PANEL} [data-help-close]").is_visible()
        assert shown.overflows() <= 0
        assert serious(shown) == []
        shown.page.locator(f"{PANEL} [data-help-close]").click()
        assert shown.page.locator("[name=suicidal_urge][value='4']").is_checked()


@pytest.mark.journey
def test_on_a_large_screen_the_page_stands_behind_it(dan: Client) -> None:
    answers = {address: dan.get(address) for address in (MOMENT, FACTS)}
    with drawn(answers, width=1280, still=True) as shown:
        says_the_worst(shown)
        assert shown.page.evaluate(BEHIND) != []
        shown.picture("help-panel-1280-light")
