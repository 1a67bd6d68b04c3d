"""A clinic's picture as dots, for phones that take no lines: drawn from the same SVG file.

The pictures are strokes alone. A dot's colour follows from its distance to the nearest stroke, so
that edges are smooth at any size.
"""

import re
import struct
import zlib
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from django.contrib.staticfiles import finders
from numpy.typing import NDArray

SIZES = (192, 512)
GRID = 24.0
"""The pictures are drawn on a square of so many units."""

FILLS = 0.56
"""The part of the square that the picture takes: a phone may cut a circle of 0.8 out of it."""

PAPER, INK = (0xFA, 0xF8, 0xF4), (0x3F, 0x8F, 0x88)
HALF_STROKE = 1.0
WORDS = re.compile(r"[A-Za-z]|-?(?:\d+\.?\d*|\.\d+)")
ARITY = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Z": 0}
CURVE_STEPS = 24

Point = tuple[float, float]
Line = list[Point]


@cache
def png(name: str, size: int) -> bytes:
    """The picture of that name in a square of ``size`` dots."""
    lines = lines_of(Path(str(finders.find(f"patient/icons/{name}.svg"))).read_text("utf-8"))
    return _written(_drawn(lines, size))


def lines_of(svg: str) -> list[Line]:
    """Every stroke of the picture as points: its paths and its circles."""
    found = [line for d in re.findall(r'<path d="([^"]+)"', svg) for line in _path(d)]
    circles = re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)" r="([\d.]+)"', svg)
    return found + [_circle(float(x), float(y), float(r)) for x, y, r in circles]


def _circle(x: float, y: float, r: float) -> Line:
    turns = np.linspace(0, 2 * np.pi, 4 * CURVE_STEPS)
    return [(x + r * float(np.cos(t)), y + r * float(np.sin(t))) for t in turns]


def _path(d: str) -> list[Line]:
    words, lines, at, handle = WORDS.findall(d), [], (0.0, 0.0), (0.0, 0.0)
    place, command = 0, "M"
    while place < len(words):
        if words[place].isalpha():
            command, place = words[place], place + 1
        how = command.upper()
        taken = [float(word) for word in words[place : place + ARITY[how]]]
        place += ARITY[how]
        points = _points(command, taken, at)
        if how == "M":
            lines.append([points[0]])
            command = "l" if command == "m" else "L"
        elif how == "Z":
            lines[-1].append(lines[-1][0])
        else:
            mirrored = (2 * at[0] - handle[0], 2 * at[1] - handle[1])
            lines[-1] += _curve([at, *([mirrored] if how == "S" else []), *points])
        at = lines[-1][-1]
        handle = points[-2] if how in "CS" else at
    return lines


def _points(command: str, taken: list[float], at: Point) -> list[Point]:
    """The command's points on the square; a small letter counts from where one stands."""
    x, y = at if command.islower() else (0.0, 0.0)
    if command.upper() == "H":
        return [(x + taken[0], at[1])]
    if command.upper() == "V":
        return [(at[0], y + taken[0])]
    return [(x + taken[n], y + taken[n + 1]) for n in range(0, len(taken), 2)]


def _curve(points: list[Point]) -> Line:
    """A straight line to the last point, or a Bézier curve of four points."""
    if len(points) == 2:
        return points[1:]
    t = np.linspace(0, 1, CURVE_STEPS)[1:, None]
    a, b, c, d = (np.array(point) for point in points)
    curve = (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t**2 * c + t**3 * d
    return [(float(x), float(y)) for x, y in curve]


def _drawn(lines: list[Line], size: int) -> NDArray[np.uint8]:
    dot = GRID / FILLS / size
    along = (np.arange(size) + 0.5 - size / 2) * dot + GRID / 2
    x, y = np.meshgrid(along, along)
    nearest = np.full((size, size), np.inf)
    for line in lines:
        for one, other in pairwise(line):
            nearest = np.minimum(nearest, _distance(x, y, one, other))
    covered = np.clip((HALF_STROKE - nearest) / dot + 0.5, 0, 1)[..., None]
    mixed = covered * np.array(INK) + (1 - covered) * np.array(PAPER)
    return np.rint(mixed).astype(np.uint8)


def _distance(
    x: NDArray[np.float64], y: NDArray[np.float64], one: Point, other: Point
) -> NDArray[np.float64]:
    """From each dot to the piece of line between two points."""
    dx, dy = other[0] - one[0], other[1] - one[1]
    length = dx * dx + dy * dy or 1.0
    t = np.clip(((x - one[0]) * dx + (y - one[1]) * dy) / length, 0, 1)
    distance: NDArray[np.float64] = np.hypot(x - one[0] - t * dx, y - one[1] - t * dy)
    return distance


def _written(dots: NDArray[np.uint8]) -> bytes:
    """As PNG: eight bits a colour, no filter."""
    size = len(dots)
    rows = b"".join(b"\0" + row.tobytes() for row in dots)
    head = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
