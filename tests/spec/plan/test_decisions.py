"""The clinical decisions as tables: what is known of a person, and what the plan makes of it."""

# ruff: noqa: E501 - a table reads best with one case a line

from dataclasses import replace
from datetime import timedelta

import pytest

from openimt.catalogue.load import load
from openimt.errors import ConflictError
from openimt.formulate.assessment import (
    Assessment,
    CommonReading,
    Context,
    Delivered,
    Diagnosis,
    Judgement,
    SafetyAnswer,
    SafetyJudgement,
)
from openimt.formulate.understand import understand
from openimt.plan.plan import Plan
from openimt.plan.propose import propose
from openimt.terms import CommonState, EventKind, Phase, Response, SafetyPlanState, Truth
from tests.builders import ON, commons, event, need, reading, weeks_ago
from tests.spec.plan.archetypes import CALM, MIXED, kept, person, weekly

CATALOGUE = load()
READY = {"can_settle": "shown", "names_emotions": "shown", "gives_episodes": "shown"}
EXPLORING = tuple(
    Judgement(c.id, True, "dr-a", None, "seen")
    for gate in CATALOGUE.therapy("imt").gates
    if gate.leaves in {Phase.CONTAINMENT, Phase.REGULATION}
    for c in gate.criteria
)


def plan(a: Assessment, **bounds: int) -> Plan:
    return propose(understand(a, CATALOGUE), CATALOGUE, **bounds)


def exploring(**known: object) -> Assessment:
    """Somebody in exploration with everything in place that new work relies on."""
    shown = {c: person().capacities["can_settle"].SHOWN for c in READY}
    return person(judgements=EXPLORING, capacities=shown, **known)


def states(**common: CommonReading) -> dict[str, CommonReading]:
    return {**commons(), **common}


REPAIR = CommonReading(CommonState.NEEDS_REPAIR, weeks_ago(1))


# Decision 1: four states, repair without punishment ------------------------------------------

# fmt: off
I2_BEGINS = [
    # the alliance (c2) is …, i2 begins not before week
    (CommonReading(CommonState.MET), 0),
    (CommonReading(CommonState.BUILDING), 0),
    (CommonReading(CommonState.NOT_ASSESSED), 0),
    (REPAIR, 3),
    (replace(REPAIR, sessions_in_repair=1), 2),
    (replace(REPAIR, sessions_in_repair=2), 1),
    (replace(REPAIR, sessions_in_repair=3), 0),
    (replace(REPAIR, sessions_in_repair=9), 0),
]
# fmt: on


@pytest.mark.parametrize(("alliance", "weeks"), I2_BEGINS)
def test_repair_holds_back_new_exploration_for_three_sessions_at_most(
    alliance: CommonReading, weeks: int
) -> None:
    pinned_first = person(
        need("schema", 0.9),
        judgements=EXPLORING,
        capacities={c: person().capacities["can_settle"].SHOWN for c in READY},
        common=states(c2=alliance),
    )
    placed = plan(pinned_first).placement("i2")
    told = {reason.rule for reason in placed.reasons}
    assert ("repair_first" in told) is (weeks > 0)
    assert placed.start_week >= weeks
    assert weeks > 0 or placed.start_week == 0


@pytest.mark.parametrize("module", ["s1", "s3", "s4", "r1", "n7"])
def test_repair_holds_back_no_safety_no_teaching_and_no_ending(module: str) -> None:
    acting = exploring(
        events=(*kept(1, 2, 3, 4), *weekly(EventKind.SELF_HARM_ACT, 2)), preferences={"n7": 1.0}
    )
    shaky = replace(acting, common=dict.fromkeys(commons(), REPAIR))
    before, after = plan(acting).placement(module), plan(shaky).placement(module)
    assert after.start_week <= before.start_week
    assert "repair_first" not in {reason.rule for reason in after.reasons}


def test_repair_holds_back_nothing_that_runs() -> None:
    running = exploring(delivered=(Delivered("i2", 2, 4),), common=dict.fromkeys(commons(), REPAIR))
    placed = plan(running).placement("i2")
    assert (placed.running, placed.start_week) == (True, 0)


def test_repair_heads_the_agenda_and_after_three_sessions_goes_to_consultation() -> None:
    heads = plan(exploring(common=states(c2=REPAIR))).placement("c2")
    assert heads.reasons[0].rule == "repair_first"
    late = plan(exploring(common=states(c2=replace(REPAIR, sessions_in_repair=3)))).placement("c2")
    assert late.reasons[0].rule == "repair_to_consultation"


@pytest.mark.parametrize("state", list(CommonState))
def test_no_state_of_a_common_module_shuts_a_gate_or_moves_the_phase(state: CommonState) -> None:
    everything = dict.fromkeys(commons(), CommonReading(state))
    assert plan(exploring(common=everything)).phase is plan(exploring()).phase


# Decision 3: criteria can be not applicable, and a person may judge ---------------------------


def criterion(a: Assessment, name: str) -> Truth:
    found = {c.id: c.state for gate in understand(a, CATALOGUE).gates for c in gate.criteria}
    return found[name]


REVIEWED = {"reviewed_by": "dr-a"}
# fmt: off
CRITERIA = [
    # what is known, the criterion, its state
    ({"events": kept(1, 2, 3, 4)}, "no_attempt_8w", "met"),
    ({"events": (event("suicide_attempt", 5, **REVIEWED),)}, "no_attempt_8w", "not_met"),
    ({"events": (event("suicide_attempt", 8, **REVIEWED),)}, "no_attempt_8w", "met"),
    ({"events": None}, "no_attempt_8w", "unknown"),
    ({"events": kept(1, 2, 3)}, "attending", "met"),
    ({"events": (*kept(1, 2), event("session_missed", 3))}, "attending", "unknown"),
    ({"events": (*kept(1, 2), event("session_missed", 3), event("session_missed", 4))}, "attending", "not_met"),
    ({"events": (*kept(1, 2, 5), event("session_cancelled", 3), event("session_missed", 4))}, "attending", "met"),
    ({"events": (event("contact_outside_route", 1),)}, "no_crisis_2w", "not_met"),
    ({"events": (event("suicidal_urge", 0, value=5),)}, "no_crisis_2w", "met"),
    ({"events": weekly(EventKind.SELF_HARM_ACT, 12)}, "self_harm_down", "not_met"),
    ({"events": kept(1)}, "self_harm_down", "met"),
    ({"safety": replace(CALM, plan=None)}, "safety_plan_offered", "unknown"),
    ({"safety": replace(CALM, plan=SafetyPlanState.DECLINED)}, "safety_plan_offered", "met"),
    ({"safety": replace(CALM, plan=SafetyPlanState.REPLACED)}, "safety_plan_offered", "met"),
    ({"readings": (reading("ders16", 56),)}, "regulation_better", "unknown"),
    ({"readings": (reading("ders16", 56, weeks_ago(20)), reading("ders16", 30))}, "regulation_better", "met"),
    ({"readings": (reading("ders16", 56, weeks_ago(20)), reading("ders16", 55))}, "regulation_better", "not_met"),
    ({"readings": (reading("ders16", 24),)}, "regulation_better", "not_applicable"),
    ({"readings": ()}, "regulation_better", "unknown"),
    ({"readings": ()}, "agency_supported", "unknown"),
    ({"readings": (need("agency", 0.6),)}, "agency_supported", "not_met"),
    ({"readings": (need("agency", 0.1),)}, "agency_supported", "not_applicable"),
]
# fmt: on


@pytest.mark.parametrize(("known", "name", "state"), CRITERIA)
def test_a_criterion_is_met_not_met_unknown_or_not_applicable(
    known: dict, name: str, state: str
) -> None:
    assert criterion(replace(person(), **known), name) == state


def test_an_attempt_waits_only_for_the_weeks_that_are_left() -> None:
    """Five of the eight weeks have passed: three are left, and then time alone opens the gate."""
    now = person(events=(event("suicide_attempt", 5, **REVIEWED),))
    assert criterion(now, "no_attempt_8w") is Truth.NOT_MET
    for weeks, state in ((2, Truth.NOT_MET), (3, Truth.MET)):
        later = replace(now, on=ON + timedelta(weeks=weeks))
        assert criterion(later, "no_attempt_8w") is state


@pytest.mark.parametrize(
    "known", [{"readings": ()}, {"events": None}, {"readings": (), "events": None}]
)
def test_a_named_person_may_judge_in_the_place_of_any_form(known: dict) -> None:
    for name in ("no_attempt_8w", "attending", "regulation_better", "skills_in_use"):
        judged = (Judgement(name, True, "dr-a", ON + timedelta(weeks=4), "seen in sessions"),)
        assert criterion(replace(person(), judgements=judged, **known), name) is Truth.MET
        lapsed = (replace(judged[0], until=ON - timedelta(days=1)),)
        unjudged = criterion(replace(person(), **known), name)
        assert criterion(replace(person(), judgements=lapsed, **known), name) is unjudged


# Decision 4: suicidality and self-harm are facts ---------------------------------------------

SAID_NO = {"safety": replace(CALM, judged_on=weeks_ago(2))}
IDEATION = tuple(event("suicidal_urge", d / 7, value=3) for d in range(60))
QIDS_3 = SafetyAnswer("qids-sr16", "q12", 3, Response.SAME_DAY, ON)
QIDS_1 = SafetyAnswer("qids-sr16", "q12", 1, Response.ENQUIRE, ON)
# fmt: off
SAFETY_PHASE = [
    # what is known, whether it is the Safety phase
    ({"safety": SafetyJudgement(True, "dr-a", ON, ON + timedelta(weeks=1))}, True),
    ({"safety": SafetyJudgement(imminent_risk=True)}, True),
    ({"safety": SafetyJudgement(True, "dr-a", weeks_ago(9), weeks_ago(2))}, True),  # a lapse changes no phase
    ({"safety": replace(CALM, until=weeks_ago(1))}, False),  # nor does this one
    ({"events": (event("suicide_attempt", 2),)} | SAID_NO, True),  # on the day of the judgement
    ({"events": (event("suicide_attempt", 1),)} | SAID_NO, True),
    ({"events": (event("suicide_attempt", 3),)} | SAID_NO, False),  # judged since
    ({"events": (event("suicide_attempt", 1, **REVIEWED),)} | SAID_NO, False),
    ({"events": (event("suicidal_intent", 1),)} | SAID_NO, True),
    ({"events": (event("suicidal_plan", 1),)} | SAID_NO, True),
    ({"events": (event("suicide_attempt", 30),), "safety": SafetyJudgement()}, True),  # nobody judged yet
    ({"events": IDEATION} | SAID_NO, False),
    ({"events": (event("suicidal_urge", 0, value=5),)} | SAID_NO, False),
    ({"events": (event("means_access", 0),)} | SAID_NO, False),
    ({"events": weekly(EventKind.SELF_HARM_ACT, 12)} | SAID_NO, False),
    ({"events": (event("admission", 0),)} | SAID_NO, False),
    ({"safety_answers": (QIDS_3,)}, False),
    ({"safety_answers": (QIDS_1,)}, False),
    ({"readings": (reading("qids-sr16", 27),)}, False),
    ({"events": None, "safety": SafetyJudgement(), "readings": ()}, False),
]
# fmt: on


@pytest.mark.parametrize(("known", "safety"), SAFETY_PHASE)
def test_the_safety_phase_is_a_persons_judgement_or_an_unreviewed_fact(
    known: dict, safety: bool
) -> None:
    assert (plan(replace(person(), **known)).phase is Phase.SAFETY) is safety


# fmt: off
CALLS_FOR = [
    # what is known, what must be done, how soon, whether the safety plan is offered beside the work
    ({"safety_answers": (QIDS_1,)}, "enquiry", Response.ENQUIRE, True),
    ({"safety_answers": (QIDS_3,)}, "enquiry", Response.SAME_DAY, True),
    ({"events": (event("suicide_attempt", 0),)}, "suicide_attempt", Response.EMERGENCY, True),
    ({"events": (event("suicidal_intent", 0),)}, "suicidal_intent", Response.SAME_DAY, True),
    ({"events": (event("suicidal_urge", 0, value=4),)}, "suicidal_urge", Response.SAME_DAY, True),
    ({"events": (event("suicidal_urge", 0, value=1),)}, "enquiry", Response.ENQUIRE, True),
    ({"events": (event("suicidal_urge", 0, value=3),), "safety_answers": (QIDS_3,)}, "enquiry", Response.SAME_DAY, True),
    ({"events": (event("suicide_attempt", 30),), "safety": SafetyJudgement()}, "suicide_attempt", Response.SAME_DAY, True),
    ({"events": (event("self_harm_act", 0),)}, "self_harm_act", Response.NEXT_WORKING_DAY, True),
]
# fmt: on


@pytest.mark.parametrize(("known", "duty", "response", "offered"), CALLS_FOR)
def test_a_worrying_fact_calls_for_a_person_and_a_plan_in_parallel(
    known: dict, duty: str, response: Response, offered: bool
) -> None:
    found = plan(replace(person(), **known))
    assert {d.id: d.response for d in found.duties}[duty] is response
    assert (found.placement("s1") is not None and found.placement("s1").start_week == 0) is offered


@pytest.mark.parametrize(("value", "again"), [(0, False), (1, True), (5, True)])
def test_a_suicidal_urge_after_its_day_brings_a_finished_safety_plan_back(
    value: int, again: bool
) -> None:
    made = replace(CALM, plan=SafetyPlanState.MADE, plan_on=weeks_ago(1))
    done = person(delivered=(Delivered("s1", 4, 3),), safety=made)
    found = plan(replace(done, events=(event("suicidal_urge", 0, value=value),)))
    assert (found.placement("s1") is not None) is again
    says = [duty.says for duty in found.duties]
    assert not any("offer a safety plan" in text for text in says)


def test_while_danger_is_imminent_the_safety_plan_is_never_done() -> None:
    made = replace(CALM, imminent_risk=True, plan=SafetyPlanState.MADE, plan_on=weeks_ago(1))
    for done in (Delivered("s1", 4, 3), Delivered("s1", 4, 3, ended="kept at home")):
        found = plan(person(delivered=(done,), safety=made))
        assert found.placement("s1") is not None
        assert found.placement("s1").start_week == 0


@pytest.mark.parametrize(
    ("state", "says"),
    [
        (None, "offer a safety plan"),
        (SafetyPlanState.OFFERED, "offer a safety plan"),
        (SafetyPlanState.DECLINED, "offer a safety plan"),
        (SafetyPlanState.MADE, "look at the safety plan together"),
        (SafetyPlanState.REPLACED, "look at the safety plan together"),
    ],
)
def test_a_plan_that_stands_is_looked_at_and_not_offered_again(
    state: SafetyPlanState | None, says: str
) -> None:
    safety = replace(CALM, plan=state)
    for known in ({"safety_answers": (QIDS_1,)}, {"events": (event("self_harm_act", 0),)}):
        found = plan(replace(person(safety=safety), **known))
        asked = next(duty.says for duty in found.duties if duty.id in {"enquiry", "self_harm_act"})
        assert asked.endswith(f", and {says}")


def test_a_lapsed_judgement_makes_a_task_and_changes_no_phase() -> None:
    for risk in (True, False):
        fresh = person(safety=replace(CALM, imminent_risk=risk))
        lapsed = person(safety=replace(CALM, imminent_risk=risk, until=weeks_ago(1)))
        assert plan(lapsed).phase is plan(fresh).phase
        assert "judgement_lapsed" in {d.id for d in plan(lapsed).duties}
        assert "judgement_lapsed" not in {d.id for d in plan(fresh).duties}


def test_the_safety_plan_costs_no_session_budget() -> None:
    found = plan(person(events=IDEATION), budget_sessions=0)
    assert found.placement("s1").start_week == 0
    assert {p.module for p in found.placements} == {f"c{n}" for n in range(1, 7)} | {"s1"}


# Decision 6: universal rules are few; phases belong to a therapy -------------------------------


@pytest.mark.parametrize("therapy", ["imt", "mit", "dbt", "gpm"])
def test_in_danger_nothing_but_safety_begins_under_any_therapy(therapy: str) -> None:
    danger = person(therapy=therapy, safety=SafetyJudgement(True, "dr-a", ON))
    begun = {p.module for p in plan(danger).placements if p.phase is Phase.SAFETY}
    assert begun - {f"c{n}" for n in range(1, 7)} <= {"s1", "s2", "s4"}


@pytest.mark.parametrize(
    ("therapy", "waits"), [("imt", True), ("mit", False), ("dbt", False), ("gpm", False)]
)
def test_schema_work_waits_for_exploration_only_where_phases_bind(
    therapy: str, waits: bool
) -> None:
    able = person(
        need("schema", 0.9), therapy=therapy,
        capacities={c: person().capacities["can_settle"].SHOWN for c in READY},
    )  # fmt: skip
    placed = plan(able).placement("i2")
    assert (placed.start_week > 0) is waits
    assert (placed.phase is Phase.EXPLORATION) is waits


OPEN_FROM = [
    ("s3", Phase.CONTAINMENT),
    ("n3", Phase.CONTAINMENT),
    ("n0", Phase.REGULATION),
    ("i3", Phase.REGULATION),
    ("s4", Phase.SAFETY),
]


@pytest.mark.parametrize(("module", "phase"), OPEN_FROM)
def test_what_opens_early_under_imt(module: str, phase: Phase) -> None:
    assert min(CATALOGUE.module(module).phases, key=lambda p: p.order) is phase


# Decision 9: assessment comes before a plan ----------------------------------------------------

# fmt: off
KNOWS = [
    ({"diagnosis": Diagnosis("6D11.5", "dr-a", ON)}, True),
    ({"diagnosis": Diagnosis("F60.31", "dr-a", ON)}, True),
    ({"diagnosis": Diagnosis("F32.1", "dr-a", ON)}, False),
    ({"diagnosis": None}, False),
    ({"diagnosis": None, "readings": (*MIXED, reading("lpfs-bf-2", 30))}, True),
    ({"diagnosis": None, "readings": (*MIXED, replace(reading("lpfs-bf-2", 30), value=None))}, False),
    ({"diagnosis": None, "readings": (*MIXED, reading("bsl23", 3.0))}, False),
    ({"diagnosis": None, "readings": (*MIXED, reading("qids-sr16", 20))}, False),
]
# fmt: on


@pytest.mark.parametrize(("known", "enough"), KNOWS)
def test_specific_modules_need_a_diagnosis_or_a_reading_of_personality(
    known: dict, enough: bool
) -> None:
    base = replace(person(*MIXED), events=(*kept(1, 2, 3, 4), event("suicidal_urge", 1, value=2)))
    found = plan(replace(base, **known))
    specific = {p.module for p in found.placements} - {f"c{n}" for n in range(1, 7)}
    assert "s1" in specific
    assert (specific == {"s1"}) is not enough
    assert any("diagnosis" in item.what for item in found.assess_next) is not enough


def test_what_is_banned_and_what_safety_needs_cannot_both_hold() -> None:
    with pytest.raises(ConflictError) as refused:
        plan(person(events=IDEATION, ban=("s1",)))
    assert refused.value.conflict == ("ban:s1", "safety:s1")


def test_nobody_is_refused_for_want_of_a_group_or_a_prescriber() -> None:
    bare = person(context=Context(competences=()))
    assert {p.module for p in plan(bare).placements} > {"r1", "n3", "s4"}
