"""Cells of a column as numbers or categories; what is missing; mixtures refused."""

import math

import numpy as np
import pytest

from openimt.errors import TrialError
from openimt.trial.model.cells import Column, categories, holds_numbers, numbers


def column(*cells: str | float | None, order: tuple[str, ...] = ()) -> Column:
    return Column("x", cells, tuple(range(2, 2 + len(cells))), "t.csv", order)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("2,5", 2.5),
        (" 1e-05 ", 1e-5),
        ("+3.", 3.0),
        (".5", 0.5),
        ("-0,25", -0.25),
        (7, 7.0),
        ("NA", math.nan),
        ("", math.nan),
        ("null", math.nan),
        ("#n/a", math.nan),
        ("NaN", math.nan),
        (".", math.nan),
        (None, math.nan),
        (math.nan, math.nan),
    ],
)
def test_a_cell_is_read_as_a_number(cell: str | float | None, number: float) -> None:
    np.testing.assert_array_equal(numbers(column(cell)), [number])


@pytest.mark.parametrize("cell", ["1 2", "1,234.5", "0x10", "1_000", "none", "--1", "٣", "12 mg"])
def test_what_is_no_number_is_refused_with_its_row(cell: str) -> None:
    with pytest.raises(TrialError, match="expected a number") as refused:
        numbers(column("1", cell))
    assert (refused.value.row, refused.value.field, refused.value.file) == (3, "x", "t.csv")


@pytest.mark.parametrize("cell", ["Inf", "-inf", "infinity", math.inf])
def test_an_infinite_value_is_refused(cell: str | float) -> None:
    with pytest.raises(TrialError, match="infinite"):
        numbers(column(cell))


def test_a_mixture_of_numbers_and_words_is_refused_and_says_both_remedies() -> None:
    with pytest.raises(TrialError, match=r"an empty cell, NA.* write C\(x\)") as refused:
        holds_numbers(column("1", "2", "often"))
    assert refused.value.row == 4


@pytest.mark.parametrize(
    ("cells", "held"),
    [(("1", "", "2,5"), True), (("a", "NA"), False), ((None, None), True), ((1.5, 2), True)],
)
def test_a_column_holds_numbers_or_words(cells: tuple[str | float | None, ...], held: bool) -> None:
    assert holds_numbers(column(*cells)) is held


def test_a_column_with_a_given_order_is_no_number() -> None:
    assert holds_numbers(column("1", "2", order=("2", "1"))) is False


@pytest.mark.parametrize(
    ("cells", "levels"),
    [
        (("10", "2", "0"), ("0", "2", "10")),
        (("week 10", "week 2"), ("week 2", "week 10")),
        (("C10", "C9", "C1"), ("C1", "C9", "C10")),
        (("b", "a", " a "), ("a", "b")),
        ((10.0, 2.0), ("2", "10")),
        (("MIT", "2", "10"), ("2", "10", "MIT")),
    ],
)
def test_levels_stand_in_number_order(
    cells: tuple[str | float, ...], levels: tuple[str, ...]
) -> None:
    assert categories(column(*cells))[1] == levels


def test_a_given_order_stands_and_unused_levels_go() -> None:
    codes, levels = categories(column("low", "high", "NA", order=("low", "mid", "high")))
    assert levels == ("low", "high")
    assert codes.tolist() == [0, 1, -1]


def test_one_number_is_one_visit_however_it_is_written() -> None:
    codes, levels = categories(column("2", "2.0", "02", "1,5", None), as_numbers=True)
    assert levels == ("1.5", "2")
    assert codes.tolist() == [1, 1, 1, 0, -1]


def test_people_are_told_apart_by_how_they_are_written() -> None:
    assert categories(column("01", "1"))[1] == ("01", "1")
