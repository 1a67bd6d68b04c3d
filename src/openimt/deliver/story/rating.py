"""Ratings of a told story by people, own part first; two of them, neither knowing the other's."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from openimt.errors import DeliveryError

FILE = "rating.toml"
LEAST, MOST = 0, 3


@dataclass(frozen=True)
class Code:
    """What is rated: what it asks of a story, and an anchor for each of 0 to 3."""

    id: str
    name: str
    asks: str
    anchors: tuple[str, ...]


@dataclass(frozen=True)
class Rated:
    """What one person saw in one story. ``values``: by code, what the story shows alone."""

    story: str
    rater: str
    values: Mapping[str, int]

    def __post_init__(self) -> None:
        known = {code.id for code in codes()}
        for name, value in self.values.items():
            if name not in known:
                raise DeliveryError(f"there is no code '{name}'", field=name)
            if not LEAST <= value <= MOST:
                raise DeliveryError(f"give a whole number from {LEAST} to {MOST}", field=name)


def pairs(ratings: Iterable[Rated], code: str) -> tuple[tuple[int, int], ...]:
    """The numbers that two people gave a story for a code, a pair for each story that two rated.

    >>> two = [Rated("a", "ana", {"agency": 2}), Rated("a", "ben", {"agency": 1})]
    >>> pairs([*two, Rated("b", "ana", {"agency": 3})], "agency")
    ((2, 1),)
    """
    by_story: dict[str, dict[str, int]] = {}
    for one in ratings:
        if code in one.values:
            by_story.setdefault(one.story, {})[one.rater] = one.values[code]
    two = (sorted(given.items())[:2] for given in by_story.values() if len(given) > 1)
    return tuple((first[1], second[1]) for first, second in two)


@cache
def codes() -> tuple[Code, ...]:
    """The shipped codes in their order, own part first."""
    rows = _data()["code"]
    return tuple(Code(r["id"], r["name"], r["asks"], tuple(r["anchors"])) for r in rows)


def few() -> int:
    """Below so many stories rated by two, agreement is no more than a first look."""
    return int(_data()["few"])


@cache
def _data() -> dict[str, Any]:
    text = files("openimt.deliver.story").joinpath(FILE).read_text("utf-8")
    return tomllib.loads(text)
