"""Covariances as triangles: S = sigma^2 L L', so that every point the search visits is possible.

A search point ``phi`` holds the lower triangle of every effect's L, row by row. ``log sigma^2`` is
the last of the full parameters; the search itself puts it at its best value for each L.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from openimt.trial.matrix import Floats
from openimt.trial.mixed.layout import entries_of, pairs


def places(widths: Sequence[int]) -> list[tuple[int, int, int]]:
    """Effect, row and column of every entry of a search point."""
    return [(t, i, j) for t, width in enumerate(widths) for i in range(width) for j in range(i + 1)]


def triangles(phi: Floats, widths: Sequence[int]) -> list[Floats]:
    """The L of every effect."""
    found = [np.zeros((width, width)) for width in widths]
    for value, (t, i, j) in zip(phi, places(widths), strict=True):
        found[t][i, j] = value
    return found


def point(triangle: Sequence[Floats]) -> Floats:
    """The search point of the given triangles."""
    widths = [len(one) for one in triangle]
    return np.array([triangle[t][i, j] for t, i, j in places(widths)])


def factored(s: Floats, smallest: float) -> Floats:
    """The triangle of a covariance; a pivot below ``smallest`` makes its column zero.

    >>> factored(np.array([[4.0, 2.0], [2.0, 1.0]]), 1e-10)
    array([[2., 0.],
           [1., 0.]])
    """
    found = np.zeros_like(s)
    for j in range(len(s)):
        rest = s[j:, j] - found[j:, :j] @ found[j, :j]
        if rest[0] > smallest:
            found[j:, j] = rest / np.sqrt(rest[0])
    return found


@dataclass(frozen=True, eq=False)
class Slopes:
    """How the linear parameters ``nu`` move with (phi, log sigma^2): first derivatives, shape
    (K, f + 1), and the point's second derivatives weighted by the gradient by ``nu``.
    """

    first: Floats
    bend: Floats

    def gradient(self, by_nu: Floats) -> Floats:
        """The gradient by (phi, log sigma^2)."""
        return self.first.T @ by_nu

    def hessian(self, by_nu: Floats) -> Floats:
        """The Hessian by (phi, log sigma^2)."""
        return self.first.T @ by_nu @ self.first + self.bend


def slopes(phi: Floats, widths: Sequence[int], variance: float, gradient: Floats) -> Slopes:
    """The derivatives of ``nu`` at a point; ``gradient`` is by ``nu``."""
    triangle, index = triangles(phi, widths), places(widths)
    free = len(index) + 1
    moves = [_moves(triangle, place, variance) for place in index]
    moves.append([variance * one @ one.T for one in triangle])
    first = np.zeros((gradient.size, free))
    first[0, -1] = variance
    for column, move in enumerate(moves):
        first[1:, column] = np.concatenate([entries_of(one) for one in move])
    slope = _as_matrices(gradient[1:], widths)
    bend = np.zeros((free, free))
    for a, (t, i, j) in enumerate(index):
        for b, (u, k, m) in enumerate(index):
            if t == u and j == m:
                bend[a, b] = 2 * variance * slope[t][i, k]
    bend[:, -1] = bend[-1, :] = first.T @ np.append(0.0, gradient[1:])
    bend[-1, -1] += variance * gradient[0]
    return Slopes(first, bend)


def _moves(
    triangle: Sequence[Floats], place: tuple[int, int, int], variance: float
) -> list[Floats]:
    """The derivative of every S by one entry of one triangle."""
    found = [np.zeros_like(one) for one in triangle]
    t, i, j = place
    found[t][i, :] += variance * triangle[t][:, j]
    found[t][:, i] += variance * triangle[t][:, j]
    return found


def _as_matrices(values: Floats, widths: Sequence[int]) -> list[Floats]:
    """A gradient by the entries a <= b as symmetric matrices M with df = <M, dS>."""
    found, start = [], 0
    for width in widths:
        m = np.zeros((width, width))
        for (a, b), value in zip(pairs(width), values[start:], strict=False):
            m[a, b] += value / 2
            m[b, a] += value / 2
        found.append(m)
        start += len(pairs(width))
    return found
