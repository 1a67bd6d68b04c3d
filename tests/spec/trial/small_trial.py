"""A small invented trial as rows of a table, to be spoilt one way at a time."""

import random
from collections.abc import Callable, Iterable
from pathlib import Path

Row = dict[str, object]
Spoil = Callable[[list[Row]], Iterable[Row] | None]


def small_trial(
    people: int = 24, visits: Iterable[object] = (0, 3, 12), seed: int = 7
) -> list[Row]:
    """One row a person and visit: id, arm, site, age, base, month, score."""
    draw = random.Random(seed)
    rows: list[Row] = []
    for number in range(people):
        level = draw.gauss(20, 4)
        person = {
            "id": f"p{number:02}",
            "arm": ("TAU", "MIT")[number % 2],
            "site": f"C{1 + number // 2 % 3}",
            "age": 25 + number % 9,
            "base": round(level + draw.gauss(0, 2), 1),
        }
        for place, visit in enumerate(visits):
            score = level - 0.8 * place - (number % 2) * place + draw.gauss(0, 2)
            rows.append(person | {"month": visit, "score": round(score, 2)})
    return rows


def write_table(path: Path, rows: Iterable[Row], separator: str = ",") -> Path:
    """The rows as a CSV file; None is an empty cell."""
    listed = list(rows)
    names = list(listed[0])
    lines = [names, *([row.get(name) for name in names] for row in listed)]
    cells = [["" if cell is None else str(cell) for cell in line] for line in lines]
    path.write_text("\n".join(separator.join(line) for line in cells) + "\n", encoding="utf-8")
    return path
