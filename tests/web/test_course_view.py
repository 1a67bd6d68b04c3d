"""The picture of a course: everything in its place, nothing over anything else."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from openimt.terms import EventKind
from openimt.track.course import Course, Point
from openimt_clinic.clinician.course_axes import Width, axes
from openimt_clinic.clinician.course_table import expected
from openimt_clinic.clinician.course_view import CourseDrawing, CourseView, course_view
from tests.web import mira

NAMES = {"regulation": "Regulation"}


def view(course: Course | None = None) -> CourseView:
    found = course_view(course or mira.course(), NAMES)
    assert found is not None
    return found


def pictures() -> list[CourseDrawing]:
    return [view().wide, view().narrow]


def points(path: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in (pair.split(",") for pair in path.split())]


def test_a_course_without_a_reading_has_no_picture() -> None:
    assert course_view(replace(mira.course(), points=(), level=())) is None


@pytest.mark.parametrize("width", list(Width))
def test_everything_lies_inside_the_picture(width: Width) -> None:
    picture = view().wide if width is Width.WIDE else view().narrow
    left, right = float(picture.left), float(picture.right)
    top, bottom = float(picture.top), float(picture.bottom)
    drawn = points(picture.line) + points(picture.corridor)
    drawn += [(float(dot.x), float(dot.y)) for dot in picture.dots]
    assert all(left <= x <= right and top <= y <= bottom for x, y in drawn)
    assert float(picture.today_x) <= right


def test_a_higher_value_stands_higher() -> None:
    dots = view().wide.dots
    values = [point.value for point in mira.course().points]
    order = sorted(range(len(values)), key=lambda n: values[n])
    assert [float(dots[n].y) for n in order] == sorted((float(d.y) for d in dots), reverse=True)


def test_the_corridor_is_cut_at_the_edge_by_a_straight_line() -> None:
    picture, ax = view().wide, axes(mira.course(), Width.WIDE)
    upper, lower = (points(edge) for edge in picture.corridor_edges)
    assert upper[-1][0] == pytest.approx(ax.right, abs=0.1)
    says = expected(mira.course().corridor, ax.last)
    low, high = (float(word) for word in says.split(" to "))
    assert upper[-1][1] == pytest.approx(ax.y(high), abs=0.5)
    assert lower[-1][1] == pytest.approx(ax.y(low), abs=0.5)


def test_the_picture_looks_ahead_but_not_far() -> None:
    ax = axes(mira.course(), Width.WIDE)
    assert ax.observed == pytest.approx(20.0, abs=0.3)
    assert ax.observed + 4 <= ax.last <= ax.observed * 1.4


def test_without_an_expectation_it_says_so_and_does_not_look_ahead() -> None:
    shown = view(mira.course(corridor=False))
    assert shown.corridor_says == "nothing known of what to expect for this measure"
    assert shown.wide.corridor == ""
    assert all(band.phase for band in shown.wide.bands)


def test_an_unchecked_expectation_says_so() -> None:
    assert "not yet checked" in view(mira.course(checked=False)).corridor_says
    assert "checked" not in view(mira.course(checked=True)).corridor_says


def test_phases_follow_each_other_without_a_gap() -> None:
    bands = view().wide.bands
    assert [band.phase for band in bands] == ["safety", "containment", "regulation", ""]
    for before, after in pairwise(bands):
        assert float(before.x) + float(before.width) == pytest.approx(float(after.x), abs=0.2)


def test_a_phase_too_short_for_its_name_leaves_the_name_out() -> None:
    narrow = {band.phase: band.name for band in view().narrow.bands}
    assert narrow["safety"] == ""
    assert narrow["regulation"] == "Regulation"


@pytest.mark.parametrize("picture", pictures(), ids=["wide", "narrow"])
def test_names_of_events_never_lie_over_each_other(picture: CourseDrawing) -> None:
    letter = axes(mira.course(), Width.WIDE).letter
    rows: dict[str, list[tuple[float, float]]] = {}
    for mark in picture.marks:
        if mark.label:
            x, wide = float(mark.label_x), len(mark.label) * letter
            span = (x, x + wide) if mark.anchor == "start" else (x - wide, x)
            rows.setdefault(mark.label_y, []).append(span)
    assert rows
    for spans in rows.values():
        for before, after in pairwise(sorted(spans)):
            assert before[1] < after[0]


def test_an_event_without_room_for_its_name_still_stands_in_the_table() -> None:
    crowd = tuple(mira.mark(14 + n / 10, EventKind.SELF_HARM_ACT) for n in range(9))
    shown = view(replace(mira.course(), marks=crowd))
    assert len(shown.narrow.marks) == 9
    assert any(not mark.label for mark in shown.narrow.marks)
    assert sum(row.what == "self-harm" for row in shown.rows) == 9


def test_what_happened_often_is_one_mark_a_day_and_named_twice() -> None:
    often = tuple(mira.mark(day / 7, EventKind.SELF_HARM_ACT) for day in range(70) for _ in "ab")
    shown = view(replace(mira.course(), marks=often))
    assert len(shown.wide.marks) == 70
    assert sum(bool(mark.label) for mark in shown.wide.marks) <= 2
    assert sum(row.what == "self-harm ×2" for row in shown.rows) == 70
    assert shown.wide.marks[0].says.endswith("self-harm ×2")


def test_sessions_are_ticks_and_urges_are_neither_ticks_nor_marks() -> None:
    urge = mira.mark(5, EventKind.SUICIDAL_URGE)
    shown = view(replace(mira.course(), marks=(*mira.course().marks, urge)))
    states = [tick.state for tick in shown.wide.sessions]
    assert (states.count("kept"), states.count("missed"), states.count("cancelled")) == (18, 1, 1)
    assert len(shown.wide.marks) == 4
    assert not any("urge" in row.what for row in shown.rows)


def test_the_table_has_every_reading_and_event_newest_first() -> None:
    rows = view().rows
    days = [row.on for row in rows]
    assert days == sorted(days, reverse=True)
    readings = [row for row in rows if row.what == "Overall severity"]
    assert len(readings) == 21
    assert readings[-1].value == "2.9"
    assert readings[-1].expected == "2.7 to 3.5"


def test_what_is_heard_instead_of_the_picture_names_start_and_end() -> None:
    assert view().heard == "Overall severity by week, from 2.9 to 1.65 on a scale from 0 to 4"


@pytest.mark.parametrize(("high", "labels"), [(4.0, 5), (63.0, 4), (100.0, 5), (1.0, 5)])
def test_values_are_labelled_at_round_numbers(high: float, labels: int) -> None:
    ticks = axes(replace(mira.course(), highest=high), Width.WIDE).values
    assert len(ticks) == labels
    assert ticks[0].says == "0"


@pytest.mark.parametrize("weeks", [2, 20, 60, 150])
@pytest.mark.parametrize("width", list(Width))
def test_months_stay_apart_however_long_the_course(weeks: int, width: Width) -> None:
    course = mira.course()
    last = Point(float(weeks), mira.START + timedelta(weeks=weeks), 2.0)
    longer = replace(course, points=(course.points[0], last), marks=())
    at = [float(tick.at) for tick in axes(longer, width).months]
    assert all(after - before >= 40 for before, after in pairwise(at))
    assert all(x <= width.value[0] for x in at)


def test_a_daily_series_is_drawn_with_small_dots() -> None:
    days = tuple(Point(n / 7, mira.START + timedelta(days=n), 2.0 + n % 3 / 10) for n in range(140))
    assert view().wide.dot_size != view(replace(mira.course(), points=days)).wide.dot_size


def test_numbers_in_the_picture_keep_their_point_in_every_language() -> None:
    from django.utils import translation

    with translation.override("de"):
        shown = view()
    assert "," not in shown.wide.today_x
    assert "." in shown.wide.dots[0].y
