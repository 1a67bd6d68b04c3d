"""The orders in which a story is read: the line, chapters, scenes, and all of it as a book."""

from collections.abc import Iterable
from itertools import groupby

from openimt.deliver.story.line import Line, line_of
from openimt.deliver.story.pacing import reading_place
from openimt.deliver.story.shapes import LinePoint
from openimt_clinic.components.story.kept import Kept
from openimt_clinic.components.story.words import CHAPTER, NEXT, SCENE, VALUE


def book(entries: list[Kept]) -> list[Kept]:
    """Everything in the order in which it is read: the line, the chapters, good scenes first."""
    of = {kind: list(rows) for kind, rows in groupby(sorted(entries, key=_kind), key=_kind)}
    line, points = life_line(entries)
    return [
        *(points[point.name] for point in (*line.placed, *line.anywhere)),
        *in_order(of.get(CHAPTER.kind, [])),
        *in_reading_order(of.get(SCENE.kind, [])),
        *of.get(VALUE.kind, []),
        *of.get(NEXT.kind, []),
    ]


def life_line(entries: Iterable[Kept]) -> tuple[Line, dict[str, Kept]]:
    """The points of the line in order, and each entry by its name."""
    points = {one.name: one for one in entries if isinstance(one.told, LinePoint)}
    line = line_of(one.told for one in points.values() if isinstance(one.told, LinePoint))
    return line, points


def in_order(entries: Iterable[Kept]) -> list[Kept]:
    """Chapters, each after the one the person put before it; else as they were written."""
    rows = list(entries)
    placed = [one for one in rows if not _after(one, rows)]
    left = [one for one in rows if one not in placed]
    while left:
        found = next((one for one in left if _after(one, placed)), left[0])
        before = _after(found, placed)
        placed.insert(placed.index(before) + 1 if before else len(placed), found)
        left.remove(found)
    return placed


def in_reading_order(entries: Iterable[Kept]) -> list[Kept]:
    """Scenes: good ones first, hard ones last."""
    return sorted(entries, key=lambda one: (reading_place(one.tone), one.document.made_at))


def _after(one: Kept, others: Iterable[Kept]) -> Kept | None:
    name = getattr(one.told, "after", "")
    return next(
        (other for other in others if name and other.name == name and other is not one), None
    )


def _kind(one: Kept) -> str:
    return one.kind
