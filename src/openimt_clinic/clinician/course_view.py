"""A course as a picture: every coordinate, label and table row, computed once, then printed."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from openimt.track.course import Corridor, Course
from openimt_clinic.clinician.course_axes import Axes, Tick, Width, axes
from openimt_clinic.clinician.course_marks import MarkView, SessionTick, marks, session_ticks
from openimt_clinic.clinician.course_table import CourseRow, course_rows
from openimt_clinic.components.numbers import said

# A daily series has more readings than dots of full size have room for.
MANY_POINTS = 80
MANY_MARKS = 24


@dataclass(frozen=True)
class Band:
    """A phase (or the weeks still ahead, ``phase`` empty) as an upright band."""

    phase: str
    name: str
    x: str
    width: str
    text_x: str


@dataclass(frozen=True)
class Dot:
    """One reading on the picture."""

    x: str
    y: str


@dataclass(frozen=True)
class CourseDrawing:
    """The picture at one width. Coordinates are in the view box ``width`` x ``height``."""

    width: int
    height: int
    top: str
    bottom: str
    depth: str
    left: str
    right: str
    value_x: str
    name_y: str
    session_y: str
    mark_y: str
    month_y: str
    dot_size: str
    bands: tuple[Band, ...]
    values: tuple[Tick, ...]
    months: tuple[Tick, ...]
    corridor: str
    corridor_edges: tuple[str, ...]
    line: str
    dots: tuple[Dot, ...]
    today_x: str
    sessions: tuple[SessionTick, ...]
    marks: tuple[MarkView, ...]

    @property
    def session_strokes(self) -> tuple[tuple[str, str], ...]:
        """Each state of sessions with the one stroke that draws all its ticks."""
        states = dict.fromkeys(tick.state for tick in self.sessions)
        return tuple((state, self._ticks(state)) for state in states)

    def _ticks(self, state: str) -> str:
        of_state = [tick for tick in self.sessions if tick.state == state]
        return "".join(f"M{tick.x} {self.session_y}v{tick.length}" for tick in of_state)

    @property
    def dots_stroke(self) -> str:
        """All readings as one stroke of small circles."""
        r = float(self.dot_size)
        ring = f"a{r} {r} 0 1 0 {2 * r:g} 0a{r} {r} 0 1 0 -{2 * r:g} 0"
        return "".join(f"M{_n(float(dot.x) - r)} {dot.y}{ring}" for dot in self.dots)

    @property
    def crowded(self) -> bool:
        """So many marks that they are drawn in one stroke, without a name for each."""
        return len(self.marks) > MANY_MARKS


@dataclass(frozen=True)
class CourseView:
    """How it goes: the sentence, two pictures of the same (wide and narrow) and their table."""

    name: str
    says: str
    status: str
    corridor_says: str
    corridor_checked: bool
    has_sessions: bool
    has_marks: bool
    wide: CourseDrawing
    narrow: CourseDrawing
    heard: str
    course: Course

    @property
    def rows(self) -> tuple[CourseRow, ...]:
        """The same as a table, made when it is read."""
        return course_rows(self.course)


def course_view(course: Course, names: dict[str, str] | None = None) -> CourseView | None:
    """The picture of a course, or None when it has no reading yet; ``names`` are the phases'."""
    if not course.points:
        return None
    called = names or {}
    wide = _draw(course, called, Width.WIDE)
    return CourseView(
        name=course.name,
        says=course.says,
        status=_status_word(course.status),
        corridor_says=_corridor_says(course.corridor),
        corridor_checked=course.corridor is not None and course.corridor.checked,
        has_sessions=bool(wide.sessions),
        has_marks=bool(wide.marks),
        wide=wide,
        narrow=_draw(course, called, Width.NARROW),
        heard=_heard(course),
        course=course,
    )


def _status_word(status: str) -> str:
    words = {
        "on_track": _("on track"),
        "watch": _("watch"),
        "not_on_track": _("not on track"),
        "deteriorating": _("getting worse"),
        "too_little_data": _("too little data yet"),
        "drawn_only": _("drawn only"),
    }
    return words.get(status, status)


def _corridor_says(corridor: Corridor | None) -> str:
    if corridor is None:
        return _("nothing known of what to expect for this measure")
    if corridor.checked:
        return _("band: what was to be expected for people who started like this")
    return _("band: a rough expectation, not yet checked against its source")


def _heard(course: Course) -> str:
    first, last = course.points[0], course.points[-1]
    return _("%(name)s by week, from %(first)s to %(last)s on a scale from %(low)s to %(high)s") % {
        "name": course.name,
        "first": said(first.value),
        "last": said(last.value),
        "low": said(course.lowest),
        "high": said(course.highest),
    }


def _draw(course: Course, names: dict[str, str], width: Width) -> CourseDrawing:
    ax = axes(course, width)
    return CourseDrawing(
        width=ax.width,
        height=ax.height,
        top=_n(ax.top),
        bottom=_n(ax.bottom),
        depth=_n(ax.bottom - ax.top),
        left=_n(ax.left),
        right=_n(ax.right),
        value_x=_n(ax.left - 8),
        name_y=_n(ax.top + 15),
        session_y=_n(ax.bottom + 5),
        mark_y=_n(ax.bottom + 17),
        month_y=_n(ax.height - 6),
        dot_size="2.8" if len(course.points) <= MANY_POINTS else "1.6",
        bands=tuple(_bands(course, names, ax)),
        values=ax.values,
        months=ax.months,
        corridor=_corridor(course.corridor, ax),
        corridor_edges=_edges(course.corridor, ax),
        line=_path((ax.x(p.week), ax.y(p.value)) for p in course.level),
        dots=tuple(Dot(_n(ax.x(p.week)), _n(ax.y(p.value))) for p in course.points),
        today_x=_n(ax.x(ax.observed)),
        sessions=session_ticks(course.marks, ax),
        marks=marks(course.marks, ax),
    )


def _bands(course: Course, names: dict[str, str], ax: Axes) -> Iterable[Band]:
    for span in course.phases:
        until = ax.observed if span.until_week is None else min(span.until_week, ax.observed)
        if until <= span.from_week:
            continue
        name = names.get(span.phase, span.phase.value.capitalize())
        yield _band(span.phase.value, name, span.from_week, until, ax)
    if ax.last > ax.observed:
        yield _band("", _("expected"), ax.observed, ax.last, ax)


def _band(phase: str, name: str, start: float, end: float, ax: Axes) -> Band:
    x, wide = ax.x(start), ax.x(end) - ax.x(start)
    # A name wider than its band would run into the next one: it is then left to the table.
    fits = len(name) * ax.letter + 10 <= wide
    return Band(phase, name if fits else "", _n(x), _n(wide), _n(x + 6))


def _corridor(corridor: Corridor | None, ax: Axes) -> str:
    if corridor is None:
        return ""
    high = _along(corridor.weeks, corridor.high, ax)
    low = _along(corridor.weeks, corridor.low, ax)
    return _path([*high, *reversed(low)])


def _edges(corridor: Corridor | None, ax: Axes) -> tuple[str, ...]:
    if corridor is None:
        return ()
    return tuple(_path(_along(corridor.weeks, v, ax)) for v in (corridor.high, corridor.low))


def _along(
    weeks: tuple[float, ...], values: tuple[float, ...], ax: Axes
) -> list[tuple[float, float]]:
    """The curve inside the picture, cut at its right edge by a straight line between weeks."""
    curve = list(zip(weeks, values, strict=True))
    inside = [(ax.x(w), ax.y(v)) for w, v in curve if w <= ax.last]
    beyond = next(((w, v) for w, v in curve if w > ax.last), None)
    if beyond is None or not inside:
        return inside
    before = curve[len(inside) - 1]
    share = (ax.last - before[0]) / (beyond[0] - before[0])
    return [*inside, (ax.x(ax.last), ax.y(before[1] + share * (beyond[1] - before[1])))]


def _path(points: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{_n(x)},{_n(y)}" for x, y in points)


def _n(value: float) -> str:
    """A coordinate with one decimal, never in a locale's own writing."""
    return f"{value:.1f}".removesuffix(".0")
