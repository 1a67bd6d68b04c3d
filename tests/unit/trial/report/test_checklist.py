"""The checklists: complete by number, gaps marked, and open about what was not compared."""

import re

import pytest

from openimt.trial.report.checklist import Filled, fill
from openimt.trial.report.facts import fact, merged
from openimt.trial.report.report import Sources, make
from tests.unit.trial.report.made_up import results


@pytest.mark.parametrize(("name", "items"), [("consort-2025", 30), ("spirit-2025", 34)])
def test_every_item_is_there_once_and_in_order(name: str, items: int) -> None:
    numbers = [item.number for item in fill(name, {}).items]
    assert len(set(numbers)) == len(numbers)
    whole = list(dict.fromkeys(int(re.findall(r"\d+", number)[0]) for number in numbers))
    assert whole == list(range(1, items + 1))


def test_nothing_known_is_nothing_but_gaps() -> None:
    assert {item.state for item in fill("consort-2025", {}).items} == {Filled.GAP}


def test_an_item_is_answered_only_by_all_its_facts() -> None:
    half = {"registration": {"registry": "ISRCTN", "number": "1"}}
    item = next(item for item in fill("consort-2025", half).items if item.number == "2")
    assert (item.state, item.missing) == (Filled.PARTLY, ("registration.date",))


@pytest.mark.parametrize("empty", ["", "  ", [], {}])
def test_an_empty_fact_is_a_gap(empty: object) -> None:
    assert fact({"trial": {"title": empty}}, "trial.title") is None


def test_what_the_data_say_fills_items_but_never_overwrites_a_person() -> None:
    facts = {"analysis": {"model": "as in the plan"}}
    items = make(Sources(results(), facts)).checklists[0].items
    by_number = {item.number: item for item in items}
    assert by_number["26"].state is Filled.YES
    assert "as in the plan" in by_number["21a"].answer


def test_the_earlier_tree_stands() -> None:
    assert merged({"a": {"b": 1}}, {"a": {"b": 2, "c": 3}}, {"d": 4}) == {
        "a": {"b": 1, "c": 3},
        "d": 4,
    }
