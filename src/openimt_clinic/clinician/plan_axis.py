"""A plan on one time axis of weeks: phases as bands, each module as a bar with its sessions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from openimt.plan.plan import PhaseWindow
from openimt.plan.spans import Span
from openimt.terms import Phase

WIDTH = 720
ROW = 26
TOP = 46
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


def plan_axis(
    planned: Iterable[Planned],
    windows: Iterable[PhaseWindow],
    names: Mapping[Phase, str],
    *,
    start: date,
    today: date,
    weeks: int,
    binds: bool,
) -> PlanAxis:
    """The drawing of a plan made on ``start``, ``weeks`` long; bands only where phases bind."""
    rows = list(planned)
    height = TOP + ROW * len(rows) + 8
    scale = WIDTH / weeks
    passed = (today - start).days / 7
    return PlanAxis(
        width=WIDTH,
        height=height,
        bottom=_n(height),
        bands=tuple(_bands(windows, names, scale)) if binds else (),
        bars=tuple(_bar(one, place, scale, passed) for place, one in enumerate(rows)),
        ticks=tuple(_ticks(start, weeks, scale)),
        today_x=_n(min(WIDTH, max(0.0, passed * scale))) if 0 <= passed <= weeks else "",
    )


def _bands(
    windows: Iterable[PhaseWindow], names: Mapping[Phase, str], scale: float
) -> Iterable[AxisBand]:
    for window in windows:
        x, wide = window.start_week * scale, (window.end_week - window.start_week) * scale
        name = names[window.phase]
        fits = len(name) * LETTER + 8 <= wide
        yield AxisBand(window.phase.value, name if fits else "", _n(x), _n(wide), _n(x + 5))


def _bar(one: Planned, place: int, scale: float, passed: float) -> AxisBar:
    x = one.span.start * scale
    wide = max(4.0, (one.span.end - one.span.start) * scale)
    y = TOP + ROW * place
    inside = len(one.name) * LETTER + 10 <= wide
    right = x + wide + 5
    before = not inside and right + len(one.name) * LETTER > WIDTH
    text_x = x + 6 if inside else x - 5 if before else right
    now = one.running or one.span.start <= passed
    heard = _("%(name)s: week %(first)d to %(last)d")
    return AxisBar(
        module=one.module,
        name=one.name,
        phase=one.home.value,
        state="now" if now else "later",
        x=_n(x),
        y=_n(y + 4),
        width=_n(wide),
        text_x=_n(text_x),
        text_y=_n(y + 17),
        anchor="end" if before else "start",
        heard=heard % {"name": one.name, "first": one.span.start + 1, "last": one.span.end},
    )


def _ticks(start: date, weeks: int, scale: float) -> Iterable[AxisTick]:
    """As many first days of months as have room."""
    end = start + timedelta(weeks=weeks)
    every = max(1, round(MONTH_ROOM / (scale * 52 / 12) + 0.49))
    day = date(start.year + start.month // 12, start.month % 12 + 1, 1)
    while day < end:
        x = (day - start).days / 7 * scale
        if (day.month - 1) % every == 0 and x + MONTH_ROOM / 2 < WIDTH:
            yield AxisTick(_n(x), date_format(day, "M Y" if day.month == 1 else "M"))
        day = date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _n(value: float) -> str:
    return f"{value:.1f}"
