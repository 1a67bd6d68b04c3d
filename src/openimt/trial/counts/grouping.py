"""Random effects as arrays: which level each row belongs to, and what multiplies its effect.

Effects are written b = Lambda u with u standard normal (Bates and others 2015), Lambda lower
triangular and free: a variance of 0 is then an ordinary point and not the edge of the parameters.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from openimt.trial.matrix import Floats, Ints
from openimt.trial.mixed.effects import Effect

Blocks = list[Floats]
"""One array per grouping, shape (levels, coefficients) for effects, (rows, coefficients) for A."""


@dataclass(frozen=True, eq=False)
class Grouping:
    """One random term: ``codes`` (n,) index its levels; ``z`` (n, q) multiplies b of the level.

    ``z`` is scaled so that its columns are alike in size and uncorrelated. A row that has no level
    (a person without a therapist) has z = 0.
    """

    effect: Effect
    codes: Ints
    z: Floats

    @property
    def count(self) -> int:
        """How many levels there are."""
        return len(self.effect.levels)

    @property
    def size(self) -> int:
        """q, the coefficients of a level."""
        return int(self.z.shape[1])

    @property
    def free(self) -> int:
        """How many entries of Lambda are estimated."""
        return self.size * (self.size + 1) // 2

    def sums(self, rows: Floats) -> Floats:
        """Rows (n, q) added up within levels, (levels, q)."""
        return np.stack([np.bincount(self.codes, part, self.count) for part in rows.T], axis=1)


def grouped(effect: Effect) -> Grouping:
    """A random term as the integral needs it."""
    return Grouping(effect, np.maximum(effect.codes, 0), effect.z @ np.linalg.inv(effect.root))


def unpack(groupings: Sequence[Grouping], entries: Floats) -> Blocks:
    """The Lambda of every grouping from the list of their free entries, row by row."""
    found, start = [], 0
    for grouping in groupings:
        block = np.zeros((grouping.size, grouping.size))
        block[np.tril_indices(grouping.size)] = entries[start : start + grouping.free]
        found.append(block)
        start += grouping.free
    return found


def pack(blocks: Sequence[Floats]) -> Floats:
    """The free entries of every Lambda, in the order :func:`unpack` reads."""
    parts = [block[np.tril_indices(len(block))] for block in blocks]
    return np.concatenate(parts) if parts else np.zeros(0)
