"""Every person's rows of the design matrix written as fixed maps of one short vector.

The row of person i at visit t is x_it = maps[t]' z_i. A dummy of a visit, or its product with an
arm, asks for no more of z than the arm does; a covariate that changes over time fills one place
of z for each visit. What a person adds to a likelihood is then z z', y z' and y y'.

z is centred and scaled, the outcome is taken about its least-squares fit and in units of the
residual deviation, and the columns of x are made orthonormal: so the sums keep their digits
whatever the units. ``origin``, ``unit`` and ``basis`` lead back: beta = origin + unit basis b.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from openimt.errors import TrialError
from openimt.trial.matrix import Floats

Flags = NDArray[np.bool_]
_ULPS = 8.0 * float(np.finfo(np.float64).eps)


@dataclass(frozen=True, eq=False)
class Layout:
    """How rows of x follow from z, for T visits, q places of z and p coefficients.

    ``loadings`` (T, q + T, p + 1) takes (z, y) of a person to (x, y) at a visit. ``origin`` (p,),
    ``unit`` and ``basis`` (p, p) lead back to the coefficients asked for; ``log_basis`` is
    log |det basis|. Sums can be added only where they share a layout.
    """

    visits: tuple[str, ...]
    names: tuple[str, ...]
    loadings: Floats
    origin: Floats
    unit: float
    basis: Floats

    @property
    def places(self) -> int:
        """How many places z has."""
        return int(self.loadings.shape[1] - self.loadings.shape[0])

    @property
    def log_basis(self) -> float:
        """Logarithm of the determinant of ``basis``."""
        return float(np.log(np.abs(np.diag(self.basis))).sum())

    def same_as(self, other: "Layout") -> bool:
        """Whether sums made under one may be added to sums made under the other."""
        if self is other:
            return True
        ours = (self.loadings, self.origin, self.basis, np.array(self.unit))
        theirs = (other.loadings, other.origin, other.basis, np.array(other.unit))
        words = (self.visits, self.names) == (other.visits, other.names)
        return words and all(np.array_equal(a, b) for a, b in zip(ours, theirs, strict=True))

    def coefficients(self, white: Floats) -> Floats:
        """The coefficients asked for, from those of the orthonormal columns; shape (p,)."""
        return np.asarray(self.origin + self.unit * (self.basis @ white))

    def covariance(self, white: Floats) -> Floats:
        """The covariance of the coefficients asked for, shape (p, p)."""
        found = self.unit**2 * (self.basis @ white @ self.basis.T)
        return np.asarray((found + found.T) / 2)


@dataclass(frozen=True, eq=False)
class Padded:
    """Rows laid out as persons by visits, with zeros where a person did not attend."""

    x: Floats
    y: Floats
    observed: Flags


def pad(
    x: Floats,
    y: Floats,
    subject: NDArray[np.int64],
    visit: NDArray[np.int64],
    shape: tuple[int, int],
) -> Padded:
    """Persons by visits; raises :class:`TrialError` for two rows of one person at one visit."""
    observed = np.zeros(shape, dtype=np.bool_)
    observed[subject, visit] = True
    if observed.sum() != y.size:
        raise TrialError(
            "A person has two rows at the same visit; keep one row for each person and visit."
        )
    wide = np.zeros((*shape, x.shape[1]))
    wide[subject, visit] = x
    outcome = np.zeros(shape)
    outcome[subject, visit] = y
    return Padded(wide, outcome, observed)


@dataclass(eq=False)
class _Places:
    """The places of z found so far: their values, and for whom they are known."""

    values: Floats
    known: Flags
    maps: Floats

    def put(self, value: Floats, known: Flags) -> tuple[int, float]:
        """The place this vector is a multiple of, and the multiple; a new one where none is."""
        both = self.known & known
        same = np.flatnonzero(((value == self.values) | ~both).all(axis=1) & both.any(axis=1))
        if same.size:
            return self._grow(int(same[0]), value, known, 1.0)
        size = np.abs(np.where(both, value, 0.0))
        pivot = size.argmax(axis=1)
        at = np.arange(pivot.size)
        base = self.values[at, pivot]
        ratio = np.where(base == 0.0, 0.0, value[pivot] / np.where(base == 0.0, 1.0, base))
        gap = np.where(both, np.abs(value - ratio[:, None] * self.values), 0.0).max(axis=1)
        fits = np.flatnonzero((ratio != 0.0) & (gap <= _ULPS * size[at, pivot]))
        if fits.size:
            return self._grow(int(fits[0]), value, known, float(ratio[fits[0]]))
        self.values = np.vstack([self.values, np.where(known, value, 0.0)])
        self.known = np.vstack([self.known, known])
        self.maps = np.concatenate([self.maps, np.zeros_like(self.maps[:, :1])], axis=1)
        return self.values.shape[0] - 1, 1.0

    def _grow(self, place: int, value: Floats, known: Flags, ratio: float) -> tuple[int, float]:
        """This place, now known for these persons too."""
        fresh = known & ~self.known[place]
        self.values[place, fresh] = value[fresh] / ratio
        self.known[place] |= known
        return place, ratio


def compress(padded: Padded) -> tuple[Floats, Floats]:
    """The vectors z, shape (persons, q), and the maps, shape (T, q, p). z[:, 0] is 1."""
    x, seen = padded.x, padded.observed
    people, visits, p = x.shape
    here = (x != 0.0).any(axis=0)
    asked = seen[:, :, None] & here[None]
    high = np.where(asked, x, -np.inf).max(axis=1)
    low = np.where(asked, x, np.inf).min(axis=1)
    known = asked.any(axis=1)
    steady = ((high == low) | ~known).all(axis=0)
    first = _Places(np.ones((1, people)), np.ones((1, people), np.bool_), np.zeros((visits, 1, p)))
    # Columns that are one number wherever they are not 0, as a visit's dummy, need z's 1 alone.
    most, least = high.max(axis=0), low.min(axis=0)
    alike = steady & (most == least)
    first.maps[:, 0, alike] = np.where(here, most, 0.0)[:, alike]
    for j in np.flatnonzero(~alike):
        if steady[j]:
            place, ratio = first.put(np.where(known[:, j], high[:, j], 0.0), known[:, j])
            first.maps[here[:, j], place, j] = ratio
        else:
            for t in np.flatnonzero(here[:, j]):
                place, ratio = first.put(x[:, t, j], seen[:, t])
                first.maps[t, place, j] = ratio
    return first.values.T, first.maps


def centre(z: Floats, maps: Floats) -> tuple[Floats, Floats]:
    """The same with every place but the first centred at 0, in units of its deviation."""
    mean, spread = z.mean(axis=0), z.std(axis=0)
    mean[0], spread = 0.0, np.where(spread > 0.0, spread, 1.0)
    moved = maps * spread[:, None]
    moved[:, 0] += np.tensordot(maps, mean, axes=(1, 0))
    return (z - mean) / spread, moved


def loadings(maps: Floats) -> Floats:
    """From (z, y) of a person to (x, y) at each visit, shape (T, q + T, p + 1)."""
    visits, places, p = maps.shape
    found = np.zeros((visits, places + visits, p + 1))
    found[:, :places, :p] = maps
    at = np.arange(visits)
    found[at, places + at, p] = 1.0
    return found
