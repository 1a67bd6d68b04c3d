"""A person at a browser: signs in, looks at pages, and notices whatever is wrong with them.

Noticed on every page: an error in the console (a broken content policy is one), an answer of 400
and more that was not expected, and anything asked of another machine. Where one looks closely,
there are pictures at both widths, of both looks by turns, and the axe accessibility rules, light
and dark in turn (the web's own tests hold every page against them in all four sights).
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response

from openimt_clinic.demo.accounts import PASSWORD
from tests.web.sights import in_turn

ROOT = Path(__file__).parents[2]
SCREENS = ROOT / "tests" / "output" / "screens"
PICTURES = ROOT / "docs" / "images"
SIGHTS = ((1280, "light"), (1280, "dark"), (390, "dark"), (390, "light"))
HEIGHT = {1280: 900, 390: 844}
SERIOUS = {"serious", "critical"}
PATIENCE = 10_000
GIVEN_UP = ("htmx:sendAbort", "htmx:afterRequest")
"""Said when a search gives way to the next letter typed: meant so (``hx-sync="this:replace"``).

The second is said with every request that ends badly; what went wrong stands in a line of its own.
"""


NO_NET = "net::ERR_INTERNET_DISCONNECTED"


class Visitor:
    """``page`` is Playwright's own. ``width``: the screen one works at."""

    def __init__(self, context: BrowserContext, address: str, journey: str, width: int) -> None:
        self.context, self.address, self.journey, self.width = context, address, journey, width
        self.page: Page = context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.seen = 0
        self.wrong: list[str] = []
        self.expected: set[int] = set()
        self.without_net = False
        context.on("request", self._asked)
        context.on("response", self._answered)
        context.on("console", self._said)
        context.on("weberror", lambda broken: self.wrong.append(f"script: {broken.error}"))

    def open(self, path: str) -> Page:
        self.page.goto(self.address + path)
        return self.page

    def sign_in(self, email: str) -> Page:
        page = self.open("/account/login/")
        page.locator("input[type=email]").fill(email)
        page.locator("input[type=password]").fill(PASSWORD)
        page.locator("form.sign-in button[type=submit]").click()
        page.wait_for_url(lambda url: "/account/login/" not in url)
        return page

    def look(self, name: str, picture: str = "") -> None:
        """Pictures of the page as it stands, and the rules of accessibility.

        ``picture``: kept for the README under that name when pictures are asked for.
        """
        self.page.wait_for_load_state()
        self.seen += 1
        for width, look in SIGHTS:
            self._stand_at(width, look)
            if (width, look) == (self.width, ("dark", "light")[self.seen % 2]):
                self._check(name)
            if in_turn(self.seen, width, look):
                file = SCREENS / self.journey / f"{self.seen:02}-{name}-{width}-{look}.jpg"
                self.page.screenshot(path=file, full_page=True, animations="disabled", quality=80)
        self._stand_at(self.width, "light")
        if picture and os.environ.get("OPENIMT_PICTURES") == "yes":
            self.page.evaluate("scrollTo(0, 0)")
            self.page.screenshot(path=PICTURES / f"{picture}.png", animations="disabled")

    def leave(self) -> None:
        """Closes the window; fails when something was noticed in it."""
        self.context.close()
        assert not self.wrong, "\n".join(self.wrong)

    def _stand_at(self, width: int, look: str) -> None:
        self.page.set_viewport_size({"width": width, "height": HEIGHT[width]})
        self.page.emulate_media(color_scheme="dark" if look == "dark" else "light")
        wider = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if wider > 0:
            self.wrong.append(f"{self.page.url} is {wider} px wider than a screen of {width}")

    def _check(self, name: str) -> None:
        for found in Axe().run(self.page).response["violations"]:
            if found["impact"] in SERIOUS:
                where = "; ".join(node["html"][:160] for node in found["nodes"][:3])
                self.wrong.append(f"{name}: {found['id']} ({found['help']}) at {where}")

    def _asked(self, request: Request) -> None:
        host = urlsplit(request.url).hostname
        if not request.url.startswith(("data:", "blob:")) and host != "127.0.0.1":
            self.wrong.append(f"asked another machine: {request.url}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.wrong.append(f"{response.request.method} {response.url}: {response.status}")

    def _said(self, message: ConsoleMessage) -> None:
        # A refusal that a journey asks for is told by the browser, too.
        refusal = any(f"status of {status}" in message.text for status in self.expected)
        given_up = message.text.startswith(GIVEN_UP)
        no_net = self.without_net and NO_NET in message.text
        if message.type == "error" and not refusal and not given_up and not no_net:
            self.wrong.append(f"console at {self.page.url}: {message.text}")


def visiting(browser: Browser, address: str, journey: str, *, width: int, locale: str) -> Visitor:
    context = browser.new_context(
        viewport={"width": width, "height": HEIGHT[width]},
        locale=locale,
        timezone_id="Europe/Berlin",
        color_scheme="light",
        reduced_motion="reduce",
    )
    return Visitor(context, address, journey, width)
