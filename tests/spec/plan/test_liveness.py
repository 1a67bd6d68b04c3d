"""Nobody is stuck: from every archetype and every phase, when facts turn out well, a course reaches
integration and its end; who leaves early gets an ending and finds the way back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from openimt.catalogue.load import load
from openimt.formulate.assessment import Assessment, Delivered, Judgement, SafetyJudgement
from openimt.formulate.understand import understand
from openimt.plan.check import check_plan
from openimt.plan.propose import propose
from openimt.terms import PHASES, Phase
from tests.builders import ON
from tests.spec.plan.archetypes import ARCHETYPES, LEAVES_AFTER
from tests.spec.plan.good_course import Look, course

CATALOGUE = load()
PATIENCE = 160
"""Weeks after which somebody who is still not through counts as stuck."""

FAST, SLOW = 0.9, 0.98
"""What is left of a reading after four weeks: most needs go by themselves, or most of them stay."""

LEADS_TO = {
    Phase.CONTAINMENT: (),
    Phase.REGULATION: ("leave_containment",),
    Phase.EXPLORATION: ("leave_containment", "leave_regulation"),
    Phase.INTEGRATION: ("leave_containment", "leave_regulation", "leave_exploration"),
}


def starting_in(phase: Phase, a: Assessment) -> Assessment:
    """The same person where a named clinician has judged every gate before that phase open, and
    that of containment shut for a start there."""
    if phase is Phase.SAFETY:
        return replace(a, safety=SafetyJudgement(True, "dr-a", ON, ON + timedelta(weeks=2)))
    gates = {g.id: g for g in CATALOGUE.therapy("imt").gates}
    judged = tuple(
        Judgement(criterion.id, True, "dr-a", None, "known from before")
        for gate in LEADS_TO[phase]
        for criterion in gates[gate].criteria
    )
    if phase is Phase.CONTAINMENT:
        soon = ON + timedelta(weeks=3)
        judged = (Judgement("attending", False, "dr-a", soon, "not steady yet"),)
    calm = SafetyJudgement(False, "dr-a", ON, None, a.safety.plan, a.safety.plan_on)
    return replace(a, safety=calm, judgements=judged)


def told(looks: list[Look]) -> str:
    """What still stands open at the last look, for whoever reads a failure."""
    last = looks[-1]
    shut = [c for g in last.profile.gates if not g.open for c in g.criteria]
    return f"week {last.week}, {last.phase}: " + "; ".join(f"{c.id} {c.state}" for c in shut)


def steps(look: Look) -> dict[str, int]:
    return {d.module: d.step for d in look.profile.assessment.delivered}


@pytest.mark.parametrize("name", ARCHETYPES)
def test_every_archetype_reaches_its_end_when_needs_ease(name: str) -> None:
    reaches_its_end(course(ARCHETYPES[name], CATALOGUE, PATIENCE, ease=FAST))


@pytest.mark.parametrize("name", ARCHETYPES)
def test_every_archetype_reaches_its_end_when_needs_stay(name: str) -> None:
    """On the way no look breaks a hard rule, and with facts that only get better a phase that was
    left is not entered again."""
    looks = course(ARCHETYPES[name], CATALOGUE, PATIENCE, ease=SLOW)
    reaches_its_end(looks)
    for look in looks:
        found = check_plan(look.plan, look.profile.assessment, CATALOGUE)
        assert found == (), look.week
    order = [look.phase.order for look in looks]
    assert order == sorted(order)


def reaches_its_end(looks: list[Look]) -> None:
    assert looks[-1].done, told(looks)
    assert steps(looks[-1])["n7"] >= 3
    assert looks[-1].phase is Phase.INTEGRATION


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("name", ARCHETYPES)
def test_every_archetype_reaches_its_end_from_every_phase(name: str, phase: Phase) -> None:
    start = starting_in(phase, ARCHETYPES[name])
    looks = course(start, CATALOGUE, PATIENCE, ease=SLOW)
    assert looks[0].phase is phase
    assert looks[-1].done, told(looks)


@pytest.mark.parametrize("name", ARCHETYPES)
def test_who_wishes_to_tell_their_life_in_chapters_comes_to_do_so(name: str) -> None:
    wishing = replace(ARCHETYPES[name], preferences={"n5": 1.0})
    looks = course(wishing, CATALOGUE, PATIENCE, ease=SLOW)
    assert looks[-1].done, told(looks)
    assert steps(looks[-1])["n5"] >= 3


@pytest.mark.parametrize("module", ["i7", "n6"])
@pytest.mark.parametrize("name", ["weekly low-lethality self-harm", "starts as inpatient"])
def test_who_wishes_for_images_or_a_place_for_trauma_comes_to_it(name: str, module: str) -> None:
    """Every gate opens in time where somebody trained is there; none of them is a wall."""
    wishing = ARCHETYPES[name]
    trained = (*wishing.context.competences, "trauma", "schema")
    context = replace(wishing.context, competences=trained)
    looks = course(
        replace(wishing, preferences={module: 1.0}, context=context), CATALOGUE, PATIENCE, ease=SLOW
    )
    assert looks[-1].done, told(looks)
    assert steps(looks[-1])[module] >= 3


@pytest.mark.parametrize("therapy", ["mit", "dbt", "gpm"])
@pytest.mark.parametrize("name", ["no self-harm", "weekly low-lethality self-harm"])
def test_a_free_therapy_reaches_discharge_too(name: str, therapy: str) -> None:
    looks = course(replace(ARCHETYPES[name], therapy=therapy), CATALOGUE, PATIENCE, ease=SLOW)
    assert looks[-1].done, told(looks)


def test_who_leaves_at_week_10_has_an_ending_and_a_way_back() -> None:
    leaving = ARCHETYPES["leaves at week 10"]
    looks = course(leaving, CATALOGUE, LEAVES_AFTER, leaves=True)
    first = looks[0].plan.placement("n7")
    assert first.start_week + first.sessions <= LEAVES_AFTER
    assert steps(looks[-1])["n7"] >= 3

    gone = looks[-1].profile.assessment
    back = replace(gone, on=gone.on + timedelta(weeks=40), events=None, preferences={})
    plan = propose(understand(back, CATALOGUE), CATALOGUE)
    again = {p.module for p in plan.placements} - {f"c{n}" for n in range(1, 7)}
    assert again
    assert check_plan(plan, back, CATALOGUE) == ()


def test_who_never_began_can_begin_later() -> None:
    """A module that was ended with a reason comes back when somebody asks for it."""
    a = ARCHETYPES["no self-harm"]
    ended = replace(a, delivered=(Delivered("r3", 1, 2, "no time this summer"),))
    assert propose(understand(ended, CATALOGUE), CATALOGUE).placement("r3") is None
    asked = replace(ended, pin=("r3",))
    assert propose(understand(asked, CATALOGUE), CATALOGUE).placement("r3") is not None
