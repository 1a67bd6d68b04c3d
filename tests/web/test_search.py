"""Searching the catalogue: stems, German, beginnings, slips, quotes, and nothing that can harm."""

import os
import time
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.load import load
from openimt_clinic.search import finding, index
from openimt_clinic.search.finding import Found
from openimt_clinic.search.models import SearchText, SearchWord
from openimt_clinic.search.texts import texts

pytestmark = pytest.mark.django_db


def find(words: str, language: str = "en") -> Found:
    return finding.find(words, load(), language)


def items(found: Found) -> list[str]:
    return [hit.item for hit in found.hits]


def marked(found: Found, item: str) -> list[str]:
    hit = next(hit for hit in found.hits if hit.item == item)
    return [piece.says.lower() for piece in hit.snippet if piece.hit]


def test_what_bears_the_name_comes_first() -> None:
    assert items(find("emotion regulation skills"))[0] == "r3"
    assert items(find("R3"))[0] == "r3"


def test_a_therapy_s_initials_name_the_therapy_also_where_they_are_a_german_word() -> None:
    assert items(find("MIT"))[0] == "mit"
    assert items(find("mit", "de"))[0] == "mit"


@pytest.mark.parametrize("words", ["urge", "urges", "urg"])
def test_other_forms_and_beginnings_of_a_word_find_it_and_show_where(words: str) -> None:
    found = find(words)
    assert "r5" in items(found)
    assert any(mark.startswith("urg") for mark in marked(found, "r5"))


def test_what_a_therapist_does_is_searched() -> None:
    assert "r5" in items(find("ladder of delay"))


def test_german_patients_pages_are_searched_with_german_stems() -> None:
    # The page says “Drang”, “Warten”; the question says it otherwise.
    found = find("wütend wartend", "de")
    assert "r5" in items(found)
    assert next(hit for hit in found.hits if hit.item == "r5").language == "de"


def test_therapies_are_found_beside_modules() -> None:
    assert ("therapy", "mit") in {(hit.kind, hit.item) for hit in find("narrative").hits}


@pytest.mark.parametrize(
    ("slip", "meant"),
    [("homewrok", "homework"), ("emotoin", "emotion"), ("Gefüle", "gefühle")],
)
def test_a_slip_finds_what_was_meant_and_says_so(slip: str, meant: str) -> None:
    found = find(slip)
    assert found.hits
    assert found.meant == meant
    assert items(found) == items(find(meant))


def test_what_is_near_to_nothing_finds_nothing() -> None:
    assert find("xqzzvwk") == Found(())
    assert find("   ") == Found(())


def test_quotes_and_not_are_understood() -> None:
    both = set(items(find("anger")))
    assert set(items(find("anger -impulse"))) < both
    assert items(find('"ladder of delay"')) == ["r5"]
    assert not find('"delay of ladder"').hits


@pytest.mark.parametrize(
    "hostile",
    ["'; DROP TABLE search_searchtext; --", "%s %(x)s", "a\x00b", "'a' & | ! ( :*", '"', "-",
     "a" * 10_000, "word " * 5_000, "\x02urge\x03", "<script>alert(1)</script>", "\\", "_%"],
)  # fmt: skip
def test_no_question_breaks_it(hostile: str) -> None:
    began = time.perf_counter()
    find(hostile)
    assert time.perf_counter() - began < 2
    assert SearchText.objects.exists()


def test_a_mark_in_the_catalogue_could_not_be_mistaken_for_a_hit() -> None:
    for text in texts(load()):
        assert not set(text.body) & {chr(n) for n in range(32)}


def test_a_changed_catalogue_is_written_anew_and_an_old_one_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    find("urge")
    before, smaller, smallest = load(), without("s1"), without("s1", "s2")
    assert finding.find("urge", smaller).hits
    assert editions() == {index.keep_up(before), index.keep_up(smaller)}
    assert not SearchText.objects.filter(edition=index.keep_up(smaller), item="s1").exists()
    monkeypatch.setattr(index, "FORGET_AFTER", -index.FORGET_AFTER)
    index.keep_up(smallest)
    assert editions() == {index.keep_up(smallest)}
    assert set(SearchWord.objects.values_list("edition", flat=True)) == editions()


def without(*modules: str) -> Catalogue:
    known = load()
    left = {name: one for name, one in known.modules.items() if name not in modules}
    return replace(known, modules=left)


def editions() -> set[str]:
    return set(SearchText.objects.values_list("edition", flat=True))


def test_the_same_catalogue_is_written_once() -> None:
    find("urge")
    rows = set(SearchText.objects.values_list("pk", flat=True))
    find("anger")
    assert set(SearchText.objects.values_list("pk", flat=True)) == rows


def test_every_module_and_therapy_is_kept_with_its_version() -> None:
    find("urge")
    catalogue = load()
    wanted = {("module", one) for one in catalogue.modules}
    wanted |= {("therapy", one) for one in catalogue.therapies}
    assert set(SearchText.objects.values_list("kind", "item")) == wanted
    assert set(SearchText.objects.values_list("version", flat=True)) == {catalogue.version}


def test_the_words_are_found_by_their_index() -> None:
    find("urge")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT item FROM search_searchtext WHERE found @@ to_tsquery('simple', 'urge')"
        )
        plan = " ".join(row[0] for row in cursor.fetchall())
    assert "search_found" in plan


def test_it_is_quick() -> None:
    find("urge")
    began = worked()
    for words in QUESTIONS:
        find(words)
    assert (worked() - began) / len(QUESTIONS) < 0.1


QUESTIONS = ("emotion", "emotion regulation", "the", "dissosiation", "feel", "trauma", "r", "e")


def worked() -> float:
    """Seconds of work of this process and of its database: a busy machine does not count."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (server,) = cursor.fetchone()
    told = Path(f"/proc/{server}/stat").read_text().rpartition(")")[2].split()
    ticks = int(told[11]) + int(told[12])
    return time.process_time() + ticks / os.sysconf("SC_CLK_TCK")
