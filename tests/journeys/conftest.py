"""One running demo clinic for all journeys of a test run, and a browser that is watched.

The clinic is the real one: `openimt demo` with its database, web server and worker. The first
worker of the run starts it, the last one to leave stops it.
"""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser import launch
from tests.journeys.clinic import RunningClinic, running_clinic
from tests.journeys.visitor import Visitor, visiting


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever stands here drives a browser."""
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker("journey")


@pytest.fixture(scope="session")
def clinic(worker_id: str, request: pytest.FixtureRequest) -> Iterator[RunningClinic]:
    run = "alone" if worker_id == "master" else request.getfixturevalue("testrun_uid")
    with running_clinic(worker_id, run) as started:
        yield started


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = launch(playwright)
        yield launched
        launched.close()


@pytest.fixture
def visit(
    clinic: RunningClinic, browser: Browser, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Visitor]]:
    """Opens a browser window of its own; afterwards nothing may have gone wrong in it."""
    opened: list[Visitor] = []

    def open_one(width: int = 1280, locale: str = "en-GB", address: str = "") -> Visitor:
        name = request.node.name.removeprefix("test_")
        where = address or clinic.address
        opened.append(visiting(browser, where, name, width=width, locale=locale))
        return opened[-1]

    yield open_one
    for visitor in opened:
        visitor.leave()
