"""The one table that ``make bench`` prints, and how a thing is timed."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import process_time


@dataclass(frozen=True)
class Row:
    """A line of the table: what was measured, the figure, its unit, and the bar it has to clear."""

    what: str
    figure: str
    unit: str
    bar: str = ""
    clears: bool | None = None


def cpu_seconds(run: Callable[[], object], times: int = 5) -> float:
    """The median CPU time of one run, after one run that does not count."""
    run()
    taken = []
    for _ in range(times):
        before = process_time()
        run()
        taken.append(process_time() - before)
    return median(taken)


def percentile(values: list[float], share: float) -> float:
    """The value below which ``share`` (0 to 1) of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def render(rows: list[Row]) -> str:
    """The table as text, columns aligned."""
    head = ("measured", "figure", "unit", "bar", "")
    mark = {True: "yes", False: "NO", None: ""}
    lines = [head, *((r.what, r.figure, r.unit, r.bar, mark[r.clears]) for r in rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(head))]
    text = [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    ]
    return "\n".join([text[0], "-" * len(text[0]), *text[1:]])
