"""The checker finds each broken rule: a sound plan is spoiled in one way, and that way is named."""

import ast
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

import openimt.plan
from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.module import Aim, Dose
from openimt.formulate.assessment import (
    Assessment,
    CommonReading,
    Context,
    Delivered,
    Diagnosis,
    Group,
    Reading,
    SafetyJudgement,
)
from openimt.formulate.understand import understand
from openimt.plan.check import check_plan
from openimt.plan.plan import LeftOut, Placement, Plan, Reason
from openimt.plan.propose import propose
from openimt.terms import CommonState, Phase
from tests.builders import (
    ON,
    aim,
    assessment,
    catalogue,
    clause,
    ending_module,
    event,
    in_phase,
    module,
    need,
    safety_plan_module,
    weeks_ago,
)

WHY = (Reason("test", "because the test says so"),)
REPAIR = (Reason("repair_first", "something needs repair"),)
CATALOGUE = catalogue(
    safety_plan_module(),
    ending_module(),
    module("r2", aims=(aim("anger"),)),
    module(
        "r3",
        aims=(aim("emotion_intensity"),),
        competences=("dbt_skills",),
        requires=(clause("r3.first", {"module": "r2", "step": 2}),),
        not_yet=(clause("r3.attempt", {"event": ["suicide_attempt"], "within_weeks": 8}),),
    ),
    module(
        "r4",
        dose=Dose(2, 4, 8, track="group"),
        contraindicated=(
            clause("r4.threat", {"judgement": "threat"}, unknown_blocks=True),
            clause("r4.care", {"event": ["emergency_care"], "within_weeks": 2}),
        ),
    ),
    module(
        "s3", aims=(Aim("self_harm"),), mandatory=(clause("s3.act", {"event": ["self_harm_act"]}),)
    ),
    module("i2", Phase.EXPLORATION, aims=(aim("schema"),)),
)
PERSON = assessment(
    need("anger", 0.7), need("emotion_intensity", 0.7), need("schema", 0.7),
    judgements=in_phase(Phase.REGULATION),
)  # fmt: skip
NO_DANGER = PERSON.safety
SCORED = Reading(target="suicidality", severity=0.4)


def sound(person: Assessment = PERSON, here: Catalogue = CATALOGUE) -> Plan:
    return propose(understand(person, here), here)


def broken(plan: Plan, person: Assessment = PERSON, here: Catalogue = CATALOGUE) -> set[str]:
    return {breach.rule for breach in check_plan(plan, person, here)}


def with_placement(plan: Plan, module_id: str, **changes: object) -> Plan:
    """The plan with one placement changed; a module that was left out is put in."""
    blank = Placement(module_id, plan.phase, 0, 2, WHY)
    changed = replace(plan.placement(module_id) or blank, **changes)  # type: ignore[arg-type]
    others = tuple(p for p in plan.placements if p.module != module_id)
    out = tuple(left for left in plan.left_out if left.module != module_id)
    return replace(plan, placements=(*others, changed), left_out=out)


def leaving_out(plan: Plan, module_id: str, reasons: tuple[Reason, ...] = WHY) -> Plan:
    placed = tuple(p for p in plan.placements if p.module != module_id)
    out = tuple(left for left in plan.left_out if left.module != module_id)
    return replace(plan, placements=placed, left_out=(*out, LeftOut(module_id, reasons, ())))


def test_a_sound_plan_breaks_nothing() -> None:
    plan = sound()
    assert {p.module for p in plan.placements} > {"r2", "r3", "i2", "n7"}
    assert broken(plan) == set()


SPOILED: list[tuple[str, Callable[[Plan], Plan]]] = [
    ("same_request", lambda p: replace(p, patient="somebody else")),
    ("same_request", lambda p: replace(p, catalogue="another")),
    ("each_once", lambda p: replace(p, left_out=p.left_out[1:])),
    ("each_once", lambda p: replace(p, left_out=(*p.left_out, LeftOut("x9", WHY, ())))),
    ("common_always", lambda p: leaving_out(p, "c3")),
    ("common_always", lambda p: with_placement(p, "c3", start_week=1)),
    ("reasons_given", lambda p: with_placement(p, "r2", reasons=())),
    ("reasons_given", lambda p: leaving_out(p, "r3", ())),
    ("reasons_given", lambda p: with_placement(p, "r2", reasons=(Reason("need", ""),))),
    ("safety_phase_by_fact", lambda p: replace(p, phase=Phase.SAFETY)),
    ("value_below_bound", lambda p: replace(p, value=p.bound + 1)),
    ("dose", lambda p: with_placement(p, "r2", sessions=9)),
    ("dose", lambda p: with_placement(p, "r2", sessions=0)),
    ("running_said", lambda p: with_placement(p, "r2", running=True)),
    ("windows_in_order", lambda p: replace(p, windows=p.windows[1:])),
    ("windows_in_order", lambda p: replace(p, windows=tuple(reversed(p.windows)))),
    ("phase_of_the_week", lambda p: with_placement(p, "r2", phase=Phase.INTEGRATION)),
    ("phase_allows", lambda p: with_placement(p, "i2", start_week=0, phase=Phase.REGULATION)),
    ("phases_in_order", lambda p: with_placement(p, "n7", start_week=5, phase=Phase.INTEGRATION)),
    ("first_things_first", lambda p: with_placement(p, "r3", start_week=0)),
    ("first_things_first", lambda p: leaving_out(p, "r2")),
    ("groups_at_their_starts", lambda p: with_placement(p, "r4", sessions=2)),
    ("contraindicated_never", lambda p: with_placement(p, "r4", sessions=2)),
    ("room_in_the_weeks", lambda p: with_placement(p, "n7", start_week=77, sessions=6)),
    ("repair_without_punishment", lambda p: with_placement(p, "r2", reasons=REPAIR)),
    ("repair_without_punishment", lambda p: leaving_out(p, "i2", REPAIR)),
]


@pytest.mark.parametrize(("rule", "spoil"), SPOILED, ids=lambda x: x if isinstance(x, str) else "")
def test_a_spoiled_plan_breaks_its_rule(rule: str, spoil: Callable[[Plan], Plan]) -> None:
    assert rule in broken(spoil(sound()))


OTHER_PEOPLE: list[tuple[str, Assessment]] = [
    ("banned_never", replace(PERSON, ban=("r2",))),
    ("pinned_always", replace(PERSON, pin=("s3",))),
    ("consent", replace(PERSON, preferences={"r2": -1.0})),
    ("assessment_first", replace(PERSON, diagnosis=None)),
    ("assessment_first", replace(PERSON, diagnosis=Diagnosis("F32.1"))),
    ("competence", replace(PERSON, context=Context(competences=("mit",)))),
    ("ended_stays_ended", replace(PERSON, delivered=(Delivered("r2", 4, 6),))),
    ("ended_stays_ended", replace(PERSON, delivered=(Delivered("r2", 2, 2, "it did not fit"),))),
    ("running_said", replace(PERSON, delivered=(Delivered("r2", 1, 2),))),
    ("safety_phase_by_fact", replace(PERSON, safety=SafetyJudgement(imminent_risk=True))),
    ("safety_phase_by_fact", replace(PERSON, events=(event("suicide_attempt", 1),))),
    ("safety_phase_by_fact", replace(PERSON, events=(event("suicidal_plan", 8),))),
    ("safety_never_withheld", replace(PERSON, events=(event("suicidal_urge", 30, value=2),))),
    ("mandatory_not_forgotten", replace(PERSON, events=(event("self_harm_act", 1),))),
    ("facts_are_not_scored", replace(PERSON, readings=(SCORED,))),
    ("first_things_first", replace(PERSON, events=(event("suicide_attempt", 1, reviewed_by="a"),))),
    (
        "lapsed_judgement_is_a_task",
        replace(PERSON, safety=replace(NO_DANGER, until=weeks_ago(1))),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "person"), OTHER_PEOPLE)
def test_a_plan_that_is_sound_for_one_is_broken_for_another(rule: str, person: Assessment) -> None:
    assert rule in broken(sound(), person)
    assert broken(sound(person), person) == set() or rule in {
        "pinned_always",
        "facts_are_not_scored",
    }


def test_only_what_was_reviewed_or_judged_since_is_no_danger() -> None:
    later = replace(NO_DANGER, judged_on=weeks_ago(1))
    for kind in ("suicide_attempt", "suicidal_intent", "suicidal_plan"):
        happened = replace(PERSON, events=(event(kind, 2),))
        assert "safety_phase_by_fact" in broken(sound(), happened)
        assert "safety_phase_by_fact" not in broken(sound(), replace(happened, safety=later))
        reviewed = replace(PERSON, events=(event(kind, 2, reviewed_by="dr-a"),))
        assert "safety_phase_by_fact" not in broken(sound(), reviewed)


def test_in_danger_nothing_but_safety_starts_under_a_free_therapy_too() -> None:
    danger = replace(
        PERSON, therapy="gpm", safety=SafetyJudgement(imminent_risk=True, judged_by="a")
    )
    plan = sound(danger)
    assert broken(plan, danger) == set()
    early = with_placement(plan, "r2", start_week=0, phase=Phase.SAFETY)
    assert "safety_alone_in_danger" in broken(early, danger)


def test_a_group_starts_with_its_group_and_not_a_week_later() -> None:
    context = Context(groups=(Group("r4", (ON + timedelta(days=20),)),))
    person = replace(PERSON, pin=("r4",), context=context, judgements=(*PERSON.judgements,))
    here = replace(
        CATALOGUE, modules={**CATALOGUE.modules, "r4": module("r4", dose=Dose(2, 4, 8, "group"))}
    )
    plan = sound(person, here)
    assert plan.placement("r4").start_week == 2
    assert broken(plan, person, here) == set()
    assert "groups_at_their_starts" in broken(
        with_placement(plan, "r4", start_week=3), person, here
    )


def test_a_group_takes_no_session_of_the_budget_and_needs_its_weeks() -> None:
    context = Context(groups=(Group("r4", (ON + timedelta(days=20),)),))
    person = replace(PERSON, pin=("r4",), context=context)
    here = replace(
        CATALOGUE, modules={**CATALOGUE.modules, "r4": module("r4", dose=Dose(2, 4, 8, "group"))}
    )
    plan = propose(understand(person, here), here, budget_sessions=0)
    assert plan.placement("r4").sessions == 4
    assert check_plan(plan, person, here, budget_sessions=0) == ()
    short = replace(plan, horizon_weeks=5, windows=(replace(plan.windows[0], end_week=5),))
    assert "room_in_the_weeks" in {b.rule for b in check_plan(short, person, here)}


def test_sessions_keep_to_the_budget_and_the_safety_plan_costs_none() -> None:
    person = replace(PERSON, events=(event("suicidal_urge", 30, value=2),))
    plan = propose(understand(person, CATALOGUE), CATALOGUE, budget_sessions=12)
    used = sum(p.sessions for p in plan.placements if p.module != "s1")
    assert plan.placement("s1").sessions > 0
    assert check_plan(plan, person, CATALOGUE, budget_sessions=used) == ()
    too_few = check_plan(plan, person, CATALOGUE, budget_sessions=used - 1)
    assert [breach.rule for breach in too_few] == ["within_budget"]


def test_repair_spares_what_the_decisions_spare() -> None:
    shaky = replace(PERSON, common={"c2": CommonReading(CommonState.NEEDS_REPAIR)})
    plan = sound(shaky)
    assert any(r.rule == "repair_first" for r in plan.placement("i2").reasons)
    assert broken(plan, shaky) == set()


def test_effects_on_facts_are_found_in_the_catalogue() -> None:
    weighed = module("s3", aims=(Aim("self_harm", 0.02, 0.01),))
    here = replace(CATALOGUE, modules={**CATALOGUE.modules, "s3": weighed})
    assert "facts_are_not_scored" in broken(sound(PERSON, here), PERSON, here)


ALLOWED = {"openimt.plan.plan", "openimt.plan.breach"}
SHAPES = {"openimt.formulate.assessment", "openimt.formulate.profile"}


def test_the_checker_knows_nothing_of_the_planner() -> None:
    files = sorted(Path(openimt.plan.__file__).parent.glob("check*.py"))
    assert len(files) >= 5
    own = {f"openimt.plan.{path.stem}" for path in files}
    for path in [*files, files[0].with_name("breach.py")]:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        named = {n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.module}
        assert {m for m in named if m.startswith("openimt.plan")} <= ALLOWED | own
        assert {m for m in named if m.startswith("openimt.formulate")} <= SHAPES
