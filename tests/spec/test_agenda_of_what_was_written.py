"""What was written beside the plan, as a table: each open thing has one place on the agenda."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from openimt.deliver.agenda import agenda
from openimt.deliver.brought import (
    BegunChain,
    Brought,
    Goal,
    Helper,
    Pattern,
)
from openimt.deliver.cases.reviews import Review
from openimt.deliver.session import AgendaPoint
from openimt.formulate.assessment import Delivered
from openimt.formulate.pattern.schema import Schema
from openimt.terms import PHASES, CapacityState, Phase
from tests.spec.test_agenda_by_therapy import person, therapy
from tests.unit.small_clinic import ON, catalogue, module, placed, plan, profile

MEDICINE = "Sertraline: the review was due on 11 Nov 2026."


def points(brought: Brought, *items: str) -> list[AgendaPoint]:
    return list(
        agenda(plan(placed("r3", 0, running=True)), profile(), catalogue(*items),
               delivered=(), brought=brought)
    )  # fmt: skip


def under_own(brought: Brought, *items: str) -> dict[str, AgendaPoint]:
    found = agenda(
        replace(plan(), therapy="own"), person(), therapy(*items), delivered=(), brought=brought
    )
    return {point.id: point for point in found}


PLACES = [
    ("nothing was written", Brought(), [
        "module_r3", "common_c1", "common_c2", "next"]),
    ("a chain was begun", Brought(chains=(BegunChain(ON),)), [
        "chain_begun", "module_r3", "common_c1", "common_c2", "next"]),
    ("the team was asked", Brought(asked=("How?",)), [
        "module_r3", "common_c1", "common_c2", "team", "next"]),
    ("a medicine waits", Brought(medicines=(MEDICINE,)), [
        "module_r3", "common_c1", "common_c2", "medicines", "next"]),
    ("the day of a goal has come", Brought(goals=(Goal("Work", ON), Goal("Later"))), [
        "module_r3", "common_c1", "common_c2", "case", "next"]),
]  # fmt: skip


@pytest.mark.parametrize(("says", "brought", "wanted"), PLACES, ids=[p[0] for p in PLACES])
def test_each_open_thing_has_its_place(says: str, brought: Brought, wanted: list[str]) -> None:
    found = points(brought, "modules", "common", "next")
    assert [point.id for point in found] == wanted
    assert all(point.because for point in found)
    assert not [point for point in found if point.first]


@pytest.mark.parametrize(
    ("phase", "day", "there", "says"),
    [
        (Phase.REGULATION, None, False, ""),
        (Phase.REGULATION, date(2027, 3, 1), True, "Planned for 1 Mar 2027: speak of it"),
        (Phase.INTEGRATION, None, True, "No day is named yet. Name it well ahead"),
    ],
)
def test_the_ending_is_named_in_the_last_phase_and_once_its_day_is_known(
    phase: Phase, day: date | None, there: bool, says: str
) -> None:
    known = replace(profile(), phase=phase)
    kept, ends = catalogue("modules", "next"), replace(module("n7"), phases=PHASES)
    kept = replace(kept, modules={**kept.modules, "n7": ends})
    worked = plan(placed("n7", running=True))

    def found(one):
        return agenda(one, known, kept, delivered=(), brought=Brought(ends_on=day))

    endings = [point for point in found(plan()) if point.id == "ending"]
    assert bool(endings) == there
    assert all(point.detail.startswith(says) for point in endings)
    of_n7 = [point for point in found(worked) if point.module == "n7"]
    assert [point.id for point in of_n7] == ["module_n7"], "it never stands there twice"
    assert of_n7[0].lines[0].startswith(says or "No day is named yet")


def test_a_missed_group_and_a_question_to_the_team_are_matters_of_working_together() -> None:
    days = (ON - timedelta(days=5), ON - timedelta(days=40))
    found = under_own(Brought(missed_group=days, asked=("Am I relieved?",)), "hierarchy", "next")
    assert found["level_work_together"].lines == (
        "The skills group was missed on 18 Nov 2026.",
        "The team is asked, and has not answered yet: “Am I relieved?”",
    )
    assert "team" not in found
    assert not found["level_living"].because.startswith("The skills")


def test_the_case_plan_names_roles_and_helpers_beside_the_profile() -> None:
    goals = (Goal("Four hours in the garden", ON, role=True), Goal("Sleep", role=False))
    found = under_own(Brought(goals=goals), "hierarchy", "review", "next")
    assert found["level_living"].lines[-1] == (
        "Roles now: Four hours in the garden (goal for 23 Nov 2026)."
    )
    (asked,) = found["review"].lines
    assert asked.startswith("Goal for 23 Nov 2026: Four hours in the garden. Seen, altered")


def test_a_review_whose_day_comes_opens_the_look_at_the_whole() -> None:
    due = Review(6, ON + timedelta(days=3))
    assert "review" not in under_own(Brought(), "review", "next")
    point = under_own(Brought(review=due), "review", "next")["review"]
    assert point.lines == ("The review of the course after 6 months: its day is 26 Nov 2026.",)
    assert point.because == "What has not helped is stopped or altered."


def test_helpers_stand_where_the_therapy_speaks_of_them() -> None:
    helpers = (Helper("Work", "The job coach", "Writes first"), Helper("", "Her aunt"))
    point = under_own(Brought(helpers=helpers), "coordination", "next")["coordination"]
    assert point.lines == ("The job coach (work): Writes first", "Her aunt")
    assert Helper("Prescriber", "").says == "Prescriber"


def test_a_chain_says_of_what_and_what_is_open() -> None:
    chains = (BegunChain(ON, "Nearly left.", "The day is not said."), BegunChain(ON))
    (point,) = [p for p in points(Brought(chains=chains)) if p.id == "chain_begun"]
    assert point.lines == (
        "“Nearly left”, begun on 23 Nov 2026. The day is not said.",
        "Begun on 23 Nov 2026. It waits to be signed.",
    )


@pytest.mark.parametrize(("capacities", "there"), [((), False), (("can_s1", "can_s2"), True)])
def test_the_confirmed_pattern_s_words_stand_at_the_steps_that_change(
    capacities: tuple[str, ...], there: bool
) -> None:
    schema = Schema(if_show="my work", then_other="look away", coping="I ask for nothing")
    known = person(capacities=dict.fromkeys(capacities, CapacityState.SHOWN))
    found = agenda(
        replace(plan(), therapy="own"), known, therapy("procedure", "next"),
        delivered=(), brought=Brought(patterns=(Pattern("The closed door", schema),)),
    )  # fmt: skip
    lines = next(point for point in found if point.id.startswith("step_")).lines
    says = (
        "The old expectation (“The closed door”): if I show or ask for “my work”, "
        "then the other will “look away”."
    )
    assert (says in lines) == there
    assert ("What is done then: I ask for nothing" in lines) == there


def test_a_record_of_work_does_not_change_what_was_written() -> None:
    done = (Delivered("r3", step=2, sessions=1),)
    given = Brought(medicines=(MEDICINE,))
    found = agenda(plan(placed("r3")), profile(), catalogue(), delivered=done, brought=given)
    (point,) = [one for one in found if one.id == "medicines"]
    assert point.lines == (MEDICINE,)
