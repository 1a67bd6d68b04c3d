"""Pairs of wish and response over moments: counted once each, asked about, never found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openimt.errors import CatalogueError
from openimt.formulate.pattern.limits import packaged
from openimt.formulate.pattern.recurring import Hoped, read_themes, recurring, theme_ids, themes
from openimt.formulate.pattern.schema import Motive

KITCHEN = Hoped("1", "That she is glad to see me.", "She does not want me there.")
MESSAGE = Hoped("2", "That she says she likes me.", "She is done with me.")
WORK = Hoped("3", "That he takes me seriously.", "He wants to make me look small.")


def test_wishes_are_grouped_by_the_motives_of_a_schema() -> None:
    assert set(theme_ids("wish")) == {motive.value for motive in Motive}


def test_what_comes_twice_is_asked_about_with_where_it_stands() -> None:
    (pair,) = recurring([KITCHEN, MESSAGE, WORK])
    assert (pair.wish, pair.response, pair.times) == ("attachment", "leaves", 2)
    assert pair.found_in == (KITCHEN, MESSAGE)


def test_one_moment_alone_and_one_told_twice_are_nothing() -> None:
    assert recurring([WORK]) == ()
    assert recurring([WORK, WORK]) == ()


@pytest.mark.parametrize(("wish", "response"), [("", "done with me"), ("likes me", ""), ("x", "y")])
def test_without_words_of_both_lists_nothing_is_counted(wish: str, response: str) -> None:
    assert recurring([Hoped("1", wish, response), Hoped("2", wish, response)]) == ()


def test_german_words_are_known_too() -> None:
    said = [
        Hoped("1", "Dass er sich auf mich freut.", "Ich bin ihm nicht wichtig."),
        Hoped("2", "Dass sie fragt, wie es mir geht.", "Ich bin ihr egal."),
    ]
    assert [(p.wish, p.response) for p in recurring(said, "de")] == [("attachment", "overlooks")]


def test_most_often_comes_first() -> None:
    more = [
        KITCHEN,
        MESSAGE,
        WORK,
        Hoped("4", "respect", "I look small"),
        Hoped("5", "proud", "stupid"),
    ]
    assert [pair.times for pair in recurring(more)] == [3, 2]


@given(st.lists(st.builds(Hoped, st.text(max_size=3), st.sampled_from(["likes me", "proud", ""]),
                          st.sampled_from(["done with me", "stupid", ""]))))  # fmt: skip
def test_a_pair_never_counts_more_than_there_are_moments(moments: list[Hoped]) -> None:
    for pair in recurring(moments):
        assert 2 <= pair.times <= len({one.id for one in moments})
        assert all(themes("wish", one.wish) for one in pair.found_in)


def test_the_lists_have_their_source_and_both_languages() -> None:
    text = packaged("themes.toml")
    with pytest.raises(CatalogueError, match="source"):
        read_themes(text.replace("source =", "whence =", 1))
    with pytest.raises(CatalogueError, match="'attachment' has no words in 'de'"):
        read_themes(text.replace("de = [", "fr = [", 1))
