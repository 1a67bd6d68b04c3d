"""How a course ends: the days on which somebody asks again, what is missing, the way back."""

from dataclasses import replace
from datetime import date
from importlib.resources import files

import pytest

from openimt.deliver.ending import (
    Ending,
    Way,
    follow_ups,
    named_late,
    read_numbers,
    require_way_back,
    shows,
    to_do,
)
from openimt.errors import CatalogueError, DeliveryError

ON = date(2026, 11, 30)
WHOLE = Ending(
    Way.PLANNED, ON, gains=("I ask first.",), signs=("no sleep",), helps=("call Jana",),
    feelings="sad and proud", way_back="Call us any time.", call="Ana, 030 555 0101",
)  # fmt: skip
FILE = files("openimt.deliver").joinpath("ending.toml").read_text(encoding="utf-8")


def test_somebody_asks_again_after_six_and_twelve_months() -> None:
    assert follow_ups(ON) == (date(2027, 5, 30), date(2027, 11, 30))


def test_a_follow_up_shows_two_weeks_ahead_and_stays() -> None:
    due = date(2027, 5, 30)
    assert not shows(due, date(2027, 5, 15))
    assert shows(due, date(2027, 5, 16))
    assert shows(due, date(2027, 9, 1))


def test_a_planned_ending_lacks_nothing_when_it_is_whole() -> None:
    assert to_do(WHOLE) == {}
    assert set(to_do(replace(WHOLE, gains=(), feelings=""))) == {"gains", "feelings"}


def test_whoever_has_left_is_not_asked_for_feelings_but_gets_the_way_back() -> None:
    left = replace(WHOLE, way=Way.LEFT, gains=(), feelings="")
    assert to_do(left) == {}
    for name in ("way_back", "call"):
        with pytest.raises(DeliveryError) as refusal:
            require_way_back(replace(left, **{name: ""}))
        assert refusal.value.field == name


def test_an_end_of_which_no_more_is_said_asks_for_nothing() -> None:
    require_way_back(Ending(Way.ENDED, ON))


def test_a_date_named_late_is_said() -> None:
    assert named_late(date(2026, 11, 1), ON)
    assert not named_late(date(2026, 9, 1), ON)


@pytest.mark.parametrize(
    ("change", "to"),
    [("value = [6, 12]", "value = []"), ("value = [6, 12]", "value = [0]"), ("checked", "chequed")],
)
def test_numbers_without_source_or_sense_are_refused(change: str, to: str) -> None:
    with pytest.raises(CatalogueError):
        read_numbers(FILE.replace(change, to))
