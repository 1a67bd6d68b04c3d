"""The safety plan: when it is looked at again, and what a version changed."""

from datetime import date, timedelta

import pytest

from openimt.catalogue.load import load
from openimt.deliver.safety_plan import PlanChange, plan_changes, review_by, review_due
from openimt.formulate.assessment import Event, SafetyJudgement
from openimt.terms import EventKind, Phase, SafetyPlanState

ON = date(2026, 11, 18)
SETTINGS = load().settings


def due(age: int, phase: Phase = Phase.REGULATION, acts: int | None = None, **more: object) -> str:
    made = ON - timedelta(age)
    safety = SafetyJudgement(plan=SafetyPlanState.MADE, plan_on=made, **more)  # type: ignore[arg-type]
    events = [] if acts is None else [Event(EventKind.SELF_HARM_ACT, ON - timedelta(acts))]
    return review_due(safety, events, phase, ON, SETTINGS) or ""


@pytest.mark.parametrize(
    ("phase", "days"),
    [
        (Phase.SAFETY, 30), (Phase.CONTAINMENT, 30), (Phase.REGULATION, 90),
        (Phase.EXPLORATION, 90), (Phase.INTEGRATION, 90),
    ],
)  # fmt: skip
def test_its_longest_age_follows_the_phase(phase: Phase, days: int) -> None:
    assert due(days, phase) == ""
    assert f"it is {days + 1} days old" in due(days + 1, phase)
    assert review_by(ON, phase, SETTINGS) == ON + timedelta(days)


def test_where_the_phase_is_not_known_the_shorter_time_holds() -> None:
    assert review_by(ON, None, SETTINGS) == ON + timedelta(30)


def test_after_every_act_it_is_looked_at_again() -> None:
    assert "there was an act" in due(5, acts=2)
    assert due(2, acts=5) == "", "it was looked at after the act"


def test_the_day_that_was_agreed_counts_too() -> None:
    assert due(10, plan_review_on=ON) == ""
    assert "17 Nov 2026 was agreed" in due(10, plan_review_on=ON - timedelta(1))


@pytest.mark.parametrize("state", [s for s in SafetyPlanState if s is not SafetyPlanState.MADE])
def test_what_is_no_plan_is_not_due(state: SafetyPlanState) -> None:
    safety = SafetyJudgement(plan=state, plan_on=ON - timedelta(500))
    assert review_due(safety, [], Phase.SAFETY, ON, SETTINGS) is None


def test_what_came_and_what_went_is_said_by_element() -> None:
    before = {"own_ways": ["walk", "tea"], "warning_signs": ["silence"]}
    after = {"own_ways": ["tea", "cold water"], "safer_place": ["locked away"]}
    assert plan_changes(before, after) == (
        PlanChange("own_ways", ("cold water",), ("walk",)),
        PlanChange("safer_place", ("locked away",), ()),
        PlanChange("warning_signs", (), ("silence",)),
    )


def test_another_order_is_no_change() -> None:
    assert plan_changes({"own_ways": ["a", "b"]}, {"own_ways": ["b", "a"]}) == ()
