"""The team lead looks after an alert and the numbers; the author reads the catalogue."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from openimt_clinic.demo.accounts import LEA, NOOR, ROSA
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.journey
Visit = Callable[..., Visitor]
NAME = "Frieda"


@pytest.mark.always
def test_team_lead_sees_an_alert_through(visit: Visit) -> None:
    visitor = visit()
    page = visitor.sign_in(LEA.email)
    visitor.open("/alerts/")
    visitor.look("alerts")
    page.locator("article", has_text=NAME).get_by_role("link").first.click()
    visitor.look("alert")

    page.get_by_role("button", name="I am on it").click()
    # Late in the evening whoever is on duty has been on it before her.
    expect(page.locator(".log")).to_contain_text("Acknowledged: I am on it.")

    contact = page.locator("form", has_text="I tried to reach the person")
    contact.get_by_label(re.compile("phone", re.IGNORECASE)).first.check()
    contact.locator("input[name=reached][value=yes]").check()
    contact.locator("[name=says]").fill("Spoke for ten minutes; her sister stays tonight.")
    contact.get_by_role("button", name="Add to the log").click()
    expect(page.locator(".log")).to_contain_text("her sister stays")
    expect(page.locator(".log")).to_contain_text("Lea Sommer")

    close = page.locator("form", has_text="Close with what came of it")
    close.locator("textarea").fill("Reached, asked openly, plan gone through, session on Monday.")
    close.get_by_role("button", name="Close the case").click()
    page.goto(visitor.address + "/alerts/")
    closed = page.locator("section", has_text="Closed in the last two weeks")
    expect(closed).to_contain_text("session on Monday")
    visitor.look("closed")


def test_team_lead_sets_the_numbers_that_everybody_sees(visit: Visit) -> None:
    visitor = visit()
    page = visitor.sign_in(LEA.email)
    visitor.open("/clinic/")
    visitor.look("clinic")
    last = page.locator(".triple:not(.pair)").last.locator("input")
    last.nth(0).fill("Weekend line (invented)")
    last.nth(1).fill("030 555 0177")
    last.nth(2).fill("Saturday and Sunday")
    page.get_by_text("The same in German").click()
    visitor.look("clinic-in-german")
    page.locator(".pair").last.locator("input").first.fill("Wochenendtelefon (erfunden)")
    page.locator("form", has_text="What patients see").get_by_role("button", name="Keep").click()
    for path, name in (("/clinic/roster/", "roster"), ("/clinic/people/", "people"),
                       ("/clinic/members/", "members")):  # fmt: skip
        visitor.open(path)
        visitor.look(name)
    stranger = visit()
    everybody = stranger.open("/numbers/")
    expect(everybody.locator("a[href='tel:0305550177']")).to_contain_text("Weekend line")
    everybody.get_by_role("button", name="Deutsch").click()
    expect(everybody.locator("a[href='tel:0305550177']")).to_contain_text("Wochenendtelefon")


def test_team_lead_sees_open_alerts_and_no_record(visit: Visit) -> None:
    visitor = visit()
    page = visitor.sign_in(LEA.email)
    visitor.open("/caseload/")
    expect(page.locator("main")).to_contain_text("Emil")
    expect(page.locator("main")).to_contain_text("Nobody is in your care yet.")
    visitor.look("no-caseload")
    assert not page.locator("main a[href*='/patient/']").count(), "a door that would not open"


def test_on_duty_sees_the_record_behind_an_open_alert_alone(visit: Visit) -> None:
    visitor = visit()
    page = visitor.sign_in(ROSA.email)
    visitor.open("/alerts/")
    expect(page.locator("main")).to_contain_text("Emil")
    visitor.look("on-duty")


@pytest.mark.always
def test_author_reads_a_module(visit: Visit) -> None:
    visitor = visit()
    page = visitor.sign_in(NOOR.email)
    visitor.look("catalogue")
    page.get_by_role("link", name=re.compile("chain", re.IGNORECASE)).first.click()
    expect(page.get_by_role("heading", name="What the therapist does")).to_be_visible()
    visitor.look("module")
    visitor.open("/catalogue/check/")
    visitor.look("check")
    visitor.open("/catalogue/therapy/imt/")
    visitor.look("therapy")
