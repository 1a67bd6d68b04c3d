"""Pictures of results as vectors: the course of each arm, and the differences as a forest."""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from openimt.trial.report.numbers import MINUS
from openimt.trial.report.outcome import Outcome
from openimt.trial.report.palette import ARMS, INK, LINES, MARKS, QUIET, RULE
from openimt.trial.report.results import Difference, Mean

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.typing import RcKeyType

STYLE: "dict[RcKeyType, object]" = {
    "font.family": "sans-serif",
    "font.sans-serif": ["Inter", "DejaVu Sans", "Arial"],
    "font.size": 10,
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": RULE,
    "xtick.color": QUIET,
    "ytick.color": QUIET,
    "svg.fonttype": "none",
    "svg.hashsalt": "openimt",
}
"""Text stays text, and the same results give the same bytes."""


def trajectory(means: Sequence[Mean], outcome: Outcome) -> str:
    """The adjusted mean of each arm at each visit with its 95 % interval, as SVG."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(7, 3.8), layout="constrained")
        axes = figure.add_subplot()
        arms = list(dict.fromkeys(row.arm for row in means))
        for place, arm in enumerate(arms):
            _course(axes, [row for row in means if row.arm == arm], place, len(arms))
        _name_ends(axes, [[row for row in means if row.arm == arm][-1] for arm in arms])
        axes.set_xlabel(outcome.visit_word)
        axes.set_ylabel(_axis(outcome))
        _quiet(axes)
        return _svg(figure, f"{outcome.label}: adjusted means of {' and '.join(arms)}")


def forest(rows: Sequence[Difference], outcome: Outcome) -> str:
    """Every difference with its 95 % interval against the line of no difference, as SVG."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(7, 0.9 + 0.42 * len(rows)), layout="constrained")
        axes = figure.add_subplot()
        axes.axvline(rows[0].null, color=QUIET, linewidth=1)
        if rows[0].is_ratio:
            _in_ratios(axes)
        for place, row in enumerate(rows):
            _difference(axes, row, place, outcome)
        axes.set_yticks(range(len(rows)), [_named(row, outcome) for row in rows])
        axes.set_ylim(len(rows) - 0.4, -0.6)
        axes.set_xlabel(_sides(outcome, rows[0]))
        _quiet(axes)
        axes.tick_params(axis="y", length=0, labelcolor=INK)
        return _svg(figure, f"{outcome.label}: differences between arms")


def _course(axes: "Axes", rows: Sequence[Mean], place: int, arms: int) -> None:
    visits = [_number(row.visit, at) for at, row in enumerate(rows)]
    spread = (max(visits) - min(visits)) * 0.006 * (place - (arms - 1) / 2)
    where = [visit + spread for visit in visits]
    below = [row.estimate - row.low for row in rows]
    above = [row.high - row.estimate for row in rows]
    colour = ARMS[place % len(ARMS)]
    axes.errorbar(
        where,
        [row.estimate for row in rows],
        yerr=[below, above],
        color=colour,
        marker=MARKS[place % len(MARKS)],
        linestyle=LINES[place % len(LINES)],
        linewidth=1.6,
        markersize=5,
        elinewidth=1,
        capsize=2,
    )
    axes.set_xticks(visits, [str(row.visit) for row in rows])


def _name_ends(axes: "Axes", ends: Sequence[Mean]) -> None:
    """The name of each arm at the end of its line, pushed apart where two lines end together."""
    low, high = axes.get_ylim()
    apart, free = (high - low) * 0.065, low
    where = axes.get_xticks()[-1]
    for place, end in sorted(enumerate(ends), key=lambda pair: pair[1].estimate):
        height = max(end.estimate, free)
        free = height + apart
        colour = ARMS[place % len(ARMS)]
        axes.annotate(
            end.arm,
            (where, height),
            xytext=(12, 0),
            textcoords="offset points",
            va="center",
            color=colour,
        )


def _difference(axes: "Axes", row: Difference, place: int, outcome: Outcome) -> None:
    counts = row.visit == outcome.target
    colour = INK if counts else QUIET
    axes.plot([row.low, row.high], [place, place], color=colour, linewidth=2.2 if counts else 1.3)
    axes.plot(row.estimate, place, "s", color=colour, markersize=7 if counts else 5)


def _in_ratios(axes: "Axes") -> None:
    """Half and double lie as far from 1; the ticks are plain numbers."""
    axes.set_xscale("log", base=2)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:g}")


def _sides(outcome: Outcome, row: Difference) -> str:
    unit = f" ({outcome.unit})" if outcome.unit else ""
    what = "ratio of rates" if row.is_ratio else f"difference{unit}"
    if not outcome.better:
        return what
    side = "left" if outcome.better == "lower" else "right"
    return f"{what}; further {side} favours the arm named first"


def _axis(outcome: Outcome) -> str:
    label = f"{outcome.label} ({outcome.unit})" if outcome.unit else outcome.label
    return f"{label}\n{outcome.better} is better" if outcome.better else label


def _named(row: Difference, outcome: Outcome) -> str:
    pair = f"{row.arm} {'/' if row.is_ratio else MINUS} {row.versus}"
    return pair if row.visit is None else f"{pair}, {outcome.when(row.visit)}"


def _quiet(axes: "Axes") -> None:
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(axis="both", color=RULE, linewidth=0.5, alpha=0.6)
    axes.set_axisbelow(True)


def _number(visit: str | None, place: int) -> float:
    try:
        return float(str(visit))
    except ValueError:
        return float(place)


def _svg(figure: "Figure", title: str) -> str:
    held = io.StringIO()
    figure.savefig(held, format="svg", transparent=True, metadata={"Date": None, "Title": title})
    text = held.getvalue()
    return text[text.index("<svg") :]
