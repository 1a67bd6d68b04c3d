"""The status of a course and the sentence that names what happened, as tables."""

from datetime import date, timedelta

import pytest

from openimt.formulate.assessment import Event, Reading
from openimt.terms import EventKind, Phase
from openimt.track.course import Corridor
from openimt.track.follow import follow
from openimt.track.measure import Measured
from openimt.track.recovery import expected, gain_of

START = date(2026, 3, 2)
BSL = Measured("bsl23", "BSL-23", 0, 4, "worse", sd=0.8, reliability=0.95)
BRS = Measured("brs", "BRS", 1, 5, "better", sd=0.7, reliability=0.9)


def level_corridor(measure, baseline, weeks):
    """Half a point either side of the first value, whatever the week: easy to read in a table."""
    low, high = (tuple(baseline + x for _ in weeks) for x in (-0.5, 0.5))
    return Corridor(weeks, low, tuple(baseline for _ in weeks), high, "test", True)


def course(values, *, measure=BSL, on=None, corridor=level_corridor, **more):
    days = [START + timedelta(weeks=4 * n) for n in range(len(values))]
    readings = [Reading(day, measure.id, value) for day, value in zip(days, values, strict=True)]
    last = on or (days[-1] if days else START)
    return follow(readings, measure, start=START, on=last, corridor=corridor, **more)


TABLE = [
    ((), "too_little_data", "No reading of BSL-23 yet"),
    ((2.0, 2.0), "too_little_data", "2 readings of BSL-23 so far; 3 are needed"),
    ((2.0, 2.1, 1.9), "on_track", "Within what was to be expected"),
    ((2.0, 1.4, 1.0, 0.8), "on_track", "Reliably better than at the start"),
    ((2.0, 2.0, 3.2), "watch", "Left the expected corridor on 27 April 2026"),
    ((2.0, 2.0, 3.2, 2.0), "on_track", "Back inside the corridor since 25 May 2026"),
    ((2.0, 3.5, 3.6), "deteriorating", "Reliably worse than at the start"),
]


@pytest.mark.parametrize(("values", "status", "says"), TABLE)
def test_what_a_course_says(values, status: str, says: str) -> None:
    wide = Measured("bsl23", "BSL-23", 0, 4, "worse", sd=0.8, reliability=0.84)
    seen = course(values, measure=BSL if status == "on_track" and "better" in says else wide)
    assert (seen.status, says in seen.says) == (status, True), seen.says


def test_two_readings_outside_in_a_row_are_not_on_track() -> None:
    wide = Measured("bsl23", "BSL-23", 0, 4, "worse", sd=0.8, reliability=0.7)
    seen = course((2.0, 2.0, 3.3, 3.0), measure=wide)
    assert seen.status == "not_on_track"
    assert "Worse than expected since 27 April 2026" in seen.says


def test_where_more_is_better_the_signs_turn() -> None:
    assert course((3.0, 2.2, 1.4), measure=BRS).status == "deteriorating"
    assert course((3.0, 3.8, 4.6), measure=BRS).status == "on_track"


def test_silence_is_not_health() -> None:
    late = START + timedelta(weeks=8 + 8)
    seen = course((2.0, 1.5, 1.0), on=late)
    assert seen.status == "too_little_data"
    assert seen.says == "No reading of BSL-23 for 8 weeks: how it goes is not known."


def test_nothing_from_after_the_day_or_before_the_start_is_drawn() -> None:
    events = [Event(EventKind.ADMISSION, START + timedelta(days=d)) for d in (-3, 10, 60)]
    phases = [(Phase.CONTAINMENT, START), (Phase.REGULATION, START + timedelta(weeks=6))]
    seen = course((2.0, 1.9), events=events, phases=phases)
    assert [m.week for m in seen.marks] == [10 / 7]
    assert [(p.phase, p.until_week) for p in seen.phases] == [(Phase.CONTAINMENT, None)]
    later = course((2.0, 1.9, 1.8), events=events, phases=phases)
    assert [(p.from_week, p.until_week) for p in later.phases] == [(0, 6), (6, None)]


def test_other_measures_stay_out_and_a_bare_name_means_the_total() -> None:
    readings = [Reading(START, "bsl23.total", 2.0), Reading(START, "ders16", 50.0)]
    seen = follow(readings, BSL, start=START, on=START)
    assert [p.value for p in seen.points] == [2.0]


def test_the_curve_follows_log_time_from_its_source() -> None:
    corridor = expected(BSL, 2.1, (0.0, 13.0, 52.0))
    assert corridor.middle[0] == pytest.approx(2.1)
    assert corridor.middle[1] == pytest.approx(2.1 - 0.50 * 0.8)
    assert corridor.middle[2] == pytest.approx(2.1 - 0.50 * 0.8 * 1.5045, abs=1e-3)
    widths = [h - low for h, low in zip(corridor.high, corridor.low, strict=True)]
    assert widths == sorted(widths)
    assert corridor.checked is False, "the spread around the curve is still unverified"
    assert gain_of("bsl23").checked
    assert gain_of("unheard-of").source == gain_of("another").source


def test_the_corridor_stays_within_the_range_of_the_measure() -> None:
    corridor = expected(BSL, 0.3, tuple(float(w) for w in range(0, 80, 4)))
    assert min(corridor.low) == 0
    assert max(corridor.high) <= 4
