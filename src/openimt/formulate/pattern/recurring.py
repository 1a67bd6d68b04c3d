"""Wishes and responses that recur over several moments: counts as questions, never a finding."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from openimt.errors import CatalogueError
from openimt.formulate.pattern.limits import limits, packaged
from openimt.formulate.pattern.talk import LANGUAGES, pattern_of

FILE = "themes.toml"


@dataclass(frozen=True)
class Hoped:
    """Of one moment: what was hoped for, and what the other's answer was taken to mean."""

    id: str
    wish: str
    response: str


@dataclass(frozen=True)
class Pair:
    """A wish and a response that came together ``times`` times, with where they stand."""

    wish: str
    response: str
    found_in: tuple[Hoped, ...]

    @property
    def times(self) -> int:
        """In how many moments."""
        return len(self.found_in)


def recurring(moments: Iterable[Hoped], language: str = "en") -> tuple[Pair, ...]:
    """The pairs that came often enough to ask about, most often first.

    Each moment counts once for a pair; one whose words are in no list counts nowhere.

    >>> said = [Hoped(n, "That she likes me.", "She is done with me.") for n in "ab"]
    >>> [(pair.wish, pair.response, pair.times) for pair in recurring(said)]
    [('attachment', 'leaves', 2)]
    """
    found: dict[tuple[str, str], dict[str, Hoped]] = {}
    for one in moments:
        for wish in themes("wish", one.wish, language):
            for response in themes("response", one.response, language):
                found.setdefault((wish, response), {})[one.id] = one
    pairs = [Pair(*names, tuple(ones.values())) for names, ones in found.items()]
    often = [pair for pair in pairs if pair.times >= limits().times]
    return tuple(sorted(often, key=lambda pair: (-pair.times, pair.wish, pair.response)))


def themes(kind: str, text: str, language: str = "en") -> tuple[str, ...]:
    """The themes of a kind (``wish`` or ``response``) whose words stand in the text."""
    said = text.casefold()
    rows = _lists()[kind]
    return tuple(
        str(row["id"])
        for row in rows
        if any(pattern_of(word).search(said) for word in row.get(language, row["en"]))
    )


def theme_ids(kind: str) -> tuple[str, ...]:
    """Every theme of a kind, in the order of the file."""
    return tuple(str(row["id"]) for row in _lists()[kind])


@cache
def _lists() -> dict[str, list[dict[str, list[str]]]]:
    return read_themes(packaged(FILE))


def read_themes(text: str) -> dict[str, list[dict[str, list[str]]]]:
    """The lists of a TOML text; a theme that lacks a language raises CatalogueError."""
    rows = tomllib.loads(text)
    if not {"source", "checked"} <= rows.keys():
        raise CatalogueError("needs source and checked", file=FILE)
    found = {kind: rows.get(kind, []) for kind in ("wish", "response")}
    for row in (*found["wish"], *found["response"]):
        if short := [language for language in LANGUAGES if not row.get(language)]:
            raise CatalogueError(f"'{row['id']}' has no words in '{short[0]}'", file=FILE)
    return found
