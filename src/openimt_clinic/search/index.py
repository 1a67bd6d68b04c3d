"""Keeping the words of the catalogue in use searchable; written anew when it has changed."""

import re
from datetime import timedelta
from functools import cache
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.load import load
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


@cache
def in_use() -> tuple[Catalogue, tuple[Text, ...], str]:
    """The catalogue of this clinic, its texts and their edition; read once a process."""
    catalogue = load()
    known = texts(catalogue)
    return catalogue, known, edition(known)


def keep_up(catalogue: Catalogue, known: tuple[Text, ...], edition_now: str) -> None:
    """Writes these texts unless this edition is kept already. Safe when many ask at once."""
    if SearchText.objects.filter(edition=edition_now).exists():
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
        if SearchText.objects.filter(edition=edition_now).exists():
            return
        _forget_old()
        at = timezone.now()
        shared: dict[str, Any] = {"edition": edition_now, "version": catalogue.version, "at": at}
        cursor.executemany(KEEP_TEXT, [shared | _row(text) for text in known])
        cursor.execute(KEEP_WORDS, {"edition": edition_now, "words": _words(known)})


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
