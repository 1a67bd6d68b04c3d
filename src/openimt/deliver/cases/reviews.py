"""When a course is looked at as a whole: what helped, what did not, and which step is next."""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files

from openimt.catalogue.signed import signed_value
from openimt.deliver.months import months_after

FILE = "reviews.toml"
LONGEST = 240
"""Months after which nothing is reckoned any more: twenty years. A slip of the year ends here."""

STOP_OR_ALTER = (
    "What has not helped for about three months is stopped or altered. That ends a method, "
    "never care: no plan, alert or person is taken away by it."
)


class ReviewDecision(StrEnum):
    """What a review decides, with its reason."""

    STEP_UP = "step_up"
    STAY = "stay"
    STEP_DOWN = "step_down"


@dataclass(frozen=True)
class Rhythm:
    """Months after the start; then one each ``then_every`` months (0 = no more).
    ``days_before``: so long before it is due it is spoken of."""

    months: tuple[int, ...]
    then_every: int
    days_before: int


@dataclass(frozen=True)
class Review:
    """A review of a course, so many months after its start."""

    months: int
    due: date

    def days_late(self, on: date) -> int:
        """Days since it was due; below nought it is still ahead."""
        return (on - self.due).days


@cache
def rhythm() -> Rhythm:
    """The packaged numbers."""
    return read_rhythm(files(__package__).joinpath(FILE).read_text(encoding="utf-8"))


def read_rhythm(text: str) -> Rhythm:
    """The numbers in a TOML text; one without source or mark raises CatalogueError."""
    tables = tomllib.loads(text)

    def number(name: str) -> int:
        return int(signed_value(tables, "review", name, FILE))

    months = tuple(map(number, ("first", "second", "third")))
    return Rhythm(months, number("then_every"), number("shown_days_before"))


def next_review(started: date, held: Iterable[date], given: Rhythm) -> Review | None:
    """The first review that no review has answered. One that is held within ``days_before`` of its
    day, or later, answers it and every earlier one.

    >>> next_review(date(2026, 1, 31), [], rhythm()).due
    datetime.date(2026, 4, 30)
    """
    last = max((day for day in held if day >= started), default=None)
    for months in _months(given):
        due = months_after(started, months)
        if last is None or last < due - timedelta(days=given.days_before):
            return Review(months, due)
    return None


def due_now(started: date, held: Iterable[date], on: date, given: Rhythm) -> Review | None:
    """The next review, from when it is spoken of."""
    found = next_review(started, held, given)
    near = found is not None and on >= found.due - timedelta(days=given.days_before)
    return found if near else None


def _months(given: Rhythm) -> Iterator[int]:
    yield from given.months
    if given.then_every > 0:
        yield from range(given.months[-1] + given.then_every, LONGEST, given.then_every)
