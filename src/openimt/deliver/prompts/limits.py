"""The numbers of prompting, from ``limits.toml``: each with its source, checked or not."""

import tomllib
from dataclasses import dataclass
from datetime import time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from openimt.deliver.prompts.hours import Quiet
from openimt.errors import RecordError

FILE = Path(__file__).with_name("limits.toml")


@dataclass(frozen=True)
class Budget:
    """At most so many a day and a week (Monday to Sunday, the person's calendar), so far apart."""

    most_a_day: int
    most_a_week: int
    least_gap: timedelta


@cache
def numbers() -> dict[str, Any]:
    """The file as it stands."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def usual(name: str) -> int:
    """What holds until something else is agreed."""
    return int(numbers()[name]["usual"])


def at_most(name: str) -> int:
    """What nobody can agree to go beyond."""
    return int(numbers()[name]["at_most"])


def usual_budget() -> Budget:
    """The budget until a person agrees on another.

    >>> usual_budget().most_a_day
    3
    """
    gap = timedelta(minutes=usual("least_gap_minutes"))
    return Budget(usual("most_a_day"), usual("most_a_week"), gap)


def usual_quiet() -> Quiet:
    """The hours in which nothing comes, until a person sets their own."""
    hours = numbers()["quiet"]
    return Quiet(time(hours["from_hour"]), time(hours["until_hour"]))


def within(name: str, value: int, *, least: int = 1) -> int:
    """The number, if it can be agreed on; raises RecordError with the bounds otherwise."""
    if not least <= value <= at_most(name):
        raise RecordError(f"Choose a number from {least} to {at_most(name)}.", field=name)
    return value
