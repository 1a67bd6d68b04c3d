"""A condition asks one question it knows, about what can be asked, with qualifiers that fit."""

import pytest

from openimt.catalogue.condition import Condition, read_condition, resolve_settings
from openimt.errors import CatalogueError


@pytest.mark.parametrize(
    ("table", "condition"),
    [
        ({"wish": True}, Condition("wish", ("true",))),
        ({"imminent_risk": False}, Condition("imminent_risk", ("false",))),
        ({"capacity": "can_settle"}, Condition("capacity", ("can_settle",))),
        (
            {"event": ["admission", "emergency_care"], "within_weeks": 2},
            Condition("event", ("admission", "emergency_care"), (("within_weeks", 2),)),
        ),
        (
            {"not": {"module": "r2", "step": 2}},
            Condition("not", parts=(Condition("module", ("r2",), (("step", 2),)),)),
        ),
        (
            {"all": [{"wish": True}, {"phase": ["regulation"]}]},
            Condition(
                "all", parts=(Condition("wish", ("true",)), Condition("phase", ("regulation",)))
            ),
        ),
    ],
)
def test_what_a_table_asks(table: object, condition: Condition) -> None:
    assert read_condition(table) == condition


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ("wish", "a condition must be a table such as { event = [...] }"),
        ({}, "a condition cannot ask ''"),
        ({"targett": "anger"}, "cannot ask 'targett'; did you mean 'target'?"),
        ({"target": "anger", "at_lest": 1}, "'at_lest' says nothing about 'target'; did you mean"),
        ({"wish": True, "phase": "safety"}, "asks one question; here it asks wish and phase"),
        ({"event": []}, "'event' asks about nothing"),
        ({"event": ["admission"], "within_weeks": [2]}, "must be one number or word"),
        ({"event": [2]}, "'event' asks about a word in quotes"),
        ({"target": ["anger", "crisis"]}, "asks about one thing; join several with any or all"),
        ({"any": [{"wish": True}, {"wishh": True}]}, "did you mean 'wish'?"),
        ({"not": "wish"}, "a condition must be a table"),
        ({"wish": True, "step": 2}, "'step' says nothing about 'wish'"),
    ],
)
def test_what_cannot_be_asked(table: object, says: str) -> None:
    with pytest.raises(CatalogueError) as caught:
        read_condition(table, file="modules/x.toml", field="when")
    assert says in caught.value.says
    assert caught.value.place == "modules/x.toml, field when"


def test_settings_are_put_in_place_inside_and_out() -> None:
    event = {"event": ["admission"], "within_weeks": "long"}
    asked = read_condition({"any": [{"target": "anger", "at_least": "need"}, {"not": event}]})
    resolved = resolve_settings(asked, {"need": 0.35, "long": 52})
    numbers = [part.options for part in resolved.flat() if part.options]
    assert numbers == [(("at_least", 0.35),), (("within_weeks", 52),)]


def test_a_state_is_a_word_and_no_setting() -> None:
    asked = read_condition({"common": "c2", "state": "needs_repair"})
    assert resolve_settings(asked, {}) == asked


@pytest.mark.parametrize("value", ["needs", True])
def test_a_number_that_is_none_is_refused(value: object) -> None:
    asked = read_condition({"target": "anger", "at_least": value})
    with pytest.raises(CatalogueError, match="at_least"):
        resolve_settings(asked, {"need": 0.35})
