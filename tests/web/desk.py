"""A clinician's window at a live clinic: signed in, on a page, with or without a connection."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.web.drawn import at_the_browser, keep_picture
from tests.web.live_clinic import LiveClinic
from tests.web.people import PASSWORD

SCREEN = {"width": 1280, "height": 900}


@dataclass
class Desk:
    """``complaints``: what the browser said that should not be."""

    clinic: LiveClinic
    context: BrowserContext
    page: Page
    complaints: list[str] = field(default_factory=list)

    def go(self, address: str) -> None:
        self.page.goto(address)

    def dan(self, place: str) -> str:
        """An address beneath Dan's."""
        return f"/patient/{self.clinic.ids['dan']}/{place}"

    def write(self, name: str, text: str) -> None:
        """Types into a field and leaves it."""
        self.page.wait_for_selector("form[data-bound]")
        place = self.field(name)
        place.fill(text)
        place.blur()

    def field(self, name: str) -> Locator:
        return self.page.locator(f"[data-field] [name={name}]")

    def press(self, words: str) -> None:
        self.page.get_by_role("button", name=words, exact=True).click()

    def kept(self) -> None:
        """Waits until the page says that all is kept."""
        self.says(r"^Kept at")

    def says(self, words: str) -> None:
        """Waits for what the line about keeping says."""
        expect(self.page.locator("[data-state]")).to_have_text(re.compile(words))

    def state(self) -> str:
        return self.page.locator("[data-state]").inner_text()

    def offline(self, is_so: bool = True) -> None:
        self.context.set_offline(is_so)

    def picture(self, name: str) -> None:
        keep_picture(self.page, name)


@contextmanager
def desk(clinic: LiveClinic, who: str) -> Iterator[Desk]:
    """The window of ``who``; nothing of its scripts may break."""
    with at_the_browser() as browser:
        context = browser.new_context(
            viewport=SCREEN, base_url=clinic.address, locale="en-GB", timezone_id="Europe/Berlin"
        )
        page = context.new_page()
        sat = Desk(clinic, context, page)
        page.on("pageerror", lambda error: sat.complaints.append(str(error)))
        page.goto("/account/login/")
        page.fill("[name=login]", f"{who}@example.org")
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url(lambda url: "/account/login/" not in url)
        try:
            yield sat
        finally:
            context.close()
        assert sat.complaints == []
