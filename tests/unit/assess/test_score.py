"""Answers that do not fit, and the exactness of what is computed."""

import numpy as np
import pytest

from openimt.assess.instruments import load
from openimt.assess.matrix import score_matrix
from openimt.assess.score import score, score_all
from openimt.assess.scores import Answers
from openimt.errors import ScoringError

NINE = {f"q{n}": 1.0 for n in range(1, 10)}


@pytest.mark.parametrize("answer", [4, -1, 1.5, float("inf"), float("-inf")])
def test_an_answer_that_does_not_fit_is_refused_with_its_item(answer: float) -> None:
    with pytest.raises(ScoringError) as refused:
        score(Answers("p", "", NINE | {"q2": answer}), load("phq9"))
    assert refused.value.field == "q2"
    assert "expected a whole number from 0 to 3" in refused.value.says


def test_among_many_the_row_is_named() -> None:
    rows = [Answers("a", "", NINE), Answers("b", "", NINE | {"q3": 7})]
    with pytest.raises(ScoringError) as refused:
        score_all(rows, load("phq9"))
    assert (refused.value.row, refused.value.field) == (2, "q3")


def test_an_answer_to_no_item_is_refused() -> None:
    with pytest.raises(ScoringError, match="has no item 'q10'"):
        score(Answers("p", "", NINE | {"q10": 1}), load("phq9"))


def test_no_rows_give_no_scores() -> None:
    assert score_all([], load("phq9")) == ()


def test_tenths_are_added_without_dust() -> None:
    made = score(Answers("p", "", {"sleep": 0.1 + 0.2}), load("oi-day"))
    assert made.scales["sleep"].value == 0.3


def test_a_mean_is_the_nearest_number_there_is() -> None:
    values = {f"q{n}": float(n <= 11) * 3 + float(n == 12) for n in range(1, 24)}
    made = score(Answers("p", "", values), load("bsl23"))
    assert made.scales["total"].value == 34 / 23


def test_the_matrix_keeps_missing_apart_from_zero() -> None:
    table = np.array([[0.0] * 9, [0.0] * 8 + [np.nan]])
    made = score_matrix(table, load("phq9"))["total"]
    assert made.value[0] == 0
    assert np.isnan(made.value[1])
    assert list(made.answered) == [9, 8]
