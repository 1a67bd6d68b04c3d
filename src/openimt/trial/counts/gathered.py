"""From the peak of a likelihood to a :class:`CountFit`: covariances, edges in words, effects."""

from collections.abc import Sequence

import numpy as np

from openimt.errors import TrialError
from openimt.trial.counts.estimate import Estimate
from openimt.trial.counts.request import Request, notes
from openimt.trial.counts.result import CountFit, Spread
from openimt.trial.counts.truncated import Truncated
from openimt.trial.matrix import Floats, Ints
from openimt.trial.mixed.effects import Effect

TIED = 1e-8
"""Eigenvalues of a correlation matrix, or of a scaled Hessian, below this count as 0."""
FAR = 7.0
OFF = {True: 0.5, False: 0.01}
"""How far the log-likelihood may be off before it is said: by Laplace's method, by quadrature."""


def gathered(
    asked: Request, family: str, found: Estimate, effects: tuple[Effect, ...], rows: Ints
) -> CountFit:
    """The fit as users see it; refuses where no maximum was found."""
    peak, shape = found.peak, found.shape
    p = shape.x.shape[1]
    if not peak.firm:
        raise _lost(peak.max_gradient, effects)
    if isinstance(found.part.family, Truncated) and family == "nb2" and peak.theta[-1] < -FAR:
        raise TrialError(
            "the counts above 0 vary more than a truncated NB2 can (k runs to 0), and then "
            "its level has no value; use the family nb1 or poisson, or leave out the hurdle"
        )
    covariance = _covariance(peak.hessian, p)
    spreads = _spreads(found, effects)
    size, size_se = _dispersion(found, family, covariance)
    free = sum(e.width * (e.width + 1) // 2 for e in effects)
    return CountFit(
        matrix=asked.matrix,
        family=family,
        truncated=isinstance(found.part.family, Truncated),
        beta=peak.theta[:p],
        vcov=covariance[:p, :p],
        loglik=peak.value,
        max_gradient=peak.max_gradient,
        iterations=peak.iterations,
        spreads=spreads,
        dispersion=size,
        dispersion_se=size_se,
        mean_variance=_mean_variance(found, covariance),
        parameters=p + free + int(family in {"nb1", "nb2"}),
        quadrature=asked.quadrature,
        exposed=asked.exposed and family != "logistic",
        n_used=len(rows),
        warnings=(
            *notes(asked.matrix.subject[rows], family, effects),
            *_edges(found, spreads, family),
            *_inexact(found, asked.quadrature),
        ),
    )


def _lost(slope: float, effects: Sequence[Effect]) -> TrialError:
    remedy = "take out random effects" if effects else "take out terms"
    return TrialError(
        f"the fit found no maximum (largest slope {slope:.1e} per standard error), so nothing is "
        f"reported; {remedy}, use another family, or merge levels with few events"
    )


def _covariance(hessian: Floats, p: int) -> Floats:
    """The inverse; directions of the random part that the data say nothing of are left out."""
    scale = np.sqrt(np.where(np.diag(hessian) > 0, np.diag(hessian), 1.0))
    values, vectors = np.linalg.eigh(hessian / np.outer(scale, scale))
    empty = values < TIED
    if np.any(np.abs(vectors[:p, empty]) > 1e-3):
        raise TrialError(
            "some coefficients cannot be told apart from each other by these counts, so they have "
            "no standard error; take out a term"
        )
    kept = vectors[:, ~empty] / scale[:, None]
    return np.asarray((kept / values[~empty]) @ kept.T)


def _spreads(found: Estimate, effects: tuple[Effect, ...]) -> tuple[Spread, ...]:
    found.shape(found.peak.theta)
    _, lambdas, _ = found.shape.parts(found.peak.theta)
    fitted = {
        id(g.effect): (block, u)
        for g, block, u in zip(found.shape.groupings, lambdas, found.shape.u, strict=True)
    }
    return tuple(_spread(effect, fitted.get(id(effect))) for effect in effects)


def _spread(effect: Effect, fitted: tuple[Floats, Floats] | None) -> Spread:
    name, count = str(effect.term), len(effect.levels)
    alike = effect.term.intercept and not effect.term.slopes
    constant = alike and bool((effect.codes >= 0).all())
    if fitted is None:
        none = np.zeros((effect.width, effect.width))
        modes = np.zeros((count, effect.width))
        return Spread(name, effect.names, effect.levels, none, modes, edge=True, constant=constant)
    block, u = fitted
    sizes = np.linalg.svd(block, compute_uv=False)
    half = np.linalg.solve(effect.root, block)
    edge = bool(sizes[-1] < 1e-4 * sizes[0])
    return Spread(name, effect.names, effect.levels, half @ half.T, u @ half.T, edge, constant)


def _dispersion(found: Estimate, family: str, covariance: Floats) -> tuple[float | None, float]:
    if family not in {"nb1", "nb2"}:
        return None, float("nan")
    if found.poisson:
        return (np.inf if family == "nb2" else 0.0), float("nan")
    return float(np.exp(found.peak.theta[-1])), float(np.sqrt(covariance[-1, -1]))


def _mean_variance(found: Estimate, covariance: Floats) -> Floats:
    """By the delta method: half of sigma**2 has slope sigma."""
    p = found.shape.x.shape[1]
    slope = np.zeros(len(covariance))
    place = p
    for grouping in found.shape.groupings:
        if grouping.size == 1:
            slope[place] = found.peak.theta[place]
        place += grouping.free
    with_beta = covariance[:p] @ slope
    return np.append(with_beta, slope @ covariance @ slope)


def _edges(found: Estimate, spreads: tuple[Spread, ...], family: str) -> list[str]:
    said = []
    for spread in spreads:
        if not spread.edge:
            continue
        if not spread.covariance.any():
            said.append(
                f"the variance of '{spread.term}' is estimated as 0, the edge of what it can be: "
                "its levels differ no more than by chance, and all else here is as without it"
            )
        else:
            said.append(
                f"the effects of '{spread.term}' are estimated as perfectly tied, the edge of what "
                "they can be: the data hold too little for so many effects; leave a slope out"
            )
    if found.poisson:
        said.append(
            f"the dispersion is at its edge ({'k infinite' if family == 'nb2' else 'phi 0'}): "
            "counts vary no more than Poisson counts do, and all else here is as with that family"
        )
    elif found.part.family.free and abs(found.peak.theta[-1]) > FAR:
        said.append(
            "the dispersion is at an extreme that says the family does not suit these counts; "
            "look at the largest counts first"
        )
    return said


def _inexact(found: Estimate, points: int) -> list[str]:
    """Where a finer integral says something else, the reader must know."""
    gap = found.part.gap(found.peak.theta)
    if not abs(gap) > OFF[points == 1]:
        return []
    method = "Laplace's method" if points == 1 else f"quadrature with {points} points"
    more = max(15, 2 * points + 1)
    said = f"{method} is off by {abs(gap):.2g} in log-likelihood here; fit again with "
    return [f"{said}quadrature={more} and see whether the answer changes"]
