"""A routine session from the caseload to a signed note: counted in clicks and in seconds."""

import re
from collections.abc import Callable
from datetime import datetime
from time import monotonic
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, expect

from openimt_clinic.demo.accounts import ANA
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.journey
Visit = Callable[..., Visitor]
CODE = "demo09"
MOST_CLICKS, MOST_SECONDS, MOST_BYTES = 12, 120, 60_000
BERLIN = ZoneInfo("Europe/Berlin")


class Hand:
    """Every press of the mouse or finger is counted; to type into a field one presses it first."""

    def __init__(self) -> None:
        self.clicks = 0

    def click(self, there: Locator) -> None:
        self.clicks += 1
        there.click()

    def type(self, there: Locator, text: str) -> None:
        self.click(there)
        there.press_sequentially(text, delay=1)


def test_session_in_few_clicks_and_two_minutes(visit: Visit) -> None:
    visitor = visit()
    page = visitor.sign_in(ANA.email)
    where = has_one_today(visitor)
    visitor.open("/caseload/")
    hand, began = Hand(), monotonic()
    hand.click(page.locator(f"table.caseload [href='{where}']"))
    hand.click(page.get_by_role("link", name="Prepare session"))
    hand.click(page.get_by_role("button", name="Begin the session"))
    page.wait_for_selector("form[data-bound]")
    assert len(page.content()) <= MOST_BYTES
    hand.click(page.locator(".points .tick label").first)
    module = page.locator(".point.is-module").first
    hand.click(module.locator(".tick label"))
    step = module.get_by_role("group", name=re.compile("step now")).get_by_role("radio").nth(1)
    hand.click(step)
    hand.type(page.get_by_label("Note", exact=True), "Came in calm. We named the moment before.")
    hand.type(page.get_by_label("To try until next time"), "One such moment, in a line.")
    hand.type(page.get_by_label("What I said I would do"), "Call the ward about the letter.")
    hand.click(page.get_by_role("button", name="Sign the note"))
    expect(page.locator("main")).to_contain_text("The session is written down.")
    took = monotonic() - began
    visitor.look("signed")
    assert hand.clicks <= MOST_CLICKS
    assert took < MOST_SECONDS


def has_one_today(visitor: Visitor) -> str:
    """An appointment of this hour, which is no part of what is counted; the person's address."""
    page, now = visitor.open(f"/caseload/?search={CODE}"), datetime.now(BERLIN)
    where = page.locator("table.caseload tbody tr").first.get_by_role("link").first
    address = str(where.get_attribute("href"))
    visitor.open(f"{address}appointments/new/")
    for label in ("First day", "Until"):
        page.get_by_label(label).fill(now.date().isoformat())
    page.get_by_label("At", exact=True).fill(f"{now:%H:%M}")
    page.get_by_role("button", name="Make them").click()
    expect(page.locator(".messages")).to_contain_text("1 appointment is made.")
    return address
