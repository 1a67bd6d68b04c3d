"""The planner and the checker read every condition and clause alike, though they share no line.

Today's reading only: what a plan comes to bring about is held by `test_plans_keep_the_rules.py`.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openimt.catalogue.condition import QUESTIONS, read_condition
from openimt.catalogue.load import load
from openimt.catalogue.module import Clause
from openimt.formulate.ask import ask
from openimt.formulate.assessment import Assessment, Diagnosis, Event, Judgement
from openimt.formulate.clause import clause_state
from openimt.formulate.facts import Facts
from openimt.formulate.understand import facts_of, understand
from openimt.plan.check_case import Case
from openimt.plan.check_conditions import holds, stands
from openimt.plan.plan import Plan
from openimt.terms import JUDGES, CommonState, EventKind, Response, SafetyPlanState, Truth
from tests.builders import ON, assessment, catalogue, clause, judged, module
from tests.generative.invented_catalogues import (
    ATTENDANCE,
    DIAGNOSIS,
    FALL,
    JUDGED,
    JUDGEMENT,
    RESOURCE,
    TARGET,
    events,
)
from tests.generative.invented_people import assessments

HERE = catalogue(
    *(module(name, indicated=(clause(f"{name}.{word}", {"wish": True}),)) for name, word in
      (("r2", "one"), ("r3", "two"))),
    module("s9", indicated=tuple(clause(word, {"judgement": word}) for word in JUDGED)),
)  # fmt: skip
"""A catalogue whose words people judge; the drawn clauses are asked as its module r2's."""

ONE = st.one_of(
    events(),
    events("no_event"),
    FALL,
    TARGET,
    JUDGEMENT,
    RESOURCE,
    DIAGNOSIS,
    ATTENDANCE,
    st.booleans().map(lambda so: {"wish": so}),
    st.booleans().map(lambda so: {"imminent_risk": so}),
    st.sampled_from(list(SafetyPlanState)).map(lambda state: {"safety_plan": [state.value]}),
    st.sampled_from([*Response, "any"]).map(lambda response: {"safety_answer": [str(response)]}),
    st.sampled_from(["can_settle", "names_emotions"]).map(lambda name: {"capacity": name}),
    st.builds(lambda step: {"module": "r3", "step": step}, st.integers(1, 4)),
    st.sampled_from(list(CommonState)).map(lambda s: {"common": "c2", "state": s.value}),
    st.integers(12, 48).map(lambda least: {"measure": "lpfs-bf-2", "at_least": least}),
    st.just({"phase": ["safety", "regulation"]}),
)
RULES = st.recursive(
    ONE,
    lambda inner: st.one_of(
        inner.map(lambda part: {"not": part}),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"any": parts}),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"all": parts}),
    ),
    max_leaves=6,
)


@dataclass(frozen=True)
class Both:
    """One person, as the planner and as the checker know them."""

    facts: Facts
    case: Case


def both(person: Assessment) -> Both:
    profile = understand(person, HERE)
    blank = Plan(
        "p1", ON, "test.1", person.therapy, profile.phase, 78, (), (), (), (), (), (), 0.0, 0.0
    )
    return Both(facts_of(profile), Case(blank, person, HERE))


PEOPLE = assessments(HERE).map(both)
ROLES = st.sampled_from(JUDGES)
VERDICTS = st.lists(
    st.builds(
        lambda met, days, role: Judgement(
            "r2.asked", met, "dr-a", None if days is None else ON + timedelta(days=days), "", role
        ),
        st.booleans(),
        st.none() | st.integers(-2, 3),
        ROLES,
    ),
    max_size=3,
)


def agreed(rule: dict, one: Both) -> Truth:
    condition = read_condition(rule)
    found = ask(condition, one.facts, "r2").state
    assert holds(condition, one.case, None, "r2") is found, (rule, one.facts.assessment)
    return found


@given(RULES, PEOPLE)
def test_every_rule_has_one_answer(rule: dict, one: Both) -> None:
    agreed(rule, one)


MISSED = (Event(EventKind.SESSION_MISSED, ON),)
SENIOR = {"judgement": "ready_for_it", "role": "senior"}
KEPT = {"attendance": "kept", "at_least": 3, "of_last": 4}
EDGES = [
    ({"diagnosis": ["F32"]}, {"other_diagnoses": (Diagnosis("f32.1"),)}, "met"),
    ({"diagnosis": ["F32"]}, {"other_diagnoses": ()}, "not_met"),
    ({"diagnosis": ["F32"]}, {}, "unknown"),
    ({"diagnosis": ["F32"]}, {"diagnosis": None}, "unknown"),
    (SENIOR, {"judgements": (judged("ready_for_it"),)}, "unknown"),
    (SENIOR, {"judgements": (replace(judged("ready_for_it"), role="senior"),)}, "met"),
    (KEPT, {"events": MISSED * 2}, "not_met"),
    (KEPT, {"events": MISSED}, "unknown"),
]


@pytest.mark.parametrize(("rule", "known", "expected"), EDGES)
def test_both_read_the_edges_as_they_are_meant(rule: dict, known: dict, expected: str) -> None:
    assert agreed(rule, both(assessment(**known))).value == expected


@given(RULES, PEOPLE)
def test_a_rule_and_its_opposite_never_both_hold(rule: dict, one: Both) -> None:
    so, opposite = agreed(rule, one), agreed({"not": rule}, one)
    turned = {Truth.MET: Truth.NOT_MET, Truth.NOT_MET: Truth.MET}
    assert opposite is turned.get(so, so)


CLAUSES = st.builds(
    lambda rule, blocks, override: replace(
        clause("r2.asked", rule, unknown_blocks=blocks), override=override
    ),
    RULES,
    st.booleans(),
    st.sampled_from(["", *JUDGES]),
)


def with_verdicts(one: Both, verdicts: list[Judgement]) -> Both:
    person = replace(one.facts.assessment, judgements=(*one.facts.assessment.judgements, *verdicts))
    return Both(replace(one.facts, assessment=person), replace(one.case, assessment=person))


@given(CLAUSES, PEOPLE, VERDICTS)
def test_every_clause_has_one_answer_whoever_judged_it(
    asked: Clause, one: Both, verdicts: list[Judgement]
) -> None:
    known = with_verdicts(one, verdicts)
    found = clause_state(asked, known.facts, "r2").state
    assert stands(asked, known.case, None, "r2") is found


@given(CLAUSES, PEOPLE, VERDICTS)
def test_nobody_changes_what_the_records_say_but_the_role_the_clause_names(
    asked: Clause, one: Both, verdicts: list[Judgement]
) -> None:
    records = ask(asked.when, one.facts, "r2").state
    others = [v for v in verdicts if v.role != asked.override]
    if records is not Truth.UNKNOWN and asked.override != "clinician":
        known = with_verdicts(one, others)
        assert clause_state(asked, known.facts, "r2").state is records


@given(PEOPLE, VERDICTS)
def test_every_clause_of_the_packaged_catalogue_has_one_answer(
    one: Both, verdicts: list[Judgement]
) -> None:
    packaged = load()
    person = replace(one.facts.assessment, therapy="imt")
    for shape in packaged.specific():
        for asked in (*shape.not_yet, *shape.contraindicated, *shape.requires, *shape.indicated):
            here = tuple(replace(v, criterion=asked.id) for v in verdicts)
            known = replace(person, judgements=(*person.judgements, *here))
            profile = understand(known, packaged)
            case = Case(one.case.plan, known, packaged)
            case = replace(case, plan=replace(case.plan, phase=profile.phase))
            found = clause_state(asked, facts_of(profile), shape.id).state
            assert stands(asked, case, None, shape.id) is found, asked.id


def test_every_question_is_drawn() -> None:
    drawn: set[str] = set()

    @settings(max_examples=400)
    @given(RULES)
    def look(rule: dict) -> None:
        drawn.update(part.asks for part in read_condition(rule).flat())

    look()
    assert drawn == set(QUESTIONS)
