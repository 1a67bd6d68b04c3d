"""A plan on one time axis of weeks: phases as bands, each module as a bar with its sessions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from openimt.plan.plan import PhaseWindow
from openimt.plan.spans import Span
from openimt.terms import Phase

WIDE, NARROW = 1200, 366
"""Two drawings of one plan: letters stay readable because neither is scaled far."""
ROW = 26
TOP = 46
BANDS_FROM = 18
MONTH_ROOM = 44
LETTER = 6.4


@dataclass(frozen=True)
class AxisBand:
    """A phase from its first expected week to its last; ``name`` empty where it has no room."""

    phase: str
    name: str
    x: str
    width: str
    text_x: str


@dataclass(frozen=True)
class AxisBar:
    """One module: its row and its bar. ``state`` is now or later."""

    module: str
    name: str
    phase: str
    state: str
    x: str
    y: str
    width: str
    text_x: str
    text_y: str
    anchor: str
    heard: str


@dataclass(frozen=True)
class AxisTick:
    """The first of a month."""

    x: str
    says: str


@dataclass(frozen=True)
class PlanAxis:
    """The whole drawing; coordinates are in its view box."""

    width: int
    height: int
    bottom: str
    depth: str
    bands: tuple[AxisBand, ...]
    bars: tuple[AxisBar, ...]
    ticks: tuple[AxisTick, ...]
    today_x: str


@dataclass(frozen=True)
class Planned:
    """What the axis needs of one module."""

    module: str
    name: str
    home: Phase
    span: Span
    running: bool


@dataclass(frozen=True)
class Axis:
    """From the plan's day on, so many weeks over so many pixels; ``today`` is marked."""

    start: date
    today: date
    weeks: int
    width: int

    @property
    def passed(self) -> float:
        """Weeks from the plan's day to today."""
        return (self.today - self.start).days / 7

    def x(self, week: float) -> float:
        """Pixels from the left."""
        return self.width * week / self.weeks


def plan_axis(
    planned: Iterable[Planned],
    windows: Iterable[PhaseWindow],
    names: Mapping[Phase, str],
    axis: Axis,
) -> PlanAxis:
    """The drawing of a plan; ``windows`` is empty where phases do not bind."""
    rows = list(planned)
    height = TOP + ROW * len(rows) + 8
    marked = 0 <= axis.passed <= axis.weeks
    return PlanAxis(
        width=axis.width,
        height=height,
        bottom=_n(height),
        depth=_n(height - BANDS_FROM),
        bands=tuple(_bands(windows, names, axis)),
        bars=tuple(_bar(one, place, axis) for place, one in enumerate(rows)),
        ticks=tuple(_ticks(axis)),
        today_x=_n(max(1.0, axis.x(axis.passed))) if marked else "",
    )


def _bands(
    windows: Iterable[PhaseWindow], names: Mapping[Phase, str], axis: Axis
) -> Iterable[AxisBand]:
    for window in windows:
        x, wide = axis.x(window.start_week), axis.x(window.end_week - window.start_week)
        name = names[window.phase]
        fits = len(name) * LETTER + 8 <= wide
        yield AxisBand(window.phase.value, name if fits else "", _n(x), _n(wide), _n(x + 5))


def _bar(one: Planned, place: int, axis: Axis) -> AxisBar:
    x = axis.x(one.span.start) + 1
    wide = max(4.0, axis.x(one.span.end - one.span.start) - 2)
    y = TOP + ROW * place
    text_x, anchor = _label(len(one.name) * LETTER, x, wide, axis.width)
    heard = _("%(name)s: week %(first)d to %(last)d")
    return AxisBar(
        module=one.module,
        name=one.name,
        phase=one.home.value,
        state="now" if one.running or one.span.start <= axis.passed else "later",
        x=_n(x),
        y=_n(y + 4),
        width=_n(wide),
        text_x=_n(text_x),
        text_y=_n(y + 17),
        anchor=anchor,
        heard=heard % {"name": one.name, "first": one.span.start + 1, "last": one.span.end},
    )


def _label(long: float, x: float, wide: float, width: int) -> tuple[float, str]:
    """Where a bar's name stands: inside it, right of it, else left of it."""
    if long + 10 <= wide:
        return x + 6, "start"
    if x + wide + 5 + long <= width:
        return x + wide + 5, "start"
    return x - 5, "end"


def _ticks(axis: Axis) -> Iterable[AxisTick]:
    """As many first days of months as have room."""
    end = axis.start + timedelta(weeks=axis.weeks)
    every = max(1, ceil(MONTH_ROOM / axis.x(52 / 12)))
    day = _next_first(axis.start)
    while day < end:
        x = axis.x((day - axis.start).days / 7)
        if (day.month - 1) % every == 0 and MONTH_ROOM / 2 < x < axis.width - MONTH_ROOM / 2:
            yield AxisTick(_n(x), date_format(day, "M Y" if day.month == 1 else "M"))
        day = _next_first(day)


def _next_first(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
