"""A mixed model in words: boundaries as sentences, the fit as a page of text."""

from collections.abc import Sequence
from textwrap import wrap
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from openimt.trial.mixed.result import MixedFit, VarianceComponent

HELD = {
    "kr": "Kenward-Roger still counts it among what was estimated",
    "satterthwaite": "degrees of freedom take it as known to be there",
}
WIDTH = 96
OTHERWISE = "standard errors take it as known to be there"


def notes(components: Sequence["VarianceComponent"], df: str) -> tuple[str, ...]:
    """What a reader must know before using the numbers."""
    found = [
        f"{boundary(one)}; {HELD.get(df, OTHERWISE)}."
        for one in components
        if one.rank < len(one.names)
    ]
    return tuple(found)


def boundary(one: "VarianceComponent") -> str:
    """What is said of a variance of zero, a correlation of 1 or -1, a singular covariance."""
    group = one.term.group
    variance = np.diag(one.covariance)
    if not one.rank:
        what = "variance" if len(one.names) == 1 else "variances"
        verb = "is" if len(one.names) == 1 else "are"
        return (
            f"The {what} of '{one.term}' {verb} estimated as zero: the levels of {group} differ "
            f"no more than chance alone makes them differ"
        )
    zero = [name for name, v in zip(one.names, variance, strict=True) if v <= 0]
    if zero:
        return f"The variance of {zero[0]} in '{one.term}' is estimated as zero"
    if len(one.names) == 2:
        sign = "1" if one.correlation[0, 1] > 0 else "-1"
        return (
            f"The correlation of {one.names[0]} and {one.names[1]} in '{one.term}' is estimated "
            f"as {sign}, the edge of what is possible"
        )
    return (
        f"The covariance of '{one.term}' is singular: its {len(one.names)} coefficients move in "
        f"{one.rank} directions only"
    )


def summary(fit: "MixedFit") -> str:
    """The fit as text: how it was fitted, variances, coefficients, notes."""
    how = f"{fit.method.upper()}, {_tests(fit.df_method)}"
    who = f"{fit.matrix.n} rows, {len(fit.matrix.subjects)} persons"
    lines = [
        f"Linear mixed model of {fit.matrix.outcome}, {how}",
        f"{who}, log-likelihood {fit.loglik:.3f}, {_converged(fit)}",
        "",
        *_variances(fit),
        "",
        *_coefficients(fit),
        *(line for note in fit.notes for line in wrap(f"Note: {note}", WIDTH)),
    ]
    return "\n".join(line.rstrip() for line in lines)


def _tests(method: str) -> str:
    return {
        "kr": "Kenward-Roger (expected information)",
        "satterthwaite": "Satterthwaite (observed information)",
        "residual": "residual degrees of freedom",
        "normal": "tests by the normal distribution",
    }[method]


def _converged(fit: "MixedFit") -> str:
    return f"converged in {fit.iterations} steps (gradient {fit.max_gradient:.0e})"


def _variances(fit: "MixedFit") -> list[str]:
    rows = [("Random effect", "variance", "SE", "sd", "correlation", "share")]
    for one in fit.components:
        for i, name in enumerate(one.names):
            corr = " ".join(_number(one.correlation[i, j], 3) for j in range(i))
            share = _number(one.share, 3) if i == 0 and one.term.intercept else ""
            rows.append(
                (
                    f"{one.term.group}: {name}",
                    _number(one.covariance[i, i], 4),
                    _number(one.se[i, i], 4),
                    _number(one.sd[i], 4),
                    corr,
                    share,
                )
            )
    variance, se = fit.residual_variance, fit.residual_se
    name = "residual" if fit.residual is None else f"residual over visits ({fit.structure})"
    rows.append((name, _number(variance, 4), _number(se, 4), _number(variance**0.5, 4), "", ""))
    return _table(rows)


def _coefficients(fit: "MixedFit") -> list[str]:
    rows = [("Coefficient", "estimate", "SE", "df", "t", "p")]
    rows += [
        (
            one.term,
            _number(one.estimate, 4),
            _number(one.se, 4),
            _number(one.df, 1),
            _number(one.t, 2),
            "<0.0001" if one.p < 0.0001 else _number(one.p, 4),
        )
        for one in fit.coefficients
    ]
    return _table(rows)


def _number(value: float, digits: int) -> str:
    return "-" if np.isnan(value) else f"{value:.{digits}f}"


def _table(rows: Sequence[tuple[str, ...]]) -> list[str]:
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return [
        "  ".join(
            cell.ljust(width) if i == 0 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]
