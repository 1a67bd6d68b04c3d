"""Search from the start to a settled bottom, and tell it."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from openimt.trial.matrix import Floats, ModelMatrix
from openimt.trial.mixed.check import check_information, check_residuals, check_settled
from openimt.trial.mixed.cholesky import factored
from openimt.trial.mixed.effects import Effect
from openimt.trial.mixed.newton import Bottom, descend
from openimt.trial.mixed.result import MixedFit
from openimt.trial.mixed.scaled import Scaled
from openimt.trial.mixed.surface import MixedSurface
from openimt.trial.mixed.told import told

STARTS = (0.7, 0.1, 3.0)
"""Standard deviations of the effects, relative to the residual's, to start the search from."""
ZERO = 1e-9
"""A variance below this share of the residual's is tried as zero."""


def settled(
    matrix: ModelMatrix,
    effects: Sequence[Effect],
    scale: Scaled,
    surface: MixedSurface,
    df: str,
    order: Sequence[int],
    covariance: str | None,
) -> MixedFit:
    """The fit at the lowest bottom; ``order`` are the places of ``effects`` among those asked for.

    Other starts are tried only while none has converged.
    """
    _check_identified(surface, effects)
    tried = []
    for size in STARTS:
        tried.append(_settled(surface, descend(surface, surface.start(size))))
        sigma, _ = surface.sigma(surface.state(tried[-1].at).nu)
        check_residuals(sigma, covariance, converged=tried[-1].converged)
        if tried[-1].converged:
            break
    best = max(tried, key=lambda one: (one.converged, -one.value))
    sizes = [np.linalg.norm(one) for one in surface.triangles(best.at)]
    spread = np.array(sizes) if covariance is None else np.zeros(1)
    check_settled(spread, best.slope, best.iterations, effects)
    return told(matrix, effects, scale, surface, best, df, order, covariance)


def _check_identified(surface: MixedSurface, effects: Sequence[Effect]) -> None:
    state = surface.state(surface.start(1.0))
    first = state.slopes.first
    owners = ["the residual" if t < 0 else f"'{effects[t].term}'" for t in surface.owners]
    owners += ["the residual"] * (first.shape[1] - len(owners))
    check_information(first.T @ state.likelihood.expected @ first, owners)


def _settled(surface: MixedSurface, bottom: Bottom) -> Bottom:
    """The same bottom with triangles in standard form, and what is as good as zero at zero."""
    tidy = _tidy(surface, bottom.at)
    if np.array_equal(tidy, bottom.at):
        return bottom
    again = descend(surface, tidy)
    steps = bottom.iterations + again.iterations
    if again.value <= bottom.value + 1e-9 * (1 + abs(bottom.value)):
        return replace(again, iterations=steps)
    return bottom


def _tidy(surface: MixedSurface, at: Floats) -> Floats:
    found = [factored(one @ one.T, ZERO) for one in surface.triangles(at)]
    return surface.with_triangles(at, found)
