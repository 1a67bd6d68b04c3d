"""H = I + sum of w A A' over rows, as solved systems: the curvature at the mode of the effects.

The grouping with most levels is eliminated first, because its block is block diagonal; what
remains (the Schur complement) has the size of the other groupings together, usually a few sites
or therapists. With one grouping nothing remains, and every level is solved by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from openimt.trial.counts.grouping import Blocks, Grouping
from openimt.trial.matrix import Floats


@dataclass(frozen=True, eq=False)
class Curvature:
    """H at weights ``w`` (n,); ``a`` holds the rows' A per grouping, the largest grouping first.

    Raises ``numpy.linalg.LinAlgError`` where H is not positive definite.
    """

    groupings: Sequence[Grouping]
    a: Blocks
    inverse: Floats
    """Inverse of every diagonal block of the first grouping, (levels, q, q)."""
    link: Floats
    """That inverse times the block that ties the first grouping to the others, (levels, q, r)."""
    rest: Floats
    """Inverse of the Schur complement, (r, r)."""
    log_det: float
    level_log_det: Floats
    """Log determinant of every diagonal block of the first grouping."""

    def solve(self, right: Blocks) -> Blocks:
        """H^-1 times one value per effect."""
        first = np.einsum("gij,gj->gi", self.inverse, right[0])
        if len(right) == 1:
            return [first]
        other = np.concatenate([part.ravel() for part in right[1:]])
        other = self.rest @ (other - np.einsum("gir,gi->r", self.link, right[0]))
        return [first - self.link @ other, *split(self.groupings[1:], other)]

    @cached_property
    def reach(self) -> Blocks:
        """(H^-1 A_i) of every row i, kept at the levels the row itself belongs to: (n, q) each."""
        codes = self.groupings[0].codes
        first = np.einsum("nij,nj->ni", self.inverse[codes], self.a[0])
        if len(self.a) == 1:
            return [first]
        link = self.link[codes]
        others = spread(self.groupings[1:], self.a[1:])
        others = (others - np.einsum("nir,ni->nr", link, self.a[0])) @ self.rest
        found, start = [first - np.einsum("nir,nr->ni", link, others)], 0
        rows = np.arange(len(codes))[:, None]
        for grouping in self.groupings[1:]:
            columns = start + grouping.codes[:, None] * grouping.size + np.arange(grouping.size)
            found.append(others[rows, columns])
            start += grouping.count * grouping.size
        return found

    @cached_property
    def leverage(self) -> Floats:
        """A_i' H^-1 A_i of every row."""
        parts = [np.einsum("ni,ni->n", a, r) for a, r in zip(self.a, self.reach, strict=True)]
        return np.asarray(np.sum(parts, axis=0))


def curvature(groupings: Sequence[Grouping], a: Blocks, w: Floats) -> Curvature:
    """Factorise H."""
    first, weighted = groupings[0], a[0] * w[:, None]
    own = _own_blocks(first, a[0], weighted)
    inverse, logs = _inverted(own)
    count = sum(g.count * g.size for g in groupings[1:])
    if not count:
        none = np.zeros((first.count, first.size, 0))
        return Curvature(groupings, a, inverse, none, np.zeros((0, 0)), float(np.sum(logs)), logs)
    others = list(zip(groupings[1:], a[1:], strict=True))
    cross = np.concatenate([_tie(first, weighted, one, own) for one, own in others], axis=2)
    link = inverse @ cross
    ties = [[_tie(left, own * w[:, None], *right) for right in others] for left, own in others]
    flat = [[tie.reshape(-1, tie.shape[2]) for tie in row] for row in ties]
    schur = np.eye(count) + np.block(flat) - cross.reshape(-1, count).T @ link.reshape(-1, count)
    lower = np.linalg.cholesky(schur)
    half = np.linalg.solve(lower, np.eye(count))
    total = float(np.sum(logs) + 2.0 * np.sum(np.log(np.diag(lower))))
    return Curvature(groupings, a, inverse, link, half.T @ half, total, logs)


def spread(groupings: Sequence[Grouping], a: Blocks) -> Floats:
    """A of some groupings as one table, rows by all their effects."""
    rows = np.arange(len(a[0]))[:, None]
    parts = []
    for grouping, own in zip(groupings, a, strict=True):
        table = np.zeros((len(own), grouping.count * grouping.size))
        table[rows, grouping.codes[:, None] * grouping.size + np.arange(grouping.size)] = own
        parts.append(table)
    return np.concatenate(parts, axis=1)


def split(groupings: Sequence[Grouping], effects: Floats) -> Blocks:
    """One long list of effects as one table per grouping."""
    found, start = [], 0
    for grouping in groupings:
        shape = (grouping.count, grouping.size)
        found.append(effects[start : start + shape[0] * shape[1]].reshape(shape))
        start += shape[0] * shape[1]
    return found


def _tie(first: Grouping, weighted: Floats, other: Grouping, a: Floats) -> Floats:
    """The block of H between two groupings, (levels, q, levels of the other times its q)."""
    pairs = first.codes * other.count + other.codes
    found = np.empty((first.count, first.size, other.count, other.size))
    for i in range(first.size):
        for j in range(other.size):
            sums = np.bincount(pairs, weighted[:, i] * a[:, j], first.count * other.count)
            found[:, i, :, j] = sums.reshape(first.count, other.count)
    return found.reshape(first.count, first.size, other.count * other.size)


def _own_blocks(grouping: Grouping, a: Floats, weighted: Floats) -> Floats:
    count, q = grouping.count, grouping.size
    blocks = np.empty((count, q, q))
    for i in range(q):
        for j in range(i + 1):
            sums = np.bincount(grouping.codes, weighted[:, i] * a[:, j], count)
            blocks[:, i, j] = blocks[:, j, i] = sums
        blocks[:, i, i] += 1.0
    return blocks


def _inverted(blocks: Floats) -> tuple[Floats, Floats]:
    if blocks.shape[1] == 1:
        if not (blocks > 0).all():
            raise np.linalg.LinAlgError
        return 1.0 / blocks, np.log(blocks[:, 0, 0])
    lower = np.linalg.cholesky(blocks)
    logs = 2.0 * np.sum(np.log(np.diagonal(lower, axis1=1, axis2=2)), axis=1)
    return np.asarray(np.linalg.inv(blocks)), logs
