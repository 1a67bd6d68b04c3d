"""Searching the catalogue: stems, German, beginnings, slips, quotes, and nothing that can harm."""

import time

import pytest
from django.db import connection

from openimt.catalogue.load import load
from openimt_clinic.search import index
from openimt_clinic.search.finding import Found, find
from openimt_clinic.search.models import SearchText, SearchWord
from openimt_clinic.search.texts import edition, texts

pytestmark = pytest.mark.django_db


def items(found: Found) -> list[str]:
    return [hit.item for hit in found.hits]


def marked(found: Found, item: str) -> list[str]:
    hit = next(hit for hit in found.hits if hit.item == item)
    return [piece.says.lower() for piece in hit.snippet if piece.hit]


def test_what_bears_the_name_comes_first() -> None:
    assert items(find("emotion regulation skills"))[0] == "r3"
    assert items(find("R3"))[0] == "r3"


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
    catalogue, known, before = index.in_use()
    fewer = known[1:]
    index.keep_up(catalogue, fewer, edition(fewer))
    kept = set(SearchText.objects.values_list("edition", flat=True))
    assert kept == {before, edition(fewer)}
    assert SearchText.objects.filter(edition=edition(fewer)).count() == len(fewer)
    monkeypatch.setattr(index, "FORGET_AFTER", -index.FORGET_AFTER)
    last = known[2:]
    index.keep_up(catalogue, last, edition(last))
    assert set(SearchText.objects.values_list("edition", flat=True)) == {edition(last)}
    assert set(SearchWord.objects.values_list("edition", flat=True)) == {edition(last)}


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
    took = []
    for words in ("emotion", "emotion regulation", "the", "dissosiation", "feel"):
        began = time.perf_counter()
        find(words)
        took.append(time.perf_counter() - began)
    assert sorted(took)[2] < 0.1, took
