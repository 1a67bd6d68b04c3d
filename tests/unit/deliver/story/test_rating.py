"""Codes for a told story: own part first, each with four anchors; pairs are of two people."""

import pytest

from openimt.deliver.story.rating import LEAST, MOST, Rated, codes, few, pairs
from openimt.errors import OpenIMTError


def test_own_part_comes_first_and_coherence_last() -> None:
    names = [code.id for code in codes()]
    assert names[:4] == ["agency", "communion", "redemption", "contamination"]
    assert all(code.name.startswith("Coherence") for code in codes()[4:])
    assert few() > 0


@pytest.mark.parametrize("code", codes(), ids=lambda code: code.id)
def test_each_number_has_its_anchor(code) -> None:
    assert len(code.anchors) == MOST - LEAST + 1
    assert len(set(code.anchors)) == len(code.anchors)
    assert code.asks.endswith("?")


@pytest.mark.parametrize("values", [{"agency": 4}, {"agency": -1}, {"courage": 1}])
def test_what_is_no_rating_is_refused(values: dict[str, int]) -> None:
    with pytest.raises(OpenIMTError):
        Rated("a", "ana", values)


def test_a_pair_needs_two_people_who_both_rated_the_code() -> None:
    given = [
        Rated("a", "ben", {"agency": 1}),
        Rated("a", "ana", {"agency": 2, "redemption": 0}),
        Rated("b", "ana", {"agency": 3}),
        Rated("b", "ana", {"agency": 2}),
        Rated("c", "ana", {}),
        Rated("c", "ben", {"agency": 3}),
    ]
    assert pairs(given, "agency") == ((2, 1),)
    assert pairs(given, "redemption") == ()
