"""A patient on a telephone: the day, the path, and an answer that needs somebody."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from openimt_clinic.demo.accounts import ENGLISH, GERMAN, LEA
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.journey
Visit = Callable[..., Visitor]
PHONE = 390
NEVER_SHOWN = ("imminent", "severity", "alliance", "evidence", "risk", "Schweregrad", "Risiko")


def numbers_to_dial(page: Page) -> list[str]:
    links = page.locator("main a[href^='tel:']")
    return [str(links.nth(n).get_attribute("href")) for n in range(links.count())]


def shows_nothing_meant_for_staff(page: Page) -> None:
    text = page.locator("main").inner_text().lower()
    assert not [word for word in NEVER_SHOWN if word.lower() in text]


@pytest.mark.always
def test_patient_is_answered_before_the_form_is_sent(visit: Visit) -> None:
    visitor = visit(width=PHONE)
    page = visitor.sign_in(ENGLISH.email)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hello")
    visitor.look("today")
    shows_nothing_meant_for_staff(page)

    page.locator(".tabs").get_by_role("link", name="My path").click()
    expect(page.get_by_text("You are here.")).to_be_visible()
    visitor.look("path", picture="patient-path")
    shows_nothing_meant_for_staff(page)

    page.locator(".tabs").get_by_role("link", name="Today").click()
    page.locator("a[href$='/form/oi-safety/']").click()
    visitor.look("weekly-check")
    page.locator("input[name=self_harm_urge][value='2']").check()
    page.locator("input[name=suicidal_urge][value='5']").check()

    # The form is not done: the answer alone brings help, and has told somebody.
    reads_what_happens(page)
    expect(page.get_by_role("heading", name="Thank you for telling us")).to_be_visible()
    dials = numbers_to_dial(page)
    assert dials[:2] == ["tel:112", "tel:0305550100"]
    visitor.look("it-was-right-to-say-it")
    shows_nothing_meant_for_staff(page)

    # The plan is on this page, and one tap away from every other.
    page.locator(".safety-plan-link").click()
    expect(page.get_by_role("heading", name="Safety plan")).to_be_visible()
    visitor.look("safety-plan")
    somebody_is_told(visit)


def somebody_is_told(visit: Visit) -> None:
    """Before the form is sent, the team lead sees whom it is about and who is called."""
    lead = visit()
    page = lead.sign_in(LEA.email)
    page.goto(lead.address + "/alerts/")
    case = page.locator("article", has_text="Tess").first
    expect(case).to_contain_text("Rosa Lind")


def test_patient_in_german(visit: Visit) -> None:
    visitor = visit(width=PHONE, locale="de-DE")
    page = visitor.sign_in(GERMAN.email)
    expect(page.locator("html")).to_have_attribute("lang", "de")
    visitor.look("heute")
    shows_nothing_meant_for_staff(page)
    for path, name in (("/me/path/", "mein-weg"), ("/me/safety-plan/", "plan"), ("/me/me/", "ich")):
        visitor.open(path)
        visitor.look(name)
        shows_nothing_meant_for_staff(page)
    visitor.open("/me/card/")
    visitor.look("tagebuch")
    no_english_left(page)
    visitor.open("/me/form/oi-safety/")
    page.locator("input[name=suicidal_urge][value='4']").check()
    reads_what_happens(page)
    visitor.look("antwort")
    assert numbers_to_dial(page)[0] == "tel:112"
    no_english_left(page)


def reads_what_happens(page: Page) -> None:
    """From the help that opens by itself to the page that says who was told."""
    panel = page.locator("[data-phone-help]")
    expect(panel).to_be_visible()
    panel.locator("a[href*='/me/answers/']").click()
    page.wait_for_url("**/me/answers/**")


def no_english_left(page: Page) -> None:
    text = page.locator("main").inner_text()
    assert "Thank you" not in text
    assert "How strong" not in text
    assert "Your safety plan" not in text


def test_patient_without_sign_in_finds_the_numbers(visit: Visit) -> None:
    visitor = visit(width=PHONE)
    page = visitor.open("/numbers/")
    assert "tel:112" in numbers_to_dial(page)
    visitor.look("numbers")
    visitor.open("/account/login/")
    visitor.look("sign-in")
