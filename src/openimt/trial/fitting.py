"""Which model an analysis asks for, fitted: repeated measures, random effects, or counts.

The three kinds of model live in packages of their own and are loaded when they are asked for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Union, cast

import numpy as np

from openimt.errors import TrialError
from openimt.trial.analysis import Analysis
from openimt.trial.matrix import Floats, Ints, ModelMatrix
from openimt.trial.model.beside import Beside

if TYPE_CHECKING:
    from openimt.trial.counts.result import CountFit
    from openimt.trial.mixed.result import MixedFit
    from openimt.trial.mixed.terms import RandomTerm
    from openimt.trial.repeated import RepeatedFit

AnyFit = Union["RepeatedFit", "MixedFit", "CountFit"]


@dataclass(frozen=True, eq=False)
class Varying:
    """A random term: what varies between how many levels, and its covariance, shape (k, k)."""

    term: str
    names: tuple[str, ...]
    levels: int
    covariance: Floats


@dataclass(frozen=True, eq=False)
class Facts:
    """How a fit went. ``method`` is ``reml`` or ``ml``; ``loglik`` has all constants.

    ``residual`` holds the residuals' covariance over visits, shape (T, T), of each group by its
    name ("" where there is one group); it is empty for counts, which have a ``dispersion``
    (None for Poisson) instead.
    """

    method: str
    loglik: float
    converged: bool
    max_gradient: float
    iterations: int
    residual: Mapping[str, Floats]
    random: tuple[Varying, ...] = ()
    dispersion: float | None = None


def fit_model(matrix: ModelMatrix, analysis: Analysis, beside: Beside) -> AnyFit:
    """The fit of the model that the analysis describes, to the analysed rows.

    Raises TrialError where the data cannot tell so much of variances.
    """
    try:
        return _fitted(matrix, analysis, beside)
    except np.linalg.LinAlgError:
        says = (
            "these data cannot tell so many variances and covariances; use fewer random effects, "
            "or a covariance with fewer parameters such as cs"
        )
        raise TrialError(says) from None


def _fitted(matrix: ModelMatrix, analysis: Analysis, beside: Beside) -> AnyFit:
    if analysis.counts:
        return _counts(matrix, analysis, beside)
    if analysis.random:
        return _mixed(matrix, analysis, beside)
    return _repeated(matrix, analysis, beside)


def facts(fit: AnyFit) -> Facts:
    """How a fit of any kind went, in the same words."""
    if hasattr(fit, "spreads"):
        return _of_counts(cast("CountFit", fit))
    if hasattr(fit, "components"):
        return _of_mixed(cast("MixedFit", fit))
    return _of_repeated(fit)


def _of_repeated(fit: "RepeatedFit") -> Facts:
    groups = dict(zip(fit.people.group_names, list(fit.sigma), strict=True))
    steps = fit.iterations
    return Facts(fit.method, fit.loglik, fit.converged, fit.max_gradient, steps, groups)


def _of_mixed(fit: "MixedFit") -> Facts:
    alone = np.array([[fit.residual_variance]])
    return Facts(
        method=fit.method,
        loglik=fit.loglik,
        converged=fit.converged,
        max_gradient=fit.max_gradient,
        iterations=fit.iterations,
        residual={"": alone if fit.residual is None else fit.residual},
        random=tuple(
            Varying(str(one.term), one.names, one.levels, one.covariance) for one in fit.components
        ),
    )


def _of_counts(fit: "CountFit") -> Facts:
    return Facts(
        method="ml",
        loglik=fit.loglik,
        converged=fit.converged,
        max_gradient=fit.max_gradient,
        iterations=fit.iterations,
        residual={},
        random=tuple(
            Varying(one.term, one.columns, len(one.levels), one.covariance) for one in fit.spreads
        ),
        dispersion=fit.dispersion,
    )


def said_by(fit: AnyFit) -> tuple[str, ...]:
    """What a fit says of itself that a reader must know."""
    said: Sequence[str] = getattr(fit, "warnings", ()) or getattr(fit, "notes", ())
    zero = zero_of(fit)
    return tuple(dict.fromkeys((*said, *(said_by(zero) if zero is not None else ()))))


def zero_of(fit: AnyFit) -> "CountFit | None":
    """The part of a hurdle that tells the odds of no event at all; None for any other fit."""
    zero: CountFit | None = getattr(fit, "zero", None)
    return zero


def _repeated(matrix: ModelMatrix, analysis: Analysis, beside: Beside) -> "RepeatedFit":
    from openimt.trial.repeated import fit_repeated

    options: dict[str, Any] = {}
    if analysis.by_arm:
        options = _arms(matrix, analysis.arm, beside)
    return fit_repeated(
        matrix,
        covariance=analysis.covariance or "un",
        method=analysis.method,
        df=analysis.small_sample,
        weights=_weights(analysis, beside),
        vcov=analysis.vcov,
        **options,
    )


def _arms(matrix: ModelMatrix, arm: str, beside: Beside) -> dict[str, Any]:
    """Whose covariance each row has: the arm's, or that of a column beside the formula."""
    for factor in matrix.factors:
        if factor.name == arm:
            return {"groups": matrix.factor_codes[arm], "group_names": factor.levels}
    codes, levels = beside.codes(arm)
    if (codes < 0).any():
        says = "is empty in an analysed row; every row must say whose covariance it has"
        raise beside.frame.column(arm).refuse(says, int(beside.places[np.argmin(codes)]))
    used, codes = np.unique(codes, return_inverse=True)
    return {"groups": codes.astype(np.int64), "group_names": [levels[code] for code in used]}


def _mixed(matrix: ModelMatrix, analysis: Analysis, beside: Beside) -> "MixedFit":
    from openimt.trial.mixed import fit_mixed, parse_random

    terms = parse_random(analysis.random or "")
    groups, levels = _groups(terms, beside)
    return fit_mixed(
        matrix,
        terms,
        groups,
        method=analysis.method,
        df="satterthwaite" if analysis.small_sample == "satterthwaite" else "kr",
        levels=levels,
        values=_slopes(terms, matrix, beside),
        weights=_weights(analysis, beside),
        covariance=analysis.covariance,
    )


def _counts(matrix: ModelMatrix, analysis: Analysis, beside: Beside) -> "CountFit":
    from openimt.trial.counts import fit_counts
    from openimt.trial.mixed import parse_random

    terms = parse_random(analysis.random) if analysis.random else ()
    groups, levels = _groups(terms, beside)
    time = analysis.offset
    return fit_counts(
        matrix,
        family=analysis.family,
        random=terms,
        groups=groups,
        levels=levels,
        values=_slopes(terms, matrix, beside),
        offset=beside.positive(time, "a time of exposure") if time else None,
        quadrature=analysis.quadrature,
        hurdle=analysis.hurdle,
    )


def _weights(analysis: Analysis, beside: Beside) -> Floats | None:
    name = analysis.case_weights
    return beside.positive(name, "a weight") if name else None


def _groups(
    terms: Sequence["RandomTerm"], beside: Beside
) -> tuple[dict[str, Ints], dict[str, tuple[str, ...]]]:
    """Codes and levels of every column that the random effects name."""
    names = {name for term in terms for name in (*term.factors, term.variable) if name}
    found = {name: beside.codes(name) for name in sorted(names)}
    return (
        {name: codes for name, (codes, _) in found.items()},
        {name: levels for name, (_, levels) in found.items()},
    )


def _slopes(
    terms: Sequence["RandomTerm"], matrix: ModelMatrix, beside: Beside
) -> Mapping[str, Floats]:
    """Numeric columns that slopes name; a visit counts by its number, other factors as they are."""
    factors = {factor.name for factor in matrix.factors}
    wanted = {slope for term in terms for slope in term.slopes}
    made = {}
    for name in sorted(wanted):
        visits = name in factors and matrix.factor_codes.get(name) is not None
        if beside.is_number(name) and (name not in factors or visits):
            values = beside.numbers(name)
            if np.isnan(values).any():
                says = f"the random slope '{name}' is empty in an analysed row; fill it in"
                raise TrialError(says, field=name)
            made[name] = values
    return made
