"""The phone's scripts: which of them a page loads, and the worker's, put into one."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders

FOLDER = "patient/js"
PAGE = (
    "phone",
    "forms",
    "begun",
    "days",
    "fields",
    "form_says",
    "help",
    "status",
    "keeping",
    "dropped",
    "own_phone",
    "plan",
    "waiting_here",
    "documents",
    "sync",
    "outbox",
    "store",
    "words",
)
"""What every page loads, the first of them by name; the others are fetched beside it, at once."""

WORKER = ("store", "outbox", "days", "sync", "push", "dropped", "worker")
"""What the worker is made of, in this order."""


def scripts() -> tuple[str, ...]:
    """The names of the static files that every page loads."""
    return tuple(f"{FOLDER}/{name}.js" for name in PAGE)


@cache
def worker_source() -> str:
    """One script without imports: not every browser runs modules as a worker."""
    return "\n".join(line for name in WORKER for line in _lines(name))


def _lines(name: str) -> Iterator[str]:
    """A module's lines; what it takes from the others is there already."""
    found = finders.find(f"{FOLDER}/{name}.js")
    taking = False
    for line in Path(str(found)).read_text(encoding="utf-8").splitlines():
        taking = taking or line.startswith("import ")
        if not taking:
            yield line.removeprefix("export ")
        taking = taking and not line.endswith(";")
