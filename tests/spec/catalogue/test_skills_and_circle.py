"""Attention, asking and refusing, connection, distance from the schema, network: where each may
start, what calls for it and what holds it back, stated here apart from the files."""

# ruff: noqa: E501 - a table reads best with one case a line

from collections.abc import Mapping
from datetime import date

import pytest

from openimt.catalogue.load import load
from openimt.catalogue.module import Module
from openimt.formulate.ask import ask
from openimt.formulate.assessment import (
    Assessment,
    Context,
    Delivered,
    Diagnosis,
    Judgement,
    Resilience,
)
from openimt.formulate.available import available
from openimt.formulate.clause import stands_against
from openimt.formulate.facts import Facts
from openimt.terms import CapacityState, Evidence, Phase, Truth

ON = date(2026, 11, 22)
SHOWN, NOT_SHOWN = CapacityState.SHOWN, CapacityState.NOT_SHOWN
NOT_NEEDED = CapacityState.NOT_NEEDED

MAY_START = [
    # module, home, phases in which it may start, what it aims at
    ("r6", "regulation", "regulation exploration integration", "rumination self_attack impulsivity"),
    ("i4", "regulation", "regulation exploration", "assertiveness anger relationship_avoidance"),
    ("i5", "regulation", "containment regulation exploration integration", "hypersensitivity rejection_sensitivity crisis"),
    ("i6", "exploration", "exploration integration", "schema rejection_sensitivity healthy_self"),
    ("i9", "regulation", "containment regulation exploration integration", "network crisis"),
]  # fmt: skip
MODULES = [row[0] for row in MAY_START]


@pytest.mark.parametrize(("name", "home", "phases", "targets"), MAY_START)
def test_where_it_may_start_and_what_for(name: str, home: str, phases: str, targets: str) -> None:
    module = load().module(name)
    assert module.home == home
    assert " ".join(module.phases) == phases
    assert " ".join(module.targets) == targets


def person(
    capacities: Mapping[str, CapacityState] | None = None,
    judged: Mapping[str, bool] | None = None,
    **known: object,
) -> Facts:
    """Somebody about whom this is known and nothing else."""
    fields: dict[str, object] = {
        "capacities": capacities or {},
        "judgements": tuple(Judgement(k, v, "dr-a") for k, v in (judged or {}).items()),
        "diagnosis": Diagnosis("6D11.5"),
    }
    return Facts(Assessment("p1", ON, **(fields | known)), {}, Phase.EXPLORATION)  # type: ignore[arg-type]


def held_back_by(module: Module, facts: Facts) -> set[str]:
    """The clauses that hold a module back."""
    against = (
        (module.not_yet, Truth.MET),
        (module.contraindicated, Truth.MET),
        (module.requires, Truth.NOT_MET),
    )
    return {
        clause.id.removeprefix(f"{module.id}.")
        for clauses, feared in against
        for clause in clauses
        if stands_against(clause, feared, facts, module.id)
    }


THREAT = {"ongoing_threat": True}
NAMING = (Delivered("r2", 2, 3),)
HELD_BACK = [
    # module, who, the facts, what holds it back
    ("r6", "presence not looked at", person(), ""),
    ("r6", "loses the present", person({"can_stay_present": NOT_SHOWN}), "stays_present"),
    ("r6", "stays present after S5", person({"can_stay_present": SHOWN}), ""),
    ("r6", "never dissociates, never had S5", person({"can_stay_present": NOT_NEEDED}), ""),
    ("i4", "nothing is known", person(), ""),
    ("i4", "cannot name feelings", person({"names_emotions": NOT_SHOWN}), "names_emotions"),
    ("i4", "begins to name them with R2", person({"names_emotions": NOT_SHOWN}, delivered=NAMING), ""),
    ("i4", "names feelings, never had R3", person({"names_emotions": SHOWN}), ""),
    ("i4", "naming was never a question", person({"names_emotions": NOT_NEEDED}), ""),
    ("i4", "a no is punished at home", person({"names_emotions": SHOWN}, THREAT), "unsafe_to_refuse"),
    ("i4", "threat looked at, and none", person({"names_emotions": SHOWN}, {"ongoing_threat": False}), ""),
    ("i5", "nothing is known", person(), ""),
    ("i5", "never had R1, threat, nothing settled", person({"can_settle": NOT_SHOWN}, THREAT), ""),
    ("i6", "pattern not looked at", person(), ""),
    ("i6", "does not know the pattern", person({"knows_own_schema": NOT_SHOWN}), "knows_own_schema"),
    ("i6", "knows it, never had I2 here", person({"knows_own_schema": SHOWN, "names_emotions": SHOWN}), ""),
    ("i6", "knows it, no words for feelings", person({"knows_own_schema": SHOWN, "names_emotions": NOT_SHOWN}), "names_emotions"),
    ("i6", "knows it, naming begun with R2", person({"knows_own_schema": SHOWN, "names_emotions": NOT_SHOWN}, delivered=NAMING), ""),
    ("i6", "the fear is true", person({"knows_own_schema": SHOWN}, THREAT), "real_threat"),
    ("i9", "consent not asked yet", person(), ""),
    ("i9", "consent given", person(judged={"network_consent": True}), ""),
    ("i9", "consent refused", person(judged={"network_consent": False}), "consent"),
    ("i9", "the mother who would come hits", person(judged={"network_consent": True, "abusive_relatives": True}), "abusive_relatives"),
    ("i9", "relatives looked at, kind", person(judged={"network_consent": True, "abusive_relatives": False}), ""),
    ("i9", "threat from elsewhere", person(judged={"network_consent": True} | THREAT), ""),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "facts", "clauses"),
    [pytest.param(row[0], row[2], row[3], id=f"{row[0]}: {row[1]}") for row in HELD_BACK],
)
def test_what_holds_it_back(name: str, facts: Facts, clauses: str) -> None:
    assert held_back_by(load().module(name), facts) == set(clauses.split())


ALONE = Resilience(None, ("cooking",), (), ("humour",), ())
NOT_ALONE = Resilience(None, (), ("sister",), (), ())
CALLED = [
    # module, who, the resilience profile, the clauses that call for it
    ("i5", "has nobody", ALONE, "no_supports"),
    ("i5", "has a sister", NOT_ALONE, ""),
    ("i5", "nobody asked", Resilience(), ""),
    ("i9", "has nobody", ALONE, ""),
    ("i9", "has a sister", NOT_ALONE, "engaged_supports"),
    ("i9", "nobody asked", Resilience(), ""),
]


@pytest.mark.parametrize(
    ("name", "profile", "clauses"),
    [pytest.param(row[0], row[2], row[3], id=f"{row[0]}: {row[1]}") for row in CALLED],
)
def test_resilience_selects(name: str, profile: Resilience, clauses: str) -> None:
    """Supports and their absence choose modules, and not only the pace (clinical decision 9)."""
    facts = person(resilience=profile)
    calling = {
        c.id for c in load().module(name).indicated if ask(c.when, facts, name).state is Truth.MET
    }
    assert calling == {f"{name}.{clause}" for clause in clauses.split()}


@pytest.mark.parametrize("name", MODULES)
def test_no_missing_form_denies_it(name: str) -> None:
    module = load().module(name)
    clauses = (*module.not_yet, *module.contraindicated, *module.requires)
    assert [c.id for c in clauses if c.unknown_blocks] == []
    assert held_back_by(module, Facts(Assessment("p1", ON), {}, None)) == set()


@pytest.mark.parametrize("name", MODULES)
def test_nobody_sets_its_clauses_aside(name: str) -> None:
    module = load().module(name)
    clauses = (*module.not_yet, *module.contraindicated, *module.requires)
    assert [c.id for c in clauses if c.override] == []


GIVEN_BY = [
    # module, trained in, whether it can be given
    ("r6", ("dbt_skills",), True),
    ("r6", ("mit",), True),
    ("r6", ("gpm",), False),
    ("i4", ("dbt_skills",), True),
    ("i4", ("stepps",), True),
    ("i4", ("mit",), False),
    ("i5", (), True),
    ("i6", ("mit",), True),
    ("i6", ("dbt_skills",), False),
    ("i9", (), True),
]


@pytest.mark.parametrize(("name", "trained", "given"), GIVEN_BY)
def test_who_can_give_it(name: str, trained: tuple[str, ...], given: bool) -> None:
    facts = person(context=Context(competences=trained))
    assert available(load().module(name), facts) is given


CLASSES = {"r6": "T2", "i4": "T2", "i5": "T2", "i6": "T3", "i9": "T2"}


@pytest.mark.parametrize(("name", "evidence"), CLASSES.items())
def test_its_evidence_is_said_as_it_is(name: str, evidence: str) -> None:
    module = load().module(name)
    assert module.evidence is Evidence(evidence)


HONEST = [
    # module, a hard fact that its words about evidence must not leave out
    ("r6", "Brooding itself was not their outcome"),
    ("i4", "one found no gain at all"),
    ("i6", "less well on borderline symptoms"),
    ("i9", "did not change self-harm"),
]


@pytest.mark.parametrize(("name", "fact"), HONEST)
def test_what_speaks_against_it_is_told_too(name: str, fact: str) -> None:
    assert fact in load().module(name).evidence_says


def test_attention_is_short_and_with_open_eyes_where_presence_slips() -> None:
    module = load().module("r6")
    (move,) = [m for m in module.interventions if "eyes open" in m.do]
    assert "two minutes" in move.do
    assert "keep your eyes open" in module.page("en").says
    assert "Augen dürfen die ganze Zeit offen bleiben" in module.page("de").says


def test_distance_is_never_a_debate() -> None:
    module = load().module("i6")
    assert module.interventions[0].name == "Begin with the pain"
    assert any("argued" in mark for mark in module.adherence)
    assert "No one will tell you that you are wrong." in module.page("en").says


def test_a_no_that_is_punished_is_asked_about_first() -> None:
    assert load().module("i4").interventions[0].name == "Ask whether it is safe"


def test_nobody_is_spoken_to_without_a_yes() -> None:
    module = load().module("i9")
    assert "nobody is contacted" in module.interventions[0].do
    assert module.adherence[0].startswith("Nobody was spoken to before consent was on record")
    assert "Without your yes, we talk to no one." in module.page("en").says
    assert "Ohne Ihr Ja reden wir mit niemandem." in module.page("de").says
