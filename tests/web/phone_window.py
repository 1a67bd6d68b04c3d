"""A window of a phone's browser at a live clinic: signing in, touching, waiting."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, Page

from tests.web.drawn import at_the_browser
from tests.web.live_clinic import LiveClinic
from tests.web.people import PASSWORD

SCREEN = {"width": 390, "height": 844}
PATIENCE = 8_000
KEPT_WITHIN = 25
"""Seconds for fetching what is to be there without a net, on a machine that does other things."""
IS_KEPT = """async address => Boolean(navigator.serviceWorker.controller
  && await caches.match(address))"""


WRITE = """async ({ kind, rows }) => {
  const script = document.querySelector("script[src*='/patient/js/phone']").src;
  const source = await (await fetch(script)).text();
  const documents = new URL(source.match(/"([^"]*documents[^"]*)"/)[1], script);
  const { write } = await import(documents);
  for (const values of rows) await write(kind, crypto.randomUUID(), values);
}"""


@dataclass
class PhoneWindow:
    """``complaints``: what scripts broke on; being without a net is none of it."""

    clinic: LiveClinic
    context: BrowserContext
    page: Page
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        self.page.goto(path)
        return self.page

    def again(self) -> Page:
        """Another tab of the same phone, in place of this one."""
        self.page.close()
        self.page = _tab(self.context, self.complaints)
        return self.page

    def sign_in(self, name: str = "dan", path: str = "/me/") -> Page:
        self.page.goto(f"/account/login/?next={path}")
        return self.fill_sign_in(name)

    def fill_sign_in(self, name: str = "dan") -> Page:
        self.page.locator("input[type=email]").fill(f"{name}@example.org")
        self.page.locator("input[type=password]").fill(PASSWORD)
        self.page.locator("form.sign-in button[type=submit]").click()
        self.page.wait_for_url(lambda url: "/account/login/" not in url)
        return self.page

    def speaks(self, language: str) -> None:
        """The language chosen in this browser."""
        cookie = {"name": "django_language", "value": language, "url": self.clinic.address}
        self.context.add_cookies([cookie])

    def bound(self) -> None:
        """Waits until the page's form holds what was begun on this phone."""
        self.page.locator("form[data-bound]").first.wait_for()

    def writes(self, kind: str, *rows: dict[str, object]) -> None:
        """New documents of a kind, as the page's own scripts write them."""
        self.page.evaluate(WRITE, {"kind": kind, "rows": list(rows)})

    def touch(self, name: str, value: object) -> None:
        self.page.locator(f"input[name={name}][value='{value}']").first.evaluate("e => e.click()")

    def done(self) -> None:
        """The form's button, whatever it says: a day that was done before is changed."""
        self.page.locator("form[data-document] button.main").click()

    def says(self, text: str) -> None:
        """Waits until the honest line says so."""
        self.page.locator("[data-phone-status]", has_text=text).wait_for()

    def keeps(self, path: str) -> None:
        """Waits until the page is there without a net."""
        deadline = time.monotonic() + KEPT_WITHIN
        while not self.page.evaluate(IS_KEPT, path):
            assert time.monotonic() < deadline, f"{path} is not kept on the phone"
            self.page.wait_for_timeout(50)

    def until(self, there: Callable[[], bool]) -> None:
        """Waits until it is so."""
        deadline = time.monotonic() + PATIENCE / 1000
        while not there():
            assert time.monotonic() < deadline, "it did not come"
            self.page.wait_for_timeout(20)

    def offline(self, off: bool = True) -> None:
        self.context.set_offline(off)


Phone = Callable[[], PhoneWindow]
"""Each a phone that was never there before."""


def _tab(context: BrowserContext, complaints: list[str]) -> Page:
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return page


@contextmanager
def phone_window(clinic: LiveClinic) -> Iterator[PhoneWindow]:
    """A phone that was never here before. Nothing of its scripts may break."""
    with at_the_browser() as browser:
        context = browser.new_context(
            viewport=SCREEN,
            base_url=clinic.address,
            locale="en-GB",
            timezone_id="Europe/Berlin",
            reduced_motion="reduce",
        )
        complaints: list[str] = []
        phone = PhoneWindow(clinic, context, _tab(context, complaints), complaints)
        try:
            yield phone
        finally:
            context.close()
        assert complaints == []
