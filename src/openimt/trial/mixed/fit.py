"""Fit a linear mixed model: y = X beta + Z b + e, b ~ N(0, G), e ~ N(0, sigma^2 I)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

import numpy as np

from openimt.errors import TrialError
from openimt.trial.matrix import Floats, Ints, ModelMatrix
from openimt.trial.mixed.check import check_effects, check_information, check_rows
from openimt.trial.mixed.cholesky import factored, places, point, triangles
from openimt.trial.mixed.effects import Effect, Levels, random_effects
from openimt.trial.mixed.independent import Independent
from openimt.trial.mixed.newton import Bottom, descend
from openimt.trial.mixed.result import MixedFit
from openimt.trial.mixed.scaled import scaled
from openimt.trial.mixed.sums import cross_products
from openimt.trial.mixed.terms import RandomTerm
from openimt.trial.mixed.told import told

Method = Literal["reml", "ml"]
DfMethod = Literal["kr", "satterthwaite", "residual", "normal"]
STARTS = (0.7, 0.1, 3.0)
"""Standard deviations of the effects, relative to the residual's, to start the search from."""
ZERO = 1e-9
"""A variance below this share of the residual's is tried as zero."""


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
) -> MixedFit:
    """Fit sites, therapists and patient slopes, crossed or nested, by REML or ML.

    ``groups`` holds a code from 0 for each of the n rows by grouping factor, -1 where a row has no
    level; ``levels`` the names behind the codes. A slope takes the columns of the fixed term of
    its name unless ``values`` holds it, shape (n,) or (n, m). ``weights`` divide the residual
    variance row by row. ``df``: ``kr`` (Kenward-Roger, expected information, REML only),
    ``satterthwaite`` (observed information), ``residual`` (n - p) or ``normal``.

    Raises :class:`~openimt.errors.TrialError` for what cannot be fitted, with the remedy.
    Method: Laird and Ware (1982); Newton on relative Cholesky factors (Bates and others 2015).
    """
    if df == "kr" and method == "ml":
        raise TrialError("Kenward-Roger is defined for REML: choose reml, or satterthwaite")
    check_rows(matrix)
    effects = random_effects(matrix, random, groups, levels or {}, values or {})
    check_effects(effects, matrix.n)
    scale = scaled(matrix, weights)
    weighed = [replace(one, z=one.z * scale.weight[:, None]) for one in effects]
    surface = Independent(cross_products(scale.b, weighed), method == "reml")
    _check_identified(surface, effects)
    return told(matrix, effects, scale, surface, _search(surface, effects), df)


def _start(effects: Sequence[Effect], size: float) -> Floats:
    return point([size * np.eye(effect.width) for effect in effects])


def _check_identified(surface: Independent, effects: Sequence[Effect]) -> None:
    start = _start(effects, 1.0)
    state = surface.state(start)
    first = state.slopes.first
    widths = surface.sums.widths
    owners = [f"'{effects[t].term}'" for t, _, _ in places(widths)]
    check_information(first.T @ state.likelihood.expected @ first, [*owners, "the residual"])


def _search(surface: Independent, effects: Sequence[Effect]) -> Bottom:
    """The lowest bottom; other starts are tried only while none has converged."""
    tried = []
    for size in STARTS:
        tried.append(_settled(surface, descend(surface, _start(effects, size))))
        if tried[-1].converged:
            break
    return max(tried, key=lambda one: (one.converged, -one.value))


def _settled(surface: Independent, bottom: Bottom) -> Bottom:
    """The same bottom with triangles in standard form, and what is as good as zero at zero."""
    found = triangles(bottom.at, surface.sums.widths)
    tidy = point([factored(one @ one.T, ZERO) for one in found])
    if np.array_equal(tidy, bottom.at):
        return bottom
    again = descend(surface, tidy)
    steps = bottom.iterations + again.iterations
    if again.value <= bottom.value + 1e-9 * (1 + abs(bottom.value)):
        return replace(again, iterations=steps)
    return bottom
