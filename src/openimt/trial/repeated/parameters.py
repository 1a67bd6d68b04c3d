"""Sigma as a function of theta: its value, and its first and second derivatives.

>>> import numpy as np
>>> from openimt.trial.repeated.structure import STRUCTURES
>>> ar1 = parameters(STRUCTURES["ar1"], 3)
>>> np.round(ar1.sigma(np.array([0.0, 0.75])), 2)
array([[1.  , 0.6 , 0.36],
       [0.6 , 1.  , 0.6 ],
       [0.36, 0.6 , 1.  ]])
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from openimt.trial.matrix import Floats
from openimt.trial.repeated.structure import _TINY, Structure

_WIDEST = 0.95
"""No start lies nearer to a correlation of one."""


class Parameters(Protocol):
    """What the search and the small-sample corrections ask of a way to write Sigma.

    ``sigma`` has shape (T, T), ``first`` (K, T, T) and ``second`` (K, K, T, T).
    """

    @property
    def count(self) -> int:
        """How many parameters there are."""
        ...

    def sigma(self, theta: Floats) -> Floats:
        """Sigma itself."""
        ...

    def first(self, theta: Floats) -> Floats:
        """Its derivative by each parameter."""
        ...

    def second(self, theta: Floats) -> Floats:
        """Its derivative by each pair of parameters."""
        ...

    def curl(self, theta: Floats, slope: Floats) -> Floats:
        """What the second derivatives add where the slope is so: tr(slope d2Sigma), (K, K)."""
        ...

    def near(self, sigma: Floats) -> Floats:
        """Parameters whose Sigma is like the one given."""
        ...


@dataclass(frozen=True, eq=False)
class Powers:
    """A structure that is a table of powers; the first ``deviations`` factors are exp(theta)."""

    powers: Floats
    deviations: int

    @property
    def count(self) -> int:
        """How many parameters there are."""
        return int(self.powers.shape[0])

    def _factors(self, theta: Floats) -> tuple[Floats, Floats, Floats]:
        """Each factor f, f'/f and f''/f."""
        scale, bend = np.exp(theta[: self.deviations]), theta[self.deviations :]
        bend = np.where(np.abs(bend) < _TINY, _TINY, bend)
        one = 1.0 + bend * bend
        ones = np.ones_like(scale)
        value = np.concatenate([scale, bend / np.sqrt(one)])
        slope = np.concatenate([ones, 1.0 / (bend * one)])
        curve = np.concatenate([ones, -3.0 / (one * one)])
        return value, slope, curve

    def sigma(self, theta: Floats) -> Floats:
        """Sigma itself, shape (T, T)."""
        value = self._factors(theta)[0]
        return np.asarray(np.prod(value[:, None, None] ** self.powers, axis=0))

    def first(self, theta: Floats) -> Floats:
        """The derivatives dSigma / dtheta_k, shape (K, T, T)."""
        slope = self._factors(theta)[1]
        return np.asarray(slope[:, None, None] * self.powers * self.sigma(theta))

    def second(self, theta: Floats) -> Floats:
        """The derivatives d2Sigma / dtheta_k dtheta_l, shape (K, K, T, T)."""
        once, own = self._twice(theta)
        found = once[:, None] * once[None]
        at = np.arange(self.count)
        found[at, at] = own
        return np.asarray(found * self.sigma(theta))

    def curl(self, theta: Floats, slope: Floats) -> Floats:
        """The sum tr(slope d2Sigma), (K, K), without the second derivatives in full."""
        once, own = self._twice(theta)
        weight = (slope * self.sigma(theta)).ravel()
        flat = once.reshape(self.count, -1)
        found = (flat * weight) @ flat.T
        np.fill_diagonal(found, own.reshape(self.count, -1) @ weight)
        return np.asarray(found)

    def _twice(self, theta: Floats) -> tuple[Floats, Floats]:
        """What multiplies Sigma: for one factor's first derivative, and for its second."""
        _, slope, curve = self._factors(theta)
        once = slope[:, None, None] * self.powers
        # Within one factor: f'' and the product of two f', each as often as its power allows.
        own = self.powers * (
            curve[:, None, None] + (self.powers - 1.0) * (slope * slope)[:, None, None]
        )
        return once, own

    def near(self, sigma: Floats) -> Floats:
        """Parameters of a Sigma like this one: mean log deviations, mean correlations."""
        spread = np.sqrt(np.diag(sigma))
        within = self.powers[self.deviations :]
        alone = (within == 1.0) & (within.sum(axis=0) == 1.0)
        likeness = sigma / np.outer(spread, spread)
        mean = (likeness * alone).sum(axis=(1, 2)) / alone.sum(axis=(1, 2))
        mean = np.clip(mean, -_WIDEST, _WIDEST)
        bend = mean / np.sqrt(1.0 - mean * mean)
        scale = np.log(spread) if self.deviations > 1 else np.log(spread).mean(keepdims=True)
        return self._inward(np.concatenate([scale, bend]))

    def _inward(self, theta: Floats) -> Floats:
        """The same with correlations drawn to 0 until Sigma is positive definite."""
        for _ in range(60):
            if np.linalg.eigvalsh(self.sigma(theta))[0] > 1e-3 * np.exp(2 * theta[0]):
                return theta
            theta = np.concatenate([theta[: self.deviations], 0.8 * theta[self.deviations :]])
        return theta


@dataclass(frozen=True, eq=False)
class Unstructured:
    """``un`` in logarithms of the deviations and a unit lower triangle, Sigma = D L L' D."""

    visits: int

    @property
    def count(self) -> int:
        """How many parameters there are."""
        return self.visits * (self.visits + 1) // 2

    def _parts(self, theta: Floats) -> tuple[Floats, Floats]:
        lower = np.eye(self.visits)
        lower[np.tril_indices(self.visits, -1)] = theta[self.visits :]
        return np.exp(theta[: self.visits]), lower

    def sigma(self, theta: Floats) -> Floats:
        """Sigma itself, shape (T, T)."""
        scale, lower = self._parts(theta)
        root = scale[:, None] * lower
        return np.asarray(root @ root.T)

    def _roots(self, theta: Floats) -> tuple[Floats, Floats]:
        """The root D L and its derivative by each parameter."""
        scale, lower = self._parts(theta)
        root = scale[:, None] * lower
        by = np.zeros((self.count, self.visits, self.visits))
        at = np.arange(self.visits)
        by[at, at] = root
        row, column = np.tril_indices(self.visits, -1)
        by[self.visits + np.arange(row.size), row, column] = scale[row]
        return root, by

    def first(self, theta: Floats) -> Floats:
        """The derivatives dSigma / dtheta_k, shape (K, T, T)."""
        root, by = self._roots(theta)
        half = by @ root.T
        return np.asarray(half + half.transpose(0, 2, 1))

    def second(self, theta: Floats) -> Floats:
        """The derivatives d2Sigma / dtheta_k dtheta_l, shape (K, K, T, T)."""
        root, by = self._roots(theta)
        cross = np.einsum("kac,lbc->klab", by, by)
        found = cross + cross.transpose(0, 1, 3, 2)
        # The root bends only in a deviation: by that deviation again, or by its own row of L.
        row = np.concatenate([np.arange(self.visits), np.tril_indices(self.visits, -1)[0]])
        bent = np.zeros_like(found)
        for k in range(self.visits):
            for other in np.flatnonzero(row == k):
                half = by[other] @ root.T
                bent[k, other] = bent[other, k] = half + half.T
        return np.asarray(found + bent)

    def curl(self, theta: Floats, slope: Floats) -> Floats:
        """The sum tr(slope d2Sigma), (K, K)."""
        return np.asarray(np.tensordot(self.second(theta), slope, 2))

    def near(self, sigma: Floats) -> Floats:
        """The parameters of this very Sigma."""
        root = np.linalg.cholesky(sigma)
        scale = np.diag(root)
        lower = (root / scale[:, None])[np.tril_indices(self.visits, -1)]
        return np.concatenate([np.log(scale), lower])


@dataclass(frozen=True, eq=False)
class Entries:
    """``un`` in the entries of Sigma themselves: the search steps here, where Sigma is linear."""

    visits: int

    @property
    def count(self) -> int:
        """How many parameters there are."""
        return self.visits * (self.visits + 1) // 2

    def sigma(self, theta: Floats) -> Floats:
        """Sigma itself, shape (T, T)."""
        row, column = _below(self.visits)
        found = np.empty((self.visits, self.visits))
        found[row, column] = found[column, row] = theta
        return found

    def first(self, theta: Floats) -> Floats:
        """A one at the entry and at its mirror, shape (K, T, T)."""
        del theta
        return _units(self.visits)

    def second(self, theta: Floats) -> Floats:
        """Nothing, since Sigma is linear; shape (K, K, T, T)."""
        del theta
        return np.zeros((self.count, self.count, self.visits, self.visits))

    def curl(self, theta: Floats, slope: Floats) -> Floats:
        """Nothing, (K, K)."""
        del theta, slope
        return np.zeros((self.count, self.count))

    def near(self, sigma: Floats) -> Floats:
        """The entries of this very Sigma."""
        return np.asarray(sigma[_below(self.visits)])


@lru_cache(maxsize=32)
def _below(visits: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    return np.tril_indices(visits)


@lru_cache(maxsize=32)
def _units(visits: int) -> Floats:
    row, column = _below(visits)
    found = np.zeros((row.size, visits, visits))
    at = np.arange(row.size)
    found[at, row, column] = 1.0
    found[at, column, row] = 1.0
    found.setflags(write=False)
    return found


@lru_cache(maxsize=64)
def _powers(kind: Structure, visits: int) -> Powers:
    within = kind.powers(visits) if kind.powers else np.zeros((0, visits, visits))
    own = np.zeros((visits, visits, visits))
    at = np.arange(visits)
    own[at, at, :] += 1.0
    own[at, :, at] += 1.0
    scale = own if kind.own else own.sum(axis=0, keepdims=True)
    return Powers(np.concatenate([scale, within]), scale.shape[0])


def parameters(kind: Structure, visits: int) -> Parameters:
    """The structure for so many visits, in the parameters of R mmrm."""
    return Unstructured(visits) if kind.powers is None else _powers(kind, visits)
