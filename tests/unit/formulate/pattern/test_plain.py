"""Needs in plain words: easy, kind, in both languages, and never a fact of safety."""

import pytest

from openimt.catalogue.load import load
from openimt.catalogue.patient_words import banned_words
from openimt.catalogue.reading import hard_to_read
from openimt.errors import CatalogueError
from openimt.formulate.pattern.limits import packaged
from openimt.formulate.pattern.plain import plain_needs, plain_words, read_plain
from openimt.formulate.profile import Need


def needs(**severities: float) -> dict[str, Need]:
    return {name: Need(name, value, 0.1, ()) for name, value in severities.items()}


def test_each_is_a_target_and_no_fact() -> None:
    targets = load().targets
    assert all(name in targets and not targets[name].fact for name in plain_words())


@pytest.mark.parametrize("language", ["en", "de"])
def test_they_are_easy_and_kind(language: str) -> None:
    said = " ".join(row[language] for row in plain_words().values())
    assert not hard_to_read(said, language)
    assert list(banned_words(said, language)) == []


def test_the_greatest_come_first_and_no_more_than_asked() -> None:
    found = plain_needs(needs(anger=0.5, schema=0.9, identity=0.2, agency=0.6), 0.35, 2, "en")
    assert found == (
        "The same thing keeps happening with others.",
        "I do not know where I am heading.",
    )


def test_what_has_no_plain_words_is_left_out_and_another_language_is_english() -> None:
    assert plain_needs(needs(ending=0.9, anger=0.9), 0.35, 5, "fr") == ("Anger bursts out of me.",)
    assert plain_needs(needs(anger=0.9), 0.35, 5, "de") == ("Wut bricht aus mir heraus.",)


def test_the_file_says_where_it_comes_from_and_has_both_languages() -> None:
    text = packaged("plain.toml")
    with pytest.raises(CatalogueError, match="source"):
        read_plain(text.replace("source =", "whence =", 1))
    with pytest.raises(CatalogueError, match="'crisis' has no words in 'de'"):
        read_plain(text.replace("de = ", "fr = ", 1))
