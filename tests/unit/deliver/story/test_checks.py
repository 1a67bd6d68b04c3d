"""Urges after a session on what was hard: asked twice, and two raised suggest a pause."""

from datetime import UTC, datetime, timedelta

import pytest

from openimt.deliver.story.checks import (
    Check,
    CheckState,
    LookAfter,
    Urges,
    checks,
    is_trauma_work,
    suggests_pause,
)

HELD = datetime(2026, 11, 16, 14, tzinfo=UTC)
RAISED_FROM = 4


def after(hours: float) -> datetime:
    return HELD + timedelta(hours=hours)


def states(now: float, *said: tuple[float, float]) -> list[str]:
    given = [Urges(after(hours), strongest) for hours, strongest in said]
    return [one.state.value for one in checks(HELD, given, after(now), RAISED_FROM)]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (1, ["waiting", "waiting"]),
        (12, ["open", "waiting"]),
        (35.9, ["open", "waiting"]),
        (36, ["missed", "open"]),
        (60, ["missed", "missed"]),
    ],
)
def test_without_an_answer_a_check_opens_and_its_time_ends(now: float, expected: list[str]) -> None:
    assert states(now) == expected


def test_an_answer_counts_for_the_check_that_it_is_near_to() -> None:
    assert states(70, (24, 1), (48, 4)) == ["steady", "raised"]
    assert states(70, (36, 5)) == ["missed", "raised"]
    assert states(70, (11.9, 5), (60, 5)) == ["missed", "missed"]


def test_the_strongest_of_several_answers_counts() -> None:
    assert states(30, (20, 0), (26, 4), (30, 1))[0] == "raised"


def test_a_check_says_when_it_is_asked() -> None:
    assert [one.due_at - HELD for one in checks(HELD, [], HELD, RAISED_FROM)] == [
        timedelta(hours=24),
        timedelta(hours=48),
    ]


def test_two_raised_checks_suggest_a_pause_and_one_does_not() -> None:
    raised, missed = (Check(HELD, 24, state) for state in (CheckState.RAISED, CheckState.MISSED))
    assert suggests_pause([raised, missed, raised])
    assert not suggests_pause([raised, missed])


def test_which_sessions_worked_on_what_was_hard() -> None:
    assert is_trauma_work(["r3", "n6"], release_stood=False)
    assert is_trauma_work(["n5"], release_stood=True)
    assert not is_trauma_work(["n5"], release_stood=False)
    assert not is_trauma_work([], release_stood=True)


def test_what_somebody_asked_and_wrote_down_is_done_also_when_it_was_raised() -> None:
    said = [Urges(after(24), 5)]
    found = checks(HELD, said, after(49), RAISED_FROM, done={24})
    assert [one.state.value for one in found] == ["done", "open"]


@pytest.mark.parametrize(
    ("now", "said", "done", "hours"),
    [(1, (), (), None), (24, (), (), 24), (49, (), (), 48), (70, (), (), 48),
     (49, (), (48,), 24), (70, (), (24, 48), None), (24, ((24, 5),), (), 24),
     (24, ((24, 0),), (), None), (24 * 11, (), (), None)],
)  # fmt: skip
def test_the_latest_check_that_waits_for_somebody_is_the_task(
    now: float, said: tuple[tuple[float, float], ...], done: tuple[int, ...], hours: int | None
) -> None:
    given = [Urges(after(at), strongest) for at, strongest in said]
    work = LookAfter(HELD, "the work", "Ana", checks(HELD, given, after(now), RAISED_FROM, done))
    found = work.waiting(after(now))
    assert (found.hours if found else None) == hours
