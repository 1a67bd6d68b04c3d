"""The axes of a course's picture: weeks across, values upward, months beneath."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from django.utils.formats import date_format

from openimt.track.course import Course
from openimt_clinic.components.numbers import said


class Width(Enum):
    """Two pictures of one course: letters stay readable because neither is scaled far."""

    WIDE = (1180, 292, 36)
    NARROW = (380, 270, 26)


# How far the picture looks ahead: a third of what has been, but at least four weeks.
AHEAD_SHARE = 1 / 3
AHEAD_LEAST = 4.0
# Beneath the grid: a row of session ticks, up to three rows of event labels, the months.
MARGIN_TOP = 22
MARGIN_BOTTOM = 94
MONTH_ROOM = 46


@dataclass(frozen=True)
class Tick:
    """A labelled place on an axis; ``text_at``: the foot of its label where that differs."""

    at: str
    says: str
    text_at: str = ""


@dataclass(frozen=True)
class Axes:
    """Where a week and a value stand. ``observed``: the last week with anything in it."""

    width: int
    height: int
    left: float
    right: float
    top: float
    bottom: float
    observed: float
    last: float
    lowest: float
    highest: float
    letter: float
    values: tuple[Tick, ...] = ()
    months: tuple[Tick, ...] = ()

    def x(self, week: float) -> float:
        """Pixels from the left for a week after the start."""
        return self.left + (self.right - self.left) * week / self.last

    def y(self, value: float) -> float:
        """Pixels from the top for a value; the highest value stands at the top."""
        share = (value - self.lowest) / (self.highest - self.lowest)
        return self.bottom - (self.bottom - self.top) * share


def axes(course: Course, width: Width) -> Axes:
    """The axes for a course with at least one reading."""
    wide, high, left = width.value
    observed = _observed(course)
    bare = Axes(
        width=wide,
        height=high,
        left=left,
        right=wide - 10,
        top=MARGIN_TOP,
        bottom=high - MARGIN_BOTTOM,
        observed=observed,
        last=_last(course, observed),
        lowest=course.lowest,
        highest=course.highest,
        letter=6.6,
    )
    start = course.points[0].on - timedelta(weeks=course.points[0].week)
    return Axes(**{**bare.__dict__, "values": _values(bare), "months": _months(bare, start)})


def _observed(course: Course) -> float:
    weeks = [p.week for p in course.points] + [m.week for m in course.marks]
    return max(1.0, *weeks)


def _last(course: Course, observed: float) -> float:
    if course.corridor is None or not course.corridor.weeks:
        return observed
    ahead = observed + max(AHEAD_LEAST, observed * AHEAD_SHARE)
    return max(observed, min(ahead, course.corridor.weeks[-1]))


def _values(ax: Axes) -> tuple[Tick, ...]:
    step = _round_step((ax.highest - ax.lowest) / 4)
    count = int((ax.highest - ax.lowest) / step + 1e-9)
    at = [ax.lowest + n * step for n in range(count + 1)]
    return tuple(Tick(f"{ax.y(v):.1f}", said(v), f"{ax.y(v) + 4:.1f}") for v in at)


def _round_step(least: float) -> float:
    """The smallest of 1, 2, 2.5, 5 times a power of ten that is not below ``least``."""
    size = 10.0
    while size > least:
        size /= 10
    while size < least:
        for times in (2, 2.5, 5, 10):
            if size * times >= least:
                return size * times
        size *= 10
    return size


def _months(ax: Axes, start: date) -> tuple[Tick, ...]:
    """The first of each month; as many are left out as it takes to keep names apart."""
    firsts = [(day, ax.x((day - start).days / 7)) for day in _firsts(start, ax.last)]
    apart = (ax.x(52) - ax.x(0)) / 12
    every = max(1, -(-MONTH_ROOM // max(1, int(apart))))
    return tuple(
        Tick(f"{x:.1f}", date_format(day, "M Y" if day.month == 1 else "M"))
        for day, x in firsts
        if (day.month - 1) % every == 0 and x + MONTH_ROOM / 2 <= ax.width
    )


def _firsts(start: date, weeks: float) -> list[date]:
    end = start + timedelta(weeks=weeks)
    day = start if start.day == 1 else _next_first(start)
    days = []
    while day <= end:
        days.append(day)
        day = _next_first(day)
    return days


def _next_first(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
