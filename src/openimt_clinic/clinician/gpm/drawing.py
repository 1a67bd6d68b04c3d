"""The four states drawn: a loop with the ways between them, and a line of how it went."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from openimt.deliver.hypersensitivity.states import (
    Connection,
    KnownStates,
    Noted,
    Turn,
    Way,
    in_order,
)
from openimt_clinic.actions.care.kinds.connection_state import STATE_WORDS

WIDTH = 340
BOX_WIDTH, BOX_HEIGHT, STEP = 120, 34, 74
LEFT, TOP = 110, 8
LOOP_HEIGHT = TOP + 3 * STEP + BOX_HEIGHT + 8
LINE_LEFT, LINE_RIGHT, LINE_TOP, LINE_STEP = 92, 328, 16, 26
LINE_HEIGHT = LINE_TOP + 3 * LINE_STEP + 34
MOST_DOTS = 24
"""So many of the last states are drawn; all of them stand in the log."""

ORDER = tuple(Connection)


@dataclass(frozen=True)
class Box:
    """A state: where it stands, whether it is the latest, whether it is from memory."""

    word: str
    x: int
    y: int
    text_x: int
    text_y: int
    now: bool
    from_memory: bool


@dataclass(frozen=True)
class Arrow:
    """A way: its curve, its tip, and whether the log has gone it."""

    path: str
    tip: str
    seen: bool
    checked: bool


@dataclass(frozen=True)
class Loop:
    """The picture of states and ways."""

    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    width: int = WIDTH
    height: int = LOOP_HEIGHT
    box_width: int = BOX_WIDTH
    box_height: int = BOX_HEIGHT


@dataclass(frozen=True)
class Level:
    """A state's height in the line."""

    word: str
    y: int
    text_y: int


@dataclass(frozen=True)
class Line:
    """The picture of how it went. ``ends``: the days at its two ends."""

    levels: tuple[Level, ...]
    points: str
    dots: tuple[tuple[int, int, str], ...]
    ends: tuple[str, str]
    width: int = WIDTH
    height: int = LINE_HEIGHT
    left: int = LINE_LEFT
    words_end: int = LINE_LEFT - 8
    foot: int = LINE_HEIGHT - 8
    right: int = LINE_RIGHT


def loop_of(states: KnownStates, turned: Sequence[Turn], now: Connection | None) -> Loop:
    """The states beneath each other; ways down on the left, ways back on the right."""
    seen = {(turn.before.state, turn.after.state) for turn in turned}
    boxes = tuple(
        Box(
            str(STATE_WORDS[one]), LEFT, _top(one), LEFT + BOX_WIDTH // 2, _top(one) + 22,
            one is now, one in states.from_memory,
        )
        for one in ORDER
    )  # fmt: skip
    return Loop(
        boxes, tuple(_arrow(way, (way.source_state, way.to) in seen) for way in states.ways)
    )


def line_of(noted: Sequence[Noted]) -> Line | None:
    """The last states over time, as dots of the same distance; None for fewer than two."""
    log = in_order(noted)[-MOST_DOTS:]
    if len(log) < 2:
        return None
    wide = (LINE_RIGHT - LINE_LEFT - 12) / (len(log) - 1)
    places = [(round(LINE_LEFT + 6 + n * wide), _level(one.state)) for n, one in enumerate(log)]
    return Line(
        tuple(Level(str(STATE_WORDS[one]), _level(one), _level(one) + 4) for one in ORDER),
        " ".join(f"{x},{y}" for x, y in places),
        tuple((x, y, _heard(one)) for (x, y), one in zip(places, log, strict=True)),
        (date_format(log[0].on, "j M"), date_format(log[-1].on, "j M")),
    )


def heard(noted: Sequence[Noted]) -> str:
    """The line in words, for whoever does not see it."""
    return _("How it was with others: %(line)s") % {"line": "; ".join(map(_heard, in_order(noted)))}


def _heard(one: Noted) -> str:
    return f"{date_format(one.on, 'j M')} {STATE_WORDS[one.state]}"


def _top(state: Connection) -> int:
    return TOP + ORDER.index(state) * STEP


def _level(state: Connection) -> int:
    return LINE_TOP + ORDER.index(state) * LINE_STEP


def _arrow(way: Way, seen: bool) -> Arrow:
    one, other = ORDER.index(way.source_state), ORDER.index(way.to)
    if other == one + 1:
        x, end = LEFT + BOX_WIDTH // 2, _top(way.to) - 2
        path = f"M{x} {_top(way.source_state) + BOX_HEIGHT}V{end - 8}"
        return Arrow(path, f"{x},{end} {x - 5},{end - 9} {x + 5},{end - 9}", seen, way.checked)
    x = LEFT + BOX_WIDTH
    start, end = _top(way.source_state) + 12, _top(way.to) + 20
    bow = x + 24 + 26 * (one - other)
    path = f"M{x} {start}C{bow} {start} {bow} {end} {x + 9} {end}"
    tip = f"{x + 1},{end} {x + 10},{end - 5} {x + 10},{end + 5}"
    return Arrow(path, tip, seen, way.checked)
