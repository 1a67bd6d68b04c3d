"""Sums over the persons who attended the same visits: all a repeated-measures model needs.

For each pattern of attendance, and each covariance group, the number of persons and the sum of
v v' with v = (z, y): so A = sum z z', B = sum y z' and S = sum y y' in one array. The likelihood,
its derivatives and the small-sample corrections follow from these alone, so an iteration costs
the same for a hundred persons as for a million.
"""

from dataclasses import dataclass

import numpy as np

from openimt.errors import TrialError
from openimt.trial.matrix import Floats, Ints
from openimt.trial.repeated.layout import Flags, Layout


@dataclass(frozen=True, eq=False)
class Sums:
    """Sums by pattern, sorted by group and pattern; P patterns, q places of z, T visits.

    ``observed`` (P, T), ``group`` (P,) and ``count`` (P,) say who is meant; ``products``
    (P, q + T, q + T) holds the sums. ``rows`` is the number of observed outcomes. Sums of other
    persons are added with ``+`` and taken away with ``-``; they must share the layout.
    """

    layout: Layout
    observed: Flags
    group: Ints
    count: Ints
    products: Floats
    log_weight: float = 0.0
    group_names: tuple[str, ...] = ("",)

    @property
    def persons(self) -> int:
        """How many persons are summed."""
        return int(self.count.sum())

    @property
    def rows(self) -> int:
        """How many outcomes were observed."""
        return int(self.count @ self.observed.sum(axis=1))

    @property
    def pairs(self) -> Ints:
        """How many persons of each group attended both of two visits, shape (G, T, T)."""
        found = np.zeros((len(self.group_names), *(self.observed.shape[1],) * 2), dtype=np.int64)
        for group in range(found.shape[0]):
            seen = self.observed[self.group == group].astype(np.int64)
            found[group] = (seen * self.count[self.group == group, None]).T @ seen
        return found

    def __add__(self, other: "Sums") -> "Sums":
        """The sums of both; the persons of the two must differ."""
        return self._joined(other, 1)

    def __sub__(self, other: "Sums") -> "Sums":
        """The sums without those persons, who must have been summed before."""
        return self._joined(other, -1)

    def _joined(self, other: "Sums", sign: int) -> "Sums":
        alike = other.layout.same_as(self.layout) and other.group_names == self.group_names
        if not alike:
            raise TrialError(
                "Sums can be joined only under the same layout and groups: make them from the same "
                "People, or agree on a layout beforehand."
            )
        seen = np.concatenate([self.observed, other.observed])
        group = np.concatenate([self.group, other.group])
        cell, first = _cells(seen, group)
        count = np.zeros(first.size, dtype=np.int64)
        np.add.at(count, cell, np.concatenate([self.count, sign * other.count]))
        if (count < 0).any():
            raise TrialError("Persons are taken away who were not in the sums; add them first.")
        products = np.zeros((first.size, *self.products.shape[1:]))
        np.add.at(products, cell, np.concatenate([self.products, sign * other.products]))
        kept = count > 0
        return Sums(
            self.layout,
            seen[first][kept],
            group[first][kept],
            count[kept],
            products[kept],
            self.log_weight + sign * other.log_weight,
            self.group_names,
        )


def _cells(observed: Flags, group: Ints) -> tuple[Ints, Ints]:
    """The cell of each row, cells sorted by group and pattern, and a row of each cell."""
    keys = np.concatenate(
        [group.astype(">i4")[:, None].view(np.uint8), np.packbits(observed, axis=1)], axis=1
    )
    whole = np.ascontiguousarray(keys).view(f"V{keys.shape[1]}").reshape(-1)
    _, first, cell = np.unique(whole, return_index=True, return_inverse=True)
    return cell.reshape(-1).astype(np.int64), first.astype(np.int64)


def gather(
    layout: Layout,
    vectors: Floats,
    observed: Flags,
    group: Ints,
    log_weight: float,
    group_names: tuple[str, ...],
) -> Sums:
    """The sums of these persons: one product of matrices for each pattern."""
    cell, first = _cells(observed, group)
    order = np.argsort(cell, kind="stable")
    count = np.bincount(cell, minlength=first.size)
    ends = np.concatenate([[0], np.cumsum(count)])
    held = vectors[order]
    products = np.empty((first.size, vectors.shape[1], vectors.shape[1]))
    for k in range(first.size):
        block = held[ends[k] : ends[k + 1]]
        products[k] = block.T @ block
    return Sums(
        layout,
        observed[first],
        group[first],
        count.astype(np.int64),
        products,
        log_weight,
        group_names,
    )
