"""Where the coefficients of levels stand among the columns of Z, and products that know it.

G = diag over effects of S (x) I, one S for each effect, so G and its derivatives by the entries of
S are never formed: multiplying by them moves whole slices of rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from openimt.trial.matrix import Floats, Ints

Entry = tuple[int, int, int]
"""An effect, and the row a <= column b of an entry of its S."""


@dataclass(frozen=True)
class Layout:
    """Columns run over effect, then coefficient, then level.

    ``counts`` is how many levels each effect has, ``widths`` how many coefficients a level has.
    """

    counts: tuple[int, ...]
    widths: tuple[int, ...]

    @cached_property
    def size(self) -> int:
        """How many columns there are."""
        return sum(c * w for c, w in zip(self.counts, self.widths, strict=True))

    @cached_property
    def entries(self) -> list[Entry]:
        """The parameters of G, effect by effect."""
        return [(t, a, b) for t, width in enumerate(self.widths) for a, b in pairs(width)]

    def place(self, effect: int, coefficient: int) -> slice:
        """Where the levels of one coefficient of one effect stand."""
        return self._slices[effect][coefficient]

    @cached_property
    def _slices(self) -> list[list[slice]]:
        found, start = [], 0
        for count, width in zip(self.counts, self.widths, strict=True):
            found.append([slice(start + a * count, start + (a + 1) * count) for a in range(width)])
            start += count * width
        return found


def pairs(width: int) -> list[tuple[int, int]]:
    """The entries a <= b of a symmetric matrix, row by row."""
    return [(a, b) for a in range(width) for b in range(a, width)]


def entries_of(s: Floats) -> Floats:
    """The entries a <= b of a symmetric matrix, row by row."""
    return s[_upper(len(s))]


@lru_cache(maxsize=32)
def _upper(width: int) -> tuple[Ints, Ints]:
    row, column = np.array(pairs(width), dtype=np.int64).reshape(-1, 2).T
    return row, column


def matrix_of(entries: Floats, width: int) -> Floats:
    """The symmetric matrix with these entries."""
    found = np.zeros((width, width))
    found[_upper(width)] = entries
    return found + np.triu(found, 1).T


def covariances_of(entries: Floats, widths: Sequence[int]) -> list[Floats]:
    """The S of every effect from all their entries."""
    found, start = [], 0
    for width in widths:
        size = width * (width + 1) // 2
        found.append(matrix_of(entries[start : start + size], width))
        start += size
    return found


def times(layout: Layout, covariances: Sequence[Floats], m: Floats) -> Floats:
    """G m, for m of shape (..., q, columns)."""
    out = np.zeros_like(m)
    for t, s in enumerate(covariances):
        for a, b in np.argwhere(s):
            out[..., layout.place(t, a), :] += s[a, b] * m[..., layout.place(t, b), :]
    return out


def touched(layout: Layout, entry: Entry, m: Floats) -> Floats:
    """E m, E being the derivative of G by one entry."""
    out = np.zeros_like(m)
    for one, other in _ones(layout, entry):
        out[..., one, :] = m[..., other, :]
    return out


def trace(layout: Layout, entry: Entry, m: Floats) -> float:
    """tr(m E), summed over leading axes."""
    parts = [m[..., b, a] for a, b in _ones(layout, entry)]
    return float(sum(np.trace(part, axis1=-2, axis2=-1).sum() for part in parts))


def trace_of_two(layout: Layout, i: Entry, j: Entry, m: Floats) -> float:
    """tr(m E_i m E_j) for symmetric m, summed over leading axes."""
    total = 0.0
    for x, y in _ones(layout, i):
        for z, w in _ones(layout, j):
            total += float(np.vdot(m[..., w, x], m[..., z, y]))
    return total


def _ones(layout: Layout, entry: Entry) -> list[tuple[slice, slice]]:
    """The places of the ones in E."""
    t, a, b = entry
    one, other = layout.place(t, a), layout.place(t, b)
    return [(one, other)] if a == b else [(one, other), (other, one)]
