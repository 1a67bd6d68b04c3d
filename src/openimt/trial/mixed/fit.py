"""Fit a linear mixed model: y = X beta + Z b + e, b ~ N(0, G), e ~ N(0, sigma^2 I)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal, get_args

from openimt.errors import TrialError
from openimt.trial.matrix import Floats, Ints, ModelMatrix
from openimt.trial.mixed.check import check_effects, check_rows, check_slopes
from openimt.trial.mixed.effects import Effect, Levels, random_effects
from openimt.trial.mixed.independent import Independent
from openimt.trial.mixed.result import MixedFit
from openimt.trial.mixed.scaled import scaled
from openimt.trial.mixed.settle import settled
from openimt.trial.mixed.structured import Structured
from openimt.trial.mixed.sums import cross_products, parted
from openimt.trial.mixed.surface import MixedSurface
from openimt.trial.mixed.terms import RandomTerm
from openimt.trial.mixed.visits import of_persons

Method = Literal["reml", "ml"]
DfMethod = Literal["kr", "satterthwaite", "residual", "normal"]


def fit_mixed(
    matrix: ModelMatrix,
    random: Sequence[RandomTerm],
    groups: Mapping[str, Ints],
    *,
    method: Method = "reml",
    df: DfMethod = "kr",
    levels: Levels | None = None,
    values: Mapping[str, Floats] | None = None,
    weights: Floats | None = None,
    covariance: str | None = None,
) -> MixedFit:
    """Fit sites, therapists and patient slopes, crossed or nested, by REML or ML.

    ``groups`` holds a code from 0 for each of the n rows by grouping factor, -1 where a row has no
    level; ``levels`` the names behind the codes. A slope takes the columns of the fixed term of
    its name unless ``values`` holds it, shape (n,) or (n, m). ``weights`` divide the residual
    variance row by row. ``covariance`` names a structure of the residuals over a person's visits
    (:mod:`openimt.trial.repeated.structure`); without it they are independent. ``df`` is ``kr``
    (Kenward-Roger, expected information, REML only), ``satterthwaite`` (observed information),
    ``residual`` (n - p) or ``normal``.

    Raises :class:`~openimt.errors.TrialError` for what cannot be fitted, with the remedy.
    Laird and Ware (1982); Newton's method on Cholesky factors (Bates and others 2015).

    >>> import pandas as pd
    >>> from openimt.trial.mixed import parse_random
    >>> from openimt.trial.model.formula import model_matrix
    >>> table = pd.DataFrame({"id": range(8), "site": [0, 1] * 4, "x": [1, 2, 4, 3, 6, 5, 8, 9]})
    >>> table["y"] = [3.1, 5.0, 4.9, 6.2, 6.8, 7.9, 9.0, 11.4]
    >>> matrix = model_matrix(table, "y ~ x", subject="id")
    >>> sites = {"site": table["site"].to_numpy()}
    >>> fit = fit_mixed(matrix, parse_random("1|site"), sites)
    >>> [round(float(one), 3) for one in fit.beta], fit.converged
    ([2.656, 0.87], True)
    """
    _check_asked(method, df)
    check_rows(matrix)
    effects = random_effects(matrix, random, groups, levels or {}, values or {})
    check_effects(effects, matrix.n)
    check_slopes(effects, matrix)
    scale = scaled(matrix, weights)
    weighed = [replace(one, z=one.z * scale.weight[:, None]) for one in effects]
    inside, absorbed = _kept(matrix, weighed, covariance)
    order = (*inside, *absorbed)
    parts = [weighed[t] for t in inside], [weighed[t] for t in absorbed]
    if covariance is None:
        scale = scale.turned(cross_products(scale.b, parts[0]).within[:-1, :-1])
    reml = method == "reml"
    surface: MixedSurface = (
        Structured.of(matrix, scale.b, *parts, covariance=covariance, reml=reml)
        if covariance
        else Independent.of(scale.b, *parts, reml=reml)
    )
    return settled(matrix, [effects[t] for t in order], scale, surface, df, order, covariance)


def _check_asked(method: str, df: str) -> None:
    for asked, known in ((method, get_args(Method)), (df, get_args(DfMethod))):
        if asked not in known:
            raise TrialError(
                f"'{asked}' is not there for random effects; choose one of {', '.join(known)}"
            )
    if df == "kr" and method == "ml":
        raise TrialError("Kenward-Roger is defined for REML: choose reml, or satterthwaite")


def _kept(
    matrix: ModelMatrix, effects: Sequence[Effect], covariance: str | None
) -> tuple[list[int], list[int]]:
    """Which effects stay within blocks of rows, and which are absorbed."""
    if covariance is None:
        return parted(effects, matrix.n)
    inside = [t for t, effect in enumerate(effects) if of_persons(effect, matrix)]
    return inside, [t for t in range(len(effects)) if t not in inside]
