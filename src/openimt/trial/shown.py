"""Fits as text: numbers to the digits that count, rows as columns, a fit on one page."""

import html
import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from openimt.trial.analysis import STRUCTURES, TESTS
from openimt.trial.fitting import AnyFit, Facts, facts
from openimt.trial.linear import Coefficient
from openimt.trial.matrix import Floats
from openimt.trial.means import Difference

if TYPE_CHECKING:
    from pandas import DataFrame

Row = tuple[str, ...]


def summary_of(fit: AnyFit, formula: str) -> str:
    """A fit on one page: formula, how it went, coefficients, covariance over visits."""
    own = getattr(fit, "summary", None)
    if own is not None:
        return f"{formula}\n{own()}"
    told = facts(fit)
    lines = [formula, *_went(fit, told), "", *aligned(_coefficients(fit.coefficients))]
    for name, sigma in told.residual.items():
        lines += ["", "Covariance over visits" + (f", {name}" if name else "")]
        lines += aligned(_square(sigma, fit.matrix.visits))
    return "\n".join(lines)


def contrasts_table(made: Sequence[Difference]) -> "DataFrame":
    """A row a visit and arm against the reference: estimate, se, df, t, p, low, high."""
    import pandas as pd

    names = [{"visit": one.visit, "arm": one.arm, "versus": one.versus} for one in made]
    return pd.DataFrame([{**name, **vars(one.test)} for name, one in zip(names, made, strict=True)])


def summary_html(text: str) -> str:
    """A page of text for a notebook, in letters of one width."""
    return f"<pre>{html.escape(text)}</pre>"


def _went(fit: AnyFit, told: Facts) -> list[str]:
    kind = getattr(getattr(fit, "kind", None), "name", "")
    robust = getattr(getattr(fit, "sandwich", None), "name", "")
    how = [STRUCTURES.get(kind, kind), told.method.upper(), TESTS[fit.df_method]]
    how += [f"sandwich {robust}"] if robust else []
    converged = "converged" if told.converged else "NOT CONVERGED"
    people = f"{fit.matrix.n} outcomes of {len(fit.matrix.subjects)} people"
    steps = f"{told.iterations} steps (largest gradient {told.max_gradient:.0e})"
    return [
        "; ".join(part for part in how if part),
        f"{people}; {converged} in {steps}",
        f"log-likelihood {told.loglik:.4f}",
    ]


def _coefficients(found: Sequence[Coefficient]) -> list[Row]:
    rows: list[Row] = [("coefficient", "estimate", "se", "df", "t", "p")]
    for one in found:
        places = decimals([one.se])
        size = f"{one.estimate:.{places}f}", f"{one.se:.{places}f}"
        rows.append((one.term, *size, degrees(one.df), f"{one.t:.2f}", p_value(one.p)))
    return rows


def _square(sigma: Floats, visits: Sequence[str]) -> list[Row]:
    places = decimals(abs(float(cell)) for cell in sigma.diagonal())
    rows: list[Row] = [("", *visits)]
    for visit, row in zip(visits, sigma, strict=True):
        rows.append((visit, *(f"{cell:.{places}f}" for cell in row)))
    return rows


def decimals(sizes: Iterable[float]) -> int:
    """Decimal places that show three digits of the smallest of these; no more than eight.

    >>> decimals([1.79, 2.2]), decimals([0.13]), decimals([250.0])
    (2, 3, 0)
    """
    smallest = min((size for size in sizes if size > 0), default=1.0)
    return min(8, max(0, 2 - math.floor(math.log10(smallest))))


def degrees(df: float) -> str:
    """Degrees of freedom; none for the normal distribution.

    >>> degrees(65.4719), degrees(float("inf"))
    ('65.5', '')
    """
    return f"{df:.1f}" if math.isfinite(df) else ""


def p_value(p: float) -> str:
    """A p value to three places.

    >>> p_value(0.03149), p_value(0.00002), p_value(1.0)
    ('0.031', '<0.001', '1.000')
    """
    return "<0.001" if p < 0.001 else f"{p:.3f}"


def aligned(rows: Sequence[Row], left: int = 1) -> list[str]:
    """Rows as columns: ``left`` of them words, the others numbers; empty columns are left out."""
    keep = [place for place in range(len(rows[0])) if any(row[place] for row in rows)]
    widths = [max(len(row[place]) for row in rows) for place in keep]
    lines = []
    for row in rows:
        cells = [
            row[place].ljust(width) if place < left else row[place].rjust(width)
            for place, width in zip(keep, widths, strict=True)
        ]
        lines.append(("  " + "  ".join(cells)).rstrip())
    return lines
