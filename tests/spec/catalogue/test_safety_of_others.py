"""S9, the safety of others: a protocol that comes at once and holds no therapy; R4, the group."""

import re
from datetime import timedelta

import pytest

from openimt.catalogue.load import load
from openimt.catalogue.module import Module
from openimt.formulate.assessment import Assessment, Context, Delivered, Group
from openimt.formulate.understand import understand
from openimt.plan.check import check_plan
from openimt.plan.plan import Plan
from openimt.plan.propose import propose
from openimt.terms import CommonState, SafetyPlanState
from tests.builders import ON, assessment, commons, judged, need
from tests.spec.plan.archetypes import ARCHETYPES, CALM, STAFF, person

CATALOGUE = load()
S9 = CATALOGUE.module("s9")
WORDS = ("threat_to_a_person", "child_at_risk", "partner_violence", "ongoing_threat")
THERAPIES = ("imt", "mit", "dbt", "gpm")

THERAPY = re.compile(
    r"practi[sc]e|rehears|\bskill|role-?play|diary|imagin|mindful|breath|worksheet|reframe"
    r"|\breadings?\b|chain analysis|between sessions|what else (?:could|might) it|formulat"
    r"|\binsight|\bschema|your part in|meet (?:him|her|them) half",
    re.IGNORECASE,
)
"""What belongs to therapy and has no place in a protocol."""

GRADE = re.compile(
    r"\b(?:low|medium|moderate|high)[- ]risk|risk (?:level|score|grade)|likely to offend"
    r"|dangerous (?:person|patient)",
    re.IGNORECASE,
)


def moves(module: Module) -> str:
    """All that a therapist does and says in it, step by step."""
    told = [
        " ".join((m.name, m.do, m.sounds_like, m.look_for, m.when_stalled))
        for m in module.interventions
    ]
    guided = [" ".join((s.says, s.advance_when, s.when_stalled)) for s in module.steps]
    return " ".join((*told, *guided))


@pytest.mark.parametrize("pattern", [THERAPY, GRADE])
def test_it_holds_no_therapy_and_no_grade(pattern: re.Pattern[str]) -> None:
    pages = " ".join(f"{page.says} {page.try_this}" for page in S9.patient)
    assert pattern.findall(f"{moves(S9)} {pages} {S9.measure_says} {S9.record}") == []


@pytest.mark.parametrize("name", ["s4", "s5", "i3", "r5"])
def test_therapy_would_be_found(name: str) -> None:
    assert THERAPY.search(moves(CATALOGUE.module(name)))


def test_it_gives_no_homework() -> None:
    assert S9.homework.startswith("None.")


PROTOCOL = {
    "the person is seen alone": r"[Ss]ee the person alone",
    "what is passed on is said first": r"[Ss]ay before asking what you must pass on",
    "emergency help": r"emergency number",
    "a second person on the same day": r"A second person, the same day",
    "the law of the place": r"law of the place",
    "child protection": r"child protection",
    "a concern is enough": r"a concern and no proof",
    "parents are not assumed to harm": r"not assumed to harm",
    "no session with both partners": r"No session with both",
    "leaving is the hurt person's decision": r"Whether to leave is their decision",
    "special services for partner violence": r"special services",
    "police": r"police",
    "who uses violence is referred": r"programme for people who use violence",
    "a way of contact that is safe": r"way of contact that is safe",
    "the therapist's own safety": r"your own safety",
    "closed by two": r"together with the second person",
}


@pytest.mark.parametrize("step", PROTOCOL)
def test_no_step_of_the_protocol_is_missing(step: str) -> None:
    assert re.search(PROTOCOL[step], moves(S9))


def plan(a: Assessment, weeks: int = 30) -> Plan:
    found = propose(understand(a, CATALOGUE), CATALOGUE, horizon_weeks=weeks, time_limit=0)
    assert check_plan(found, a, CATALOGUE) == ()
    return found


def start(a: Assessment, module: str) -> int | None:
    placed = plan(a).placement(module)
    return None if placed is None else placed.start_week


@pytest.mark.parametrize("therapy", THERAPIES)
@pytest.mark.parametrize("word", WORDS)
def test_it_comes_at_once_under_every_therapy(word: str, therapy: str) -> None:
    assert start(assessment(therapy=therapy, judgements=(judged(word),)), "s9") == 0


SITUATIONS: dict[str, dict[str, object]] = {
    "no diagnosis and no reading": {"diagnosis": None},
    "nothing was asked": {"diagnosis": None, "events": None},
    "the person says no": {"preferences": {"s9": -1.0}},
    "nobody trained": {"context": Context(competences=())},
    "every common module in repair": {"common": commons(CommonState.NEEDS_REPAIR)},
    "closed before": {"delivered": (Delivered("s9", 4, 3),)},
    "ended before": {"delivered": (Delivered("s9", 2, 1, "all safe then"),)},
    "closed before, safety plan made": {"delivered": (Delivered("s9", 4, 3),), "safety": CALM},
}


@pytest.mark.parametrize("situation", SITUATIONS)
def test_nothing_withholds_it(situation: str) -> None:
    known = {"judgements": (judged("child_at_risk"),)} | SITUATIONS[situation]
    assert start(assessment(**known), "s9") == 0


@pytest.mark.parametrize("name", ARCHETYPES)
def test_nobody_gets_it_whom_nothing_calls_for(name: str) -> None:
    assert plan(ARCHETYPES[name]).placement("s9") is None


def test_it_takes_no_session_from_anything_else() -> None:
    a = ARCHETYPES["employed and cared for"]
    without, with_it = plan(a), plan(person(*a.readings, **_known(a)))
    placed = {p.module: (p.start_week, p.sessions) for p in with_it.placements}
    assert placed.pop("s9")[0] == 0
    assert placed == {p.module: (p.start_week, p.sessions) for p in without.placements}


def _known(a: Assessment) -> dict[str, object]:
    """The same person, with a child who may be in danger."""
    return {
        "resilience": a.resilience,
        "capacities": a.capacities,
        "judgements": (judged("child_at_risk"),),
    }


def test_an_urgent_state_brings_routing_before_the_assessment_is_done() -> None:
    urgent = assessment(diagnosis=None, judgements=(judged("urgent_other_state"),))
    assert start(urgent, "s8") == 0
    assert start(assessment(diagnosis=None, judgements=(judged("other_state"),)), "s8") is None


# -- the group -------------------------------------------------------------------------------------

GROUP = Context(competences=STAFF.competences, groups=(Group("r4", (ON + timedelta(weeks=6),)),))
AVOIDS = need("emotion_avoidance", 0.7)


def in_group(*words: str, **known: object) -> Plan:
    fields: dict[str, object] = {"context": GROUP, "judgements": tuple(judged(w) for w in words)}
    return plan(person(AVOIDS, need("identity", 0.5), **(fields | known)))


def why_left(found: Plan, module: str) -> str:
    return next(left.reasons[0].rule for left in found.left_out if left.module == module)


def test_the_group_begins_when_it_begins() -> None:
    placed = in_group().placement("r4")
    assert placed is not None
    assert placed.start_week == 6


@pytest.mark.parametrize(
    ("found", "rule"),
    [
        (in_group("no_individual_clinician"), "r4.no_individual_clinician"),
        (in_group("refuses_group"), "r4.refuses_group"),
        (in_group(preferences={"r4": -1.0}), "declined"),
        (in_group(context=STAFF), "no_group"),
    ],
    ids=["nobody beside it", "no wish for a group", "no wish for this", "no group here"],
)
def test_the_group_is_not_offered(found: Plan, rule: str) -> None:
    assert found.placement("r4") is None
    assert why_left(found, "r4") == rule


@pytest.mark.parametrize("state", [None, *SafetyPlanState])
def test_any_answer_to_the_offer_of_a_plan_will_do(state: SafetyPlanState | None) -> None:
    safety = assessment().safety if state is None else CALM
    assert in_group(safety=safety).placement("r4") is not None


def test_self_harm_forces_nobody_into_a_group() -> None:
    harming = ARCHETYPES["weekly low-lethality self-harm"]
    found = plan(person(*harming.readings, events=harming.events, context=GROUP))
    assert found.placement("r4") is None
    assert why_left(found, "r4") == "not_called_for"
