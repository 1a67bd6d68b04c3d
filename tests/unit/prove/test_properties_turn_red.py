"""Each property turns red for a slip that it is about, and stays green without it.

The person that a proof shows is then put to the real planner: what the proof says happens to them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import pytest

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.module import Module
from openimt.formulate.assessment import Assessment
from openimt.formulate.understand import understand
from openimt.plan.plan import Plan
from openimt.plan.propose import propose
from openimt.prove.cases import World
from openimt.prove.four import Formula, Four
from openimt.prove.property import Search
from openimt.prove.prove import PROPERTIES, Verdict, judge, prove, unproved
from openimt.prove.today import Today
from openimt.terms import Phase, Truth
from tests.builders import aim, module
from tests.unit.prove.bad_catalogues import RED, gate_of_attempts, holding, trauma

BY_ID = {one.id: one for one in PROPERTIES}


def verdict(name: str, catalogue: Catalogue) -> Verdict:
    return judge(BY_ID[name], World(catalogue), Search())


def shown(what: str) -> tuple[Assessment, Catalogue]:
    """The person shown for a slip, and the catalogue with it."""
    name, slip, _ = RED[what]
    found = verdict(name, slip()).against
    assert found is not None
    assert found.person is not None
    return found.person, slip()


def planned(what: str) -> tuple[Plan, Assessment]:
    person, catalogue = shown(what)
    return propose(understand(person, catalogue), catalogue), person


def starts(plan: Plan, name: str) -> int | None:
    found = plan.placement(name)
    return found.start_week if found else None


@pytest.mark.parametrize("what", RED)
def test_a_slip_turns_its_property_red(what: str) -> None:
    name, slip, _ = RED[what]
    found = verdict(name, slip())
    assert not found.proved
    assert found.against
    assert found.against.says


@pytest.mark.parametrize("what", RED)
def test_without_the_slip_it_is_proved(what: str) -> None:
    name, _, sound = RED[what]
    found = verdict(name, sound())
    assert found.proved, found.against


TODAY = {
    # what is wrong: the module that the plan starts, or goes on with, on the first day
    "a gate of trauma work is lost": "r7",
    "not knowing opens trauma work": "r7",
    "any clinician may set a gate aside": "r7",
    "a gate is asked at the start only": "r7",
    "emotion naming goes on in danger": "r2",
}


def attempted(person: Assessment) -> bool:
    return any(e.kind == "suicide_attempt" for e in person.events or ())


@pytest.mark.parametrize("what", TODAY)
def test_the_planner_does_to_the_person_shown_what_the_proof_says(what: str) -> None:
    plan, person = planned(what)
    assert starts(plan, TODAY[what]) == 0
    if what == "emotion naming goes on in danger":
        assert plan.phase is Phase.SAFETY
    else:
        assert person.events is None or attempted(person)


def test_the_plan_for_the_person_shown_has_no_safety_plan() -> None:
    plan, person = planned("a worrying answer calls for nothing")
    assert person.safety_answers
    assert plan.placement("s1") is None


def test_the_person_shown_is_past_regulation_after_an_attempt() -> None:
    person, catalogue = shown("regulation is left after an attempt")
    profile = understand(person, catalogue)
    assert attempted(person)
    assert next(g for g in profile.gates if g.leaves is Phase.REGULATION).open


def test_the_person_shown_is_kept_out_for_want_of_a_form_and_told_so() -> None:
    person, catalogue = shown("a missing form keeps somebody out")
    assert "can_settle" not in {k for k, v in person.capacities.items() if v != "unknown"}
    plan = propose(understand(wanting(person, "r2"), catalogue), catalogue)
    assert starts(plan, "r2") != 0
    assert [left for left in plan.left_out if left.module == "r2"] or starts(plan, "r2")


def test_the_person_shown_is_held_back_by_a_repair() -> None:
    person, catalogue = shown("repair holds back the protection of others")
    assert any(c.state == "needs_repair" for c in person.common.values())
    plan = propose(understand(wanting(person, "s9"), catalogue), catalogue)
    assert starts(plan, "s9") != 0


def test_the_person_shown_never_leaves_containment() -> None:
    person, catalogue = shown("containment ends for nobody")
    quiet = replace(person, events=(), safety=replace(person.safety, imminent_risk=False))
    assert understand(quiet, catalogue).phase is Phase.CONTAINMENT


def wanting(person: Assessment, name: str) -> Assessment:
    return replace(person, preferences={**person.preferences, name: 1.0})


class Careless(Today):
    """A planner that has forgotten some of its rules."""

    forgotten: frozenset[str] = frozenset()
    deaf = False

    def kept_out(self, module: Module) -> dict[str, Formula]:
        found = super().kept_out(module)
        return {name: rule for name, rule in found.items() if name not in self.forgotten}

    def criterion(self, c: object) -> Four:
        return self._from_records(c) if self.deaf else super().criterion(c)  # type: ignore[arg-type]


def forgetting(*rules: str, deaf: bool = False) -> Callable[[Catalogue], World]:
    """A world in which each day is planned without these rules."""
    kind = type("Forgetful", (Careless,), {"forgotten": frozenset(rules), "deaf": deaf})

    def made(catalogue: Catalogue) -> World:
        world = World(catalogue)
        days = tuple(kind(world.person, therapy) for therapy in world.therapies)
        world.__dict__["days"] = days
        return world

    return made


@dataclass(frozen=True)
class Forgotten:
    """A rule of the planner, the property that rests on it, and the reason that names it."""

    world: Callable[[Catalogue], World]
    catalogue: Catalogue
    reason: str = ""


ANGER = module("r2", aims=(aim("anger"),))
FORGOTTEN: Mapping[str, Forgotten] = {
    "contraindicated_never": Forgotten(
        forgetting("contraindicated"), holding(trauma(gate_of_attempts())), "r7.attempt"
    ),
    "consent": Forgotten(forgetting("declined"), holding(ANGER), "declined"),
    "competence": Forgotten(
        forgetting("competence"), holding(replace(ANGER, competences=("dbt_skills",))), "competence"
    ),
    "assessment_first": Forgotten(
        forgetting("assessment_before_plan"), holding(ANGER), "assessment_before_plan"
    ),
    "step_back": Forgotten(forgetting(deaf=True), holding()),
    "judgement_is_a_way": Forgotten(forgetting(deaf=True), holding()),
}


@pytest.mark.parametrize("name", FORGOTTEN)
def test_a_rule_that_the_planner_forgets_turns_its_property_red(name: str) -> None:
    one = FORGOTTEN[name]
    assert not judge(BY_ID[name], one.world(one.catalogue), Search()).proved
    assert verdict(name, one.catalogue).proved


@pytest.mark.parametrize("name", [n for n, one in FORGOTTEN.items() if one.reason])
def test_the_planner_refuses_aloud_whom_that_proof_shows(name: str) -> None:
    one = FORGOTTEN[name]
    found = judge(BY_ID[name], one.world(one.catalogue), Search()).against
    assert found is not None
    assert found.person is not None
    plan = propose(understand(found.person, one.catalogue), one.catalogue)
    reasons = [r.rule for left in plan.left_out for r in left.reasons]
    assert one.reason in reasons


def test_the_planner_hears_the_judgement_that_a_deaf_one_does_not() -> None:
    one = FORGOTTEN["step_back"]
    found = judge(BY_ID["step_back"], one.world(one.catalogue), Search()).against
    assert found is not None
    assert found.person is not None
    judged = {j.criterion for j in found.person.judgements if not j.met}
    states = [c for g in understand(found.person, one.catalogue).gates for c in g.criteria]
    assert [c.state for c in states if c.id in judged] == [Truth.NOT_MET] * len(judged)
    assert judged


def test_every_property_is_seen_red() -> None:
    """But for the twelve archetypes, who are people of the packaged catalogue."""
    seen = {name for name, _, _ in RED.values()} | set(FORGOTTEN)
    assert set(BY_ID) - seen == {"liveness_of_archetypes"}


def test_a_proof_tells_of_each_property_as_it_comes() -> None:
    told: list[str] = []
    some = [BY_ID["consent"], BY_ID["gates_hold"]]
    _, slip, _ = RED["a gate of trauma work is lost"]
    found = prove(slip(), some, lambda one: told.append(one.id))
    assert told == ["consent", "gates_hold"]
    assert [one.id for one in unproved(found)] == ["gates_hold"]


def test_what_speaks_of_another_module_is_not_proved_again() -> None:
    catalogue = holding(trauma(gate_of_attempts()), ANGER)
    whole = judge(BY_ID["danger_first"], World(catalogue), Search())
    part = judge(BY_ID["danger_first"], World(catalogue, "r2"), Search())
    assert whole.cases > part.cases == len(World(catalogue).therapies)
