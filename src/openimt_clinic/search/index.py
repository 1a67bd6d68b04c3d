"""Keeping the words of the catalogue in use searchable; written anew when it has changed."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from openimt.catalogue.catalogue import Catalogue
from openimt_clinic.search.models import SearchText, SearchWord
from openimt_clinic.search.texts import Text, edition, texts

LANGUAGES = {"en": "english", "de": "german"}
"""The languages of the catalogue and what PostgreSQL calls them; others are read as written."""
FORGET_AFTER = timedelta(days=1)
"""While a server is renewed two editions may be in use side by side."""
ONE_AT_A_TIME = 0x0CA7A106

KEEP_TEXT = """
INSERT INTO search_searchtext (edition, version, kept_at, kind, item, language, body, found)
SELECT %(edition)s, %(version)s, %(at)s, %(kind)s, %(item)s, %(language)s, %(body)s,
  setweight(stem.name || plain.name, 'A') || setweight(stem.gist || plain.gist, 'B')
  || setweight(stem.moves || plain.moves, 'C') || setweight(stem.rest || plain.rest, 'D')
FROM (SELECT to_tsvector(%(config)s::regconfig, %(name)s) AS name,
        to_tsvector(%(config)s::regconfig, %(gist)s) AS gist,
        to_tsvector(%(config)s::regconfig, %(moves)s) AS moves,
        to_tsvector(%(config)s::regconfig, %(rest)s) AS rest) AS stem,
  (SELECT to_tsvector('simple', %(name)s) AS name, to_tsvector('simple', %(gist)s) AS gist,
        to_tsvector('simple', %(moves)s) AS moves, to_tsvector('simple', %(rest)s) AS rest) AS plain
"""
KEEP_WORDS = """
INSERT INTO search_searchword (edition, word, threes)
SELECT %(edition)s, word, (
  SELECT array_agg(DISTINCT substr('  ' || word || ' ', start, 3))
  FROM generate_series(1, length(word) + 1) AS start)
FROM unnest(%(words)s::text[]) AS word
"""


MOST_IN_MEMORY = 16


@dataclass(frozen=True)
class Known:
    """What of a catalogue is searched, and the fingerprint of it."""

    catalogue: Catalogue
    texts: tuple[Text, ...]
    edition: str


_in_memory: dict[int, Known] = {}
"""By the catalogue itself: a loaded one never changes, and reading its texts takes a while."""


def keep_up(catalogue: Catalogue) -> str:
    """Writes the texts of this catalogue unless they are kept already; returns their edition.

    Safe when many ask at once.
    """
    known = _known(catalogue)
    if not _is_kept(known.edition):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
            if not _is_kept(known.edition):
                _forget_old()
                _write(cursor, known)
    return known.edition


def _known(catalogue: Catalogue) -> Known:
    found = _in_memory.get(id(catalogue))
    if found is None or found.catalogue is not catalogue:
        while len(_in_memory) >= MOST_IN_MEMORY:
            _in_memory.pop(next(iter(_in_memory)))
        read = texts(catalogue)
        found = _in_memory[id(catalogue)] = Known(catalogue, read, edition(read))
    return found


def _is_kept(edition_now: str) -> bool:
    return SearchText.objects.filter(edition=edition_now).exists()


def _write(cursor: CursorWrapper, known: Known) -> None:
    edition_now, version = known.edition, known.catalogue.version
    shared: dict[str, Any] = {"edition": edition_now, "version": version, "at": timezone.now()}
    cursor.executemany(KEEP_TEXT, [shared | _row(text) for text in known.texts])
    cursor.execute(KEEP_WORDS, {"edition": edition_now, "words": _words(known.texts)})


def _forget_old() -> None:
    old = SearchText.objects.filter(kept_at__lt=timezone.now() - FORGET_AFTER)
    SearchWord.objects.filter(edition__in=old.values("edition")).delete()
    old.delete()


def _words(known: tuple[Text, ...]) -> list[str]:
    """Every word of four letters or more; shorter ones are too like each other."""
    all_texts = " ".join(f"{text.name} {text.body}" for text in known).lower()
    return sorted(set(re.findall(r"[^\W\d_]{4,60}", all_texts)))


def _row(text: Text) -> dict[str, str]:
    parts = {"name": text.name, "gist": text.gist, "moves": text.moves, "rest": text.rest}
    facts = {"kind": text.kind, "item": text.item, "language": text.language, "body": text.body}
    return parts | facts | {"config": LANGUAGES.get(text.language, "simple")}
