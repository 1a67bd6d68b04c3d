"""Every rule that keeps a module out, or lets it wait: one table that holds, one that breaks."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from openimt.catalogue.module import Dose
from openimt.formulate.assessment import (
    Assessment,
    CommonReading,
    Context,
    Delivered,
    Diagnosis,
    Group,
    SafetyJudgement,
)
from openimt.formulate.understand import understand
from openimt.plan.plan import Plan
from openimt.plan.propose import propose
from openimt.terms import CapacityState, CommonState, EventKind, Phase, SafetyPlanState
from tests.builders import (
    ON,
    aim,
    catalogue,
    clause,
    ending_module,
    event,
    judged,
    module,
    need,
    reading,
    safety_plan_module,
)

EVERY = {"phase": [phase.value for phase in Phase]}
ANGER = module("r9", aims=(), indicated=(clause("r9.always", EVERY),))
KNOWN = Diagnosis("6D11.5", "clinician", ON)
SETTLED = (judged("containment_done"),)


def plan(*modules: object, **known: object) -> Plan:
    fields = {"diagnosis": KNOWN, "events": (), "judgements": SETTLED} | known
    here = catalogue(*modules)
    horizon = fields.pop("horizon", 40)
    budget = fields.pop("budget", None)
    profile = understand(Assessment("p", ON, **fields), here)
    return propose(profile, here, horizon_weeks=horizon, budget_sessions=budget)


def rule_against(found: Plan, module_id: str = "r9") -> str:
    left = next((out for out in found.left_out if out.module == module_id), None)
    return left.reasons[0].rule if left else "placed"


TABLE = [
    # rule, what makes it speak, what keeps it silent
    ("ban:r9", {"ban": ("r9",)}, {}),
    ("declined", {"preferences": {"r9": -1}}, {"preferences": {"r9": -0.1}}),
    ("assessment_before_plan", {"diagnosis": None}, {}),
    ("assessment_before_plan", {"diagnosis": Diagnosis("F32.1")}, {}),
    ("finished", {"delivered": (Delivered("r9", 4, 6),)}, {"delivered": (Delivered("r9", 3, 6),)}),
    (
        "ended",
        {"delivered": (Delivered("r9", 2, 3, ended="did not fit"),)},
        {"delivered": (Delivered("r9", 2, 3),)},
    ),
    ("budget", {"budget": 1}, {"budget": 2}),
    ("horizon", {"horizon": 1}, {"horizon": 2}),
]


@pytest.mark.parametrize(("rule", "speaks", "silent"), TABLE)
def test_rule(rule: str, speaks: dict, silent: dict) -> None:
    expected = {rule, "budget"} if rule == "horizon" else {rule}
    assert rule_against(plan(ANGER, **dict(speaks))) in expected
    assert rule_against(plan(ANGER, **dict(silent))) == "placed"


def test_a_reading_of_personality_severity_serves_as_well_as_a_diagnosis() -> None:
    found = plan(ANGER, diagnosis=None, readings=(reading("lpfs-bf-2", 30),))
    assert rule_against(found) == "placed"


def test_competence_counts_only_when_the_service_has_said_what_it_has() -> None:
    trained = module("r9", competences=("mit",), indicated=ANGER.indicated)
    assert rule_against(plan(trained)) == "placed"
    assert rule_against(plan(trained, context=Context(competences=("gpm",)))) == "competence"
    assert rule_against(plan(trained, context=Context(competences=("mit",)))) == "placed"


def test_a_group_module_starts_with_a_group_or_not_at_all() -> None:
    grouped = module("r9", indicated=ANGER.indicated, dose=Dose(2, 4, 8, track="group"))
    assert rule_against(plan(grouped)) == "no_group"
    soon = Context(groups=(Group("r9", (ON + timedelta(days=50),)),))
    assert plan(grouped, context=soon).placement("r9").start_week == 7
    late = Context(groups=(Group("r9", (date(2028, 1, 1),)),))
    assert rule_against(plan(grouped, context=late)) == "no_group"


def test_contraindicated_while_it_holds_and_when_unknown_only_where_the_clause_says_so() -> None:
    threat = {"event": ["suicide_attempt"], "within_weeks": 8}
    for blocks, expected in ((True, "r9.threat"), (False, "placed")):
        barred = module(
            "r9",
            indicated=ANGER.indicated,
            contraindicated=(clause("r9.threat", threat, unknown_blocks=blocks),),
        )
        assert rule_against(plan(barred, events=None)) == expected
        recent = (event(EventKind.SUICIDE_ATTEMPT, 3, reviewed_by="dr-a"),)
        assert rule_against(plan(barred, events=recent)) == "r9.threat"
        assert rule_against(plan(barred, events=())) == "placed"


def test_not_yet_waits_until_time_has_passed() -> None:
    waiting = module(
        "r9",
        indicated=ANGER.indicated,
        not_yet=(clause("r9.calm", {"event": ["admission"], "within_weeks": 8}),),
    )
    found = plan(waiting, events=(event(EventKind.ADMISSION, 5),))
    assert found.placement("r9").start_week == 3
    assert "r9.calm" in {r.rule for r in found.placement("r9").reasons}


def test_a_capacity_that_is_not_shown_is_built_first() -> None:
    needs_settling = module(
        "r9",
        indicated=ANGER.indicated,
        requires=(clause("r9.settled", {"capacity": "can_settle"}),),
    )
    builder = module("s4", dose=Dose(2, 3, 4))
    here = catalogue(needs_settling, builder)
    capacity = replace(here.capacities["can_settle"], built_by=("s4",))
    here = replace(here, capacities={**here.capacities, "can_settle": capacity})
    weeks = {}
    for state in CapacityState:
        person = Assessment(
            "p",
            ON,
            diagnosis=KNOWN,
            events=(),
            judgements=SETTLED,
            capacities={"can_settle": state},
        )
        found = propose(understand(person, here), here)
        weeks[state.value] = (
            found.placement("r9").start_week,
            found.placement("s4") is not None,
        )
    assert weeks == {
        "shown": (0, False),
        "not_needed": (0, False),
        "unknown": (0, False),
        "not_shown": (3, True),
    }


def test_a_mild_no_is_said_as_such() -> None:
    assert rule_against(plan(ANGER, preferences={"r9": -0.9})) == "not_wished"


def repairing(sessions: int | None) -> dict[str, CommonReading]:
    return {"c2": CommonReading(CommonState.NEEDS_REPAIR, ON, "", sessions)}


@pytest.mark.parametrize(
    ("home", "common", "week"),
    [
        (Phase.EXPLORATION, repairing(None), 3),
        (Phase.EXPLORATION, repairing(2), 1),
        (Phase.EXPLORATION, repairing(3), 0),
        (Phase.INTEGRATION, repairing(None), 3),
        (Phase.REGULATION, repairing(None), 0),
        (Phase.EXPLORATION, {"c2": CommonReading(CommonState.BUILDING)}, 0),
        (Phase.EXPLORATION, {"c2": CommonReading(CommonState.NOT_ASSESSED)}, 0),
    ],
)
def test_repair_holds_back_new_late_work_for_three_sessions_at_most(
    home: Phase, common: dict, week: int
) -> None:
    late = module("i9x", home, indicated=ANGER.indicated, phases=tuple(Phase))
    assert plan(late, common=common).placement("i9x").start_week == week


def test_running_work_goes_on_during_repair() -> None:
    late = module("i2", Phase.EXPLORATION, phases=tuple(Phase))
    found = plan(late, common=repairing(None), delivered=(Delivered("i2", 2, 2),))
    assert found.placement("i2").start_week == 0
    assert found.placement("i2").running


def test_a_phase_bound_therapy_waits_for_its_phase_and_a_free_one_does_not() -> None:
    late = module("i2", Phase.EXPLORATION, aims=(), indicated=ANGER.indicated)
    assert plan(late).placement("i2").start_week == 4
    assert plan(late, therapy="gpm").placement("i2").start_week == 0


def test_in_imminent_danger_nothing_but_safety_begins_under_any_therapy() -> None:
    danger = SafetyJudgement(imminent_risk=True, judged_by="dr-a", judged_on=ON)
    for therapy in ("imt", "gpm"):
        found = plan(ANGER, safety_plan_module(), safety=danger, therapy=therapy)
        assert found.phase is Phase.SAFETY
        assert found.placement("s1").start_week == 0
        assert found.placement("r9").start_week >= 4


def test_the_safety_plan_comes_at_once_in_every_phase_and_costs_no_session() -> None:
    attempt = (event(EventKind.SUICIDE_ATTEMPT, 20, reviewed_by="dr-a"),)
    found = plan(ANGER, safety_plan_module(), events=attempt, budget=0)
    assert found.phase is Phase.REGULATION
    assert found.placement("s1").start_week == 0


def test_a_finished_safety_plan_comes_back_when_something_happened_since() -> None:
    made = SafetyJudgement(plan=SafetyPlanState.MADE, plan_on=ON - timedelta(days=20))
    done = {"delivered": (Delivered("s1", 4, 3),), "safety": made}
    before = (event(EventKind.SUICIDAL_URGE, 10, value=3),)
    since = (event(EventKind.SUICIDE_ATTEMPT, 1, reviewed_by="dr-a"),)
    assert rule_against(plan(safety_plan_module(), events=before, **done), "s1") == "finished"
    assert plan(safety_plan_module(), events=since, **done).placement("s1").sessions == 1


def test_a_protocol_that_was_closed_comes_back_with_its_fact() -> None:
    """Whatever became of the safety plan: that is another matter."""
    called = clause("s9.called", {"judgement": "child_at_risk"})
    protocol = module("s9", Phase.SAFETY, dose=Dose(1, 2, 4, budget=False), mandatory=(called,))
    made = SafetyJudgement(plan=SafetyPlanState.MADE, plan_on=ON)
    for before in (Delivered("s9", 4, 3), Delivered("s9", 2, 1, ended="all safe then")):
        known = {"delivered": (before,), "safety": made}
        again = plan(protocol, judgements=(*SETTLED, judged("child_at_risk")), **known)
        assert again.placement("s9").start_week == 0
        assert plan(protocol, **known).placement("s9") is None


@pytest.mark.parametrize(("severity", "rule"), [(0.2, "not_called_for"), (0.6, "{}")])
@pytest.mark.parametrize(
    ("wanting", "lack"),
    [
        ("competence", module("r9", aims=(aim("anger"),), competences=("trauma",))),
        ("no_group", module("r9", aims=(aim("anger"),), dose=Dose(2, 4, 8, track="group"))),
    ],
)
def test_what_nothing_calls_for_is_not_missed_for_what_the_service_lacks(
    wanting: str, lack: object, severity: float, rule: str
) -> None:
    found = plan(lack, readings=(need("anger", severity),), context=Context(competences=()))
    assert rule_against(found) == rule.format(wanting)


def test_the_ending_is_planned_from_the_start_and_comes_last() -> None:
    found = plan(ANGER, ending_module(), horizon=40)
    assert found.placement("n7").start_week == 34
    leaving = plan(ANGER, ending_module(), preferences={"n7": 1}, horizon=10)
    assert leaving.placement("n7").start_week == 0


def test_needs_are_met_in_the_order_of_what_a_session_is_worth() -> None:
    strong = module("r1", aims=(aim("anger", 0.02),), dose=Dose(4, 4, 4))
    weak = module("r2", aims=(aim("emotion_intensity", 0.008),), dose=Dose(4, 4, 4))
    third = module("r3", aims=(aim("emotion_intensity", 0.03),), dose=Dose(4, 4, 4))
    found = plan(strong, weak, third, readings=(need("anger", 0.6), need("emotion_intensity", 0.6)))
    order = [p.module for p in found.placements if p.sessions]
    assert order == ["r1", "r3", "r2"]
