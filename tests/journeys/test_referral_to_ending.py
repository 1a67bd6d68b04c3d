"""One person from the letter of a doctor to the end of a course, and the way back."""

import re
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from openimt_clinic.demo.accounts import ANA
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.journey
Visit = Callable[..., Visitor]
TODAY = datetime.now(ZoneInfo("Europe/Berlin")).date()


def test_referral_to_ending(visit: Visit) -> None:
    visitor = visit()
    visitor.sign_in(ANA.email)
    is_referred(visitor)
    is_asked_what_comes_first(visitor)
    gets_a_diagnosis(visitor)
    is_taken_in(visitor)
    starts(visitor)
    ends(visitor)
    comes_back(visitor)


def is_referred(visitor: Visitor) -> None:
    page = visitor.open("/caseload/")
    page.get_by_role("link", name=re.compile("Front door")).first.click()
    visitor.look("front-door", picture="front-door")
    page.get_by_role("link", name=re.compile("Write down a referral|New referral")).first.click()
    visitor.look("new-referral")
    page.get_by_label("Given name").fill("Ronja")
    page.get_by_label("First letter of the family name").fill("H")
    page.get_by_label("Year of birth").fill("1994")
    page.get_by_label("How to reach the person").select_option(index=1)
    page.get_by_label("Number or address").fill("030 555 0199")
    page.get_by_label("Who refers", exact=True).select_option(index=1)
    page.get_by_label(re.compile("^Why: what is asked for")).fill(
        "Quarrels and cutting since the spring; asks for therapy herself."
    )
    page.locator("main form button.main").click()
    expect(page.locator("h1")).to_contain_text("Ronja")
    visitor.look("referral")


def is_asked_what_comes_first(visitor: Visitor) -> None:
    page = visitor.page
    page.get_by_role("link", name="Ask what comes first").first.click()
    for group in page.locator("fieldset", has=page.locator("[value=no]")).all():
        group.locator("[value=no]").check()
    visitor.look("screening")
    page.locator("main form button.main").click()
    expect(page.locator("main")).not_to_contain_text("Nobody has asked yet")


def gets_a_diagnosis(visitor: Visitor) -> None:
    page = visitor.page
    page.get_by_role("link", name="Write down a diagnosis").click()
    page.get_by_label("Code").fill("6D11.5")
    for number in range(5):
        page.locator("[name=criteria]").nth(number).check()
    page.get_by_label("Severity of ICD-11").select_option(index=2)
    visitor.look("diagnosis")
    page.locator("main form button.main").click()
    expect(page.locator("main")).to_contain_text("6D11.5")


def is_taken_in(visitor: Visitor) -> None:
    page = visitor.page
    page.get_by_role("link", name="Take in").click()
    page.get_by_label("Who is responsible from today").select_option(label="Dr Ana Weber")
    page.get_by_label("Code").fill("ronja-1")
    page.get_by_role("button", name="Take in").click()
    expect(page.locator("main")).to_contain_text("What begins now")
    visitor.look("waiting")


def starts(visitor: Visitor) -> None:
    page = visitor.page
    page.get_by_label("Therapy").select_option(label="Integrated Modular Treatment")
    page.get_by_role("button", name="Start the course").click()
    page.wait_for_load_state()
    visitor.open("/caseload/?search=Ronja")
    page.locator("table.caseload tbody tr").first.get_by_role("link").first.click()
    page.wait_for_url("**/patient/**")
    expect(page.locator(".page-head")).to_contain_text("Integrated Modular Treatment")
    visitor.look("in-care")


def ends(visitor: Visitor) -> None:
    page = visitor.page
    goes_to_the_end(page)
    page.get_by_role("link", name="Name the end").click()
    page.get_by_label("Day of the end").fill(TODAY.isoformat())
    page.get_by_label("What was gained").fill("I call my sister before I cut.")
    page.get_by_label("How a hard time begins").fill("I stop answering the phone.")
    visitor.look("prepare-the-end")
    page.get_by_role("button", name="Write it down").click()
    expect(page.locator("main")).to_contain_text("I call my sister before I cut.")
    page.get_by_role("button", name="End the course").click()
    expect(page.locator("main")).to_contain_text("The way back")
    visitor.look("ended", picture="ending")


def comes_back(visitor: Visitor) -> None:
    """Without a new referral."""
    page = visitor.page
    page.get_by_role("button", name="Take the course up again").click()
    page.wait_for_load_state()
    expect(page.locator("main")).not_to_contain_text("The course ended on")


def goes_to_the_end(page: Page) -> None:
    page.locator("nav.subnav").get_by_role("link", name="Work", exact=True).click()
    page.get_by_role("link", name=re.compile("Ending")).first.click()
