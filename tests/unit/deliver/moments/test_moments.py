"""Later looks, missing pieces, calibration and time from event to log: counts, never a verdict."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from openimt.deliver.moments.calibration import calibration
from openimt.deliver.moments.elapsed import elapsed, happened_at
from openimt.deliver.moments.gaps import not_told
from openimt.deliver.moments.later import strength_due, truth_due
from openimt.deliver.moments.limits import limits, read_limits
from openimt.deliver.moments.moment import Felt, LaterLook, Moment, Pause, TurnedOut
from openimt.errors import CatalogueError

AT = datetime(2026, 11, 22, 21, 10, tzinfo=UTC)
DAY = date(2026, 11, 22)
WHOLE = Moment(
    AT,
    when="now",
    place="kitchen",
    who="Jana",
    scene="She did not answer.",
    wish="A kind word.",
    meaning="She is done with me.",
    sure=90,
    feelings=(Felt("hurt", 7),),
)

PIECES = [
    ("place", {"place": ""}),
    ("time", {"when": ""}),
    ("people", {"who": ""}),
    ("scene", {"scene": ""}),
    ("inner", {"feelings": (), "meaning": ""}),
    ("point", {"wish": "", "came": ""}),
]


def test_a_whole_moment_lacks_nothing() -> None:
    assert not_told(WHOLE) == ()


@pytest.mark.parametrize(("piece", "blank"), PIECES)
def test_each_piece_that_is_blank_is_said(piece: str, blank: dict[str, object]) -> None:
    assert not_told(replace(WHOLE, **blank)) == (piece,)  # type: ignore[arg-type]


def test_a_time_of_the_day_tells_when_too() -> None:
    assert not_told(replace(WHOLE, when="", happened=AT)) == ()


STRENGTHS = [(1.9, False), (2, True), (23.9, True), (24, False)]


@pytest.mark.parametrize(("hours", "due"), STRENGTHS)
def test_two_hours_later_is_asked_once_on_the_day(hours: float, due: bool) -> None:
    now = AT + timedelta(hours=hours)
    assert strength_due(AT, LaterLook(), now) is due
    assert not strength_due(AT, LaterLook(strength=3), now)


TRUTHS = [
    # days later, what it turned out to be, asked
    (0, None, False),
    (1, None, True),
    (1, TurnedOut.NOT_KNOWN, True),
    (1, TurnedOut.AS_THOUGHT, False),
    (1, TurnedOut.OTHER, False),
    (7, None, True),
    (8, None, False),
]


@pytest.mark.parametrize(("days", "found", "due"), TRUTHS)
def test_what_it_turned_out_to_be(days: int, found: TurnedOut | None, due: bool) -> None:
    look = LaterLook(turned_out=found)
    now = AT + timedelta(days=days, hours=2)
    assert truth_due(AT.date(), AT, "a reading", look, now) is due
    assert not truth_due(AT.date(), AT, "", look, now)


def test_what_was_noted_before_midnight_is_not_of_yesterday_a_minute_later() -> None:
    at = datetime(2026, 11, 20, 23, 50, tzinfo=UTC)
    asked = [
        truth_due(at.date(), at, "x", LaterLook(), at + timedelta(minutes=m)) for m in (11, 121)
    ]
    assert asked == [False, True]


def held(sure: float | None, found: TurnedOut | None, meaning: str = "x") -> Moment:
    return Moment(AT, meaning=meaning, sure=sure, later=LaterLook(turned_out=found))


def test_calibration_counts_what_was_looked_at_and_i_was_right_weighs_the_same() -> None:
    entries = [
        held(80, TurnedOut.AS_THOUGHT),
        held(100, TurnedOut.AS_THOUGHT),
        held(90, TurnedOut.PARTLY),
        held(85, TurnedOut.OTHER),
        held(85, TurnedOut.NOT_KNOWN),
        held(95, None),
        held(79, TurnedOut.OTHER),
        held(None, TurnedOut.OTHER),
        held(90, TurnedOut.OTHER, meaning=""),
    ]
    found = calibration(entries)
    assert (found.entries, found.sure, found.looked_at) == (9, 6, 4)
    assert (found.as_thought, found.partly, found.other, found.not_known) == (2, 1, 1, 1)
    assert found.looked_at == found.as_thought + found.partly + found.other
    assert found.few


def test_fifty_entries_are_no_longer_few() -> None:
    pauses = [Pause(AT, meaning="x", sure=90)] * 50
    assert not calibration(pauses).few
    assert calibration(pauses[:49]).few


ELAPSED = [
    ("now", None, timedelta(0)),
    ("now", time(9), timedelta(0)),
    ("today", time(19, 10), timedelta(hours=2)),
    ("today", time(23, 0), timedelta(hours=22, minutes=10)),
    ("yesterday", time(21, 10), timedelta(days=1)),
    ("today", None, None),
    ("longer", time(9), None),
    ("", None, None),
]


@pytest.mark.parametrize(("when", "clock", "expected"), ELAPSED)
def test_the_time_from_event_to_log(
    when: str, clock: time | None, expected: timedelta | None
) -> None:
    assert elapsed(AT, happened_at(AT, when, clock)) == expected


def test_a_number_without_source_or_mark_is_refused() -> None:
    with pytest.raises(CatalogueError, match=r"'safety_first.urge' needs value, source"):
        read_limits("[safety_first]\nurge = { value = 3 }")


def test_the_numbers_of_decisions_and_brief() -> None:
    given = limits()
    assert (given.urge_first, given.strength_first, given.calm) == (3, 8, 6)
    assert (given.later_hours, given.wait_minutes, given.sure, given.entries) == (2, 20, 80, 50)
