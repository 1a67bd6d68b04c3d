"""Fit a linear mixed model: y = X beta + Z b + e, b ~ N(0, G), e ~ N(0, sigma^2 I)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from openimt.errors import TrialError
from openimt.trial.matrix import Floats, Ints, ModelMatrix
from openimt.trial.mixed.check import check_effects, check_rows
from openimt.trial.mixed.effects import Levels, random_effects
from openimt.trial.mixed.independent import Independent
from openimt.trial.mixed.result import MixedFit
from openimt.trial.mixed.scaled import scaled
from openimt.trial.mixed.settle import settled
from openimt.trial.mixed.sums import parted
from openimt.trial.mixed.terms import RandomTerm

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
    blocks, absorbed = parted(weighed, matrix.n)
    inside = [weighed[t] for t in blocks], [weighed[t] for t in absorbed]
    surface = Independent.of(scale.b, *inside, reml=method == "reml")
    order = (*blocks, *absorbed)
    return settled(matrix, [effects[t] for t in order], scale, surface, df, order)
