"""Numbers of rules that cannot be meant are refused with their place."""

from pathlib import Path

import pytest

from openimt.catalogue.condition import read_condition
from openimt.catalogue.load import load
from openimt.catalogue.numbers import odd_numbers
from openimt.errors import CatalogueError
from tests.unit.catalogue.copies import slip

ODD = [
    ({"event": ["self_harm_act"], "within_weeks": 0}, "'within_weeks' 0 lies outside 0.1 to 520"),
    ({"event": ["self_harm_act"], "within_weeks": 10000}, "lies outside 0.1 to 520"),
    ({"event": ["self_harm_act"], "at_least": 0}, "'at_least' 0 lies outside 1 to 1000"),
    ({"event": ["self_harm_act"], "at_least": 1.5}, "'at_least' 1.5 must be a whole number"),
    ({"event": ["suicidal_urge"], "value_at_least": 6}, "lies outside 0 to 5"),
    ({"fall": ["self_harm_act"], "share": 75}, "'share' 75 lies outside 0 to 1"),
    ({"target": "anger", "at_least": 40}, "'at_least' 40 lies outside 0 to 1"),
    ({"module": "r3", "step": 5}, "'step' 5 lies outside 1 to 4"),
    ({"module": "r3", "step": 1.5}, "must be a whole number"),
    ({"measure": "ders16", "at_least": 40, "at_most": 20}, "lies above 'at_most' 20"),
    ({"attendance": "kept", "at_least": 5, "of_last": 4}, "asks for more than 'of_last' offers"),
]


@pytest.mark.parametrize(("table", "says"), ODD)
def test_a_number_that_cannot_be_meant_is_found(table: dict[str, object], says: str) -> None:
    inside = {"any": [{"wish": True}, {"not": table}]}
    (found,) = odd_numbers(read_condition(inside))
    assert says in found


EVEN = [
    {"event": ["self_harm_act"], "within_weeks": 0.5, "at_least": 3},
    {"measure": "ders16", "at_least": -3, "at_most": 20},
    {"target": "anger", "at_least": 0.5},
    {"module": "r3", "step": 4},
    {"attendance": "kept", "at_least": 3, "of_last": 4},
]


@pytest.mark.parametrize("table", EVEN)
def test_numbers_that_can_be_meant_pass(table: dict[str, object]) -> None:
    assert list(odd_numbers(read_condition(table))) == []


def test_it_is_refused_where_it_stands_also_by_loading(tmp_path: Path) -> None:
    slip(tmp_path, "modules/r7.toml", 'within_weeks = "attempt_weeks"', "within_weeks = 5000")
    with pytest.raises(CatalogueError, match="'within_weeks' 5000 lies outside") as refused:
        load(tmp_path)
    assert (refused.value.file, refused.value.line is not None) == ("modules/r7.toml", True)
