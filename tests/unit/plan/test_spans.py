"""How long modules run when they share a week's sessions; and what two plans do differently."""

from dataclasses import replace
from datetime import timedelta

import pytest

from openimt.catalogue.module import Dose
from openimt.plan.differ import differences
from openimt.plan.plan import LeftOut, PhaseWindow, Placement, Plan, Reason
from openimt.plan.spans import Span, spans
from openimt.terms import Phase
from tests.builders import ON, aim, catalogue, module, safety_plan_module

REG = Phase.REGULATION
FIELD = catalogue(
    safety_plan_module(),
    *(module(m, aims=(aim("anger"),)) for m in ("r1", "r2", "r3")),
    module("r4", aims=(aim("anger"),), dose=Dose(2, 4, 8, track="group")),
)


def placed(module_id: str, week: int, sessions: int = 4, **more: object) -> Placement:
    reasons = (Reason("called_by_need", "It works on anger."),)
    return Placement(module_id, REG, week, sessions, reasons, **more)  # type: ignore[arg-type]


def plan(*placements: Placement, left: tuple[LeftOut, ...] = ()) -> Plan:
    windows = (PhaseWindow(REG, 0, 20), PhaseWindow(Phase.EXPLORATION, 20, 52))
    return Plan("p1", ON, "test.1", "imt", REG, 52, placements, left, (), (), (), windows, 1.0, 1.0)


@pytest.mark.parametrize(
    ("per_week", "end"), [(1.0, 4), (2.0, 2), (0.5, 8)], ids=["weekly", "twice", "fortnightly"]
)
def test_alone_a_module_takes_its_sessions(per_week: float, end: int) -> None:
    assert spans(plan(placed("r1", 0)), FIELD, per_week) == {"r1": Span(0, end)}


def test_two_at_once_share_the_weeks() -> None:
    found = spans(plan(placed("r1", 0), placed("r2", 0)), FIELD, 1.0)
    assert {span.end for span in found.values()} == {7, 8}


def test_one_that_costs_nothing_runs_to_the_end_of_its_phase() -> None:
    found = spans(plan(placed("s1", 2), placed("r1", 0)), FIELD, 1.0)
    assert found == {"s1": Span(2, 20), "r1": Span(0, 4)}


def test_a_group_meets_each_week_beside_the_others() -> None:
    found = spans(plan(placed("r1", 0), placed("r4", 0, 6)), FIELD, 0.5)
    assert found == {"r1": Span(0, 8), "r4": Span(0, 6)}


def test_what_finds_no_room_runs_to_the_horizon() -> None:
    assert spans(plan(placed("r1", 50, 12)), FIELD, 1.0)["r1"] == Span(50, 52)


def test_common_modules_have_no_span() -> None:
    assert spans(plan(Placement("c1", REG, 0, 0, ())), FIELD, 1.0) == {}


def what(before: Plan, after: Plan) -> dict[str, str]:
    return {c.module: c.what for c in differences(before, after, FIELD)}


def test_two_plans_differ_by_what_is_new_gone_and_moved() -> None:
    gone = LeftOut("r2", (Reason("finished", "It is done."),), ())
    before = plan(placed("r1", 0), placed("r2", 4), placed("r3", 10))
    after = plan(placed("s1", 0), placed("r1", 0), placed("r3", 20), left=(gone,))
    assert what(before, after) == {"r2": "finished", "s1": "added", "r3": "later"}


def test_weeks_that_have_passed_are_no_difference() -> None:
    before = plan(placed("r1", 8))
    after = replace(plan(placed("r1", 4)), on=ON + timedelta(weeks=4))
    assert what(before, after) == {}


def test_a_move_says_what_it_waits_for_and_never_why_it_is_there() -> None:
    wait = Reason("ending_last", "The ending stands last.")
    later = placed("r3", 20)
    waiting = replace(later, reasons=(*later.reasons, wait))
    (plain,) = differences(plan(placed("r3", 4)), plan(later), FIELD)
    (said,) = differences(plan(placed("r3", 4)), plan(waiting), FIELD)
    assert plain.says == "16 weeks later, because the work before it changed."
    assert said.says == "16 weeks later: The ending stands last."
