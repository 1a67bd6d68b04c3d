"""What an adopted plan has for a day is held when a fact of that day stands against it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from openimt.catalogue.load import load
from openimt.deliver.agenda import agenda
from openimt.deliver.session import AgendaPoint
from openimt.formulate.assessment import Assessment, Delivered, SafetyJudgement
from openimt.formulate.understand import understand
from openimt.plan.plan import Placement, Plan, Reason
from openimt.terms import EventKind, Phase
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
