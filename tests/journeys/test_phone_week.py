"""A week with the phone: three days without a net, a bad night, a calm evening, a chapter."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

from tests.journeys.clinic import RunningClinic
from tests.journeys.moving import MovedClinic, moved_clinic
from tests.journeys.phone import Phone
from tests.journeys.visitor import Visitor

BERLIN = ZoneInfo("Europe/Berlin")
MIRA = "mira@journey.example"
PAGES_SEND = "SyncManager.prototype.register = async () => undefined"
"""The clock of a worker cannot be moved: what it sent in the background would come from another
week than the pages of the same phone."""
STEADY = {"sad": 2, "angry": 1, "suicidal_urge": 0, "self_harm_urge": 0}


def coming_monday() -> datetime:
    """A quarter past eight in the evening: the demo's roster is filled from today on."""
    today = datetime.now(BERLIN).date()
    monday = today + timedelta(days=7 - today.weekday())
    return datetime.combine(monday, time(20, 15), tzinfo=BERLIN)


def test_a_week(clinic: RunningClinic, visit: Callable[..., Visitor]) -> None:
    monday = coming_monday()
    with moved_clinic(clinic, monday, MIRA) as moved:
        window = visit(width=390, address=moved.clinic.address)
        window.context.clock.install(time=monday)
        window.context.add_init_script(PAGES_SEND)
        staff = visit(address=moved.clinic.address)
        window.sign_in(MIRA)
        mira, week = Phone(window), Week(moved, monday, window)
        the_phone_becomes_her_own(mira)
        patient = three_days_without_a_net(mira, staff, week)
        the_card_is_another_one(mira, staff, week, patient)
        a_bad_night(mira, staff, week)
        a_calm_evening_and_the_truth_next_day(mira, staff, week, patient)
        a_chapter(mira, staff, patient)


@dataclass(frozen=True)
class Week:
    """The days of it, for the clinic and the phone alike."""

    moved: MovedClinic
    monday: datetime
    window: Visitor

    def day(self, days: int, hour: int = 20, minute: int = 15) -> None:
        at = (self.monday + timedelta(days=days)).replace(hour=hour, minute=minute)
        self.moved.be(at, self.window.context)


def at_work(staff: Visitor) -> None:
    """Another day: who works at the clinic signs in anew."""
    staff.context.clear_cookies()
    staff.sign_in("ana@demo.example")


def the_phone_becomes_her_own(mira: Phone) -> None:
    mira.open("/me/devices/")
    mira.page.locator("[data-stay-signed-in]").check()
    mira.touch("This is my own phone")
    expect(mira.page.locator("[data-is-own]")).to_be_visible()
    mira.open("/me/card/")
    mira.visitor.look("card", picture="phone-card")
    mira.day(STEADY)
    mira.page.wait_for_url("**/me/")
    mira.visitor.look("today")
    mira.has_pages_without_net()


def three_days_without_a_net(mira: Phone, staff: Visitor, week: Week) -> str:
    """The therapist changes the card meanwhile. Returns the address of the record."""
    mira.without_net(True)
    for days in (1, 2, 3):
        week.day(days)
        mira.open("/me/card/")
        mira.day({"sad": days, "suicidal_urge": 1, "self_harm_urge": 0})
        mira.page.wait_for_url("**/me/")
    mira.is_told("Not sent yet")
    at_work(staff)
    staff.open("/caseload/").get_by_role("link", name="Mira P.").first.click()
    staff.page.wait_for_url("**/patient/**")
    patient = urlsplit(staff.page.url).path
    page = staff.open(f"{patient}card/")
    page.locator("#target").fill("stay in bed")
    page.get_by_role("button", name="Add urge and act").click()
    page.get_by_label("Why").fill("We agreed on it today.")
    page.get_by_role("button", name="Agree on this card").click()
    expect(page.locator("body")).to_contain_text("We agreed on it today.")
    staff.look("card-of-staff")
    return patient


def the_card_is_another_one(mira: Phone, staff: Visitor, week: Week, patient: str) -> None:
    """The net is back; all of it goes by itself, and the new row is there."""
    week.day(4)
    mira.without_net(False)
    mira.open("/me/")
    mira.is_told("Sent")
    mira.open("/me/card/")
    expect(mira.page.get_by_text("stay in bed").first).to_be_visible()
    mira.day({"sad": 4, "suicidal_urge": 0, "self_harm_urge": 0})
    mira.page.wait_for_url("**/me/")
    mira.is_told("Sent")
    at_work(staff)
    page = staff.open(f"{patient}diary/")
    row = page.locator("tr", has=page.get_by_role("rowheader", name="Sad"))
    # Three days from the phone's own memory, each on its day; Monday and Friday came at once.
    given = [text for text in row.locator("td").all_inner_texts() if text.strip().isdigit()]
    assert sorted(given) == ["1", "2", "2", "3", "4"], given
    staff.look("diary-of-staff")


def a_bad_night(mira: Phone, staff: Visitor, week: Week) -> None:
    """A suicidal urge of 4 at half past eleven: help on the phone, a case, the morning after."""
    week.day(4, 23, 30)
    mira.open("/me/")
    mira.page.get_by_role("link", name="Something happened").click()
    mira.answer("strength", 9)
    mira.answer("suicidal_urge", 4)
    help_panel = mira.page.locator("[data-phone-help]")
    expect(help_panel).to_be_visible()
    expect(help_panel).to_contain_text("112")
    expect(help_panel.get_by_role("link", name="What happens now")).to_be_visible()
    mira.visitor.look("help")
    # Nothing is asked to be thought about now.
    expect(mira.page.locator("[name=meaning]")).to_be_hidden()
    help_panel.get_by_role("link", name="What happens now").click()
    mira.page.wait_for_url("**/me/answers/**")
    mira.visitor.look("what-happens-now")

    week.day(5, 8, 10)
    at_work(staff)
    page = staff.open("/caseload/")
    expect(page.locator("body")).to_contain_text("Mira P.")
    staff.look("morning")
    page.locator("a[href*='/alerts/']", has_text="Mira").first.click()
    expect(page.locator("main")).to_contain_text("23:30")
    staff.look("alert")


def a_calm_evening_and_the_truth_next_day(
    mira: Phone, staff: Visitor, week: Week, patient: str
) -> None:
    week.day(5, 19)
    mira.open("/me/moment/")
    mira.answers({"strength": 5, "suicidal_urge": 0, "self_harm_urge": 0})
    mira.go_on()
    mira.write("who", "Jana and I")
    mira.write("scene", "She read my message and did not answer for three hours.")
    mira.go_on()
    mira.write("meaning", "She is done with me.")
    mira.page.locator("input[name=sure]").fill("85")
    mira.visitor.look("moment")
    mira.touch("Save and close")
    mira.page.wait_for_url("**/me/")
    week.day(6, 10)
    mira.open("/me/")
    expect(mira.page.locator("main")).to_contain_text("She is done with me.")
    mira.visitor.look("today-with-yesterday")
    mira.touch("Something else")
    mira.is_told("Sent")
    at_work(staff)
    # She has not said that others may read her moments: nobody does.
    page = staff.open(f"{patient}moments/")
    expect(page.locator("main")).not_to_contain_text("She is done with me.")


def a_chapter(mira: Phone, staff: Visitor, patient: str) -> None:
    mira.open("/me/story/")
    mira.page.get_by_role("link", name="Add a chapter").click()
    mira.write("title", "The years by the river")
    mira.touch("Keep the title")
    # Its own page has come: nothing is on the way any more when another one is opened.
    expect(mira.page.get_by_role("heading", name="The years by the river")).to_be_visible()
    page = staff.open(f"{patient}story/")
    expect(page.locator("main")).not_to_contain_text("The years by the river")
    mira.open("/me/story/")
    mira.page.get_by_role("link", name="The years by the river").click()
    mira.page.get_by_role("link", name="Share").first.click()
    mira.touch("Share it")
    mira.page.wait_for_url("**/me/story/**")
    mira.is_told("Sent")
    page = staff.open(f"{patient}story/")
    expect(page.locator("main")).to_contain_text("The years by the river")
    staff.look("shared-chapter")
