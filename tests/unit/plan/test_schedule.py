"""The timetable: sessions in turn, phases that wait for their modules, waits that are kept."""

from itertools import permutations

from openimt.plan.schedule import Job, Timetable, timetable
from openimt.plan.ways import Behind
from openimt.terms import PHASES, Phase

WEEKS = {Phase.SAFETY: 2, Phase.CONTAINMENT: 4, Phase.REGULATION: 8, Phase.EXPLORATION: 8}


def job(module: str, sessions: int, home: Phase = Phase.REGULATION, **more: object) -> Job:
    fields = {"fewest": sessions, "phases": PHASES[home.order :], "rank": (3.0,)} | more
    return Job(module=module, sessions=sessions, home=home, **fields)


def table(*jobs: Job, phase: Phase = Phase.REGULATION, **more: object) -> Timetable:
    fields = {"horizon": 60, "sessions_per_week": 1.0, "at_once": 2} | more
    return timetable(jobs, phase=phase, weeks_of={**WEEKS, Phase.INTEGRATION: 4}, **fields)


def starts(t: Timetable) -> dict[str, int]:
    return {module: slot.week for module, slot in t.slots.items()}


def test_two_modules_run_side_by_side_and_the_third_waits_for_room() -> None:
    t = table(job("a", 4), job("b", 4), job("c", 4))
    assert starts(t) == {"a": 0, "b": 0, "c": 7}


def test_the_course_leaves_a_phase_when_its_weeks_and_its_modules_are_through() -> None:
    t = table(job("a", 12), job("late", 3, Phase.EXPLORATION), at_once=1)
    assert starts(t)["late"] == 12
    assert t.slots["late"].phase is Phase.EXPLORATION
    assert [(w.phase, w.start_week) for w in t.windows][:2] == [
        (Phase.REGULATION, 0),
        (Phase.EXPLORATION, 12),
    ]


def test_a_phase_lasts_its_shortest_length_even_when_nothing_is_in_it() -> None:
    t = table(job("late", 3, Phase.EXPLORATION), phase=Phase.CONTAINMENT)
    assert starts(t) == {"late": 12}


def test_fortnightly_sessions_take_twice_as_long() -> None:
    t = table(job("a", 4), job("b", 1), at_once=1, sessions_per_week=0.5)
    assert starts(t) == {"a": 0, "b": 8}


def test_a_module_waits_behind_any_one_of_its_providers() -> None:
    behind = ((Behind("a", 0.5), Behind("x", 1.0)),)
    t = table(job("a", 4), job("b", 2, behind=behind))
    assert starts(t) == {"a": 0, "b": 2}


def test_not_before_its_week() -> None:
    assert starts(table(job("a", 2, earliest=5))) == {"a": 5}


def test_free_modules_take_no_session_and_no_place() -> None:
    free = job("s1", 2, Phase.SAFETY, free=True, rank=(0.0,))
    t = table(free, job("a", 4), job("b", 4), at_once=1)
    assert starts(t) == {"s1": 0, "a": 0, "b": 4}


def test_a_group_takes_no_session_but_one_of_the_places_at_once() -> None:
    group = job("g", 6, group=True, rank=(1.0,))
    t = table(group, job("a", 4), job("b", 2))
    assert starts(t) == {"g": 0, "a": 0, "b": 4}
    assert {m: slot.sessions for m, slot in t.slots.items()} == {"g": 6, "a": 4, "b": 2}
    assert starts(table(group, job("a", 4), job("b", 2), at_once=1)) == {"g": 0, "a": 6, "b": 10}


def test_a_group_meets_weekly_however_rare_the_sessions_are() -> None:
    group = job("g", 6, group=True)
    after = job("a", 1, behind=((Behind("g", 0.5),),))
    assert starts(table(group, after, sessions_per_week=0.25)) == {"g": 0, "a": 3}
    assert table(group, horizon=5).unplaced == ("g",)


def test_what_cannot_be_finished_in_the_horizon_is_unplaced() -> None:
    t = table(job("a", 8), job("b", 8), horizon=10, at_once=1)
    assert t.unplaced == ("b",)


def test_what_can_be_given_in_part_is_cut_to_what_fits() -> None:
    t = table(job("a", 8), job("b", 8, fewest=2), horizon=10, at_once=1)
    assert t.slots["b"].sessions == 2


def test_the_order_of_jobs_never_matters() -> None:
    jobs = (job("a", 4), job("b", 3), job("c", 5, Phase.EXPLORATION), job("d", 2, earliest=3))
    tables = {str(table(*order)) for order in permutations(jobs)}
    assert len(tables) == 1
