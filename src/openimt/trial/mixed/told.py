"""From the bottom of the search to a fit in the units of the data."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from openimt.errors import TrialError
from openimt.trial.matrix import Floats, ModelMatrix
from openimt.trial.mixed.cholesky import places
from openimt.trial.mixed.effects import Effect
from openimt.trial.mixed.inference import SmallSample, adjusted
from openimt.trial.mixed.layout import covariances_of, entries_of, matrix_of, pairs
from openimt.trial.mixed.newton import Bottom
from openimt.trial.mixed.predict import predictions
from openimt.trial.mixed.result import MixedFit, VarianceComponent
from openimt.trial.mixed.scaled import Scaled
from openimt.trial.mixed.state import State
from openimt.trial.mixed.surface import MixedSurface
from openimt.trial.mixed.words import notes

Bools = NDArray[np.bool_]


def told(
    matrix: ModelMatrix,
    effects: Sequence[Effect],
    scale: Scaled,
    surface: MixedSurface,
    bottom: Bottom,
    df: str,
    order: Sequence[int],
    covariance: str | None,
) -> MixedFit:
    """Coefficients, variances, tests and predictions of a finished search."""
    state = surface.state(bottom.at)
    triangle = surface.triangles(bottom.at)
    free = free_parameters(surface, triangle, state.slopes.first.shape[1])
    observed, expected = parameter_covariances(state, free)
    small = small_sample(scale, state, df, observed if df == "satterthwaite" else expected)
    first = surface.residual_parameters
    covariances = covariances_of(state.nu[first:], surface.widths)
    blups = predictions(effects, scale.size, covariances, surface.predicted(state))
    rank = [int((np.diag(one) != 0).sum()) for one in triangle]
    sigma, moves = surface.sigma(state.nu)
    residual = float(np.diag(sigma).mean()) * scale.size**2
    components = variance_components(
        effects, scale.size, covariances, observed[first:, first:], rank, residual
    )
    placed = np.argsort(order)
    components = tuple(components[t] for t in placed)
    return MixedFit(
        matrix=matrix,
        beta=scale.coefficients(state.likelihood.beta),
        vcov=scale.covariance(small.adjusted),
        vcov_model=scale.covariance(small.phi),
        df_method=df,
        method="reml" if surface.reml else "ml",
        loglik=scale.loglik(state.likelihood.value, reml=surface.reml),
        residual_variance=residual,
        residual_se=_mean_error(moves, observed[:first, :first]) * scale.size**2,
        components=components,
        effects=tuple(blups[t] for t in placed),
        converged=bottom.converged,
        max_gradient=bottom.slope,
        iterations=bottom.iterations,
        notes=notes(components, df),
        small_sample=small,
        parameters=int(state.nu.size),
        structure=covariance or "independent",
        residual=sigma * scale.size**2 if covariance else None,
    )


def _mean_error(moves: Floats, observed: Floats) -> float:
    """The standard error of the residual variance, averaged over visits."""
    slope = np.einsum("kii->k", moves) / moves.shape[1]
    return float(np.sqrt(slope @ observed @ slope))


def free_parameters(surface: MixedSurface, triangle: Sequence[Floats], count: int) -> Bools:
    """Which of ``count`` coordinates can still move: all but the columns that are zero."""
    free = np.ones(count, dtype=np.bool_)
    place = [k for k, t in enumerate(surface.owners) if t >= 0]
    for k, (t, _, j) in zip(place, places(surface.widths), strict=True):
        free[k] = triangle[t][j, j] != 0
    return free


def parameter_covariances(state: State, free: Bools) -> tuple[Floats, Floats]:
    """The covariance of ``nu`` from the observed and from the expected information.

    On the boundary the observed one keeps to covariances of the same rank, the expected one does
    not: see :mod:`openimt.trial.mixed.inference`.
    """
    first = state.slopes.first[:, free]
    observed = state.slopes.hessian(state.likelihood.hessian)[np.ix_(free, free)]
    every = np.eye(state.nu.size)
    return _through(first, observed), _through(every, state.likelihood.expected)


def _through(first: Floats, information: Floats) -> Floats:
    """2 J I^-1 J', I being twice the information."""
    size = np.sqrt(np.maximum(np.diag(information), 0.0))
    alike = information / np.outer(size, size) if size.all() else np.zeros((1, 1))
    if np.linalg.eigvalsh(alike)[0] <= 1e-11:
        raise TrialError(
            "the variance parameters cannot be told apart at their estimates; use fewer random "
            "effects, or slopes without their correlation ('time||subject')"
        )
    return np.asarray(2 * first @ np.linalg.solve(information, first.T))


def small_sample(scale: Scaled, state: State, df: str, w: Floats) -> SmallSample:
    """What tests need."""
    width = state.likelihood.phi.shape[0]
    p = state.moments.p[:, :width, :width]
    phi = state.likelihood.phi
    used = adjusted(phi, p, state.moments.q[:, :, :width, :width], w) if df == "kr" else phi
    residual = float(scale.b.shape[0] - width) if df == "residual" else np.inf
    back = np.asarray(np.linalg.inv(scale.root) * scale.size, dtype=np.float64)
    return SmallSample(back, phi, used, p, w, df, residual)


def variance_components(
    effects: Sequence[Effect],
    size: float,
    covariances: Sequence[Floats],
    observed: Floats,
    rank: Sequence[int],
    residual: float,
) -> tuple[VarianceComponent, ...]:
    """Every term's covariance in the units of the data, with standard errors.

    ``observed`` is the covariance of all entries of S, ``residual`` the residual variance.
    """
    brought, errors, start = [], [], 0
    for effect, s in zip(effects, covariances, strict=True):
        end = start + len(pairs(effect.width))
        back = np.asarray(np.linalg.inv(effect.root) * size, dtype=np.float64)
        brought.append(back @ s @ back.T)
        errors.append(_errors(back, observed[start:end, start:end]))
        start = end
    first = [s[0, 0] for effect, s in zip(effects, brought, strict=True) if effect.term.intercept]
    whole = residual + sum(first)
    return tuple(
        VarianceComponent(
            effect.term,
            effect.names,
            len(effect.levels),
            s,
            se if full == effect.width else np.full_like(se, np.nan),
            float(s[0, 0] / whole) if effect.term.intercept else float("nan"),
            full,
        )
        for effect, s, se, full in zip(effects, brought, errors, rank, strict=True)
    )


def _errors(back: Floats, observed: Floats) -> Floats:
    """Standard errors of the entries of back S back'."""
    width = len(back)
    units = [matrix_of(row, width) for row in np.eye(len(observed))]
    onto = np.array([entries_of(back @ unit @ back.T) for unit in units]).T
    return matrix_of(np.sqrt(np.maximum(np.diag(onto @ observed @ onto.T), 0.0)), width)
