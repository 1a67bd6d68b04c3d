"""The plan file: there and back without loss, and refused where it cannot be a plan."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from openimt.errors import ExchangeError
from openimt.exchange.plan_file import plan_from_json, plan_to_json, replan_to_json
from openimt.formulate.profile import AssessNext, Because, CriterionState, Duty, GateState
from openimt.plan.plan import Change, LeftOut, PhaseWindow, Placement, Plan, Reason, Replan
from openimt.terms import Phase, Response, Truth

REASON = Reason("works_on", "it works on anger", (Because("judged 0.8", "judgement"),), "brief")
PLAN = Plan(
    patient="p1",
    on=date(2026, 11, 22),
    catalogue="2026.11",
    therapy="imt",
    phase=Phase.CONTAINMENT,
    horizon_weeks=78,
    placements=(
        Placement("c1", Phase.CONTAINMENT, 0, 0, (), running=True),
        Placement("r3", Phase.REGULATION, 12, 10, (REASON,)),
    ),
    left_out=(LeftOut("r7", (REASON,), ("eight weeks without an attempt",), 0.125),),
    gates=(
        GateState(
            Phase.CONTAINMENT,
            Phase.REGULATION,
            (CriterionState("calm", "Two calm weeks", "0 of 2", Truth.NOT_MET, "dr-a"),),
        ),
        GateState(Phase.INTEGRATION, None, ()),
    ),
    duties=(Duty("enquiry", "Ask", Response.ENQUIRE, (Because("q9 = 1", "answer"),)),),
    assess_next=(AssessNext("LPFS", "no reading"),),
    windows=(PhaseWindow(Phase.CONTAINMENT, 0, 12),),
    value=1.1,
    bound=1.3,
    seconds=0.02,
    warnings=("something to know",),
)


def through(document: Any) -> Any:
    return json.loads(json.dumps(document))


def test_there_and_back_is_exact() -> None:
    assert plan_from_json(through(plan_to_json(PLAN)), "p.json") == PLAN


def test_the_keys_of_the_contract_are_there() -> None:
    said = plan_to_json(PLAN)
    wanted = "catalogue phase placements left_out gates assess_next value bound gap seconds"
    assert set(wanted.split()) <= set(said)
    assert set(said["placements"][1]) >= {"module", "phase", "start_week", "sessions", "reasons"}
    assert set(said["placements"][1]["reasons"][0]) == {"rule", "says", "because", "source"}
    assert set(said["left_out"][0]) == {"module", "reasons", "would_change", "value_lost"}
    assert set(said["gates"][0]) == {"from", "to", "criteria"}
    assert set(said["gates"][0]["criteria"][0]) >= {"id", "says", "now", "state"}
    assert said["gap"] == pytest.approx(0.2 / 1.3)


def test_a_new_plan_says_what_it_changes() -> None:
    change = Change("r3", "later", "two weeks later", 10, 12)
    said = through(replan_to_json(Replan(PLAN, (change,), False, "1 later")))
    assert said["changes"] == [
        {
            "module": "r3",
            "what": "later",
            "says": "two weeks later",
            "before_week": 10,
            "after_week": 12,
        }
    ]
    assert (said["kept"], said["says"]) == (False, "1 later")
    assert plan_from_json(said, "p.json") == PLAN


def test_only_the_contract_s_keys_are_needed() -> None:
    said = through(plan_to_json(PLAN))
    for extra in ("duties", "windows", "warnings", "horizon_weeks", "therapy", "seconds"):
        del said[extra]
    made = plan_from_json(said, "p.json")
    assert made.placements == PLAN.placements
    assert replace(made, horizon_weeks=78).therapy == "imt"


BROKEN = [
    (lambda d: d.pop("on"), "on", "is missing"),
    (lambda d: d.pop("patient"), "patient", "is missing"),
    (lambda d: d.update(phase="trauma"), "phase", "expected one of: safety"),
    (lambda d: d.pop("phase"), "phase", "is missing"),
    (lambda d: d.update(placements={}), "placements", "expected a list"),
    (lambda d: d["placements"][1].pop("start_week"), "placements[1].start_week", "is missing"),
    (lambda d: d["placements"][1].update(start_week=-1), "placements[1].start_week", "from 0"),
    (lambda d: d["placements"][1].update(start_week=0.5), "placements[1].start_week", "whole"),
    (lambda d: d["placements"][1].update(start_week=80), None, "outside the horizon"),
    (lambda d: d["placements"].append(d["placements"][1]), None, "at most once"),
    (lambda d: d["left_out"][0].update(module="r3"), None, "both placed and left out"),
    (lambda d: d["gates"][0]["criteria"][0].pop("state"), "gates[0].criteria[0].state", "miss"),
    (lambda d: d["duties"][0].update(response="panic"), "duties[0].response", "expected one of"),
    (lambda d: d["duties"][0].pop("response"), "duties[0].response", "is missing"),
]


@pytest.mark.parametrize(("spoil", "field", "says"), BROKEN)
def test_what_is_no_plan_is_refused(spoil: Any, field: str | None, says: str) -> None:
    data = through(plan_to_json(PLAN))
    spoil(data)
    with pytest.raises(ExchangeError) as refused:
        plan_from_json(data, "p.json")
    assert refused.value.field == field
    assert says in refused.value.says
    assert refused.value.file == "p.json"
