"""Who took part: one line a characteristic, one column an arm (CONSORT 2025, item 25).

No test compares the arms at baseline: allocated at random, they differ by chance alone.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from openimt.errors import TrialError

MISSING = frozenset({"", "NA", "na", "null", "NaN"})


@dataclass(frozen=True)
class Line:
    """One characteristic, or one level of it, with a cell for each arm and for all."""

    name: str
    kind: str
    """``mean (SD)`` or ``n (%)``."""
    cells: tuple[str, ...]
    missing: int


@dataclass(frozen=True)
class Baseline:
    """The table: column headings with their number of people, and the lines."""

    columns: tuple[str, ...]
    people: tuple[int, ...]
    lines: tuple[Line, ...]


Row = Mapping[str, str]


def baseline(
    rows: Sequence[Row], *, subject: str, arm: str, of: Sequence[str], file: str | None = None
) -> Baseline:
    """The baseline table from the first row of each person.

    ``of``: the columns to describe; numbers get mean and standard deviation, words get counts and
    percentages of those known. A column that is not there raises TrialError.

    >>> people = [{"id": "1", "arm": "A", "age": "30"}, {"id": "2", "arm": "A", "age": "40"}]
    >>> baseline(people, subject="id", arm="arm", of=["age"]).lines[0].cells
    ('35.0 (7.1)', '35.0 (7.1)')
    """
    for column in (subject, arm, *of):
        if not rows or column not in rows[0]:
            raise TrialError(f"has no column '{column}'", file=file, row=1, field=column)
    first: dict[str, Row] = {}
    for row in rows:
        first.setdefault(row[subject], row)
    arms = sorted({row[arm] for row in first.values()})
    groups = [[row for row in first.values() if row[arm] == name] for name in arms]
    groups.append(list(first.values()))
    lines = [line for column in of for line in _lines(column, groups)]
    return Baseline((*arms, "All"), tuple(len(group) for group in groups), tuple(lines))


def _lines(column: str, groups: Sequence[Sequence[Row]]) -> list[Line]:
    known = [
        [row[column] for row in group if row[column].strip() not in MISSING] for group in groups
    ]
    missing = len(groups[-1]) - len(known[-1])
    if known[-1] and all(_is_number(text) for text in known[-1]):
        cells = tuple(_mean_sd([float(text) for text in texts]) for texts in known)
        return [Line(column, "mean (SD)", cells, missing)]
    levels = sorted(set(known[-1]))
    return [
        Line(f"{column}: {level}", "n (%)", tuple(_share(texts, level) for texts in known), missing)
        for level in levels
    ]


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def _mean_sd(values: Sequence[float]) -> str:
    if not values:
        return "\N{EN DASH}"
    mean = math.fsum(values) / len(values)
    if len(values) == 1:
        return f"{mean:.1f}"
    spread = math.sqrt(math.fsum((value - mean) ** 2 for value in values) / (len(values) - 1))
    return f"{mean:.1f} ({spread:.1f})"


def _share(texts: Sequence[str], level: str) -> str:
    if not texts:
        return "\N{EN DASH}"
    count = sum(text == level for text in texts)
    return f"{count} ({100 * count / len(texts):.0f} %)"
