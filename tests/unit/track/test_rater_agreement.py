"""Agreement of raters, held against the worked example of Shrout and Fleiss 1979.

Their example is six things rated by four judges, for which they give ICC(2,1) = .29. The interval
.02 to .76 is what the formulas of McGraw and Wong 1996 give for the same table.
"""

import random

import pytest

from openimt.errors import OpenIMTError
from openimt.track.rater_agreement import rater_agreement

SHROUT_FLEISS = [
    (9, 2, 5, 8),
    (6, 1, 3, 2),
    (8, 4, 6, 8),
    (7, 1, 2, 6),
    (10, 5, 6, 9),
    (6, 2, 4, 7),
]


def test_the_published_example() -> None:
    found = rater_agreement(SHROUT_FLEISS)
    assert (found.things, found.raters) == (6, 4)
    assert found.icc == pytest.approx(0.29, abs=0.005)
    assert found.low == pytest.approx(0.019, abs=0.001)
    assert found.high == pytest.approx(0.761, abs=0.001)


def test_the_order_of_things_and_of_raters_does_not_matter() -> None:
    turned = [row[::-1] for row in reversed(SHROUT_FLEISS)]
    assert rater_agreement(turned).icc == pytest.approx(rater_agreement(SHROUT_FLEISS).icc)


def test_one_rater_always_higher_agrees_less() -> None:
    same = rater_agreement([(n, n) for n in range(4)])
    higher = rater_agreement([(n, n + 1) for n in range(4)])
    assert same.icc == pytest.approx(1)
    assert higher.icc is not None
    assert 0 < higher.icc < 1


def test_chance_comes_to_about_nothing() -> None:
    dice = random.Random(1)
    found = rater_agreement([(dice.randint(0, 3), dice.randint(0, 3)) for _ in range(2000)])
    assert found.icc == pytest.approx(0, abs=0.06)
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.icc < found.high


@pytest.mark.parametrize("rated", [[], [(1, 2)], [(2, 2), (2, 2), (2, 2)]])
def test_where_it_cannot_be_worked_out_nothing_is_said(rated: list[tuple[float, float]]) -> None:
    found = rater_agreement(rated)
    assert found.icc is None
    assert found.things == len(rated)


def test_no_interval_where_all_agree() -> None:
    found = rater_agreement([(0, 0), (2, 2), (3, 3)])
    assert found.icc == 1
    assert found.low is None


@pytest.mark.parametrize("rated", [[(1,), (2,)], [(1, 2), (1, 2, 3)]])
def test_raters_missing_are_refused(rated: list[tuple[float, ...]]) -> None:
    with pytest.raises(OpenIMTError):
        rater_agreement(rated)
