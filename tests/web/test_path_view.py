"""The patient's own Map from plain core values: what stands where, and in which words."""

from datetime import date

import pytest

from openimt.catalogue.load import load
from openimt.deliver.today import Turn
from openimt.formulate.assessment import Delivered
from openimt.plan.plan import Placement, Plan
from openimt.terms import PHASES, Phase
from openimt_clinic.patient.path_view import AHEAD, HERE, NEXT, NOBODY, WAS, PathView, path_view

PLACED = ("c1", "s1", "s2", "s4", "r2", "r3", "r5", "n0", "i2", "n3", "n7")


def plan(modules: tuple[str, ...] = PLACED) -> Plan:
    placements = tuple(Placement(m, Phase.REGULATION, n, 6, ()) for n, m in enumerate(modules))
    return Plan(
        patient="p", on=date(2026, 11, 2), catalogue="1", therapy="imt", phase=Phase.REGULATION,
        horizon_weeks=78, placements=placements, left_out=(), gates=(), duties=(), assess_next=(),
        windows=(), value=1.0, bound=1.0,
    )  # fmt: skip


def path(
    *delivered: Delivered,
    phase: Phase = Phase.REGULATION,
    therapy: str = "imt",
    language: str = "en",
    planned: Plan | None = None,
    turn: Turn = NOBODY,
) -> PathView:
    return path_view(planned or plan(), phase, delivered, load(), therapy, language, turn)


def ids(modules: object) -> list[str]:
    return [module.id for module in modules]  # type: ignore[attr-defined]


def test_the_path_has_the_phases_of_the_therapy_in_the_patients_words() -> None:
    stops = path().stops
    assert [stop.place for stop in stops] == [WAS, WAS, HERE, AHEAD, AHEAD]
    assert [stop.name for stop in stops][:3] == [
        "Feeling safe",
        "Finding footing",
        "Handling strong feelings",
    ]
    assert stops[3].says == "We start this together when hard days are steadier."


def test_in_german_every_word_is_german() -> None:
    stops = path(Delivered("r2", 2, 3), language="de").stops
    assert stops[2].name == "Mit starken Gefühlen umgehen"
    assert stops[2].modules[0].name == "Gefühle benennen"


@pytest.mark.parametrize(
    ("step", "word"),
    [(1, "a first try"), (2, "working on it"), (3, "working on it"), (4, "yours now")],
)
def test_a_step_is_said_in_plain_words(step: int, word: str) -> None:
    here = path(Delivered("r2", step, 5)).stops[2]
    assert {module.id: module.word for module in here.modules}["r2"] == word


def test_what_is_worked_on_now_stands_here_wherever_it_is_at_home() -> None:
    stops = path(Delivered("n3", 1, 1), Delivered("s2", 2, 2)).stops
    assert {"n3", "s2"} <= set(ids(stops[2].modules))
    assert "n3" not in ids(stops[4].modules)


def test_what_is_the_persons_own_stands_where_it_was_learnt() -> None:
    stops = path(Delivered("s1", 4, 3)).stops
    assert ids(stops[0].modules) == ["s1"]
    assert stops[0].modules[0].word == "", "no mark for what is done"


def test_only_the_next_few_are_called_soon() -> None:
    here = path().stops[2]
    assert [module.word for module in here.modules] == ["soon"] * NEXT
    assert ids(here.later), "the rest follows, without a word"


def test_whose_turn_it_is_in_a_session_comes_first_here_too() -> None:
    view = path(turn=Turn(due=("s4", "n3"), held=frozenset({"r2"})))
    here = view.stops[2]
    assert ids(here.modules)[:2] == ["s4", "n3"], "due now, wherever it is at home"
    assert [module.word for module in here.modules] == ["soon"] * NEXT
    assert "n3" not in ids(view.stops[4].modules)
    assert ids(here.later)[-1] == "r2", "what is held today is not called soon"


def test_of_many_that_are_due_only_the_next_few_are_soon_and_the_rest_waits_at_home() -> None:
    view = path(turn=Turn(due=("s1", "s2", "s4", "n3")))
    assert ids(view.stops[2].modules) == ["s1", "s2", "s4"]
    assert "n3" in ids(view.stops[4].modules)


def test_a_session_held_on_it_was_a_first_try() -> None:
    here = path(Delivered("r5", 0, 1)).stops[2]
    assert {module.id: module.word for module in here.modules}["r5"] == "a first try"


def test_what_is_ahead_waits_at_its_own_stop() -> None:
    stops = path().stops
    assert ids(stops[3].modules) == ["i2"]
    assert set(ids(stops[4].modules)) == {"n3", "n7"}
    assert {module.word for stop in stops[3:] for module in stop.modules} == {""}


def test_what_was_ended_leaves_without_a_word() -> None:
    everywhere = [
        module
        for stop in path(Delivered("r3", 2, 4, "did not fit")).stops
        for module in (*stop.modules, *stop.later)
    ]
    assert "r3" not in ids(everywhere)


def test_the_six_that_hold_all_the_way_are_the_ground_and_have_no_word() -> None:
    view = path()
    assert len(view.ground) == 6
    assert {module.word for module in view.ground} == {""}
    assert "c1" not in ids(m for stop in view.stops for m in (*stop.modules, *stop.later))


def test_without_a_plan_there_are_the_stops_alone() -> None:
    view = path_view(None, Phase.SAFETY, (), load(), "imt", "en")
    assert [stop.place for stop in view.stops] == [HERE, *[AHEAD] * 4]
    assert not any(stop.modules for stop in view.stops)


def test_a_therapy_not_bound_to_phases_shows_what_we_work_on() -> None:
    view = path(Delivered("r2", 1, 1), therapy="gpm")
    assert view.stops == ()
    assert "r2" in ids(view.together)


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("therapy", ["imt", "mit", "dbt", "gpm"])
def test_every_module_of_the_plan_stands_in_one_place(phase: Phase, therapy: str) -> None:
    view = path(Delivered("r2", 2, 3), Delivered("s1", 4, 3), phase=phase, therapy=therapy)
    found = ids(m for stop in view.stops for m in (*stop.modules, *stop.later))
    found += ids(view.together)
    assert sorted(found) == sorted(module for module in PLACED if module != "c1")
