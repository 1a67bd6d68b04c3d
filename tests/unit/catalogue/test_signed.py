"""A value that a clinic signs is never read without its source."""

import pytest

from openimt.catalogue.signed import signed_value
from openimt.errors import CatalogueError

ROW = {"value": [6, 12], "source": "module N7", "checked": True}


def test_a_value_of_any_sort_is_given_as_it_stands() -> None:
    assert signed_value({"follow_up": {"months": ROW}}, "follow_up", "months", "a.toml") == [6, 12]


@pytest.mark.parametrize(
    "tables",
    [
        {},
        {"follow_up": {}},
        {"follow_up": {"months": 6}},
        *({"follow_up": {"months": {k: v for k, v in ROW.items() if k != gone}}} for gone in ROW),
    ],
)
def test_without_source_or_mark_there_is_none(tables: dict[str, dict[str, object]]) -> None:
    with pytest.raises(CatalogueError) as refused:
        signed_value(tables, "follow_up", "months", "a.toml")
    assert refused.value.says == "'follow_up.months' needs value, source and checked"
    assert refused.value.file == "a.toml"
