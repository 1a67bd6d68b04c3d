"""Finding modules and therapies by words: ranked, with the place where they stand.

A word may be given as a search engine takes it (``"in quotes"``, ``-not``, ``or``); unfinished and
misspelt words are understood, too.
"""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.db import connection
from django.db.backends.utils import CursorWrapper

from openimt.catalogue.catalogue import Catalogue
from openimt_clinic.search.index import LANGUAGES, keep_up

LONGEST = 120
"""A longer question is cut: nobody types one, and each word costs."""
MOST_WORDS = 12
NEAR = 0.3
"""So alike must two words be, from 0 to 1, to be taken for one misspelt."""
WITH_PLACE = 10
"""So many of the best hits show where the words stand; finding the place costs most of the time."""
FROM, TO = "\x02", "\x03"

FIND = f"""
WITH asked (language, config, query) AS (
  SELECT language, config::regconfig,
    websearch_to_tsquery(config::regconfig, %(words)s) || to_tsquery('simple', %(begun)s)
  FROM (VALUES {", ".join(f"('{short}', '{config}')" for short, config in LANGUAGES.items())})
    AS known (language, config)),
best AS (
  SELECT DISTINCT ON (kind, item) kind, item, language, config, query, body,
    ts_rank_cd('{{0.1, 0.2, 0.5, 1.0}}', found, query, 1)
      * CASE WHEN language = %(reads)s THEN 1.2 ELSE 1 END AS rank
  FROM search_searchtext JOIN asked USING (language)
  WHERE edition = %(edition)s AND found @@ query
  ORDER BY kind, item, rank DESC)
SELECT kind, item, language, CASE
    WHEN strpos(place, %(mark)s) > 0 THEN place
    WHEN nth <= {WITH_PLACE} THEN ts_headline('simple', body, query, %(how)s)
    ELSE '' END
FROM (SELECT *, row_number() OVER (ORDER BY item = %(named)s DESC, rank DESC, kind, item) AS nth
  FROM best) AS listed,
  LATERAL (SELECT CASE WHEN nth <= {WITH_PLACE} THEN ts_headline(config, body, query, %(how)s)
    ELSE '' END AS place) AS shown
ORDER BY nth
"""  # noqa: S608 - the only words put in are our own languages and a number
HOW = (
    f'StartSel="{FROM}", StopSel="{TO}", MaxWords=16, MinWords=6, '
    'MaxFragments=2, FragmentDelimiter=" … "'
)
NEAREST = """
WITH mine AS (
  SELECT array_agg(DISTINCT substr('  ' || %(word)s || ' ', start, 3)) AS threes
  FROM generate_series(1, length(%(word)s) + 1) AS start),
near AS (
  SELECT word, cardinality(kept.threes) + cardinality(mine.threes) AS both_sizes,
    (SELECT count(*) FROM unnest(kept.threes) AS one WHERE one = ANY (mine.threes)) AS shared
  FROM search_searchword AS kept, mine
  WHERE edition = %(edition)s AND kept.threes && mine.threes)
SELECT word FROM near WHERE shared::float / (both_sizes - shared) >= %(near)s
ORDER BY shared::float / (both_sizes - shared) DESC, word LIMIT 12
"""
KNOWN = "SELECT EXISTS (SELECT FROM search_searchword WHERE edition = %s AND word LIKE %s)"


@dataclass(frozen=True)
class Piece:
    """A piece of a snippet; ``hit``: it is what was looked for."""

    says: str
    hit: bool


@dataclass(frozen=True)
class Hit:
    """A module or therapy that was found, and where; the snippet may be empty."""

    kind: str
    item: str
    language: str
    snippet: tuple[Piece, ...]


@dataclass(frozen=True)
class Found:
    """The hits, best first. ``meant``: what was searched instead, where nothing else was found."""

    hits: tuple[Hit, ...]
    meant: str = ""


def find(words: str, catalogue: Catalogue, language: str = "en") -> Found:
    """What this catalogue says about these words. Text in the reader's language counts more.

    Empty words find nothing.
    """
    asked = " ".join(words.replace("\x00", " ")[:LONGEST].split()[:MOST_WORDS])
    if not asked:
        return Found(())
    edition = keep_up(catalogue)
    hits = _hits(asked, language, edition)
    meant = "" if hits else _meant(asked, edition)
    return Found(_hits(meant, language, edition), meant) if meant else Found(hits)


def _hits(asked: str, language: str, edition: str) -> tuple[Hit, ...]:
    given = {"words": asked, "begun": _begun(asked), "reads": language, "edition": edition}
    given["named"] = asked.lower()  # "MIT" is a therapy before it is the German word
    with connection.cursor() as cursor:
        cursor.execute(FIND, given | {"how": HOW, "mark": FROM})
        rows = cursor.fetchall()
    return tuple(Hit(kind, item, of, _snippet(place)) for kind, item, of, place in rows)


def _begun(asked: str) -> str:
    """Every word as the beginning of one; nothing where quotes or *not* ask for exactness."""
    if '"' in asked or re.search(r"(^|\s)-\w", asked):
        return ""
    return " & ".join(f"{word}:*" for word in re.findall(r"\w+", asked))


def _snippet(text: str) -> tuple[Piece, ...]:
    if FROM not in text:
        return ()
    return tuple(
        Piece(part.removeprefix(FROM), part.startswith(FROM))
        for part in re.split(f"({FROM}[^{TO}]*){TO}", text)
        if part
    )


def _meant(asked: str, edition: str) -> str:
    """The same words, each unknown one replaced by the nearest known; empty when none is near."""
    words = re.findall(r"\w+", asked.lower())
    with connection.cursor() as cursor:
        near = [_nearest(cursor, word, edition) for word in words]
    return " ".join(near) if near != words else ""


def _nearest(cursor: CursorWrapper, word: str, edition: str) -> str:
    cursor.execute(KNOWN, [edition, word.replace("_", r"\_") + "%"])
    if cursor.fetchone()[0]:
        return word
    cursor.execute(NEAREST, {"word": word, "edition": edition, "near": NEAR})
    near = [row[0] for row in cursor.fetchall()]
    # Threes of letters find what may be meant; two letters changed about weigh less to a reader.
    return max(near, key=lambda one: SequenceMatcher(None, word, one).ratio(), default=word)
