"""Cronbach's alpha on the 25 personality items of the R package psychTools (bfi).

Expected values: psych::alpha on complete rows, as the description of the data gives them.
"""

import json

import numpy as np
import pytest

from openimt.assess.reliability import alpha, turn_round
from openimt.errors import ScoringError
from openimt.exchange.table import read_table, to_number
from tests.real_data import real

ALPHAS = [
    ("agree", 0.704),
    ("conscientious", 0.729),
    ("extraversion", 0.761),
    ("neuroticism", 0.813),
    ("openness", 0.603),
]


@pytest.mark.parametrize(("scale", "expected"), ALPHAS)
def test_alpha_of_the_big_five(scale: str, expected: float) -> None:
    table = read_table(real("items/bfi_items.csv"))
    keys = json.loads(real("items/bfi_keys.json").read_text(encoding="utf-8"))[scale]
    columns = []
    for key in keys:
        at = table.place(key.removeprefix("-"))
        cells = [to_number(row.cells[at]) for row in table.rows]
        column = np.array([np.nan if cell is None else cell for cell in cells])
        columns.append(turn_round(column, 1, 6) if key.startswith("-") else column)
    assert alpha(np.column_stack(columns)) == pytest.approx(expected, abs=0.0005)


def test_by_hand() -> None:
    """Items (1,2,4), (2,2,5): variances 7/3 and 3, covariance 2.5, total variance 31/3."""
    expected = 2 * (1 - (7 / 3 + 3) / (31 / 3))
    assert alpha([[1, 2], [2, 2], [4, 5]]) == pytest.approx(expected)


def test_people_with_a_gap_are_left_out() -> None:
    assert alpha([[1, 2], [2, 2], [4, 5], [np.nan, 1]]) == alpha([[1, 2], [2, 2], [4, 5]])


@pytest.mark.parametrize(
    "answers", [[[1], [2]], [[1, 2]], [[1, 1], [1, 1]], [[np.nan, 1], [1, np.nan]], [1, 2, 3]]
)
def test_what_has_no_alpha_is_refused(answers: list[list[float]]) -> None:
    with pytest.raises(ScoringError):
        alpha(answers)
