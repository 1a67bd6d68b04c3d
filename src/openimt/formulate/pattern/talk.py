"""Words in what was written that ask for a question: talk in general, and what may be trauma."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache

from openimt.errors import CatalogueError
from openimt.formulate.pattern.limits import packaged

FILE = "talk.toml"
LANGUAGES = ("en", "de")


def general_words(text: str, language: str = "en") -> tuple[str, ...]:
    """The words of talk in general in a text, in the order of the list; each once.

    >>> general_words("They all do that. She ALWAYS looks away.")
    ('always', 'they all')
    >>> general_words("She walked along the hallways.")
    ()
    """
    return _found("general", text, language)


def trauma_words(text: str, language: str = "en") -> tuple[str, ...]:
    """The words that may tell of trauma. They stop questions until a person has looked.

    >>> trauma_words("It was incest."), trauma_words("She ate a grape.")
    (('incest*',), ())
    """
    return _found("trauma", text, language)


def _found(table: str, text: str, language: str) -> tuple[str, ...]:
    said = text.casefold()
    return tuple(word for word, pattern in _patterns(table, language) if pattern.search(said))


@cache
def _patterns(table: str, language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    lists = _lists()[table]
    words = lists.get(language, lists["en"])
    return tuple((word, pattern_of(word)) for word in words)


def pattern_of(word: str) -> re.Pattern[str]:
    """A whole word or phrase; with a ``*`` at its end, any word that begins so."""
    begins = re.escape(word.removesuffix("*").casefold()).replace(r"\ ", r"\s+")
    return re.compile(rf"(?<!\w){begins}" + ("" if word.endswith("*") else r"(?!\w)"))


@cache
def _lists() -> dict[str, dict[str, Iterable[str]]]:
    return read_talk(packaged(FILE))


def read_talk(text: str) -> dict[str, dict[str, Iterable[str]]]:
    """The lists of a TOML text; without source, mark or one of the languages: CatalogueError."""
    rows = tomllib.loads(text)
    if not {"source", "checked"} <= rows.keys():
        raise CatalogueError("needs source and checked", file=FILE)
    for table in ("general", "trauma"):
        for language in LANGUAGES:
            if not rows.get(table, {}).get(language):
                raise CatalogueError(f"'{table}' has no words in '{language}'", file=FILE)
    return {table: rows[table] for table in ("general", "trauma")}
