"""The same course as a table: every reading and every event, newest first."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from openimt.terms import URGES
from openimt.track.course import Corridor, Course
from openimt_clinic.clinician.course_marks import counted, event_says
from openimt_clinic.components.numbers import said


@dataclass(frozen=True)
class CourseRow:
    """One line of the table; ``expected`` is empty where nothing was to be expected."""

    on: date
    week: str
    what: str
    value: str
    expected: str


def course_rows(course: Course) -> tuple[CourseRow, ...]:
    """Readings and events by day, newest first."""
    readings = [
        CourseRow(
            p.on, _week(p.week), course.name, said(p.value), expected(course.corridor, p.week)
        )
        for p in course.points
    ]
    events = [
        CourseRow(m.on, _week(m.week), event_says(m.kind, times), "", "")
        for m, times in counted(m for m in course.marks if m.kind not in URGES)
    ]
    return tuple(sorted(readings + events, key=lambda row: (row.on, row.what), reverse=True))


def expected(corridor: Corridor | None, week: float) -> str:
    """The corridor at a week as *low to high*, straight between its weeks; empty outside it."""
    if corridor is None or not corridor.weeks:
        return ""
    low, high = _at(corridor, corridor.low, week), _at(corridor, corridor.high, week)
    if low is None or high is None:
        return ""
    return _("%(low)s to %(high)s") % {"low": said(low), "high": said(high)}


def _at(corridor: Corridor, values: tuple[float, ...], week: float) -> float | None:
    weeks = corridor.weeks
    for n in range(len(weeks) - 1):
        if weeks[n] <= week <= weeks[n + 1]:
            share = (week - weeks[n]) / (weeks[n + 1] - weeks[n])
            return values[n] + share * (values[n + 1] - values[n])
    return values[-1] if week == weeks[-1] else None


def _week(week: float) -> str:
    return str(int(week))
