"""A hard topic is open only while a release stands and nothing of the gate is in the way."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from openimt.catalogue.load import load
from openimt.deliver.story.pacing import Asks, Where, asks, pacing
from openimt.deliver.story.release import Release, in_the_way, is_given, is_released
from openimt.deliver.story.shapes import Tone
from openimt.formulate.assessment import Assessment, Context
from openimt.formulate.understand import understand
from openimt.terms import CapacityState, EventKind, Phase, SafetyPlanState
from tests.builders import ON, event
from tests.spec.catalogue.test_images_and_stories import ready
from tests.spec.plan.archetypes import CALM

CATALOGUE = load()
ENTRY = "7d9f"
GIVEN = Release("The summer of 2009", ON, ON + timedelta(weeks=2), entries=frozenset({ENTRY}))


def standing(known: Assessment) -> set[str]:
    return {one.id for one in in_the_way(understand(known, CATALOGUE), CATALOGUE)}


@pytest.mark.parametrize(("days", "stands"), [(-1, False), (0, True), (14, True), (15, False)])
def test_a_release_holds_from_its_first_day_to_its_last(days: int, stands: bool) -> None:
    assert GIVEN.stands(ON + timedelta(days=days)) is stands


@pytest.mark.parametrize(("days", "open_then"), [(0, True), (2, True), (3, False), (4, False)])
def test_one_that_was_taken_back_opens_nothing_from_that_day_on(days: int, open_then: bool) -> None:
    given = [replace(GIVEN, taken_back_on=ON + timedelta(days=3))]
    assert is_released(ENTRY, given, ON + timedelta(days=days)) is open_then


def test_a_release_is_for_its_entry_alone_whatever_others_are_called() -> None:
    assert is_released(ENTRY, [GIVEN], ON)
    assert not is_released("1c2b", [GIVEN, replace(GIVEN, entries=frozenset())], ON)


@pytest.mark.parametrize(
    ("title", "waits"),
    [(" the  SUMMER of 2009 ", True), ("The summer of 2009 and after", False), ("", False)],
)
def test_without_an_entry_it_waits_for_the_first_one_of_its_name(title: str, waits: bool) -> None:
    assert replace(GIVEN, entries=frozenset()).waits_for(title) is waits
    assert not GIVEN.waits_for(title)
    assert is_given(title, [GIVEN], ON) is waits


def test_nothing_stands_in_the_way_of_who_is_ready() -> None:
    assert not standing(ready())


def test_the_clause_about_a_release_is_answered_by_the_topic_s_own() -> None:
    assert not standing(ready(judged={"trauma_release": None}))


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (ready(event(EventKind.SUICIDE_ATTEMPT, 7)), "n6.attempt"),
        (ready(event(EventKind.SELF_HARM_ACT, 4)), "n6.self_harm"),
        (ready(judged={"life_threatening_act": True}), "n6.life_threatening_act"),
        (ready(can={"can_stay_present": CapacityState.NOT_SHOWN}), "n6.stay_present"),
        (ready(can={"can_stay_present": CapacityState.UNKNOWN}), "n6.stay_present"),
        (ready(safety=replace(CALM, plan=None)), "n6.safety_plan"),
        (ready(preferences={}), "n6.wish"),
        (ready(context=Context(competences=("mit",))), "trained_therapist"),
    ],
)
def test_what_stands_in_the_way(known: Assessment, expected: str) -> None:
    assert standing(known) == {expected}


@pytest.mark.parametrize(
    "state", [SafetyPlanState.MADE, SafetyPlanState.DECLINED, SafetyPlanState.REPLACED]
)
def test_a_plan_that_was_made_declined_or_replaced_is_enough(state: SafetyPlanState) -> None:
    assert not standing(ready(safety=replace(CALM, plan=state)))


def test_imminent_danger_closes_every_topic() -> None:
    danger = replace(CALM, imminent_risk=True)
    assert "danger" in standing(ready(safety=danger))


def test_each_condition_says_why_and_what_is_known() -> None:
    known = ready(event(EventKind.SUICIDE_ATTEMPT, 7))
    (one,) = in_the_way(understand(known, CATALOGUE), CATALOGUE)
    assert "attempt" in one.why
    assert one.now
    assert not one.unknown
    known = ready(judged={"psychosis_now": None})
    (one,) = in_the_way(understand(known, CATALOGUE), CATALOGUE)
    assert one.unknown


@pytest.mark.parametrize(
    ("phase", "bound", "at", "expected"),
    [
        (Phase.EXPLORATION, True, time(10), Asks.WORDS),
        (Phase.INTEGRATION, True, time(19, 59), Asks.WORDS),
        (Phase.REGULATION, True, time(10), Asks.HARD),
        (Phase.REGULATION, False, time(10), Asks.WORDS),
        (Phase.INTEGRATION, True, time(20), Asks.LATE),
        (Phase.INTEGRATION, False, time(3), Asks.LATE),
    ],
)
def test_an_opened_topic_waits_for_its_phase_and_never_for_the_night(
    phase: Phase, bound: bool, at: time, expected: Asks
) -> None:
    assert asks("scene", Tone.HARD, Where(phase, bound), at, opened=True) is expected


def test_the_gate_names_a_module_and_one_of_its_clauses() -> None:
    rule = pacing().release
    module = CATALOGUE.module(rule.gate)
    assert rule.instead_of in {clause.id for clause in module.contraindicated}
    assert rule.longest_weeks > 0


def test_checks_come_after_modules_that_there_are() -> None:
    rule = pacing().check
    assert all(CATALOGUE.module(one) for one in rule.after_modules | rule.with_release_modules)
