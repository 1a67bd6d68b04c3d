"""How fast the story goes: what is offered when, as numbers and words of a data file."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from openimt.deliver.story.shapes import Tone
from openimt.terms import Phase

_FILE = "pacing.toml"
WORDS = "_words"


class Asks(StrEnum):
    """What the phone asks of an entry, and where it asks for a title alone, why."""

    WORDS = "words"
    NOT_YET = "not_yet"
    HARD = "hard"
    LATE = "late"


@dataclass(frozen=True)
class Door:
    """From which phase on something is offered, by which module, and who says so."""

    name: str
    phase: Phase
    module: str
    source: str
    checked: bool


@dataclass(frozen=True)
class ReleaseRule:
    """Which module's clauses are the gate, the one of them that a topic's release stands for, the
    word of the rules that a standing release answers, how long a release holds at most, and
    whether words are asked for on a session's day alone."""

    gate: str
    instead_of: str
    word: str
    longest_weeks: int
    session_day_only: bool


@dataclass(frozen=True)
class CheckRule:
    """After which modules urges are asked, always or while a release stands; how many ``hours``
    after the session, how near an answer has to be, how many raised ones suggest a pause, and how
    many days one that nobody heard of stands as a task."""

    after_modules: frozenset[str]
    with_release_modules: frozenset[str]
    hours: tuple[int, ...]
    within_hours: int
    pause_after: int
    stands_days: int


@dataclass(frozen=True)
class Pacing:
    """The rules. ``late_from`` to ``late_until``: the hours in which hard entries are closed."""

    doors: Mapping[str, Door]
    title_only: frozenset[Tone]
    late_from: int
    late_until: int
    order: tuple[Tone, ...]
    release: "ReleaseRule"
    check: "CheckRule"

    def is_late(self, at: time) -> bool:
        """Whether it is late in the evening, or night, where the person is.

        >>> pacing().is_late(time(22, 30)), pacing().is_late(time(9))
        (True, False)
        """
        after, before = at.hour >= self.late_from, at.hour < self.late_until
        return after or before if self.late_from > self.late_until else after and before


@dataclass(frozen=True)
class Where:
    """Where the person is in their course; ``bound``: the therapy binds phases."""

    phase: Phase
    bound: bool


def is_open(name: str, where: Where) -> bool:
    """Whether something is offered there.

    >>> is_open("line_point", Where(Phase.CONTAINMENT, bound=True))
    False
    >>> is_open("line_point", Where(Phase.CONTAINMENT, bound=False))
    True
    """
    return not where.bound or where.phase.order >= pacing().doors[name].phase.order


def asks(kind: str, tone: Tone, where: Where, at: time, *, opened: bool = False) -> Asks:
    """What the phone asks of an entry of this kind and tone, here and at this hour.

    ``opened``: a release stands for it, the gate holds and it is the day of a session.

    >>> asks("scene", Tone.HARD, Where(Phase.INTEGRATION, bound=True), time(10)).value
    'hard'
    >>> asks("scene", Tone.HARD, Where(Phase.INTEGRATION, True), time(10), opened=True).value
    'words'
    """
    rules = pacing()
    if tone in rules.title_only:
        if rules.is_late(at):
            return Asks.LATE
        return Asks.WORDS if opened and is_open(f"{tone}{WORDS}", where) else Asks.HARD
    name = f"turning{WORDS}" if tone is Tone.TURNING else f"{kind}{WORDS}"
    return Asks.WORDS if is_open(name if name in rules.doors else kind, where) else Asks.NOT_YET


def closed_now(tone: Tone, at: time) -> bool:
    """Whether what stands in an entry is folded away at this hour, its title apart."""
    return tone in pacing().title_only and pacing().is_late(at)


def reading_place(tone: Tone) -> int:
    """Where an entry of this tone comes when scenes are read: good ones first."""
    return pacing().order.index(tone)


@cache
def rows() -> Mapping[str, Any]:
    """The file as it stands, each rule with its source."""
    return tomllib.loads(files("openimt.deliver.story").joinpath(_FILE).read_text("utf-8"))


@cache
def pacing() -> Pacing:
    """The shipped rules."""
    data = rows()
    doors = (Door(**{**row, "phase": Phase(row["phase"])}) for row in data["door"])
    return Pacing(
        doors={door.name: door for door in doors},
        title_only=frozenset(Tone(word) for word in data["title_only"]["tones"]),
        late_from=int(data["late"]["from_hour"]),
        late_until=int(data["late"]["until_hour"]),
        order=tuple(Tone(word) for word in data["order"]["tones"]),
        release=_release(data["release"]),
        check=_check(data["check"]),
    )


def _release(row: Mapping[str, Any]) -> ReleaseRule:
    names = ReleaseRule.__dataclass_fields__
    return ReleaseRule(**{name: row[name] for name in names})


def _check(row: Mapping[str, Any]) -> CheckRule:
    return CheckRule(
        after_modules=frozenset(row["after_modules"]),
        with_release_modules=frozenset(row["with_release_modules"]),
        hours=tuple(row["hours"]),
        within_hours=int(row["within_hours"]),
        pause_after=int(row["pause_after"]),
        stands_days=int(row["stands_days"]),
    )
