"""The search for Sigma: Newton's method with exact derivatives and step-halving.

The first steps take the expected information (Fisher), which leads in from far off; then the
observed, which doubles the digits with every step. A step that does not lower -2 log L enough
is halved. The search ends when no entry of the gradient in theta reaches 1e-9, or when rounding
allows no better; ``converged`` means below 1e-6.
"""

from dataclasses import dataclass

import numpy as np

from openimt.errors import TrialError
from openimt.trial.matrix import Floats
from openimt.trial.repeated.likelihood import Bend, Likelihood, Point
from openimt.trial.repeated.parameters import Parameters, parameters, stepping
from openimt.trial.repeated.structure import Structure

CONVERGED = 1e-6
"""The largest entry of the gradient of -2 log L in theta at which a fit counts as converged."""
_AIM = 1e-9
_MOST_STEPS = 100
_MOST_HALVINGS = 40
_SINGULAR = 1e-7
"""A correlation matrix with a smaller eigenvalue than this has visits that repeat each other."""


@dataclass(frozen=True, eq=False)
class Found:
    """Where the search ended. ``theta`` (G, K) and ``gradient`` (G, K) are in mmrm's parameters.

    ``directions`` (G, K, T, T) are those ``bend`` is along: for ``un`` the entries of Sigma.
    """

    point: Point
    theta: Floats
    gradient: Floats
    directions: Floats
    bend: Bend
    steps: int

    @property
    def worst(self) -> float:
        """The largest entry of the gradient, without its sign."""
        return float(np.abs(self.gradient).max())


class Search:
    """A search of one structure in one likelihood."""

    def __init__(self, likelihood: Likelihood, kind: Structure) -> None:
        self.likelihood = likelihood
        self.kind = kind
        self.groups = len(likelihood.sums.group_names)
        visits = likelihood.sums.observed.shape[1]
        self.step: Parameters = stepping(kind, visits)
        self.final: Parameters = parameters(kind, visits)

    def run(self, start: Floats, *, warm: bool) -> Found:
        """From a Sigma of each group, (G, T, T). A warm start needs no Fisher steps."""
        theta = np.stack([self.step.near(sigma) for sigma in start])
        point = self._first(theta)
        steps, fisher = 0, 0 if warm else 2
        while steps < _MOST_STEPS:
            slope = self._slope(point, theta)
            size = self._size(point, slope)
            if size < _AIM:
                break
            move = self._move(point, theta, slope, observed=steps >= fisher)
            taken = self._halved(point, theta, move, float(move.ravel() @ slope.ravel()), size)
            if taken is None:
                if size >= CONVERGED and steps < fisher:
                    fisher = steps
                    continue
                break
            theta, point = taken
            steps += 1
            self._check_singular(point)
        return self._found(point, theta, steps)

    def _first(self, theta: Floats) -> Point:
        try:
            return self.likelihood.at(self._sigma(theta))
        except np.linalg.LinAlgError:
            raise TrialError(
                "No start could be found: the covariance of the visits is not positive definite; "
                "choose ar1h, csh or cs."
            ) from None

    def _sigma(self, theta: Floats) -> Floats:
        return np.stack([self.step.sigma(one) for one in theta])

    def _directions(self, theta: Floats) -> Floats:
        return np.stack([self.step.first(one) for one in theta])

    def _slope(self, point: Point, theta: Floats) -> Floats:
        """The gradient in the parameters of the steps, (G, K)."""
        return np.asarray(np.einsum("gab,gkab->gk", point.slope, self._directions(theta)))

    def _size(self, point: Point, slope: Floats) -> float:
        """The gradient's size free of the visits' scales, about as large as that in theta."""
        if self.kind.powers is None:
            spread = np.sqrt(np.diagonal(point.sigma, axis1=1, axis2=2))
            scale = spread[:, :, None] * spread[:, None, :]
            return float(np.abs(2 * point.slope * scale).max())
        return float(np.abs(slope).max())

    def _move(self, point: Point, theta: Floats, slope: Floats, *, observed: bool) -> Floats:
        """Newton's step where the likelihood is convex, else Fisher's."""
        along = self._directions(theta)
        if observed:
            hessian = self.likelihood.bend(point, along).hessian + self._curl(point, theta)
            if _is_convex(hessian):
                return np.asarray(-np.linalg.solve(hessian, slope.ravel()).reshape(slope.shape))
        expected = self.likelihood.fisher(point, along)
        move = np.linalg.lstsq(expected, slope.ravel(), rcond=1e-12)[0]
        return np.asarray(-move.reshape(slope.shape))

    def _curl(self, point: Point, theta: Floats) -> Floats:
        """tr(G d2Sigma), which is not zero where Sigma is not linear; (GK, GK)."""
        count = theta.shape[1]
        found = np.zeros((theta.size, theta.size))
        if self.kind.powers is None:
            return found
        for g, one in enumerate(theta):
            part = slice(g * count, (g + 1) * count)
            found[part, part] = np.tensordot(self.step.second(one), point.slope[g], 2)
        return found

    def _halved(
        self, point: Point, theta: Floats, move: Floats, promised: float, size: float
    ) -> tuple[Floats, Point] | None:
        """The longest halved step that lowers f by its share; None where rounding allows none."""
        slack = 1e-11 * max(1.0, abs(point.value)) if size < 1e-3 else 0.0
        share = 1.0
        for _ in range(_MOST_HALVINGS):
            there = theta + share * move
            try:
                tried = self.likelihood.at(self._sigma(there))
            except np.linalg.LinAlgError:
                share /= 2
                continue
            if tried.value <= point.value + 1e-4 * share * promised + slack:
                close = size < CONVERGED
                better = self._size(tried, self._slope(tried, there)) < size if close else True
                return (there, tried) if better else None
            share /= 2
        return None

    def _check_singular(self, point: Point) -> None:
        visits = self.likelihood.sums.layout.visits
        for sigma in point.sigma:
            spread = np.sqrt(np.diag(sigma))
            values, vectors = np.linalg.eigh(sigma / np.outer(spread, spread))
            if values[0] < _SINGULAR:
                pair = np.sort(np.argsort(-np.abs(vectors[:, 0]))[:2])
                raise TrialError(_repeating([visits[k] for k in pair], self.kind.name))

    def _found(self, point: Point, theta: Floats, steps: int) -> Found:
        if self.kind.powers is None:
            theta = np.stack([self.final.near(sigma) for sigma in point.sigma])
        first = np.stack([self.final.first(one) for one in theta])
        gradient = np.einsum("gab,gkab->gk", point.slope, first)
        if not np.abs(gradient).max() < CONVERGED:
            raise TrialError(_not_converged(self.kind.name, float(np.abs(gradient).max())))
        along = self._directions(theta)
        bend = self.likelihood.bend(point, along)
        hessian = bend.hessian + self._curl(point, theta)
        if not _is_convex(hessian):
            raise TrialError(
                f"The data do not settle all {theta.size} parameters of {self.kind.name}: the "
                "likelihood is flat along some; choose ar1h, csh, ar1 or cs."
            )
        return Found(point, theta, gradient, along, Bend(hessian, bend.grams), steps)


def _is_convex(hessian: Floats) -> bool:
    """Whether the Hessian is positive definite with digits to spare."""
    scale = np.sqrt(np.abs(np.diag(hessian)))
    if not (np.isfinite(hessian).all() and scale.all()):
        return False
    return bool(np.linalg.eigvalsh(hessian / np.outer(scale, scale))[0] > 1e-10)


def _repeating(pair: list[str], name: str) -> str:
    if len(pair) == 1:
        return f"The outcome at visit {pair[0]} does not vary; leave that visit out."
    return (
        f"The outcome at visit {pair[1]} follows exactly from other visits (look at {pair[0]}), "
        f"so {name} has no covariance to settle on; leave out a repeated visit, or choose cs "
        "or ar1 if there are too few persons for so many visits."
    )


def _not_converged(name: str, gradient: float) -> str:
    return (
        f"The search for the {name} covariance did not settle (gradient {gradient:.1e}, "
        f"{CONVERGED:g} wanted); choose a structure with fewer parameters: toeph, ar1h, csh or cs."
    )
