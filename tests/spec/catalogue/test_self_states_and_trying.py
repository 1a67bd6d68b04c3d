"""Experiments with people (I8), self-states (N1), modes (N2) and the healthy self (N4): what holds
each back, what calls for it, and that a common module being built postpones none of them."""

# ruff: noqa: E501 - a table reads best with one case a line

from dataclasses import replace

import pytest

from openimt.catalogue.load import load
from openimt.formulate.assessment import (
    Assessment,
    CommonReading,
    Context,
    Delivered,
    Judgement,
    Resilience,
)
from openimt.formulate.clause import stands_against
from openimt.formulate.indication import CalledBy, indication
from openimt.formulate.understand import facts_of, understand
from openimt.plan.propose import propose
from openimt.terms import CapacityState, CommonState, EventKind, Phase, Truth
from tests.builders import assessment, commons, event, need, weeks_ago

CATALOGUE = load()
SHOWN, NOT_SHOWN = CapacityState.SHOWN, CapacityState.NOT_SHOWN
UNKNOWN, NOT_NEEDED = CapacityState.UNKNOWN, CapacityState.NOT_NEEDED
FOUR = ("i8", "n1", "n2", "n4")
CAN = dict.fromkeys(("can_settle", "names_emotions", "gives_episodes", "knows_own_schema", "sees_own_expectation"), SHOWN)  # fmt: skip
NEEDS = tuple(need(t, 0.6) for t in ("schema", "relationship_avoidance", "identity", "self_attack", "healthy_self"))  # fmt: skip


def person(
    *readings: object,
    can: dict[str, CapacityState] | None = None,
    judged: dict[str, bool] | None = None,
    **known: object,
) -> Assessment:
    """Somebody able to begin any of the four under a therapy without phases, with need of each."""
    fields: dict[str, object] = {
        "therapy": "mit",
        "common": commons(),
        "capacities": CAN | (can or {}),
        "judgements": tuple(Judgement(k, v, "dr-a") for k, v in (judged or {}).items()),
        "context": Context(competences=("mit", "schema")),
    }
    return assessment(*(readings or NEEDS), **(fields | known))  # type: ignore[arg-type]


def held_back_by(name: str, a: Assessment) -> set[str]:
    module, facts = CATALOGUE.module(name), facts_of(understand(a, CATALOGUE))
    feared = (
        (module.not_yet, Truth.MET),
        (module.contraindicated, Truth.MET),
        (module.requires, Truth.NOT_MET),
    )
    return {
        clause.id
        for clauses, against in feared
        for clause in clauses
        if stands_against(clause, against, facts, name)
    }


MAY_START = [
    # module, home, phases in which it may start, who may give it
    ("i8", "exploration", "exploration integration", "mit schema"),
    ("n1", "exploration", "exploration integration", "mit tfp schema"),
    ("n2", "exploration", "exploration integration", "schema"),
    ("n4", "exploration", "exploration integration", ""),
]


@pytest.mark.parametrize(("name", "home", "phases", "trained"), MAY_START)
def test_where_it_may_start_and_who_gives_it(
    name: str, home: str, phases: str, trained: str
) -> None:
    module = CATALOGUE.module(name)
    found = (module.home, " ".join(module.phases), " ".join(module.competences))
    assert found == (home, phases, trained)


NO_SCENES = {"gives_episodes": NOT_SHOWN}
NO_NAMES = {"names_emotions": NOT_SHOWN}
HELD_BACK = [
    # module, what is so, the facts, what holds it back
    *((name, "able to all of it", person(), "") for name in FOUR),
    *((name, "nothing is known", Assessment("p1", weeks_ago(0)), "") for name in FOUR),
    *((name, "an attempt, self-harm and no presence", person(can={"can_stay_present": NOT_SHOWN}, events=(event(EventKind.SUICIDE_ATTEMPT, 2, reviewed_by="dr-a"), event(EventKind.SELF_HARM_ACT, 1))), "") for name in FOUR),
    ("i8", "harm is real", person(judged={"ongoing_threat": True}), "i8.real_threat"),
    ("i8", "no harm now", person(judged={"ongoing_threat": False}), ""),
    ("i8", "expectation is still a fact", person(can={"sees_own_expectation": NOT_SHOWN}), "i8.sees_own_expectation"),
    ("i8", "no pattern with others", person(can={"sees_own_expectation": NOT_NEEDED}), ""),
    ("i8", "cannot settle", person(can={"can_settle": NOT_SHOWN}), "i8.can_settle"),
    ("n1", "feelings without names", person(can=NO_NAMES), "n1.names_emotions"),
    ("n1", "naming begun in R2", person(can=NO_NAMES, delivered=(Delivered("r2", 2, 3),)), ""),
    ("n1", "cannot settle", person(can={"can_settle": NOT_SHOWN}), "n1.can_settle"),
    ("n2", "feelings without names", person(can=NO_NAMES), "n2.names_emotions"),
    ("n2", "naming begun in R2", person(can=NO_NAMES, delivered=(Delivered("r2", 2, 3),)), ""),
    ("n2", "cannot settle", person(can={"can_settle": NOT_SHOWN}), "n2.can_settle"),
    ("n2", "never that upset", person(can={"can_settle": NOT_NEEDED}), ""),
    ("n2", "leans more and more", person(judged={"leaning_grows": True}), "n2.leaning"),
    ("n2", "leaning is fine", person(judged={"leaning_grows": False}), ""),
    ("n4", "tells no scenes", person(can=NO_SCENES), "n4.gives_episodes"),
    ("n4", "told good scenes in the life-line", person(can=NO_SCENES, delivered=(Delivered("n0", 3, 4),)), ""),
    ("n4", "no pattern put into words", person(can={"knows_own_schema": NOT_SHOWN}), ""),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "a", "clauses"),
    [pytest.param(row[0], row[2], row[3], id=f"{row[0]}: {row[1]}") for row in HELD_BACK],
)
def test_what_holds_it_back(name: str, a: Assessment, clauses: str) -> None:
    assert held_back_by(name, a) == set(clauses.split())


def test_every_clause_holds_somebody_back_here_and_nothing_by_not_knowing() -> None:
    modules = [CATALOGUE.module(name) for name in FOUR]
    every = [c for m in modules for c in (*m.not_yet, *m.contraindicated, *m.requires)]
    assert {c.id for c in every} == {c for row in HELD_BACK for c in row[3].split()}
    assert [c.id for c in every if c.unknown_blocks or c.override] == []


CALLED = [
    # module, what is so, the facts, what calls for it
    ("n1", "views switch", person(need("anger", 0.1), can={"holds_two_views": NOT_SHOWN}), CalledBy.SITUATION),
    ("n1", "views hold together", person(need("anger", 0.1), can={"holds_two_views": SHOWN}), CalledBy.NOTHING),
    ("n1", "views never switch", person(need("anger", 0.1), can={"holds_two_views": NOT_NEEDED}), CalledBy.NOTHING),
    ("n1", "not looked at", person(need("anger", 0.1)), CalledBy.NOTHING),
    ("n4", "skills but no strengths", person(need("anger", 0.1), resilience=Resilience(skills=("cooking",))), CalledBy.SITUATION),
    ("n4", "strengths are named", person(need("anger", 0.1), resilience=Resilience(strengths=("humour",))), CalledBy.NOTHING),
    ("n4", "resources never asked about", person(need("anger", 0.1)), CalledBy.NOTHING),
    ("n4", "only bad pictures of oneself", person(need("healthy_self", 0.7)), CalledBy.NEED),
    ("n2", "harsh attacks on oneself", person(need("self_attack", 0.7)), CalledBy.NEED),
    ("i8", "keeps away from people", person(need("relationship_avoidance", 0.7)), CalledBy.NEED),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "a", "by"),
    [pytest.param(row[0], row[2], row[3], id=f"{row[0]}: {row[1]}") for row in CALLED],
)
def test_what_calls_for_it(name: str, a: Assessment, by: CalledBy) -> None:
    found = indication(CATALOGUE.module(name), facts_of(understand(a, CATALOGUE)), CATALOGUE)
    assert found.by is by


@pytest.mark.parametrize("name", FOUR)
@pytest.mark.parametrize("state", [CommonState.BUILDING, CommonState.NOT_ASSESSED])
def test_an_alliance_that_is_being_built_postpones_nothing(name: str, state: CommonState) -> None:
    a = person(pin=(name,), common=commons() | {"c2": CommonReading(state, weeks_ago(1))})
    assert "repair_first" not in rules_of(a, name)


@pytest.mark.parametrize("name", FOUR)
def test_an_alliance_in_repair_postpones_it_by_three_sessions_at_most(name: str) -> None:
    repair = CommonReading(CommonState.NEEDS_REPAIR, weeks_ago(1))
    a = person(common=commons() | {"c2": repair})
    a = replace(a, ban=tuple(m for m in FOUR if m != name))
    placed = propose(understand(a, CATALOGUE), CATALOGUE, time_limit=0).placement(name)
    assert placed is not None
    assert placed.start_week >= 3
    assert "repair_first" in rules_of(a, name)
    late = replace(a, common=commons() | {"c2": replace(repair, sessions_in_repair=3)})
    assert "repair_first" not in rules_of(late, name)


def rules_of(a: Assessment, name: str) -> set[str]:
    placed = propose(understand(a, CATALOGUE), CATALOGUE, time_limit=0).placement(name)
    assert placed is not None
    return {reason.rule for reason in placed.reasons}


BUILDS = [("n1", "holds_two_views"), ("i6", "sees_own_expectation"), ("i2", "knows_own_schema")]


@pytest.mark.parametrize(("name", "capacity"), BUILDS)
def test_what_builds_the_capacities_they_ask_for(name: str, capacity: str) -> None:
    assert name in CATALOGUE.capacities[capacity].built_by


def test_experiments_come_after_the_work_that_makes_them_possible() -> None:
    """Pattern, then distance, then trying: each waits for the capacity that the one before builds."""
    begins = person(
        need("schema", 0.8),
        can={"sees_own_expectation": NOT_SHOWN, "knows_own_schema": NOT_SHOWN},
        pin=("i8",),
    )
    found = propose(understand(begins, CATALOGUE), CATALOGUE, time_limit=0)
    weeks = [found.placement(name).start_week for name in ("i2", "i6", "i8")]
    assert weeks == sorted(weeks)
    assert len(set(weeks)) == 3


def test_nobody_unsafe_is_put_to_the_test() -> None:
    module = CATALOGUE.module("i8")
    assert any("safe" in move.name.lower() and "harms" in move.do for move in module.interventions)
    assert "we do not test that" in module.page("en").says
    assert "probieren wir nichts aus" in module.page("de").says


def test_a_forecast_of_harm_that_came_true_counts_as_right() -> None:
    module = CATALOGUE.module("i8")
    assert "counts as right" in module.measure_says
    assert any("called right" in mark for mark in module.adherence)


def test_pain_is_heard_before_anything_good_is_looked_for() -> None:
    module = CATALOGUE.module("n4")
    assert module.interventions[0].name == "Hear the pain first"
    assert module.adherence[0].startswith("Pain was heard before")


@pytest.mark.parametrize("name", FOUR)
def test_it_is_no_work_on_trauma(name: str) -> None:
    """Trauma has gates of its own: these four leave it closed."""
    module = CATALOGUE.module(name)
    assert not {"trauma_story", "ptsd"} & set(module.targets)
    assert Phase.REGULATION not in module.phases
