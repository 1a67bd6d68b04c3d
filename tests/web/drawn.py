"""Pages of the test client in a real browser: fetched first, then served to it from memory.

No server and no thread: the browser asks only for addresses that were fetched, for our own static
files, and which day was typed. What else it asks for is kept in ``strangers``; nothing goes to the
network.

A browser takes a second to start, so a worker has one; each window starts with nothing kept.
"""

import asyncio
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.test import RequestFactory
from playwright.sync_api import Browser, Page, Playwright, Route, sync_playwright

from openimt_clinic.components.day_fields import understood
from tests.browser import launch

HOME = "https://clinic.test"
HEIGHT = 900
THE_DAY = "/day/"
PICTURES = Path(__file__).parent.parent / "output"


def keep_picture(page: Page, name: str) -> None:
    """A picture for people to look at, when they ask for pictures: no test looks at it."""
    if os.environ.get("OPENIMT_PICTURES") == "yes":
        PICTURES.mkdir(exist_ok=True)
        page.screenshot(path=PICTURES / f"{name}.png", full_page=True)


@dataclass
class Drawn:
    """A page on the screen, with whatever the browser complained of."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    def picture(self, name: str) -> None:
        keep_picture(self.page, name)

    def stand_at(self, width: int, look: str) -> None:
        """The same page on a screen of that width, in that look."""
        self.page.set_viewport_size({"width": width, "height": HEIGHT})
        self.page.emulate_media(color_scheme="dark" if look == "dark" else "light")

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
    still: bool = False,
) -> Iterator[Drawn]:
    """A window of that width and look that knows these answers and our static files.

    ``still``: without motion, as some people ask their browser.
    """
    with at_the_browser() as browser:
        context = browser.new_context(
            viewport={"width": width, "height": HEIGHT},
            color_scheme=look,
            reduced_motion="reduce" if still else "no-preference",
            base_url=HOME,
            java_script_enabled=scripts,
        )
        # A page from memory has no worker to fetch, as in a browser that knows none.
        context.add_init_script("delete Navigator.prototype.serviceWorker")
        page = context.new_page()
        shown = Drawn(page)
        page.on("console", lambda said: shown.complaints.append(said.text))
        page.on("pageerror", lambda error: shown.complaints.append(str(error)))
        page.route("**/*", lambda route: _answer(route, answers, shown))
        try:
            yield shown
        finally:
            context.close()


@cache
def _started() -> tuple[Playwright, Browser, asyncio.AbstractEventLoop]:
    playwright = sync_playwright().start()
    loop = asyncio.get_running_loop()
    return playwright, launch(playwright), loop


def may_open(marked: bool) -> None:
    """Whether the test that begins is marked as one that drives a browser."""
    _PERMIT["given"] = marked


_PERMIT = {"given": False}


@contextmanager
def at_the_browser() -> Iterator[Browser]:
    """The worker's browser. Its event loop counts as running only meanwhile: beside a running one
    neither Django's database nor a job would do its work in this thread."""
    assert _PERMIT["given"], "mark it `journey`: `make test` leaves browsers to `make screens`"
    # Starting it leaves its loop running, so what ran before is asked for first.
    before = asyncio._get_running_loop()
    _, browser, loop = _started()
    asyncio._set_running_loop(loop)
    try:
        yield browser
    finally:
        asyncio._set_running_loop(before)


def put_away() -> None:
    """Closes the worker's browser, if it has one."""
    if _started.cache_info().currsize:
        playwright, browser, loop = _started()
        asyncio._set_running_loop(loop)
        browser.close()
        playwright.stop()
        _started.cache_clear()


def _answer(route: Route, answers: Mapping[str, HttpResponse], shown: Drawn) -> None:
    asked = urlsplit(route.request.url)
    address = asked.path + (f"?{asked.query}" if asked.query else "")
    if address in answers:
        answer = answers[address]
        route.fulfill(status=answer.status_code, headers=dict(answer.headers), body=answer.content)
    elif (found := _static(asked.path)) is not None:
        route.fulfill(status=200, content_type=found[0], body=found[1])
    elif asked.path == THE_DAY:
        # Asked of every field for a day as it stands, so of no page in particular.
        route.fulfill(body=understood(RequestFactory().get(address)).content)
    else:
        shown.strangers.append(route.request.url)
        route.abort()


@cache
def _static(path: str) -> tuple[str, bytes] | None:
    """Kind and bytes of one of our static files."""
    if not path.startswith("/static/"):
        return None
    found = finders.find(path.removeprefix("/static/"))
    if not found:
        return None
    kind = guess_type(str(found))[0] or "application/octet-stream"
    return kind, Path(str(found)).read_bytes()
