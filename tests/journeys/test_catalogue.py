"""Looking something up: search, a module, the patient's words, paper, therapies side by side."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from openimt_clinic.demo.accounts import ANA
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.journey
Visit = Callable[..., Visitor]
PHONE = 390


def text_of(file: Path | str, pages: int) -> str:
    read = PdfReader(io.BytesIO(Path(file).read_bytes())).pages
    assert len(read) == pages
    return " ".join(read[0].extract_text().split())


def taken_home(page: Page, name: str) -> tuple[Path, str]:
    """The file that a link hands over, and the name it comes under."""
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile(name)).first.click()
    return download.value.path(), download.value.suggested_filename


def test_clinician_looks_something_up(visit: Visit) -> None:
    visitor = visit()
    page = visitor.sign_in(ANA.email)
    page.get_by_role("link", name="Catalogue").click()
    visitor.look("catalogue")
    finds_by_typing(visitor)
    narrows_it_down(visitor)
    reads_a_module(visitor)
    takes_it_on_paper(visitor)
    compares_therapies(visitor)


def finds_by_typing(visitor: Visitor) -> None:
    page = visitor.page
    page.locator("h1").click()
    page.keyboard.press("/")
    search = page.get_by_role("searchbox")
    expect(search).to_be_focused()
    expect(search).to_have_value("")
    page.keyboard.type("ladder of delay")
    # Nothing is sent by hand: the list follows what is typed, and the address with it.
    expect(page.locator(".hit").first).to_contain_text("Delay for impulses and anger")
    expect(page.locator(".hit mark").first).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("found")
    assert "q=ladder" in page.url
    visitor.look("found")
    page.keyboard.press("/")
    expect(search).to_have_value("ladder of delay/")


def narrows_it_down(visitor: Visitor) -> None:
    page = visitor.page
    page.get_by_role("searchbox").fill("urge")
    page.get_by_text("Narrow it down").click()
    page.get_by_label("Phase").select_option("integration")
    expect(page).to_have_url(re.compile("phase=integration"))
    expect(page.locator("a.hit-name[href$='/module/r5/']")).to_have_count(0)
    page.reload()
    expect(page.get_by_label("Phase")).to_have_value("integration")
    page.get_by_label("Phase").select_option("")
    expect(page.locator("a.hit-name[href$='/module/r5/']")).to_be_visible()


def reads_a_module(visitor: Visitor) -> None:
    page = visitor.page
    page.locator("a.hit-name[href$='/module/r5/']").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Delay for impulses and anger")
    expect(page.get_by_role("heading", name="A ladder of delay")).to_be_visible()
    visitor.look("module")
    page.get_by_role("navigation", name="On this page").get_by_text("When", exact=True).click()
    expect(page.locator("#when")).to_be_in_viewport()


def takes_it_on_paper(visitor: Visitor) -> None:
    page = visitor.page
    file, name = taken_home(page, "On paper")
    assert name == "r5-delay-for-impulses-and-anger.pdf"
    assert "Delay for impulses and anger" in text_of(file, pages=2)
    page.get_by_role("link", name="What the patient reads").click()
    expect(page.get_by_role("heading", name="Zeit, bevor ich handle")).to_be_visible()
    visitor.look("patients-words")
    file, name = taken_home(page, "On paper.*Deutsch")
    assert name == "zeit-bevor-ich-handle.pdf"
    assert "Ein kleiner Anfang" in text_of(file, pages=1)


def compares_therapies(visitor: Visitor) -> None:
    page = visitor.page
    page.get_by_role("link", name="Catalogue").click()
    page.get_by_role("link", name="Compare therapies").click()
    visitor.look("therapies")
    page.get_by_text("Choose others").click()
    for name in ("Good Psychiatric Management", "Integrated Modular Treatment"):
        page.get_by_label(name).uncheck()
    page.get_by_role("button", name="Compare").click()
    expect(page.locator(".compare-heads")).to_contain_text("Dialectical Behaviour Therapy")
    expect(page.locator(".compare-heads")).not_to_contain_text("Good Psychiatric")
    page.set_viewport_size({"width": PHONE, "height": 844})
    expect(page.locator("#row-agenda + .compare-row .at-2")).to_be_hidden()
    page.get_by_label("MIT").check()
    expect(page.locator("#row-agenda + .compare-row .at-2")).to_be_visible()
    expect(page.locator("#row-agenda + .compare-row .at-1")).to_be_hidden()
