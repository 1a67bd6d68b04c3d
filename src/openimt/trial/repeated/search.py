"""The search for Sigma: Newton's method with exact derivatives and step-halving.

The first step takes the expected information (Fisher), which leads in from far off; then the
observed, which doubles the digits with every step. A step that does not lower -2 log L enough
is halved. The search ends when no entry of the gradient in theta reaches 1e-9, or when rounding
allows no better; ``converged`` means below 1e-6.
"""

from dataclasses import dataclass

import numpy as np

from openimt.errors import TrialError
from openimt.trial.matrix import Floats
from openimt.trial.repeated.likelihood import Bend, Likelihood, Point, blocks, stacked
from openimt.trial.repeated.parameters import Entries, Parameters, parameters
from openimt.trial.repeated.structure import Structure, simpler

CONVERGED = 1e-6
"""The largest entry of the gradient of -2 log L in theta at which a fit counts as converged."""
_AIM = 1e-9
_MOST_STEPS = 100
_MOST_HALVINGS = 40
_SINGULAR = 1e-7
"""A correlation matrix with a smaller eigenvalue than this has visits that repeat each other."""
_NEARLY = 1e-3
"""The same where the search did not settle: then this is why."""
_STILL = 1e-10
"""A visit with a smaller share of the residual variance does not vary."""


@dataclass(frozen=True, eq=False)
class Found:
    """Where the search ended. ``theta`` (G, K) and ``gradient`` (G, K) are in mmrm's parameters.

    ``directions`` (G, K, T, T) are those ``bend`` is along: for ``un`` the entries of E in
    Sigma = L (I + E) L'.
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
        self.visits = visits = likelihood.sums.observed.shape[1]
        self.final: Parameters = parameters(kind, visits)
        self.step: Parameters = Entries(visits) if kind.powers is None else self.final

    def run(self, start: Floats, *, warm: bool) -> Found:
        """From a Sigma of each group, (G, T, T). A warm start needs no Fisher step.

        Raises :class:`TrialError` where the search does not settle, or has nowhere to.
        """
        with np.errstate(over="ignore", invalid="ignore"):
            point, theta, steps = self._walk(start, warm=warm)
            settled = self._size(point, theta) < CONVERGED
            self._check_singular(point, _SINGULAR)
            if not settled and self.step is not self.final:
                # Near the edge of positive definite, logarithms and triangles step more freely.
                self.step = self.final
                point, theta, more = self._walk(start, warm=False)
                steps += more
                settled = self._size(point, theta) < CONVERGED
        self._check_singular(point, _SINGULAR if settled else _NEARLY)
        return self._found(point, theta, steps)

    def _walk(self, start: Floats, *, warm: bool) -> tuple[Point, Floats, int]:
        """Where the steps end, and how many there were."""
        theta = stacked([self.step.near(sigma) for sigma in start])
        point = self._first(theta)
        steps, fisher = 0, 0 if warm else 1
        while steps < _MOST_STEPS:
            size = self._size(point, theta)
            if size < _AIM:
                break
            slope = self._slope(point, theta)
            move = self._move(point, theta, slope, observed=steps >= fisher)
            taken = self._halved(point, theta, move, float(move.ravel() @ slope.ravel()), size)
            if taken is None:
                if size >= CONVERGED and steps < fisher:
                    fisher = steps
                    continue
                break
            theta, point = taken
            steps += 1
            if steps % 10 == 0:
                self._check_singular(point, _SINGULAR)
        return point, theta, steps

    def _first(self, theta: Floats) -> Point:
        try:
            return self.likelihood.at(self._sigma(theta))
        except np.linalg.LinAlgError:
            raise TrialError(
                "No start could be found: the covariance of the visits is not positive definite; "
                f"{_other(self.kind, self.visits)}."
            ) from None

    def _sigma(self, theta: Floats) -> Floats:
        return stacked([self.step.sigma(one) for one in theta])

    def _directions(self, theta: Floats) -> Floats:
        return stacked([self.step.first(one) for one in theta])

    def _slope(self, point: Point, theta: Floats) -> Floats:
        """The gradient in the parameters of the steps, (G, K)."""
        return np.asarray(np.einsum("gab,gkab->gk", point.slope, self._directions(theta)))

    def _size(self, point: Point, theta: Floats) -> float:
        """The gradient's size free of the visits' scales, about as large as that in theta."""
        if self.step is not self.final:
            spread = np.sqrt(np.diagonal(point.sigma, axis1=1, axis2=2))
            scale = spread[:, :, None] * spread[:, None, :]
            return float(np.abs(2 * point.slope * scale).max())
        return float(np.abs(self._slope(point, theta)).max())

    def _move(self, point: Point, theta: Floats, slope: Floats, *, observed: bool) -> Floats:
        """Newton's step where the likelihood is convex, else Fisher's."""
        along = self._directions(theta)
        if observed:
            hessian = self.likelihood.bend(point, along).hessian + self._curl(point, theta)
            if _is_convex(hessian):
                return np.asarray(-np.linalg.solve(hessian, slope.ravel()).reshape(slope.shape))
        expected = self.likelihood.fisher(point, along)
        if _is_convex(expected):
            return np.asarray(-np.linalg.solve(expected, slope.ravel()).reshape(slope.shape))
        if not np.isfinite(expected).all():
            return np.full_like(slope, np.nan)
        move = np.linalg.lstsq(expected, slope.ravel(), rcond=1e-12)[0]
        return np.asarray(-move.reshape(slope.shape))

    def _curl(self, point: Point, theta: Floats) -> Floats:
        """tr(G d2Sigma), which is not zero where Sigma is not linear; (GK, GK)."""
        return blocks(
            [self.step.curl(one, slope) for one, slope in zip(theta, point.slope, strict=True)]
        )

    def _halved(
        self, point: Point, theta: Floats, move: Floats, promised: float, size: float
    ) -> tuple[Floats, Point] | None:
        """The longest halved step that lowers f by its share; None where rounding allows none."""
        if not np.isfinite(promised):
            return None
        rounding = 1e-11 * max(1.0, abs(point.value))
        # Where so little is promised that f cannot show it, the step itself is to be trusted.
        slack = rounding if size < 1e-3 or abs(promised) < rounding else 0.0
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
                better = self._size(tried, there) < size if close else True
                return (there, tried) if better else None
            share /= 2
        return None

    def _check_singular(self, point: Point, limit: float) -> None:
        visits = self.likelihood.sums.layout.visits
        for sigma in point.sigma:
            still = np.flatnonzero(np.diag(sigma) < _STILL)
            if still.size:
                raise TrialError(
                    f"The outcome at visit {visits[still[0]]} does not vary beyond what the terms "
                    "give; leave that visit out, or choose a structure with one variance."
                )
            spread = np.sqrt(np.diag(sigma))
            values, vectors = np.linalg.eigh(sigma / np.outer(spread, spread))
            if values[0] < limit and len(visits) > 1:
                how = "exactly or almost exactly" if limit == _SINGULAR else "almost exactly"
                pair = np.sort(np.argsort(-np.abs(vectors[:, 0]))[:2])
                raise TrialError(
                    f"The outcome at visit {visits[pair[1]]} follows {how} from other visits "
                    f"(look at visit {visits[pair[0]]}), or there are too few persons for so many "
                    f"visits, so {self.kind.name} has no covariance to settle on; leave out a "
                    f"visit that repeats another, or {_other(self.kind, len(visits))}."
                )

    def _found(self, point: Point, theta: Floats, steps: int) -> Found:
        if self.step is not self.final:
            theta = stacked([self.final.near(sigma) for sigma in point.sigma])
        first = stacked([self.final.first(one) for one in theta])
        gradient = np.einsum("gab,gkab->gk", point.slope, first)
        worst = float(np.abs(gradient).max())
        if not worst < CONVERGED:
            raise TrialError(
                f"The search for the {self.kind.name} covariance did not settle (gradient "
                f"{worst:.1e}, {CONVERGED:g} wanted); {_other(self.kind, self.visits)}."
            )
        along = self._directions(theta)
        if isinstance(self.step, Entries):
            # Along L E L' nothing is lost to rounding where visits nearly repeat each other.
            root = np.linalg.cholesky(point.sigma)[:, None]
            along = np.asarray(root @ along @ root.swapaxes(2, 3))
        bend = self.likelihood.bend(point, along)
        hessian = bend.hessian + self._curl(point, theta)
        if not _is_convex(hessian):
            raise TrialError(
                f"The data do not settle all {theta.size} parameters of {self.kind.name}: the "
                f"likelihood is flat along some; {_other(self.kind, self.visits)}."
            )
        return Found(point, theta, gradient, along, Bend(hessian, bend.grams), steps)


def _is_convex(hessian: Floats) -> bool:
    """Whether the Hessian is positive definite with digits to spare."""
    scale = np.sqrt(np.abs(np.diag(hessian)))
    if not (np.isfinite(hessian).all() and scale.all()):
        return False
    even = hessian / np.outer(scale, scale)
    np.fill_diagonal(even, even.diagonal() - 1e-10)
    try:
        np.linalg.cholesky(even)
    except np.linalg.LinAlgError:
        return False
    return True


def _other(kind: Structure, visits: int) -> str:
    """What to do instead of this structure."""
    fewer = simpler(kind, visits)
    return f"choose {fewer}" if fewer else "choose another structure or fewer visits"
