"""When prompts come, and why not. Each complaint that other programs got is a test here."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from openimt.deliver.prompts.because import Because
from openimt.deliver.prompts.days import burst_of
from openimt.deliver.prompts.hours import Quiet, moment
from openimt.deliver.prompts.limits import Budget, numbers, usual_budget
from openimt.deliver.prompts.plan import Pause, Person, Sent, plan, put_off
from openimt.deliver.prompts.schedule import (
    Burst,
    Delay,
    Happened,
    Schedule,
    Unit,
    Way,
    Window,
    checked,
    parts,
)
from openimt.deliver.prompts.wished import Clock, Planned
from openimt.errors import RecordError

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)
WEDNESDAY = date(2026, 11, 18)
TWO_WEEKS = NOW + timedelta(days=14)
QUIET, NEVER_QUIET = Quiet(time(22), time(7)), Quiet(time(0), time(0))
CARD = Schedule("card", Way.FIXED, "card", WEDNESDAY, times=(time(19),))
LATER = Schedule(
    "later", Way.AFTER, "later", WEDNESDAY, delay=Delay(timedelta(hours=2)),
    stands=timedelta(hours=12),
)  # fmt: skip
MANY = Budget(6, 42, timedelta(minutes=5))


def person(zone: ZoneInfo = BERLIN, quiet: Quiet = QUIET, **fields: object) -> Person:
    given = {"clock": Clock(zone, quiet, "dan"), "budget": usual_budget()} | fields
    return Person(**given)


def coming(*schedules: Schedule, **more: object) -> list[Planned]:
    return [one for one in planned(*schedules, **more) if one.comes]


def planned(
    *schedules: Schedule, who: Person | None = None, since: datetime = NOW,
    until: datetime = TWO_WEEKS, happened: tuple[Happened, ...] = (),
) -> tuple[Planned, ...]:  # fmt: skip
    return plan(schedules, who or person(), since, until, happened)


def local(one: Planned, zone: ZoneInfo = BERLIN) -> str:
    return one.due_at.astimezone(zone).strftime("%m-%d %H:%M")


def test_set_for_next_week_it_does_not_fire_today() -> None:
    later = replace(CARD, starts_on=WEDNESDAY + timedelta(days=7))
    assert local(coming(later)[0]) == "11-25 19:00"


def test_after_its_last_day_nothing_comes() -> None:
    short = replace(CARD, ends_on=date(2026, 11, 20))
    assert [one.day.day for one in coming(short)] == [18, 19, 20]


def test_every_two_weeks_comes_every_two_weeks() -> None:
    fortnightly = replace(CARD, every=2, unit=Unit.WEEKS, weekdays=frozenset({0, 2}))
    days = [one.day for one in coming(fortnightly, until=NOW + timedelta(days=60))]
    assert days[:5] == [
        date(2026, 11, 18), date(2026, 11, 30), date(2026, 12, 2), date(2026, 12, 14),
        date(2026, 12, 16),
    ]  # fmt: skip


def test_every_third_day_is_counted_from_the_first() -> None:
    assert [one.day.day for one in coming(replace(CARD, every=3))] == [18, 21, 24, 27, 30]


def test_seven_in_the_evening_is_seven_where_the_person_is() -> None:
    abroad = coming(CARD, who=person(NEW_YORK))
    assert {local(one, NEW_YORK)[6:] for one in abroad} == {"19:00"}
    assert abroad[0].due_at == datetime(2026, 11, 19, 0, tzinfo=UTC)


def test_a_flight_west_does_not_ask_the_same_day_twice() -> None:
    (today, *_) = coming(CARD)
    gone_out = (Sent(today.key, today.due_at, today.day),)
    landed = today.due_at + timedelta(hours=2)
    abroad = coming(CARD, who=person(NEW_YORK, sent=gone_out), since=landed)
    assert abroad[0].day == WEDNESDAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "at", "comes"),
    [
        (date(2026, 3, 29), time(2, 30), "2026-03-29T01:00:00+00:00"),
        (date(2026, 10, 25), time(2, 30), "2026-10-25T00:30:00+00:00"),
        (date(2026, 3, 29), time(19), "2026-03-29T17:00:00+00:00"),
    ],
    ids=["left out", "comes twice", "the evening after"],
)
def test_nights_on_which_clocks_change(day: date, at: time, comes: str) -> None:
    nightly = replace(CARD, starts_on=day - timedelta(days=3), times=(at,))
    begin = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(days=2)
    found = coming(nightly, who=person(quiet=NEVER_QUIET), since=begin, until=begin + timedelta(4))
    of_that_day = [one for one in found if one.day == day]
    assert [one.due_at.isoformat() for one in of_that_day] == [comes]
    assert len({one.day for one in found}) == len(found) == 4


def test_an_hour_that_is_left_out_says_so() -> None:
    spring = datetime(2026, 3, 28, 12, tzinfo=UTC)
    nightly = replace(CARD, starts_on=date(2026, 3, 1), times=(time(2, 30),))
    (one, *_) = planned(nightly, who=person(quiet=NEVER_QUIET), since=spring)
    assert one.because is Because.CLOCK_CHANGE


@pytest.mark.parametrize("zone", ["Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Apia"])
def test_each_day_has_each_hour_once_in_any_zone(zone: str) -> None:
    place = ZoneInfo(zone)
    for offset in range(400):
        day = date(2026, 1, 1) + timedelta(days=offset)
        found = moment(day, time(2, 15), place)
        assert found.astimezone(place).date() == day


def test_chance_stays_in_its_window_and_is_the_same_when_planned_again() -> None:
    often = Schedule(
        "now", Way.RANDOM, "card", WEDNESDAY, windows=parts(Window(time(9), time(21)), 3)
    )
    first = planned(often)
    assert planned(often) == first
    later = planned(often, since=NOW + timedelta(days=3))
    assert set(later) <= set(first) | {one for one in later if one.day > TWO_WEEKS.date()}
    hours = {one.due_at.astimezone(BERLIN).hour for one in first}
    assert min(hours) >= 9
    assert max(hours) < 21
    assert len({local(one)[6:] for one in first}) > 20, "each day has its own moments"


def test_two_people_are_not_asked_at_the_same_moments() -> None:
    often = replace(CARD, way=Way.RANDOM, times=(), windows=(Window(time(9), time(21)),))
    other = person(clock=Clock(BERLIN, QUIET, "eve"))
    assert [o.due_at for o in planned(often)] != [o.due_at for o in planned(often, who=other)]


def test_chance_avoids_quiet_hours_in_its_window() -> None:
    evening = replace(CARD, way=Way.RANDOM, times=(), windows=(Window(time(20), time(23, 59)),))
    assert all(one.due_at.astimezone(BERLIN).hour < 22 for one in coming(evening))
    night = replace(evening, windows=(Window(time(23), time(23, 59)),))
    assert {one.because for one in planned(night)} == {Because.QUIET}


def test_bursts_come_of_themselves_and_again() -> None:
    burst = replace(CARD, burst=Burst(days=7, every_weeks=8))
    days = [one.day for one in coming(burst, until=NOW + timedelta(weeks=10))]
    again = WEDNESDAY + timedelta(weeks=8)
    assert days == [start + timedelta(n) for start in (WEDNESDAY, again) for n in range(7)]
    assert burst_of(burst, WEDNESDAY + timedelta(3)) == (WEDNESDAY, WEDNESDAY + timedelta(6))
    assert burst_of(burst, WEDNESDAY + timedelta(8)) is None


def test_what_was_answered_or_missed_before_moves_nothing() -> None:
    """A reminder does not depend on the position in a run."""
    missed = coming(CARD)
    done = person(answered=lambda _about, day: day == WEDNESDAY)
    (first, *rest) = planned(CARD, who=done)
    assert first.because is Because.ANSWERED
    assert rest == missed[1:]


def test_two_hours_after_a_moment_and_the_morning_after() -> None:
    told = NOW - timedelta(hours=1)
    truth = replace(LATER, id="truth", about="truth", delay=Delay(next_day_at=time(9)))
    happened = (Happened("m", "later", told), Happened("m", "truth", told))
    found = coming(LATER, truth, happened=happened)
    assert [(one.about, local(one)) for one in found] == [
        ("later", "11-18 11:30"),
        ("truth", "11-19 09:00"),
    ]


def test_a_moment_told_late_is_asked_after_while_it_stands() -> None:
    told = (Happened("m", "later", NOW - timedelta(hours=6)),)
    (one,) = coming(LATER, happened=told)
    assert one.due_at < NOW < one.until
    assert not coming(LATER, happened=(Happened("m", "later", NOW - timedelta(hours=15)),))


def test_a_moment_by_night_waits_for_the_morning() -> None:
    (one,) = coming(LATER, happened=(Happened("m", "later", NOW + timedelta(hours=13)),))
    assert local(one) == "11-19 07:00"
    assert one.because is Because.QUIET_FIRST


def test_the_moment_goes_first_when_the_day_is_full() -> None:
    hours = replace(CARD, times=(time(12), time(15), time(18)))
    told = (Happened("m", "later", NOW + timedelta(hours=8)),)
    found = planned(hours, LATER, happened=told, until=NOW + timedelta(hours=13))
    reasons = {local(one)[6:]: one.because for one in found}
    assert reasons["20:30"] is Because.AGREED
    assert reasons["18:00"] is Because.DAY_FULL


def test_the_budget_of_day_and_week_and_the_distance_hold() -> None:
    hours = replace(CARD, times=(time(9), time(9, 30), time(12), time(15), time(18)))
    found = planned(hours, who=person(budget=Budget(3, 5, timedelta(minutes=60))), since=NOW)
    reasons = {one.because for one in found}
    assert {Because.DAY_FULL, Because.WEEK_FULL, Because.TOO_CLOSE} <= reasons
    monday = date(2026, 11, 23)
    week = [o for o in found if o.comes and monday <= o.day < monday + timedelta(7)]
    assert len(week) == 5


def test_what_went_out_counts() -> None:
    out = tuple(Sent(f"x{n}", NOW - timedelta(hours=n), WEDNESDAY) for n in (1, 3, 5))
    (one, *_) = planned(CARD, who=person(sent=out))
    assert one.because is Because.DAY_FULL


def test_chance_gives_way_to_an_agreed_hour() -> None:
    often = replace(CARD, id="now", way=Way.RANDOM, times=(), windows=(Window(time(18), time(21)),))
    found = coming(CARD, often, until=NOW + timedelta(days=13))
    assert len(found) == 26
    gaps = [b.due_at - a.due_at for a, b in pairwise(found)]
    assert min(gaps) >= timedelta(minutes=60)
    assert Because.SPACED in {one.because for one in found}


def test_a_rest_ends_on_its_day_and_nothing_is_made_up_for() -> None:
    until = moment(date(2026, 11, 22), time(), BERLIN)
    found = planned(CARD, who=person(pauses=(Pause(NOW, until),)))
    assert [one.because for one in found[:5]] == [Because.PAUSED] * 4 + [Because.AGREED]
    assert not coming(CARD, who=person(pauses=(Pause(NOW),)))


def test_later_is_within_its_time_or_not_at_all() -> None:
    due, wait = NOW, timedelta(minutes=30)
    assert put_off(due, due + timedelta(hours=2), due + timedelta(minutes=5), wait) == (
        due + timedelta(minutes=35)
    )
    assert put_off(due, due + timedelta(hours=2), due + timedelta(minutes=95), wait) is None


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"ends_on": WEDNESDAY - timedelta(1)}, "ends_on"),
        ({"every": 0}, "every"),
        ({"weekdays": frozenset({7})}, "weekdays"),
        ({"times": ()}, "times"),
        ({"times": (time(9), time(9))}, "times"),
        ({"way": Way.RANDOM}, "windows"),
        ({"way": Way.RANDOM, "windows": (Window(time(9), time(9)),)}, "windows"),
        ({"way": Way.AFTER}, "delay"),
        ({"burst": Burst(15, 8)}, "burst_days"),
        ({"burst": Burst(14, 1)}, "every_weeks"),
        ({"stands": timedelta(minutes=2)}, "stands_minutes"),
    ],
)
def test_what_cannot_be_kept_to_is_refused(change: dict[str, object], field: str) -> None:
    with pytest.raises(RecordError) as refusal:
        checked(replace(CARD, **change))
    assert refusal.value.field == field


def test_every_number_has_its_source() -> None:
    for name, row in numbers().items():
        assert row["source"], name
        assert isinstance(row["checked"], bool), name
