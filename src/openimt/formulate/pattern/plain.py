"""Needs in plain words, to begin a shared formulation with."""

import tomllib
from collections.abc import Mapping
from functools import cache

from openimt.errors import CatalogueError
from openimt.formulate.pattern.limits import packaged
from openimt.formulate.pattern.talk import LANGUAGES
from openimt.formulate.profile import Need

FILE = "plain.toml"


def plain_needs(
    needs: Mapping[str, Need], threshold: float, most: int, language: str
) -> tuple[str, ...]:
    """The needs from the threshold on, the greatest first, no more than ``most``.

    What has no plain words is left to people to say.
    """
    known = plain_words()
    found = [one for one in needs.values() if one.severity >= threshold and one.target in known]
    found.sort(key=lambda one: (-one.severity, one.target))
    return tuple(known[one.target].get(language, known[one.target]["en"]) for one in found[:most])


@cache
def plain_words() -> Mapping[str, Mapping[str, str]]:
    """Of each target that has them, the words by language."""
    return read_plain(packaged(FILE))


def read_plain(text: str) -> Mapping[str, Mapping[str, str]]:
    """The words of a TOML text; a target that lacks a language raises CatalogueError."""
    rows = tomllib.loads(text)
    if not {"source", "checked"} <= rows.keys():
        raise CatalogueError("needs source and checked", file=FILE)
    words = {name: row for name, row in rows.items() if isinstance(row, dict)}
    for name, row in words.items():
        if short := [language for language in LANGUAGES if not row.get(language)]:
            raise CatalogueError(f"'{name}' has no words in '{short[0]}'", file=FILE)
    return words
