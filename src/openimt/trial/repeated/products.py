"""Weighted sums over persons of v_a v_b', and back, for v_t = (x_t, y_t): two ways to the same.

Both answer two questions. ``gram(w)``: sum over patterns and visits of w[a, b] sum_i v_ia v_ib',
for symmetric w. ``spread(m)``: for each pattern the matrix over visits sum_i v_ia' m v_ib.

:class:`Folded` keeps the sums as they are and unfolds what is left after weighting: right where z
is short, and it needs no memory. :class:`Packed` unfolds the sums once into the products of every
pair of visits and keeps half of each symmetric one: right where z is longer than the coefficients
are many, as with weights that change within a person.
"""

from typing import Protocol

import numpy as np

from openimt.trial.matrix import Floats
from openimt.trial.repeated.sums import Sums

LARGEST = 4_000_000
"""Numbers the unfolded products may fill: 32 MB."""


class Products(Protocol):
    """What the likelihood asks of the data; P patterns, T visits, m = p + 1."""

    @property
    def round(self) -> int:
        """How many numbers a gram of one direction fills on its way."""
        ...

    def gram(self, weights: Floats, cells: slice = slice(None)) -> Floats:
        """From (K, P, T, T) to (K, m, m)."""
        ...

    def spread(self, matrices: Floats) -> Floats:
        """From symmetric (J, m, m) to (J, P, T, T)."""
        ...


class Packed:
    """The products of each pair of visits, unfolded, each symmetric matrix kept by half."""

    def __init__(self, sums: Sums) -> None:
        loadings = sums.layout.loadings
        visits, _, m = loadings.shape
        self._visit = np.triu_indices(visits)
        self._entry = np.triu_indices(m)
        half = np.where(self._visit[0] == self._visit[1], 1.0, 0.5)
        self._visit_share = half
        self._entry_share = np.where(self._entry[0] == self._entry[1], 1.0, 2.0)
        self._visit_back = _back(visits, self._visit)
        self._entry_back = _back(m, self._entry)
        self._held = np.empty((sums.count.size, half.size, self._entry[0].size))
        begin = np.searchsorted(self._visit[0], np.arange(visits + 1))
        for a in range(visits):
            part = self._held[:, begin[a] : begin[a + 1]]
            part[...] = _pairs(sums.products, loadings, a, self._entry)

    @property
    def round(self) -> int:
        """How many numbers a gram of one direction fills on its way."""
        return int(self._entry[0].size)

    def gram(self, weights: Floats, cells: slice = slice(None)) -> Floats:
        """From (K, P, T, T) to (K, m, m)."""
        held = self._held[cells]
        few = weights[:, :, self._visit[0], self._visit[1]].reshape(weights.shape[0], -1)
        found = few @ held.reshape(-1, held.shape[2])
        return np.asarray(found[:, self._entry_back])

    def spread(self, matrices: Floats) -> Floats:
        """From symmetric (J, m, m) to (J, P, T, T)."""
        few = matrices[:, self._entry[0], self._entry[1]] * self._entry_share
        patterns, pairs, entries = self._held.shape
        found = (few @ self._held.reshape(-1, entries).T).reshape(-1, patterns, pairs)
        return np.asarray((found * self._visit_share)[:, :, self._visit_back])


def _pairs(
    products: Floats, loadings: Floats, a: int, entry: tuple[np.ndarray, np.ndarray]
) -> Floats:
    """The products of visit a with every visit from a on, shape (P, T - a, entries)."""
    visits, places, m = loadings.shape
    left = loadings[a].T @ products
    right = loadings[a:].transpose(1, 0, 2).reshape(places, -1)
    both = (left @ right).reshape(-1, m * (visits - a) * m)
    other = np.arange(visits - a)[:, None] * m
    upper = entry[0] * (visits - a) * m + other + entry[1]
    lower = entry[1] * (visits - a) * m + other + entry[0]
    found = both.take(upper, axis=1)
    found += both.take(lower, axis=1)
    found[:, 0] /= 2.0
    return np.asarray(found)


def _back(size: int, entry: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    """For each place of a square, where its value stands in the half that is kept."""
    found = np.zeros((size, size), dtype=np.intp)
    found[entry] = found[entry[1], entry[0]] = np.arange(entry[0].size)
    return found


class Folded:
    """The sums A, B and S as they are kept, unfolded only after they are weighted."""

    def __init__(self, sums: Sums) -> None:
        loadings = sums.layout.loadings
        self._maps = np.ascontiguousarray(loadings[:, : sums.layout.places, :-1])
        q = sums.layout.places
        self._zz = sums.products[:, :q, :q]
        self._yz = sums.products[:, q:, :q]
        self._yy = sums.products[:, q:, q:]

    @property
    def round(self) -> int:
        """How many numbers a gram of one direction fills on its way."""
        visits, places, _ = self._maps.shape
        return int((visits * places) ** 2)

    def gram(self, weights: Floats, cells: slice = slice(None)) -> Floats:
        """From (K, P, T, T) to (K, m, m)."""
        count, patterns, visits = weights.shape[:3]
        places, p = self._maps.shape[1:]
        flat = self._maps.reshape(-1, p)
        beside = weights.transpose(0, 2, 3, 1).reshape(-1, patterns)
        whole = beside @ self._zz[cells].reshape(patterns, -1)
        whole = whole.reshape(count, visits, visits, places, places).transpose(0, 1, 3, 2, 4)
        whole = whole.reshape(-1, visits * places) @ flat
        found = np.empty((count, p + 1, p + 1))
        found[:, :p, :p] = flat.T @ whole.reshape(count, visits * places, p)
        across = weights.transpose(0, 2, 1, 3).reshape(count * visits, -1)
        across = across @ self._yz[cells].reshape(-1, places)
        found[:, :p, p] = found[:, p, :p] = across.reshape(count, -1) @ flat
        found[:, p, p] = weights.reshape(count, -1) @ self._yy[cells].ravel()
        return (found + found.transpose(0, 2, 1)) / 2

    def spread(self, matrices: Floats) -> Floats:
        """From symmetric (J, m, m) to (J, P, T, T)."""
        visits, places, p = self._maps.shape
        flat = self._maps.reshape(-1, p)
        found = np.empty((matrices.shape[0], *self._yy.shape))
        for j, matrix in enumerate(matrices):
            whole = (flat @ matrix[:p, :p] @ flat.T).reshape(visits, places, visits, places)
            whole = whole.transpose(1, 3, 0, 2).reshape(places**2, -1)
            direct = self._zz.reshape(-1, places**2) @ whole
            mixed = (flat @ matrix[:p, p]).reshape(visits, places) @ self._yz.transpose(0, 2, 1)
            found[j] = direct.reshape(-1, visits, visits) + mixed + mixed.transpose(0, 2, 1)
            found[j] += matrix[p, p] * self._yy
        return found


def products(sums: Sums) -> Products:
    """The quicker of the two that fits into memory."""
    visits, _, m = sums.layout.loadings.shape
    size = sums.count.size * visits * (visits + 1) * m * (m + 1) // 4
    return Packed(sums) if sums.layout.places >= m and size <= LARGEST else Folded(sums)
