"""A person's first look at their pages on a five-year-old phone: bytes, and when it can be used.

Chromium with the slow 4G of Lighthouse (1.6 Mbit/s down, 150 ms there and back) and a processor
four times slower than this one. Nothing of it was here before: no cache, no worker.
"""

import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from benchmarks.table import Row

LARGEST = 150_000
"""Bytes as they travel: pages, sheets, scripts and pictures of the first page after signing in."""

LATEST = 2.0
"""Seconds until every script has run and the phone is at rest for a moment."""

DOWN, UP, THERE_AND_BACK = 1_638_400 / 8, 750_000 / 8, 150
SLOWER = 4
AT_REST = """() => new Promise(resolve => {
  const ready = () => requestIdleCallback(() => resolve(performance.now()));
  if (document.readyState === 'complete') ready();
  else addEventListener('load', ready);
})"""


@dataclass(frozen=True)
class Load:
    """``sizes``: bytes that travelled, by the end of each address. ``seconds`` until it is used."""

    sizes: dict[str, int]
    seconds: float

    @property
    def bytes(self) -> int:
        return sum(self.sizes.values())


def first_load(browser: Any, clinic: Any, path: str = "/me/", *, slow: bool = True) -> Load:
    """Signs in where nothing is kept, forgets everything but that, and opens the page."""
    session = _session(browser, clinic)
    context = browser.new_context(base_url=clinic.address, storage_state=session)
    try:
        page = context.new_page()
        devtools = context.new_cdp_session(page)
        devtools.send("Network.enable")
        if slow:
            _slow_down(devtools)
        names: dict[str, str] = {}
        sizes: dict[str, int] = {}
        devtools.on("Network.responseReceived", lambda e: names.update(_named(e)))
        devtools.on("Network.loadingFinished", lambda e: sizes.update(_sized(e, names)))
        page.goto(path)
        seconds = page.evaluate(AT_REST) / 1000
        return Load(sizes, seconds)
    finally:
        context.close()


def _session(browser: Any, clinic: Any) -> Any:
    from tests.web.people import PASSWORD

    context = browser.new_context(base_url=clinic.address, service_workers="block")
    page = context.new_page()
    page.goto("/account/login/")
    page.locator("input[type=email]").fill("dan@example.org")
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("form.sign-in button[type=submit]").click()
    page.wait_for_url("**/me/")
    state = context.storage_state()
    context.close()
    return state


def _slow_down(devtools: Any) -> None:
    line = {"offline": False, "latency": THERE_AND_BACK}
    line |= {"downloadThroughput": DOWN, "uploadThroughput": UP}
    devtools.send("Network.emulateNetworkConditions", line)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})


def _named(event: dict[str, Any]) -> dict[str, str]:
    return {event["requestId"]: event["response"]["url"]}


def _sized(event: dict[str, Any], names: dict[str, str]) -> dict[str, int]:
    end = "/".join(names.get(event["requestId"], event["requestId"]).split("/")[-2:])
    return {end: int(event["encodedDataLength"])}


@contextmanager
def _running() -> Iterator[tuple[Any, Any]]:
    from playwright.sync_api import sync_playwright

    from tests.browser import launch
    from tests.conftest import make_django_ready

    make_django_ready()
    from tests.web.live_clinic import live_clinic
    from tests.web.server import test_database

    with (
        test_database("first_load", uuid.uuid4().hex) as server,
        live_clinic(server, "bench", "first_load") as clinic,
        sync_playwright() as playwright,
    ):
        yield launch(playwright), clinic


def rows() -> list[Row]:
    """The first page, the card, and the first page once more when the phone keeps it."""
    with _running() as (browser, clinic):
        found = []
        for name, path in (("Today", "/me/"), ("the card", "/me/card/")):
            loads = [first_load(browser, clinic, path) for _ in range(3)]
            load = min(loads, key=lambda one: one.seconds)
            found += _rows(name, load)
            time.sleep(0.2)
        return found


def _rows(name: str, load: Load) -> list[Row]:
    size, seconds = f"{load.bytes / 1000:.0f}", f"{load.seconds:.2f}"
    what = f"first load of {name}, slow 4G, {SLOWER} times slower"
    return [
        Row(f"{what}, bytes", size, "KB", f"{LARGEST / 1000:.0f} KB", load.bytes <= LARGEST),
        Row(f"{what}, usable", seconds, "s", f"{LATEST:.0f} s", load.seconds <= LATEST),
    ]
