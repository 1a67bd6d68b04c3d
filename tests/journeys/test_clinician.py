"""A clinician's day: who needs me, one person's Map, an import, a plan, a session."""

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from openimt_clinic.demo.accounts import ANA, PASSWORD
from tests.journeys.bundle import bundle
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.journey
Visit = Callable[..., Visitor]
CODE = "demo11"
"""Somebody in exploration, of Ana's, whose plan of today waits for a decision."""
BERLIN = ZoneInfo("Europe/Berlin")
KEYBOARD_CODE = "demo13"
MOST_TABS = 120


def open_person(page: Page, code: str) -> None:
    """Through the search of the caseload."""
    page.get_by_role("searchbox").fill(code)
    page.get_by_role("button", name="Search").click()
    page.locator("table.caseload tbody tr").first.get_by_role("link").first.click()
    page.wait_for_url("**/patient/**")


def go(page: Page, tab: str) -> None:
    page.locator("nav.subnav").get_by_role("link", name=tab, exact=True).click()


@pytest.mark.always
def test_clinician_from_caseload_to_session(visit: Visit, tmp_path: Path) -> None:
    visitor = visit()
    page = visitor.sign_in(ANA.email)
    expect(page.get_by_role("heading", name="Caseload")).to_be_visible()
    visitor.look("caseload", picture="caseload")

    open_person(page, CODE)
    visitor.look("map", picture="map")

    imports_a_bundle(visitor, bundle(tmp_path))
    adopts_the_proposal(visitor)
    changes_it_with_a_reason(visitor)
    holds_a_session(visitor)


def imports_a_bundle(visitor: Visitor, file: Path) -> None:
    page = visitor.page
    go(page, "Assessment")
    visitor.look("assessment")
    page.get_by_role("link", name="Import forms").click()
    visitor.look("import")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_role("heading", name="What would be imported")).to_be_visible()
    visitor.look("import-look")
    page.locator("input[name=subject]").first.check()
    page.get_by_role("button", name="Keep these forms").click()
    expect(page.locator(".messages")).to_contain_text(re.compile(r"forms? (was|were) kept"))
    expect(page.locator("main")).to_contain_text(re.compile("PHQ-9|Patient Health Questionnaire"))


def adopts_the_proposal(visitor: Visitor) -> None:
    page = visitor.page
    go(page, "Plan")
    expect(page.locator(".page-head")).to_contain_text(re.compile("propos"))
    visitor.look("proposal", picture="plan")
    page.get_by_role("button", name="Adopt this plan").click()
    expect(page.locator(".page-head")).to_contain_text("the plan in force")


def changes_it_with_a_reason(visitor: Visitor) -> None:
    page = visitor.page
    module = page.locator(".plan-module").last
    name = module.locator("h3").inner_text()
    module.get_by_role("link", name=re.compile("Change")).click()
    visitor.look("change")
    page.get_by_role("button", name="Propose the changed plan").click()
    assert page.locator(":invalid, .field-error").count(), "a change without a reason is refused"
    page.locator("form.form input[type=radio][value=ban]").check()
    page.locator("form.form textarea").fill("She has done this elsewhere.")
    page.get_by_role("button", name="Propose the changed plan").click()
    expect(page.locator("main")).to_contain_text("She has done this elsewhere.")
    expect(page.locator(".left-out")).to_contain_text(name)
    visitor.look("changed")
    page.get_by_role("button", name="Adopt this plan").click()
    page.get_by_role("link", name="What differs between two versions").click()
    expect(page.locator("main")).to_contain_text(name)
    visitor.look("differs")


def holds_a_session(visitor: Visitor) -> None:
    page = visitor.page
    go(page, "Session")
    visitor.look("to-prepare")
    go(page, "Appointments")
    visitor.look("appointments")
    makes_one_for_today(visitor)
    go(page, "Session")
    visitor.look("session", picture="session")
    page.get_by_role("button", name="Begin the session").click()
    visitor.look("session-begun", picture="session-begun")
    page.locator(".points .tick input[type=checkbox]").first.check()
    module = page.locator(".point.is-module").first
    module.locator(".tick input[type=checkbox]").check()
    expect(module.get_by_role("group", name=re.compile("step now"))).to_be_visible()
    page.get_by_label("Note", exact=True).fill("Came in calm. Named the moment before the quarrel.")
    page.get_by_label("To try until next time").fill("Write down one such moment.")
    page.get_by_role("button", name="Sign the note").click()
    expect(page.locator("main")).to_contain_text("The session is written down.")
    expect(page.locator("main")).to_contain_text("Named the moment before the quarrel.")
    visitor.look("held")


def makes_one_for_today(visitor: Visitor) -> None:
    """A session is written down from its day on, and not every day has one."""
    page, today = visitor.page, datetime.now(BERLIN).date().isoformat()
    page.get_by_role("link", name="Make appointments").click()
    visitor.look("series")
    for label in ("First day", "Until"):
        page.get_by_label(label).fill(today)
    page.get_by_label("At", exact=True).fill("20:15")
    page.get_by_role("button", name="Make them").click()
    expect(page.locator(".messages")).to_contain_text("1 appointment is made.")


def test_clinician_by_keyboard_alone(visit: Visit) -> None:
    visitor = visit()
    page = visitor.open("/account/login/")
    tab_to(page, "input[type=email]")
    page.keyboard.type(ANA.email)
    tab_to(page, "input[type=password]")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/caseload/")

    tab_to(page, "input[type=search]")
    page.keyboard.type(KEYBOARD_CODE)
    page.keyboard.press("Enter")
    page.wait_for_url("**search=**")
    tab_to(page, "table.caseload tbody a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/patient/**")
    tab_to(page, "nav.subnav a[href$='/plan/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/plan/")
    before = page.locator(".page-head p").first.inner_text()
    tab_to(page, "form[action$='/plan/'] button")
    page.keyboard.press("Enter")
    expect(page.locator(".page-head p").first).not_to_have_text(before)
    tab_to(page, "form[action$='/adopt/'] button")
    page.keyboard.press("Enter")
    expect(page.locator(".page-head")).to_contain_text("the plan in force")


def tab_to(page: Page, selector: str) -> None:
    """Presses Tab until the element has the focus, which must be there to be seen."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement?.matches(s) ?? false", selector):
            assert page.evaluate(FOCUS_IS_SEEN), f"one cannot see the focus on {selector}"
            return
    raise AssertionError(f"{selector} is not reached by the keyboard on {page.url}")


FOCUS_IS_SEEN = """() => {
  const style = getComputedStyle(document.activeElement);
  return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
    || style.boxShadow !== 'none';
}"""
