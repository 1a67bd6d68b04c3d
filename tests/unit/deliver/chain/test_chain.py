"""A chain says what it still lacks, keeps its order, and asks about what comes again."""

from dataclasses import replace
from datetime import date

import pytest

from openimt.deliver.chain.across import again, words_of
from openimt.deliver.chain.chain import (
    NEVER_A_PUNISHMENT,
    Chain,
    Consequences,
    Link,
    LinkSort,
    chain_of,
    unfinished,
)

WHOLE = Chain(
    act="Cut the left arm, three times",
    on=date(2026, 11, 14),
    at="about 22:00",
    strength=7,
    vulnerable="Slept four hours",
    prompt="He did not answer my message",
    links=(
        Link(LinkSort.THOUGHT, "I am a burden", "Look at the facts"),
        Link(LinkSort.EMOTION, "Shame"),
    ),
    after=Consequences(short_self="Relief", long_others="My sister was afraid"),
    commitment="Ring Ana before, not after",
)


def test_a_whole_chain_lacks_nothing() -> None:
    assert unfinished(WHOLE) == ()
    assert [link.says for link in WHOLE.open_links] == ["Shame"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"act": ""}, "Which act"),
        ({"on": None}, "The day"),
        ({"prompt": ""}, "no prompting event"),
        ({"links": ()}, "no links"),
        ({"links": (Link(LinkSort.BODY, "Tight chest"),)}, "No link has a solution"),
        ({"after": Consequences()}, "What followed"),
        ({"commitment": ""}, "Nothing is agreed"),
    ],
)
def test_each_gap_is_said_alone(change: dict[str, object], says: str) -> None:
    (sentence,) = unfinished(replace(WHOLE, **change))  # type: ignore[arg-type]
    assert says in sentence


def test_an_empty_chain_asks_in_order_and_does_not_ask_for_solutions_of_nothing() -> None:
    asked = unfinished(Chain())
    assert [sentence.split(":")[0] for sentence in asked][:4] == [
        "Which act it was is not said",
        "The day is not said.",
        "There is no prompting event",
        "There are no links between the prompt and the act.",
    ]
    assert not any("solution" in sentence for sentence in asked)


def test_it_is_read_from_what_was_written_in_its_order() -> None:
    values = {
        "act": "Cut",
        "on": "2026-11-14",
        "strength": 7,
        "links": (("urge", "to cut", None), ("act", "locked the door", "stay in the kitchen")),
        "short_self": "Relief",
        "long_others": "Fear",
    }
    chain = chain_of(values)
    assert chain.on == date(2026, 11, 14)
    assert chain.strength == 7
    assert [link.sort for link in chain.links] == [LinkSort.URGE, LinkSort.ACT]
    assert chain.after == Consequences(short_self="Relief", long_others="Fear")


@pytest.mark.parametrize("given", [None, "words", 3, ((),), (("thought",),)])
def test_links_that_are_half_there_are_read_as_far_as_they_go(given: object) -> None:
    links = chain_of({"links": given}).links  # type: ignore[dict-item]
    assert all(link.says == "" for link in links)


def test_a_strength_that_was_not_given_is_not_nought() -> None:
    assert chain_of({}).strength is None
    assert chain_of({"strength": 0}).strength == 0


def test_the_page_says_that_it_is_no_punishment() -> None:
    assert "never a punishment" in NEVER_A_PUNISHMENT
    assert "never a condition for care" in NEVER_A_PUNISHMENT


# ---- across chains ----


def chain(day: int, *links: Link) -> Chain:
    return Chain(on=date(2026, 11, day), links=links)


def test_a_link_that_comes_again_is_a_question_with_its_days() -> None:
    first = chain(3, Link(LinkSort.THOUGHT, "I am a burden"))
    second = chain(14, Link(LinkSort.THOUGHT, "I'm such a burden", "Ring my sister"))
    (found,) = again([first, second])
    assert found.on == (date(2026, 11, 3), date(2026, 11, 14))
    assert found.solutions == ("Ring my sister",)
    assert found.question.endswith("what helped there?")
    assert "3 Nov 2026 and 14 Nov" in found.question


def test_twice_in_one_chain_is_not_again() -> None:
    twice = (Link(LinkSort.EMOTION, "Shame"), Link(LinkSort.EMOTION, "Shame"))
    assert again([chain(3, *twice)]) == ()


def test_another_sort_or_other_words_are_another_link() -> None:
    first = chain(3, Link(LinkSort.EMOTION, "Shame"), Link(LinkSort.BODY, "Tight chest"))
    second = chain(4, Link(LinkSort.THOUGHT, "Shame"), Link(LinkSort.BODY, "Cold hands"))
    assert again([first, second]) == ()


def test_what_came_most_often_is_asked_first() -> None:
    anger, shame = Link(LinkSort.EMOTION, "Anger"), Link(LinkSort.EMOTION, "Shame")
    found = again([chain(1, anger, shame), chain(2, shame, anger), chain(3, shame)])
    assert [one.says for one in found] == ["Shame", "Anger"]


def test_no_question_counts_acts() -> None:
    shame = Link(LinkSort.EMOTION, "Shame")
    (found,) = again([chain(1, shame), chain(2, shame)])
    assert "times" not in found.question
    assert "2 of" not in found.question


def test_links_without_words_or_sort_are_left_out() -> None:
    assert again([chain(1, Link(None, "Shame")), chain(2, Link(None, "Shame"))]) == ()
    assert words_of("It was then") == frozenset()
