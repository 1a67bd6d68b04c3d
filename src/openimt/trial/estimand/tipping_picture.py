"""The tipping point as a picture: what is concluded for every pair of deltas."""

import io
from typing import TYPE_CHECKING

import numpy as np

from openimt.trial.estimand.attributes import Estimand
from openimt.trial.estimand.telling import tipping_sentence
from openimt.trial.estimand.tipping import Shifted, Tipping
from openimt.trial.report.palette import ARMS, INK, PAPER, QUIET, RULE
from openimt.trial.report.pictures import STYLE
from openimt.trial.shown import p_value

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BETTER, WORSE = ARMS[0], ARMS[1]
MINUS = "\N{MINUS SIGN}"


def tipping_picture(tip: Tipping, estimand: Estimand) -> str:
    """The picture as SVG: a grid where both arms are shifted, a line where one is.

    The same numbers give the same bytes. Colour and words say the same.
    """
    import matplotlib as mpl
    from matplotlib.figure import Figure

    both = len(tip.deltas) > 1 and len(tip.deltas_reference) > 1
    with mpl.rc_context(STYLE):
        height = 1.9 + 0.34 * len(tip.deltas) if both else 3.6
        figure = Figure(figsize=(7, height), layout="constrained")
        axes = figure.add_subplot()
        (_grid if both else _line)(axes, tip, estimand)
        return _svg(figure, tipping_sentence(tip))


def _grid(axes: "Axes", tip: Tipping, estimand: Estimand) -> None:
    """One field for each pair of deltas, with its p; the field without deltas has a frame."""
    from matplotlib.patches import Rectangle

    for one in tip.grid:
        x = tip.deltas_reference.index(one.delta_reference)
        y = tip.deltas.index(one.delta)
        fill = _fill(one, tip, estimand)
        axes.add_patch(Rectangle((x - 0.5, y - 0.5), 1, 1, facecolor=fill, edgecolor=PAPER, lw=1.5))
        ink = INK if fill == RULE else PAPER
        axes.text(x, y, p_value(one.p), ha="center", va="center", color=ink, fontsize=8.5)
    here = (tip.deltas_reference.index(0.0) - 0.5, tip.deltas.index(0.0) - 0.5)
    axes.add_patch(Rectangle(here, 1, 1, fill=False, edgecolor=INK, lw=2.2, zorder=3))
    axes.set_xlim(-0.55, len(tip.deltas_reference) - 0.45)
    axes.set_ylim(-0.55, len(tip.deltas) - 0.45)
    axes.set_xticks(range(len(tip.deltas_reference)), [_signed(d) for d in tip.deltas_reference])
    axes.set_yticks(range(len(tip.deltas)), [_signed(d) for d in tip.deltas])
    axes.set_xlabel(_shift(tip.versus, tip.imputed[1]))
    axes.set_ylabel(_shift(tip.arm, tip.imputed[0]))
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    _legend(axes, tip, estimand)


def _legend(axes: "Axes", tip: Tipping, estimand: Estimand) -> None:
    from matplotlib.patches import Patch

    seen = {_fill(one, tip, estimand) for one in tip.grid}
    says = {BETTER: f"{tip.arm} better", WORSE: f"{tip.versus} better", RULE: "no difference shown"}
    marks = [Patch(facecolor=fill, label=says[fill]) for fill in says if fill in seen]
    marks.append(Patch(facecolor="none", edgecolor=INK, lw=2, label="as imputed"))
    title = f"p of {_difference(tip, estimand)}"
    axes.set_title(title, fontsize=10, color=INK, loc="left", pad=26)
    axes.legend(
        handles=marks,
        loc="lower left",
        bbox_to_anchor=(-0.01, 1.0),
        ncols=4,
        frameon=False,
        handlelength=1.1,
        columnspacing=1.4,
        borderaxespad=0.2,
    )


def _line(axes: "Axes", tip: Tipping, estimand: Estimand) -> None:
    """Estimate and interval against the deltas of the one arm that is shifted."""
    own = len(tip.deltas) > 1
    arm, imputed = (tip.arm, tip.imputed[0]) if own else (tip.versus, tip.imputed[1])
    rows = sorted(tip.grid, key=lambda one: one.delta if own else one.delta_reference)
    x = np.array([one.delta if own else one.delta_reference for one in rows])
    estimate = np.array([one.estimate for one in rows])
    half = np.array([one.se * _factor(one, tip.alpha) for one in rows])
    axes.fill_between(x, estimate - half, estimate + half, color=RULE, alpha=0.6, lw=0)
    axes.plot(x, estimate, color=BETTER, lw=2, marker="o", markersize=4)
    axes.axhline(0, color=QUIET, lw=1)
    low, high = axes.get_ylim()
    for one in tip.crossings:
        axes.axvline(one.delta, color=WORSE, lw=1.3, ls="--")
        says = f"p = {tip.alpha:.2g} at {_signed(one.delta)}"
        place = (one.delta, low + 0.96 * (high - low))
        axes.annotate(
            says,
            place,
            xytext=(5, 0),
            textcoords="offset points",
            color=WORSE,
            va="top",
            fontsize=9,
        )
    axes.set_xlabel(_shift(arm, imputed))
    axes.set_ylabel(_difference(tip, estimand))
    axes.spines[["top", "right"]].set_visible(False)
    side = "below" if estimand.variable.better == "lower" else "above"
    axes.set_title(f"{side} 0 favours {tip.arm}", fontsize=9, color=QUIET, loc="right")


def _difference(tip: Tipping, estimand: Estimand) -> str:
    return f"{tip.arm} {MINUS} {tip.versus} at {estimand.variable.visit} {tip.visit}"


def _factor(one: Shifted, alpha: float) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(one.df, 1 - alpha / 2))


def _fill(one: Shifted, tip: Tipping, estimand: Estimand) -> str:
    if one.p >= tip.alpha:
        return RULE
    return BETTER if one.estimate * estimand.variable.worse < 0 else WORSE


def _shift(arm: str, imputed: int) -> str:
    outcomes = "outcome" if imputed == 1 else "outcomes"
    return f"added to the {imputed} imputed {outcomes} of {arm}"


def _signed(delta: float) -> str:
    if delta == 0:
        return "0"
    return f"{'+' if delta > 0 else MINUS}{abs(delta):.3g}"


def _svg(figure: "Figure", title: str) -> str:
    held = io.StringIO()
    metadata = {"Date": None, "Title": title}
    figure.savefig(held, format="svg", facecolor=PAPER, metadata=metadata)
    text = held.getvalue()
    return text[text.index("<svg") :]
