"""Opposites and loosened numbers: each holds for more people, or for fewer, as it says."""

import pytest

from openimt.catalogue.condition import read_condition
from openimt.formulate.ask import ask
from openimt.formulate.facts import Facts
from openimt.prove.weakened import loosened, may_be_unknown, opposite
from openimt.terms import EventKind, Truth
from tests.builders import assessment, event

LOOSENED = [
    # what was asked, whether it shall hold for more people, what was changed
    ({"no_event": ["admission"], "within_weeks": 8}, True, ["within_weeks of admission: 8 -> 4"]),
    ({"no_event": ["admission"], "within_weeks": 8}, False, []),
    ({"event": ["admission"], "within_weeks": 8, "at_least": 2}, False,
     ["at_least of admission: 2 -> 3", "within_weeks of admission: 8 -> 4"]),
    ({"not": {"event": ["admission"], "within_weeks": 2}}, True,
     ["within_weeks of admission: 2 -> 1"]),
    ({"event": ["suicidal_urge"], "value_at_least": 4}, False,
     ["value_at_least of suicidal_urge: 4 -> 5"]),
    ({"fall": ["self_harm_act"], "share": 0.75, "within_weeks": 8}, True,
     ["share of self_harm_act: 0.75 -> 0.375", "within_weeks of self_harm_act: 8 -> 4"]),
    ({"target": "anger", "at_least": 0.4}, True, ["at_least of anger: 0.4 -> 0.2"]),
    ({"not": {"target": "anger", "at_least": 0.4}}, True, ["at_least of anger: 0.4 -> 0.7"]),
    ({"any": [{"module": "r2", "step": 2}, {"wish": True}]}, True, ["step of r2: 2 -> 1"]),
    ({"module": "r2", "step": 1}, True, []),
    ({"attendance": "kept", "at_least": 3, "of_last": 4}, True, ["at_least of kept: 3 -> 2"]),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "truer", "changes"), LOOSENED)
def test_which_numbers_are_loosened(
    rule: dict[str, object], truer: bool, changes: list[str]
) -> None:
    assert [says for says, _ in loosened(read_condition(rule), truer)] == changes


@pytest.mark.parametrize("weeks", [3, 5, 9])
def test_a_halved_window_lets_somebody_through(weeks: int) -> None:
    rule = read_condition({"no_event": ["admission"], "within_weeks": 8})
    ((_, other),) = loosened(rule, truer=True)
    facts = Facts(assessment(events=(event(EventKind.ADMISSION, weeks),)), {})
    states = [ask(one, facts).state for one in (rule, other)]
    known = {3: (Truth.NOT_MET, Truth.NOT_MET), 5: (Truth.NOT_MET, Truth.MET)}
    assert states == list(known.get(weeks, (Truth.MET, Truth.MET)))


@pytest.mark.parametrize("rule", [{"wish": True}, {"not": {"wish": True}}])
def test_an_opposite_turns_and_turns_back(rule: dict[str, object]) -> None:
    condition = read_condition(rule)
    facts = Facts(assessment(), {})
    before, after = ask(condition, facts, "r2").state, ask(opposite(condition), facts, "r2").state
    assert {before, after} == {Truth.MET, Truth.NOT_MET}
    assert opposite(opposite(condition)) == condition


@pytest.mark.parametrize(
    ("rule", "unknown"),
    [
        ({"wish": True}, False),
        ({"any": [{"wish": True}, {"module": "r2"}]}, False),
        ({"phase": ["safety"]}, False),
        ({"capacity": "can_settle"}, True),
        ({"all": [{"wish": True}, {"judgement": "x"}]}, True),
    ],
)
def test_what_may_be_unknown(rule: dict[str, object], unknown: bool) -> None:
    assert may_be_unknown(read_condition(rule)) is unknown
