"""What an adopted plan has for a day is held when a fact of that day stands against it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from openimt.catalogue.load import load
from openimt.deliver.agenda import agenda
from openimt.deliver.session import AgendaPoint
from openimt.formulate.assessment import (
    Assessment,
    Delivered,
    Judgement,
    SafetyAnswer,
    SafetyJudgement,
)
from openimt.formulate.understand import understand
from openimt.plan.plan import Placement, Plan, Reason
from openimt.plan.propose import propose
from openimt.terms import EventKind, Phase, Response
from tests.builders import ON, event, judged
from tests.spec.plan.archetypes import ARCHETYPES

CATALOGUE = load()
RUNNING = ("s4", "r3", "i3")


def points(now: Assessment, *running: str, therapy: str = "imt") -> tuple[AgendaPoint, ...]:
    """The agenda of today from a plan that was adopted five weeks ago and has these running."""
    reasons = (Reason("need", "It was called for."),)
    placed = tuple(Placement(m, Phase.REGULATION, 0, 12, reasons, True) for m in running)
    then = ON - timedelta(weeks=5)
    version, phase = CATALOGUE.version, Phase.REGULATION
    plan = Plan("p1", then, version, therapy, phase, 78, placed, (), (), (), (), (), 1, 1)
    done = tuple(Delivered(m, 1, 2) for m in running)
    profile = understand(replace(now, delivered=done, therapy=therapy), CATALOGUE)
    return agenda(plan, profile, CATALOGUE, delivered=done, on=ON)


def named(found: tuple[AgendaPoint, ...], prefix: str) -> set[str]:
    return {p.id.removeprefix(prefix) for p in found if p.id.startswith(prefix)}


SOMEBODY = ARCHETYPES["weekly low-lethality self-harm"]


def test_on_a_calm_day_nothing_is_held() -> None:
    found = points(SOMEBODY, *RUNNING)
    assert set(RUNNING) <= named(found, "module_")
    assert named(found, "held_") == set()


@pytest.mark.parametrize("therapy", ["imt", "mit", "dbt", "gpm"])
def test_danger_of_today_holds_all_but_safety(therapy: str) -> None:
    danger = replace(SOMEBODY, safety=SafetyJudgement(True, "dr-a", ON, ON + timedelta(weeks=1)))
    found = points(danger, *RUNNING, therapy=therapy)
    assert named(found, "held_") == {"r3", "i3"}
    assert named(found, "module_") == {"s4"}


def test_an_attempt_since_the_plan_holds_trauma_work_though_it_was_reviewed() -> None:
    attempt = event(EventKind.SUICIDE_ATTEMPT, 1, reviewed_by="dr-a")
    now = replace(SOMEBODY, events=(*(SOMEBODY.events or ()), attempt))
    found = points(now, "r7", therapy="mit")
    assert named(found, "held_") == {"r7"}
    assert "attempt" in next(p.because for p in found if p.id == "held_r7")


def test_a_clear_no_of_today_holds_it() -> None:
    found = points(replace(SOMEBODY, preferences={"r3": -1.0}), *RUNNING)
    assert named(found, "held_") == {"r3"}


def test_threat_holds_the_search_for_other_readings() -> None:
    now = replace(SOMEBODY, judgements=(judged("ongoing_threat"),))
    assert "i3" in named(points(now, *RUNNING), "held_")


def test_an_overdose_just_told_holds_trauma_work_until_a_clinician_has_judged() -> None:
    told = SafetyAnswer("oi-safety", "overdose", 1, Response.EMERGENCY, ON)
    before = replace(SOMEBODY.safety, judged_on=ON - timedelta(days=1))
    now = replace(SOMEBODY, safety_answers=(told,), safety=before)
    assert "r7" in named(points(now, "r7", therapy="mit"), "held_")
    (held,) = [p for p in points(now, "r7", therapy="mit") if p.id == "held_r7"]
    assert held.because


def test_an_old_no_threat_does_not_outlast_the_threat_of_today() -> None:
    old = Judgement("ongoing_threat", False, "dr-b", ON + timedelta(weeks=16), "lived alone then")
    now = replace(SOMEBODY, judgements=(old, judged("ongoing_threat")))
    assert "i3" in named(points(now, *RUNNING), "held_")
    assert "s9" in {p.module for p in propose(understand(now, CATALOGUE), CATALOGUE).placements}


@pytest.mark.parametrize("therapy", ["imt", "mit", "dbt", "gpm"])
def test_what_led_to_an_act_is_looked_at_at_once_whatever_else_runs(therapy: str) -> None:
    """Decision 6: chain analysis from the first act, also beside skills that run already."""
    done = (Delivered("r3", 2, 4), Delivered("s4", 2, 4), Delivered("i3", 2, 4))
    act = event(EventKind.SELF_HARM_ACT, 0.2)
    now = replace(SOMEBODY, therapy=therapy, delivered=done, events=(*(SOMEBODY.events or ()), act))
    placed = propose(understand(now, CATALOGUE), CATALOGUE).placement("s3")
    assert placed is not None
    assert placed.start_week == 0
