"""What calls for the safety and regulation modules, and what they wait for: tables of people."""

# ruff: noqa: E501 - a table reads best with one case a line

from datetime import date, timedelta

import pytest

from openimt.catalogue.load import load
from openimt.catalogue.module import Module
from openimt.formulate.ask import ask
from openimt.formulate.assessment import (
    Assessment,
    Delivered,
    Diagnosis,
    Event,
    Judgement,
    SafetyAnswer,
    SafetyJudgement,
)
from openimt.formulate.facts import Facts
from openimt.formulate.profile import Need
from openimt.terms import (
    PHASES,
    CapacityState,
    EventKind,
    ModuleKind,
    Phase,
    Response,
    SafetyPlanState,
    Truth,
)

ON = date(2026, 11, 22)
CALM = SafetyJudgement(imminent_risk=False, judged_by="dr-a", judged_on=ON)
FREE = {"s1", "s2", "s7", "s8", "s9"}
"""Safety plan and crisis contact (decision 4); the prescriber's own work, routing, and others'
safety, which take minutes, calls and other people's time, and wait for no session."""
SAFETY_MODULES = {"s1", "s2", "s4", "s5", "s7", "s8", "s9"}
"""What may start and go on while danger is imminent: S modules, without looking back (s3) and without
small changes to sleep and food (s6)."""


def weeks_ago(weeks: float) -> date:
    return ON - timedelta(days=round(7 * weeks))


def event(kind: str, weeks: float = 1, value: float | None = None) -> Event:
    return Event(EventKind(kind), weeks_ago(weeks), value, reviewed_by="dr-a")


def person(
    *events: Event,
    over_control: float | None = None,
    **more: object,
) -> Facts:
    needs = {}
    if over_control is not None:
        needs["over_control"] = Need("over_control", over_control, 0.1, ())
    more.setdefault("safety", CALM)
    assessment = Assessment("p1", ON, events=events, **more)  # type: ignore[arg-type]
    return Facts(assessment, needs, Phase.REGULATION)


def met(module: Module, words: str, facts: Facts) -> set[str]:
    found = [clause for word in words.split() for clause in getattr(module, word)]
    return {c.id for c in found if ask(c.when, facts, module.id).state is Truth.MET}


def unmet(module: Module, facts: Facts) -> set[str]:
    return {c.id for c in module.requires if ask(c.when, facts, module.id).state is Truth.NOT_MET}


ANSWER = SafetyAnswer("phq9", "q9", 1, Response.ENQUIRE, ON)
DANGER = SafetyJudgement(imminent_risk=True, judged_by="dr-a", judged_on=ON)
PLACED = [
    # module, who, the mandatory clauses that place it
    ("s1", "nothing happened", person(), ""),
    ("s1", "an attempt eleven months ago", person(event("suicide_attempt", 48)), "suicidal_event"),
    ("s1", "an attempt two years ago", person(event("suicide_attempt", 104)), ""),
    ("s1", "daily ideation, no acts", person(event("suicidal_urge", 0, 2)), "suicidal_event"),
    ("s1", "asked, and the urge was none", person(event("suicidal_urge", 0, 0)), ""),
    ("s1", "intent was said", person(event("suicidal_intent", 1)), "suicidal_event"),
    ("s1", "a worrying answer", person(safety_answers=(ANSWER,)), "worrying_answer"),
    ("s1", "weekly self-harm", person(event("self_harm_act", 1)), "self_harm"),
    ("s1", "judged in danger", person(safety=DANGER), "imminent_risk"),
    ("s2", "nothing happened", person(), ""),
    ("s2", "an admission last week", person(event("admission", 1)), "recent_crisis"),
    ("s2", "an admission three months ago", person(event("admission", 12)), ""),
    ("s2", "judged in danger", person(safety=DANGER), "imminent_risk"),
    ("s3", "an act last week", person(event("self_harm_act", 1)), "recent_act"),
    ("s3", "an act three weeks ago", person(event("self_harm_act", 3)), ""),
    ("s3", "a strong urge", person(event("self_harm_urge", 1, 4)), "strong_urge"),
    ("s3", "a mild urge", person(event("self_harm_urge", 1, 2)), ""),
    ("s4", "a strong suicidal urge", person(event("suicidal_urge", 1, 5)), "strong_urge"),
    ("s4", "an act six weeks ago", person(event("self_harm_act", 6)), "recent_act"),
    ("s4", "nothing happened", person(), ""),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "facts", "clauses"),
    [pytest.param(n, f, c, id=f"{n}: {who}") for n, who, f, c in PLACED],
)
def test_what_places_it(name: str, facts: Facts, clauses: str) -> None:
    assert met(load().module(name), "mandatory", facts) == {f"{name}.{c}" for c in clauses.split()}


def done(module: str, step: int) -> tuple[Delivered, ...]:
    return (Delivered(module, step, 3),)


def plan(state: SafetyPlanState | None) -> SafetyJudgement:
    return SafetyJudgement(imminent_risk=False, judged_by="dr-a", judged_on=ON, plan=state)


CAN_NOT = CapacityState.NOT_SHOWN
HELD = [
    # module, who, the clauses that hold it back
    ("s3", "plan never talked about", person(), ""),
    ("s3", "plan made", person(safety=plan(SafetyPlanState.MADE)), ""),
    ("s3", "plan declined", person(safety=plan(SafetyPlanState.DECLINED)), ""),
    ("r3", "nothing known of naming", person(), ""),
    ("r3", "cannot name feelings", person(capacities={"names_emotions": CAN_NOT}), "names_emotions"),
    ("r3", "begins to with R2", person(capacities={"names_emotions": CAN_NOT}, delivered=done("r2", 2)), ""),
    ("r3", "naming is not needed", person(capacities={"names_emotions": CapacityState.NOT_NEEDED}), ""),
    ("r3", "over-controlled", person(over_control=0.8), "opening_first"),
    ("r3", "over-controlled, R8 begun", person(over_control=0.8, delivered=done("r8", 2)), ""),
    ("r3", "a little controlled", person(over_control=0.3), ""),
    ("r5", "cannot map an episode", person(capacities={"maps_an_episode": CAN_NOT}), "maps_an_episode"),
    ("r5", "a threat to somebody", person(judgements=(Judgement("threat_to_a_person", True, "dr-a"),)), "threat_to_a_person"),
    ("r8", "over-controlled", person(over_control=0.8), ""),
    ("r8", "threat at home", person(judgements=(Judgement("ongoing_threat", True, "dr-a"),)), "unsafe_home"),
    ("r1", "a diagnosis", person(diagnosis=Diagnosis("6D11.5")), ""),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "facts", "clauses"), [pytest.param(n, f, c, id=f"{n}: {who}") for n, who, f, c in HELD]
)
def test_what_holds_it_back(name: str, facts: Facts, clauses: str) -> None:
    module = load().module(name)
    held = met(module, "not_yet contraindicated", facts) | unmet(module, facts)
    assert held == {f"{name}.{clause}" for clause in clauses.split()}


@pytest.mark.parametrize("code", ["6D10.1", "6D11.5", "F60.3", "F60.31", "301.83"])
def test_a_diagnosis_is_to_be_understood(code: str) -> None:
    facts = person(diagnosis=Diagnosis(code))
    assert met(load().module("r1"), "indicated", facts) == {"r1.diagnosis_known"}


def test_another_diagnosis_calls_for_nothing() -> None:
    assert met(load().module("r1"), "indicated", person(diagnosis=Diagnosis("F32.1"))) == set()


@pytest.mark.parametrize("name", ["s1", "s2"])
def test_nothing_withholds_the_safety_plan_or_a_crisis_contact(name: str) -> None:
    module = load().module(name)
    assert not (module.not_yet)
    assert not (module.contraindicated)
    assert not (module.requires)
    assert not (module.competences)
    assert module.phases == PHASES
    assert not module.dose.budget


@pytest.mark.parametrize("name", sorted(load().modules))
def test_only_support_that_must_not_compete_for_sessions_is_free_of_the_budget(name: str) -> None:
    module = load().module(name)
    free = name in FREE or module.kind is ModuleKind.COMMON
    assert module.dose.budget is not free


@pytest.mark.parametrize("module", load().specific(), ids=lambda module: module.id)
def test_in_danger_nothing_may_begin_but_safety(module: Module) -> None:
    assert (Phase.SAFETY in module.phases) == (module.id in SAFETY_MODULES)


@pytest.mark.parametrize("name", sorted(SAFETY_MODULES))
def test_no_clause_holds_safety_back_in_danger(name: str) -> None:
    assert not met(load().module(name), "not_yet contraindicated", person(safety=DANGER))


def test_the_skills_for_peaks_are_open_to_anyone() -> None:
    s4 = load().module("s4")
    assert not (s4.not_yet)
    assert not (s4.contraindicated)
    assert not (s4.requires)
    assert not (s4.competences)
    assert s4.phases == PHASES


@pytest.mark.parametrize("module", load().specific(), ids=lambda module: module.id)
def test_not_knowing_blocks_nothing_but_work_close_to_trauma(module: Module) -> None:
    """Clinical decision 3: R7, I7, N6, and of N5 the part on trauma alone."""
    lists = (module.mandatory, module.indicated, module.not_yet, module.contraindicated)
    every = (*(clause for one in lists for clause in one), *module.requires)
    blocking = {clause.id for clause in every if clause.unknown_blocks}
    if module.id == "n5":
        assert {b for b in blocking if not b.startswith("n5.trauma_")} == set()
    elif module.id not in {"r7", "i7", "n6"}:
        assert blocking == set()


@pytest.mark.parametrize("module", load().specific(), ids=lambda module: module.id)
def test_only_two_things_of_trauma_work_may_be_set_aside(module: Module) -> None:
    """Clinical decision 7: a senior colleague, the eight weeks or self-harm, and nothing else."""
    lists = (module.mandatory, module.indicated, module.not_yet, module.contraindicated)
    every = (*(clause for one in lists for clause in one), *module.requires)
    aside = {clause.id: clause.override for clause in every if clause.override}
    weeks = {"r7.attempt", "r7.life_threatening_act", "r7.self_harm"}
    assert aside == (dict.fromkeys(weeks, "senior") if module.id == "r7" else {})


def test_every_capacity_asked_for_can_be_built() -> None:
    for module in load().specific():
        for clause in module.requires:
            for part in clause.when.flat():
                if part.asks == "capacity":
                    capacity = load().capacities[part.of[0]]
                    assert capacity.not_needed_when
                    assert capacity.built_by or len(clause.when.flat()) > 1
