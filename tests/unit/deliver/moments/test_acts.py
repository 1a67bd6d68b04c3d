"""Feelings with what was done: the person's words side by side, from two moments on."""

from datetime import UTC, datetime

from openimt.deliver.moments.acts import felt_and_did
from openimt.deliver.moments.moment import Felt, Moment

AT = datetime(2026, 11, 22, tzinfo=UTC)


def told(did: str, *felt: str) -> Moment:
    return Moment(AT, feelings=tuple(map(Felt, felt)), did=did)


def test_the_most_frequent_feeling_stands_first() -> None:
    found = felt_and_did(
        [
            told("I left.", "hurt", "afraid"),
            told("I wrote.", "hurt", "afraid"),
            told("I hid.", "hurt"),
        ]
    )
    assert [(row.feeling, row.did) for row in found] == [
        ("hurt", ("I left.", "I wrote.", "I hid.")),
        ("afraid", ("I left.", "I wrote.")),
    ]


def test_once_is_not_often_and_nothing_done_is_no_act() -> None:
    assert felt_and_did([told("I left.", "hurt"), told("", "hurt")]) == ()


def test_a_feeling_named_twice_in_a_moment_counts_once() -> None:
    assert felt_and_did([told("I left.", "hurt", "hurt")]) == ()
