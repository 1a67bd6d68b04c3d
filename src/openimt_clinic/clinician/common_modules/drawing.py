"""The line of session ratings as a drawing: each rating, the usual, and where a fall begins."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from openimt.track.alliance import Alliance, Rated

WIDTH, HEIGHT = 420, 120
LEFT, RIGHT, TOP, BOTTOM = 24, 8, 8, 20
LOWEST, HIGHEST = 0.0, 4.0
MOST = 26
"""Half a year of weekly sessions; more would be a smear."""


@dataclass(frozen=True)
class Dot:
    """One rating at its place."""

    x: float
    y: float
    fell: bool


@dataclass(frozen=True)
class Drawing:
    """``line``, ``usual`` and ``edge`` are points of polylines; ``ticks`` the scale at the left."""

    dots: tuple[Dot, ...]
    line: str
    usual: str
    edge: str
    ticks: tuple[tuple[float, str], ...]
    first: date
    last: date
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT

    @property
    def foot(self) -> int:
        """Where the days stand."""
        return self.height - 4

    @property
    def end(self) -> int:
        """Where a line across ends."""
        return self.width - RIGHT


def drawing(seen: Alliance) -> Drawing | None:
    """The last ratings; None while there are fewer than two, for one is no line."""
    rated = seen.ratings[-MOST:]
    if len(rated) < 2:
        return None
    first, last = rated[0].on, rated[-1].on
    days = max((last - first).days, 1)
    step = (WIDTH - LEFT - RIGHT) / days

    def x(one: Rated) -> float:
        return round(LEFT + (one.on - first).days * step, 1)

    return Drawing(
        dots=tuple(Dot(x(one), _y(one.value), one.fell) for one in rated),
        line=_points((x(one), one.value) for one in rated),
        usual=_points((x(one), one.usual) for one in rated),
        edge=_points((x(one), one.edge) for one in rated),
        ticks=tuple((_y(value), f"{value:g}") for value in (LOWEST, 2.0, HIGHEST)),
        first=first,
        last=last,
    )


def _y(value: float) -> float:
    held = min(max(value, LOWEST), HIGHEST)
    span = HEIGHT - TOP - BOTTOM
    return round(TOP + (HIGHEST - held) / (HIGHEST - LOWEST) * span, 1)


def _points(pairs: Iterable[tuple[float, float | None]]) -> str:
    return " ".join(f"{x},{_y(value)}" for x, value in pairs if value is not None)
