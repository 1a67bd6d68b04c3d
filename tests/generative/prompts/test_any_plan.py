"""Whatever is agreed: the bounds hold, no hour is quiet, and planning again changes nothing."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from openimt.deliver.prompts.hours import Quiet
from openimt.deliver.prompts.limits import Budget
from openimt.deliver.prompts.plan import Person, Sent, plan
from openimt.deliver.prompts.schedule import Burst, Schedule, Unit, Way, Window, parts
from openimt.deliver.prompts.wished import Clock

ZONES = ("Europe/Berlin", "America/New_York", "Pacific/Apia", "Australia/Lord_Howe", "Asia/Kolkata")
HOURS = st.builds(time, st.integers(0, 23), st.sampled_from((0, 15, 30)))
BURSTS = st.none() | st.builds(Burst, st.integers(1, 7), st.integers(1, 8))


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    fixed = draw(st.booleans())
    begin = draw(st.integers(0, 20))
    window = Window(time(begin), time(draw(st.integers(begin + 1, 23)), 59))
    return Schedule(
        id=draw(st.sampled_from("abc")),
        way=Way.FIXED if fixed else Way.RANDOM,
        about="card",
        starts_on=date(2026, 1, 1) + timedelta(days=draw(st.integers(0, 300))),
        every=draw(st.integers(1, 3)),
        unit=draw(st.sampled_from(Unit)),
        weekdays=draw(st.frozensets(st.integers(0, 6))),
        times=tuple(draw(st.lists(HOURS, min_size=1, max_size=4, unique=True))) if fixed else (),
        windows=() if fixed else parts(window, draw(st.integers(1, 3))),
        burst=draw(BURSTS),
    )


people = st.builds(
    Person,
    clock=st.builds(
        Clock, st.sampled_from(ZONES).map(ZoneInfo), st.builds(Quiet, HOURS, HOURS), st.just("x")
    ),
    budget=st.builds(
        Budget, st.integers(1, 6), st.integers(1, 42),
        st.integers(5, 240).map(lambda n: timedelta(minutes=n)),
    ),
)  # fmt: skip
moments = st.integers(0, 400 * 24).map(
    lambda n: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=n)
)


@given(st.lists(schedules(), max_size=3, unique_by=lambda one: one.id), people, moments)
def test_bounds_hold_and_a_second_plan_is_the_first(
    agreed: list[Schedule], person: Person, since: datetime
) -> None:
    found = plan(agreed, person, since, since + timedelta(days=14))
    assert plan(agreed, person, since, since + timedelta(days=14)) == found
    coming = [one for one in found if one.comes]
    assert len({one.key for one in found}) == len(found)
    days = Counter(one.day for one in coming)
    weeks = Counter(one.day - timedelta(days=one.day.weekday()) for one in coming)
    assert max(days.values(), default=0) <= person.budget.most_a_day
    assert max(weeks.values(), default=0) <= person.budget.most_a_week
    for one, after in pairwise(coming):
        assert after.due_at - one.due_at >= person.budget.least_gap
    for one in coming:
        local = one.due_at.astimezone(person.clock.zone)
        assert not person.clock.quiet.holds(local.time())
        assert since < one.due_at < one.until


@given(st.lists(schedules(), max_size=3, unique_by=lambda one: one.id), people, moments)
def test_what_went_out_is_never_asked_again(
    agreed: list[Schedule], person: Person, since: datetime
) -> None:
    found = [one for one in plan(agreed, person, since, since + timedelta(days=7)) if one.comes]
    out = tuple(Sent(one.key, one.due_at, one.day) for one in found[:3])
    later = out[-1].at if out else since
    again = plan(
        agreed, Person(person.clock, person.budget, sent=out), later, since + timedelta(days=7)
    )
    assert not {one.key for one in again} & {one.key for one in out}
