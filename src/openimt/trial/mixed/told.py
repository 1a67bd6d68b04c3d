"""From the bottom of the search to a fit in the units of the data."""

from collections.abc import Sequence

import numpy as np

from openimt.errors import TrialError
from openimt.trial.matrix import Floats, ModelMatrix
from openimt.trial.mixed.cholesky import places, triangles
from openimt.trial.mixed.effects import Effect
from openimt.trial.mixed.independent import Independent, State
from openimt.trial.mixed.inference import SmallSample, adjusted
from openimt.trial.mixed.moments import pairs
from openimt.trial.mixed.newton import Bottom
from openimt.trial.mixed.predict import predictions
from openimt.trial.mixed.result import MixedFit, VarianceComponent
from openimt.trial.mixed.scaled import Scaled
from openimt.trial.mixed.words import notes


def told(
    matrix: ModelMatrix,
    effects: Sequence[Effect],
    scale: Scaled,
    surface: Independent,
    bottom: Bottom,
    df: str,
) -> MixedFit:
    """Coefficients, variances, tests and predictions of a finished search."""
    state = surface.state(bottom.at)
    triangle = triangles(bottom.at, surface.sums.widths)
    observed, expected = parameter_covariances(state, free_parameters(triangle))
    small = small_sample(scale, state, df, observed if df == "satterthwaite" else expected)
    components = variance_components(effects, scale, state, triangle, observed)
    return MixedFit(
        matrix=matrix,
        beta=scale.coefficients(state.likelihood.beta),
        vcov=small.adjusted,
        vcov_model=small.phi,
        df_method=df,
        method="reml" if surface.reml else "ml",
        loglik=scale.loglik(state.likelihood.value, reml=surface.reml),
        residual_variance=float(state.nu[0]) * scale.size**2,
        residual_se=float(np.sqrt(observed[0, 0])) * scale.size**2,
        components=components,
        effects=predictions(effects, scale, surface.sums, state),
        converged=bottom.converged,
        max_gradient=bottom.slope,
        iterations=bottom.iterations,
        notes=notes(components, bottom, df),
        small_sample=small,
        parameters=int(state.nu.size),
    )


def free_parameters(triangle: Sequence[Floats]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which of (phi, log sigma^2) can still move: all but the columns that are zero."""
    widths = [len(one) for one in triangle]
    return np.array([*(triangle[t][j, j] != 0 for t, _, j in places(widths)), True])


def parameter_covariances(
    state: State, free: np.ndarray[tuple[int], np.dtype[np.bool_]]
) -> tuple[Floats, Floats]:
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
    if np.linalg.eigvalsh(information)[0] <= 1e-12 * np.abs(information).max():
        raise TrialError(
            "the variance parameters cannot be told apart at their estimates; use fewer random "
            "effects, or slopes without their correlation ('time||subject')"
        )
    return np.asarray(2 * first @ np.linalg.solve(information, first.T))


def small_sample(scale: Scaled, state: State, df: str, w: Floats) -> SmallSample:
    """What tests need, in the units of the coefficients of X."""
    width = state.likelihood.phi.shape[0]
    p = state.moments.p[:, :width, :width]
    phi = state.likelihood.phi
    used = adjusted(phi, p, state.moments.q[:, :, :width, :width], w) if df == "kr" else phi
    residual = float(scale.b.shape[0] - width) if df == "residual" else np.inf
    return SmallSample(
        scale.covariance(phi), scale.covariance(used), scale.information(p), w, df, residual
    )


def variance_components(
    effects: Sequence[Effect],
    scale: Scaled,
    state: State,
    triangle: Sequence[Floats],
    observed: Floats,
) -> tuple[VarianceComponent, ...]:
    """Every term's covariance in the units of the data, with standard errors."""
    start, found = 1, []
    for effect in effects:
        size = len(pairs(effect.width))
        entries = slice(start, start + size)
        found.append(_component(effect, scale.size, state.nu[entries], observed[entries, entries]))
        start += size
    return shared(found, [int((np.diag(one) != 0).sum()) for one in triangle], state, scale)


def _component(effect: Effect, size: float, nu: Floats, w: Floats) -> tuple[Effect, Floats, Floats]:
    """The term's covariance and the standard errors of its entries, in the units of the data."""
    back = np.linalg.inv(effect.root) * size
    onto = np.array([_entries(back @ unit @ back.T) for unit in _units(effect.width)]).T
    covariance = back @ _matrix(nu, effect.width) @ back.T
    se = np.sqrt(np.maximum(np.diag(onto @ w @ onto.T), 0.0))
    return effect, covariance, _matrix(se, effect.width)


def shared(
    found: Sequence[tuple[Effect, Floats, Floats]],
    rank: Sequence[int],
    state: State,
    scale: Scaled,
) -> tuple[VarianceComponent, ...]:
    """Components with each intercept's share of the whole variance."""
    first = [s[0, 0] if effect.term.intercept else 0.0 for effect, s, _ in found]
    whole = float(state.nu[0]) * scale.size**2 + sum(first)
    return tuple(
        VarianceComponent(
            effect.term,
            effect.names,
            len(effect.levels),
            s,
            np.where(se > 0, se, np.nan) if full == effect.width else np.full_like(se, np.nan),
            one / whole if effect.term.intercept else float("nan"),
            full,
        )
        for (effect, s, se), one, full in zip(found, first, rank, strict=True)
    )


def _units(width: int) -> list[Floats]:
    found = []
    for a, b in pairs(width):
        unit = np.zeros((width, width))
        unit[a, b] = unit[b, a] = 1.0
        found.append(unit)
    return found


def _entries(s: Floats) -> Floats:
    return s[np.triu_indices(len(s))]


def _matrix(entries: Floats, width: int) -> Floats:
    found = np.zeros((width, width))
    found[np.triu_indices(width)] = entries
    return found + np.triu(found, 1).T
