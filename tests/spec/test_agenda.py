"""The order of a session's agenda, as a table: what the day holds and what comes first."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from openimt.deliver.agenda import agenda
from openimt.deliver.on_the_table import next_intervention
from openimt.formulate.assessment import Delivered, Event, SafetyJudgement
from openimt.terms import CommonState, EventKind, Response, SafetyPlanState
from tests.unit.small_clinic import ON, catalogue, duty, module, placed, plan, profile

BUILDING, REPAIR = CommonState.BUILDING, CommonState.NEEDS_REPAIR
ENQUIRY = duty("enquiry", Response.ENQUIRE)
TODAY = duty("suicidal_intent", Response.SAME_DAY)
RUNNING = [placed("i1", 0), placed("r3", 0, running=True)]

ORDERS = [
    ("nothing special", ("modules", "common", "next"), {}, (), "", [
        "module_r3", "module_i1", "homework?", "common_c1", "common_c2", "next"]),
    ("homework is open", ("modules", "common", "next"), {}, (), "the card", [
        "module_r3", "module_i1", "common_c1", "common_c2", "homework", "next"]),
    ("the therapy looks at homework first", ("homework", "modules", "next"), {}, (), "the card", [
        "homework", "module_r3", "module_i1", "common_c1", "common_c2", "next"]),
    ("a therapy without an agenda", (), {}, (), "the card", [
        "module_r3", "module_i1", "homework", "common_c1", "common_c2", "next"]),
    ("a standing point of its own", ("diary", "modules", "next"), {}, (), "", [
        "diary", "module_r3", "module_i1", "common_c1", "common_c2", "next"]),
    ("a common module needs repair", ("modules", "next"), {"c2": REPAIR, "c1": BUILDING}, (), "", [
        "repair_c2", "module_r3", "module_i1", "common_c1", "next"]),
    ("duties before repair, the urgent first", ("modules", "next"), {"c1": REPAIR},
        (ENQUIRY, TODAY), "", [
        "suicidal_intent", "enquiry", "repair_c1", "module_r3", "module_i1", "common_c2", "next"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("says", "standing", "common", "duties", "homework", "wanted"),
    ORDERS,
    ids=[o[0] for o in ORDERS],
)
def test_the_order_of_the_agenda(says, standing, common, duties, homework, wanted) -> None:
    points = agenda(
        plan(*RUNNING),
        replace(profile(**common), duties=duties),
        catalogue(*standing),
        delivered=(),
        open_homework=homework,
    )
    assert [p.id for p in points] == [w for w in wanted if not w.endswith("?")]
    assert all(p.because for p in points)
    heads = [p.id for p in points if p.first]
    assert heads == [p.id for p in points][: len(heads)], "what comes first stands first"


def test_open_alerts_head_everything() -> None:
    points = agenda(
        plan(*RUNNING),
        replace(profile(c1=REPAIR), duties=(TODAY,)),
        catalogue("modules"),
        delivered=(),
        alerts=("An answer of today calls for contact.",),
    )
    assert [p.id for p in points[:3]] == ["alert_1", "suicidal_intent", "repair_c1"]


def test_a_duty_of_the_plan_s_own_day_that_was_done_since_is_not_asked_for_again() -> None:
    points = agenda(plan(duties=(TODAY,)), profile(), catalogue("modules"), delivered=())
    assert not [point for point in points if point.first]


def _with_plan_of(days_old: int, *acts: date):
    made = SafetyJudgement(plan=SafetyPlanState.MADE, plan_on=ON - timedelta(days=days_old))
    events = tuple(Event(EventKind.SELF_HARM_ACT, day) for day in acts)
    given = profile()
    return replace(given, assessment=replace(given.assessment, safety=made, events=events))


@pytest.mark.parametrize(
    ("days_old", "acts", "due"),
    [
        (90, (), False),
        (91, (), True),
        (10, (ON - timedelta(days=3),), True),
        (10, (ON - timedelta(days=20),), False),
    ],
    ids=["within its time", "too old", "an act since", "the act came before"],
)
def test_the_safety_plan_is_kept_fresh(days_old, acts, due) -> None:
    points = agenda(plan(), _with_plan_of(days_old, *acts), catalogue(), delivered=())
    assert ("safety_plan_review" in [p.id for p in points]) == due


def test_work_that_starts_later_waits_and_finished_work_is_gone() -> None:
    placements = (placed("r3", 3), placed("i1", 0, running=True))
    done = (Delivered("i1", step=4, sessions=8),)

    def ids(on: date) -> list[str]:
        points = agenda(plan(*placements), profile(), catalogue(), delivered=done, on=on)
        return [p.id for p in points if p.id.startswith("module_")]

    assert ids(ON) == []
    assert ids(ON + timedelta(weeks=3)) == ["module_r3"]


@pytest.mark.parametrize(
    ("step", "sessions", "move"),
    [(0, 0, 0), (1, 1, 1), (1, 7, 1), (2, 0, 2), (2, 3, 3), (3, 5, 5), (4, 6, 6), (4, 20, 7)],
)
def test_the_next_move_belongs_to_the_step(step: int, sessions: int, move: int) -> None:
    chosen = next_intervention(module("r3", moves=8), Delivered("r3", step, sessions))
    assert chosen is not None
    assert chosen.name == f"move {move}"


def test_the_point_of_a_module_says_step_and_words() -> None:
    points = agenda(
        plan(placed("r3", running=True)),
        profile(),
        catalogue("modules"),
        delivered=(Delivered("r3", step=2, sessions=3),),
    )
    point = next(p for p in points if p.module == "r3")
    assert (point.step, point.sounds_like) == (2, "words 3")
    assert point.says == "Module r3, step 2 of 4: move 3"
    assert point.because == "r3 answers a need"


@pytest.mark.parametrize("words", ["I was too quick. What did you need?", ""])
def test_a_repair_gets_its_own_words_or_none(words: str) -> None:
    given = catalogue("modules")
    given.modules["c2"] = replace(given.modules["c2"], repair_sounds_like=words)
    (point, *_) = agenda(plan(*RUNNING), profile(c2=REPAIR), given, delivered=())
    assert (point.id, point.sounds_like) == ("repair_c2", words)
