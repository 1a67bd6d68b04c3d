"""A course: the series of a person's readings on one time axis with phases, sessions and events."""

from dataclasses import dataclass
from datetime import date

from openimt.terms import EventKind, Phase


@dataclass(frozen=True)
class Point:
    """One reading: week after the start (fractions allowed), its day, and the value."""

    week: float
    on: date
    value: float


@dataclass(frozen=True)
class Corridor:
    """What was to be expected for people who started like this: low, middle and high by week."""

    weeks: tuple[float, ...]
    low: tuple[float, ...]
    middle: tuple[float, ...]
    high: tuple[float, ...]
    source: str
    checked: bool


@dataclass(frozen=True)
class PhaseSpan:
    """The weeks a course spent in a phase; ``until_week`` None = still in it."""

    phase: Phase
    from_week: float
    until_week: float | None


@dataclass(frozen=True)
class Mark:
    """A dated event on the time axis."""

    week: float
    on: date
    kind: EventKind


@dataclass(frozen=True)
class Course:
    """How it goes, for one measure. ``level`` is the smoothed series; ``status`` one of
    on_track, watch, not_on_track, deteriorating, too_little_data; ``says`` one plain sentence."""

    measure: str
    name: str
    lowest: float
    highest: float
    points: tuple[Point, ...]
    level: tuple[Point, ...]
    corridor: Corridor | None
    phases: tuple[PhaseSpan, ...]
    marks: tuple[Mark, ...]
    status: str
    says: str
