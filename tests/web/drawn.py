"""Pages of the test client in a real browser: fetched first, then served to it from memory.

No server and no thread: the browser asks only for addresses that were fetched, and for our own
static files. What else it asks for is kept in ``strangers``; nothing goes to the network.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from django.http import HttpResponse
from playwright.sync_api import Page, Route, sync_playwright

from tests.browser import launch

HOME = "https://clinic.test"
PICTURES = Path(__file__).parent.parent / "output"


@dataclass
class Drawn:
    """A page on the screen, with whatever the browser complained of."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    def picture(self, name: str) -> Path:
        path = PICTURES / f"{name}.png"
        PICTURES.mkdir(exist_ok=True)
        self.page.screenshot(path=path, full_page=True)
        return path

    def overflows(self) -> int:
        """By how many pixels the page is wider than the screen."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - innerWidth"))


@contextmanager
def drawn(
    answers: Mapping[str, HttpResponse],
    *,
    width: int = 1280,
    look: str = "light",
    scripts: bool = True,
) -> Iterator[Drawn]:
    """A browser of that width and look that knows these answers and our static files."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_page(
            viewport={"width": width, "height": 900},
            color_scheme=look,
            base_url=HOME,
            java_script_enabled=scripts,
        )
        shown = Drawn(page)
        page.on("console", lambda said: shown.complaints.append(said.text))
        page.on("pageerror", lambda error: shown.complaints.append(str(error)))
        page.route("**/*", lambda route: _answer(route, answers, shown))
        yield shown
        browser.close()


def _answer(route: Route, answers: Mapping[str, HttpResponse], shown: Drawn) -> None:
    asked = urlsplit(route.request.url)
    address = asked.path + (f"?{asked.query}" if asked.query else "")
    if address in answers:
        answer = answers[address]
        route.fulfill(status=answer.status_code, headers=dict(answer.headers), body=answer.content)
    elif found := finders.find(asked.path.removeprefix("/static/")):
        kind = guess_type(found)[0] or "application/octet-stream"
        route.fulfill(status=200, content_type=kind, body=Path(str(found)).read_bytes())
    else:
        shown.strangers.append(route.request.url)
        route.abort()
