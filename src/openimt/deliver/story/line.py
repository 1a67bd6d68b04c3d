"""The order of a life-line: by year, by age, or after what the person put before it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median_low

from openimt.deliver.story.shapes import LinePoint


@dataclass(frozen=True)
class Line:
    """``placed`` in the order of life; ``anywhere``: what has no place on the line, as written."""

    placed: tuple[LinePoint, ...]
    anywhere: tuple[LinePoint, ...] = ()


def line_of(points: Iterable[LinePoint]) -> Line:
    """The points in the order of life.

    Years and ages meet where one point says both. Points that say only the other of the two have
    no place then, and none is guessed.

    >>> school, lake = LinePoint("a", "School", year=1999), LinePoint("b", "The lake", year=1994)
    >>> [point.title for point in line_of([school, lake, LinePoint("c", "Gran")]).placed]
    ['The lake', 'School']
    """
    every = tuple(points)
    when = _when(every)
    dated = sorted((p for p in every if p.name in when), key=lambda p: when[p.name])
    placed, left = list(dated), [p for p in every if p.name not in when]
    while found := [p for p in left if _index(placed, p.after) is not None]:
        for point in reversed(found):
            placed.insert((_index(placed, point.after) or 0) + 1, point)
        left = [p for p in left if p not in found]
    return Line(tuple(placed), tuple(left))


def _when(points: Sequence[LinePoint]) -> Mapping[str, int]:
    """When each was: years where there is one, else ages, else nothing."""
    born = [p.year - p.age for p in points if p.year is not None and p.age is not None]
    if not any(p.year is not None for p in points):
        return {p.name: p.age for p in points if p.age is not None}
    found = {p.name: p.year for p in points if p.year is not None}
    if born:
        birth = median_low(born)
        found |= {p.name: birth + p.age for p in points if p.year is None and p.age is not None}
    return found


def _index(placed: Sequence[LinePoint], name: str) -> int | None:
    return next((n for n, point in enumerate(placed) if point.name == name), None)
