"""While danger is imminent nothing starts or goes on but safety work, whatever else is true.

Clinical decisions 4, 6 and 7: danger is what a named clinician judges now, or intent, plan or
attempt that nobody has reviewed. Common modules stay; all other work is held and not ended.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from openimt.catalogue.condition import Condition
from openimt.catalogue.load import load
from openimt.formulate.assessment import (
    Assessment,
    Context,
    Delivered,
    Diagnosis,
    Group,
    Judgement,
    Reading,
    SafetyJudgement,
)
from openimt.formulate.understand import understand
from openimt.plan.check import check_plan
from openimt.plan.plan import Plan
from openimt.plan.propose import propose
from openimt.plan.replan import replan
from openimt.terms import FACT_TARGETS, EventKind, Phase, SafetyPlanState
from tests.builders import ON, commons, event, need
from tests.spec.plan.archetypes import person

CATALOGUE = load()
THERAPIES = sorted(t.id for t in CATALOGUE.course_therapies())
COMMON = {m.id for m in CATALOGUE.common()}
MAY_GO_ON = {m.id for m in CATALOGUE.specific() if Phase.SAFETY in m.phases}
HELD = sorted({m.id for m in CATALOGUE.specific()} - MAY_GO_ON)
EVERY_NEED = tuple(
    need(target, 0.9) for target in sorted(CATALOGUE.targets) if target not in FACT_TARGETS
)


def feared(condition: Condition, so: bool = True) -> set[str]:
    """The judgements that speak against a module where this must not be so."""
    if condition.asks == "judgement":
        return {condition.of[0]} if so else set()
    inner = (feared(part, so is not (condition.asks == "not")) for part in condition.parts)
    return set().union(*inner)


FEARED = set().union(
    *(feared(c.when) for m in CATALOGUE.specific() for c in (*m.not_yet, *m.contraindicated))
)
LATER = ON + timedelta(weeks=52)
EVERY_JUDGEMENT = tuple(
    Judgement(name, met, "dr-a", LATER, "seen together", "senior")
    for name, met in (
        *((criterion.id, True) for t in THERAPIES for g in CATALOGUE.therapy(t).gates
          for criterion in g.criteria if criterion.id != "risk_settled"),
        *((j, j not in FEARED) for j in CATALOGUE.judgements),
        *((clause.id, False) for m in CATALOGUE.specific() for clause in m.contraindicated),
        *((clause.id, True) for m in CATALOGUE.specific() for clause in m.requires),
    )
)  # fmt: skip
"""A senior colleague has judged everything that anybody may judge in favour of every module."""

GROUPS = tuple(
    Group(m.id, tuple(ON + timedelta(weeks=week) for week in range(0, 100, 4)))
    for m in CATALOGUE.specific()
    if m.dose.track == "group"
)
OFFERED = {"plan": SafetyPlanState.OFFERED, "plan_on": ON}
JUDGED = SafetyJudgement(True, "dr-a", ON, ON + timedelta(weeks=2), **OFFERED)
CALM = SafetyJudgement(False, "dr-a", ON, ON + timedelta(weeks=2), **OFFERED)
DANGERS: Mapping[str, dict[str, object]] = {
    "judged by a clinician": {"safety": JUDGED},
    "an attempt nobody has reviewed": {"events": (event(EventKind.SUICIDE_ATTEMPT),)},
    "intent was said": {"events": (event(EventKind.SUICIDAL_INTENT),)},
    "a plan was said": {"events": (event(EventKind.SUICIDAL_PLAN),)},
}


def endangered(danger: str, therapy: str, *readings: Reading, **known: object) -> Assessment:
    """Somebody in danger for whom all else speaks for every module: needs, wishes, judgements."""
    every = [m.id for m in CATALOGUE.specific()]
    fields: dict[str, object] = {
        "therapy": therapy,
        "events": (),
        "common": commons(),
        "other_diagnoses": (Diagnosis("6B40"),),
        "preferences": dict.fromkeys(every, 1.0),
        "capacities": {c: person().capacities["can_settle"].SHOWN for c in CATALOGUE.capacities},
        "judgements": EVERY_JUDGEMENT,
        "context": Context(2.0, CATALOGUE.competences, GROUPS),
    }
    return person(*(readings or EVERY_NEED), **(fields | DANGERS[danger] | known))


def plan(a: Assessment) -> Plan:
    return propose(understand(a, CATALOGUE), CATALOGUE, horizon_weeks=104, time_limit=0)


def in_danger(found: Plan) -> set[str]:
    """The specific modules that start or go on while the safety phase lasts."""
    ends = next(w.end_week for w in found.windows if w.phase is Phase.SAFETY)
    assert ends > 0
    return {p.module for p in found.placements if p.start_week < ends} - COMMON


def test_only_safety_modules_other_than_chain_analysis_may_go_on_in_danger() -> None:
    assert {"s1", "s2", "s4"} <= MAY_GO_ON
    assert all(name.startswith("s") and name != "s3" for name in MAY_GO_ON)


@pytest.mark.parametrize("therapy", THERAPIES)
@pytest.mark.parametrize("danger", DANGERS)
def test_nothing_else_starts(danger: str, therapy: str) -> None:
    found = plan(endangered(danger, therapy))
    assert found.phase is Phase.SAFETY
    assert {"s1"} <= in_danger(found) <= MAY_GO_ON
    assert {p.module for p in found.placements if p.start_week == 0} >= COMMON


@pytest.mark.parametrize("therapy", THERAPIES)
@pytest.mark.parametrize("danger", DANGERS)
def test_nothing_else_goes_on_and_nothing_is_ended(danger: str, therapy: str) -> None:
    running = tuple(Delivered(name, 2, 2) for name in HELD)
    a = endangered(danger, therapy, delivered=running)
    found = plan(a)
    assert in_danger(found) <= MAY_GO_ON
    assert check_plan(found, a, CATALOGUE) == ()
    later = {p.module: p for p in found.placements if p.module in HELD}
    assert later, "what was begun comes back after the danger"
    for placed in later.values():
        assert "danger_first" in {reason.rule for reason in placed.reasons}
    assert not {out.module for out in found.left_out if out.reasons[0].rule == "ended"}


@pytest.mark.parametrize("therapy", ["imt", "gpm"], ids=["phases bind", "order is free"])
@pytest.mark.parametrize("name", HELD)
def test_asking_for_a_module_does_not_bring_it_into_danger(name: str, therapy: str) -> None:
    found = plan(endangered("judged by a clinician", therapy, need("agency", 0.9), pin=(name,)))
    assert found.placement(name).start_week > 0
    assert in_danger(found) <= MAY_GO_ON


@pytest.mark.parametrize("therapy", THERAPIES)
def test_the_ending_is_held_too_and_planned_for_afterwards(therapy: str) -> None:
    begun = (Delivered("n7", 2, 1),)
    placed = plan(endangered("judged by a clinician", therapy, delivered=begun)).placement("n7")
    assert placed is not None
    assert placed.start_week > 0
    assert placed.phase is not Phase.SAFETY


@pytest.mark.parametrize("therapy", THERAPIES)
def test_a_plan_made_in_calm_stops_when_danger_comes_and_goes_on_after_it(therapy: str) -> None:
    calm = endangered("judged by a clinician", therapy, safety=CALM)
    before = plan(calm)
    running = {p.module for p in before.placements if p.start_week == 0} - COMMON
    assert running & set(HELD)
    begun = tuple(Delivered(name, 1, 1) for name in sorted(running))
    in_force = replan(
        understand(replace(calm, safety=JUDGED, delivered=begun), CATALOGUE), CATALOGUE, before
    ).plan
    assert in_danger(in_force) <= MAY_GO_ON
    after = replan(understand(replace(calm, delivered=begun), CATALOGUE), CATALOGUE, in_force).plan
    back = {p.module for p in after.placements if p.start_week == 0}
    assert running & set(HELD) <= back


@pytest.mark.parametrize("therapy", THERAPIES)
def test_the_check_would_see_what_goes_on_in_danger(therapy: str) -> None:
    """The independent check speaks when a plan keeps a held module running."""
    a = endangered("judged by a clinician", therapy, delivered=(Delivered("n3", 2, 2),))
    found = plan(a)
    held = found.placement("n3")
    assert held is not None
    wrong = replace(held, start_week=0, phase=Phase.SAFETY)
    kept = tuple(wrong if p.module == "n3" else p for p in found.placements)
    rules = {b.rule for b in check_plan(replace(found, placements=kept), a, CATALOGUE)}
    assert "safety_alone_in_danger" in rules
