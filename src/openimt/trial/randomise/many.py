"""The same rules for thousands of trials at once, person by person: weights as arrays.

``rows`` says which trial each row of a request belongs to, so that one table of counts can hold
several views of a trial (all of it, and what each site has seen). Shapes: r rows, A arms,
F factors. Everything stays in whole numbers.
"""

from typing import Protocol

import numpy as np

from openimt.trial.matrix import Ints
from openimt.trial.randomise.allocator import possible_sizes
from openimt.trial.randomise.rules import coin, whole_weights
from openimt.trial.randomise.scheme import Method, Scheme


class ManyRule(Protocol):
    """A method in many trials at once."""

    def weights(self, rows: Ints, levels: Ints) -> Ints:
        """The chance of every arm as whole numbers, shape (r, A); ``levels`` has shape (r, F)."""
        ...

    def take(self, rows: Ints, levels: Ints, arm: Ints) -> None:
        """Persons got these arms, shape (r,)."""
        ...


def strata_of(scheme: Scheme, levels: Ints) -> Ints:
    """The number of each person's stratum, shape (r,)."""
    made = np.zeros(levels.shape[0], dtype=np.int64)
    for place in scheme.stratifiers:
        made = made * len(scheme.factors[place].levels) + levels[:, place]
    return made


class ManySimple:
    """Every person by the ratio."""

    def __init__(self, scheme: Scheme) -> None:
        self._ratio = np.array(scheme.ratio, dtype=np.int64)

    def weights(self, rows: Ints, levels: Ints) -> Ints:  # noqa: ARG002 - the same for everybody
        return np.broadcast_to(self._ratio, (len(rows), len(self._ratio)))

    def take(self, rows: Ints, levels: Ints, arm: Ints) -> None:
        """Nothing is remembered."""


class ManyBlocks:
    """What is left of the block that runs in each trial and stratum."""

    def __init__(self, scheme: Scheme, trials: int, rng: np.random.Generator) -> None:
        self._scheme, self._rng = scheme, rng
        self._ratio = np.array(scheme.ratio, dtype=np.int64)
        self._rounds = np.array(possible_sizes(scheme), dtype=np.int64) // scheme.round
        self._left = np.zeros((trials, scheme.strata, len(scheme.ratio)), dtype=np.int64)

    def weights(self, rows: Ints, levels: Ints) -> Ints:
        strata = strata_of(self._scheme, levels)
        left = self._left[rows, strata]
        ended = ~left.any(axis=1)
        drawn = self._rng.integers(0, len(self._rounds), size=int(ended.sum()))
        left[ended] = self._rounds[drawn][:, None] * self._ratio
        self._left[rows[ended], strata[ended]] = left[ended]
        return left

    def take(self, rows: Ints, levels: Ints, arm: Ints) -> None:
        self._left[rows, strata_of(self._scheme, levels), arm] -= 1


class ManyStick:
    """The counts of each trial and stratum; arms that would run too far ahead are barred."""

    def __init__(self, scheme: Scheme, trials: int) -> None:
        self._scheme = scheme
        self._ratio = np.array(scheme.ratio, dtype=np.int64)
        self._scale = np.array(scheme.scale, dtype=np.int64)
        self._most = scheme.limit * int(np.lcm.reduce(self._ratio))
        self._counts = np.zeros((trials, scheme.strata, len(scheme.ratio)), dtype=np.int64)

    def weights(self, rows: Ints, levels: Ints) -> Ints:
        counts = self._counts[rows, strata_of(self._scheme, levels)]
        lead = spread_after(counts * self._scale, self._scale, "range")
        most = np.maximum(self._most, lead.min(axis=1, keepdims=True))
        return np.where(lead <= most, self._ratio, 0)

    def take(self, rows: Ints, levels: Ints, arm: Ints) -> None:
        self._counts[rows, strata_of(self._scheme, levels), arm] += 1


class ManyUrns:
    """The balls in the urn of each trial and stratum."""

    def __init__(self, scheme: Scheme, trials: int) -> None:
        self._scheme, self._add = scheme, scheme.urn[1]
        shape = (trials, scheme.strata, len(scheme.ratio))
        self._balls = np.full(shape, scheme.urn[0], dtype=np.int64)

    def weights(self, rows: Ints, levels: Ints) -> Ints:
        return self._balls[rows, strata_of(self._scheme, levels)]

    def take(self, rows: Ints, levels: Ints, arm: Ints) -> None:
        strata = strata_of(self._scheme, levels)
        self._balls[rows, strata] += self._add
        self._balls[rows, strata, arm] -= self._add


class ManyMinimise:
    """The counts at every level of every factor, and over the whole trial as one factor more."""

    def __init__(self, scheme: Scheme, trials: int) -> None:
        weights, overall = whole_weights(scheme)
        self._scheme = scheme
        self._weights = np.array([*weights, overall], dtype=np.int64)
        self._scale = np.array(scheme.scale, dtype=np.int64)
        self._ratio = np.array(scheme.ratio, dtype=np.int64)
        self._coin = np.array(coin(scheme), dtype=np.int64)
        most = max([1, *(len(factor.levels) for factor in scheme.factors)])
        shape = (trials, len(self._weights), most, len(scheme.ratio))
        self._counts = np.zeros(shape, dtype=np.int64)

    def weights(self, rows: Ints, levels: Ints) -> Ints:
        counts = self._counts[self._at(rows, levels)] * self._scale
        spread = spread_after(counts, self._scale, self._scheme.measure)
        imbalance = np.einsum("f,rfa->ra", self._weights, spread)
        best = imbalance == imbalance.min(axis=1, keepdims=True)
        made: Ints = (best * self._ratio) @ self._coin
        return made

    def take(self, rows: Ints, levels: Ints, arm: Ints) -> None:
        self._counts[(*self._at(rows, levels), arm[:, None])] += 1

    def _at(self, rows: Ints, levels: Ints) -> tuple[Ints, Ints, Ints]:
        whole = np.zeros((len(rows), 1), dtype=np.int64)
        places = np.arange(len(self._weights))[None, :]
        return rows[:, None], places, np.concatenate([levels, whole], axis=1)


def many(scheme: Scheme, trials: int, rng: np.random.Generator) -> ManyRule:
    """The rule of a scheme in many trials, before the first person of each."""
    match scheme.method:
        case Method.SIMPLE:
            return ManySimple(scheme)
        case Method.BLOCKS:
            return ManyBlocks(scheme, trials, rng)
        case Method.BIG_STICK:
            return ManyStick(scheme, trials)
        case Method.URN:
            return ManyUrns(scheme, trials)
        case Method.MINIMISE:
            return ManyMinimise(scheme, trials)


def spread_after(scaled: Ints, scale: Ints, measure: str) -> Ints:
    """How far the scaled counts, shape (…, A), lie apart after one more person in each arm."""
    if scaled.shape[-1] == 2:
        apart = scaled[..., 0] - scaled[..., 1]
        after = np.stack([np.abs(apart + scale[0]), np.abs(apart - scale[1])], axis=-1)
        return after if measure == "range" else after * after
    return np.stack([_spread(scaled, scale, arm, measure) for arm in range(len(scale))], axis=-1)


def _spread(scaled: Ints, scale: Ints, arm: int, measure: str) -> Ints:
    tried = scaled.copy()
    tried[..., arm] += scale[arm]
    if measure == "range":
        wide: Ints = tried.max(axis=-1) - tried.min(axis=-1)
        return wide
    squares = (tried * tried).sum(axis=-1)
    made: Ints = tried.shape[-1] * squares - tried.sum(axis=-1) ** 2
    return made


def draw(weights: Ints, rng: np.random.Generator) -> Ints:
    """One arm for every row, in proportion to whole-number weights, without rounding."""
    heaps = weights.cumsum(axis=1)
    drawn = rng.integers(0, heaps[:, -1])
    arm: Ints = (drawn[:, None] >= heaps).sum(axis=1)
    return arm
