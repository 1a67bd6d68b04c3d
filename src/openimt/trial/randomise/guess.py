"""What somebody can guess who wants to: the most likely next arm, given what was seen.

Three guessers. One reads the weights of the rule itself, fed only with the persons seen: right for
every method whose next chances follow from the past. For hidden blocks the past leaves open where
a block began and how long it is: that guesser keeps a posterior over both (Bayes' rule, exact).
One who sees blocks only in part guesses the arm that is furthest behind (Blackwell, Hodges 1957).
"""

import numpy as np

from openimt.trial.matrix import Floats, Ints
from openimt.trial.randomise.allocator import possible_sizes
from openimt.trial.randomise.many import strata_of
from openimt.trial.randomise.scheme import Scheme


class BlockGuess:
    """The posterior over hidden blocks in many trials; satisfies the shape of ``ManyRule``.

    A hypothesis is (length of the running block, persons in it so far). Its likelihood comes from
    the arms of just these last persons, so counts over the last k persons, for every k, suffice.
    """

    def __init__(self, scheme: Scheme, trials: int) -> None:
        sizes = possible_sizes(scheme)
        self._scheme = scheme
        self._length = np.array([size for size in sizes for _ in range(size)], dtype=np.int64)
        self._into = np.array([into for size in sizes for into in range(size)], dtype=np.int64)
        self._fresh = (self._into == 0) / len(sizes)
        rounds = self._length // scheme.round
        self._full = rounds[:, None] * np.array(scheme.ratio, dtype=np.int64)
        shape = (trials, scheme.strata)
        self._belief = np.broadcast_to(self._fresh, (*shape, len(self._into))).copy()
        self._last = np.zeros((*shape, max(sizes) + 1, len(scheme.ratio)), dtype=np.int64)

    def weights(self, rows: Ints, levels: Ints) -> Floats:
        """The posterior chance of every arm, shape (r, A)."""
        strata = strata_of(self._scheme, levels)
        chance = self._chances(rows, strata)
        made: Floats = np.einsum("rk,rka->ra", self._belief[rows, strata], chance)
        return made

    def take(self, rows: Ints, levels: Ints, arm: Ints) -> None:
        """A person was seen to get this arm."""
        strata, each = strata_of(self._scheme, levels), np.arange(len(rows))
        chance = self._chances(rows, strata)[each, :, arm]
        likely = self._belief[rows, strata] * chance
        likely /= likely.sum(axis=1, keepdims=True)
        ended = self._into + 1 == self._length
        moved = np.zeros_like(likely)
        moved[:, 1:] = np.where(ended, 0.0, likely)[:, :-1]
        self._belief[rows, strata] = moved + likely[:, ended].sum(axis=1)[:, None] * self._fresh
        last = self._last[rows, strata]
        last[:, 1:] = last[:, :-1]
        last[:, 1:][each, :, arm] += 1
        self._last[rows, strata] = last

    def _chances(self, rows: Ints, strata: Ints) -> Floats:
        """The chance of every arm under every hypothesis, shape (r, k, A)."""
        counts = self._last[rows, strata][:, self._into]
        left = np.maximum(self._full - counts, 0)
        made: Floats = left / (self._length - self._into)[:, None]
        return made


class BehindGuess:
    """The arm that is furthest behind its ratio among the persons seen."""

    def __init__(self, scheme: Scheme, trials: int) -> None:
        self._scheme = scheme
        self._scale = np.array(scheme.scale, dtype=np.int64)
        self._counts = np.zeros((trials, scheme.strata, len(scheme.ratio)), dtype=np.int64)

    def weights(self, rows: Ints, levels: Ints) -> Floats:
        """1 for the arm or arms furthest behind, 0 for the others, shape (r, A)."""
        scaled = self._counts[rows, strata_of(self._scheme, levels)] * self._scale
        made: Floats = (scaled == scaled.min(axis=1, keepdims=True)).astype(np.float64)
        return made

    def take(self, rows: Ints, levels: Ints, arm: Ints) -> None:
        """A person was seen to get this arm."""
        self._counts[rows, strata_of(self._scheme, levels), arm] += 1
