"""The chance of each arm for the next person, exactly: whole-number weights, method by method.

This is the plain form, one person at a time, by which real lists are made and checked.
``many.py`` holds the form for thousands of trials at once; tests keep the two equal.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from math import lcm
from typing import Protocol

from openimt.trial.randomise.scheme import Levels, Method, Scheme

Weights = tuple[int, ...]
Counts = list[int]


class Rule(Protocol):
    """What a method knows of the persons so far, and what follows for the next."""

    def weights(self, levels: Levels) -> Weights:
        """The chance of each arm for a person with these levels, as whole numbers."""
        ...

    def take(self, levels: Levels, arm: int) -> None:
        """A person with these levels got this arm."""
        ...


class SimpleRule:
    """Every person by the ratio, whatever came before."""

    def __init__(self, scheme: Scheme) -> None:
        self._ratio = scheme.ratio

    def weights(self, levels: Levels) -> Weights:  # noqa: ARG002 - the same for everybody
        return self._ratio

    def take(self, levels: Levels, arm: int) -> None:
        """Nothing is remembered."""


class BlockRule:
    """Permuted blocks in each stratum; ``size_of(stratum, number)`` is a block's hidden length."""

    def __init__(self, scheme: Scheme, size_of: Callable[[str, int], int]) -> None:
        self._scheme, self._size_of = scheme, size_of
        self._left: dict[str, Counts] = {}
        self._begun: dict[str, int] = defaultdict(int)

    def weights(self, levels: Levels) -> Weights:
        stratum = self._scheme.stratum(levels)
        if not any(self._left.get(stratum, ())):
            rounds = self._size_of(stratum, self._begun[stratum]) // self._scheme.round
            self._left[stratum] = [share * rounds for share in self._scheme.ratio]
            self._begun[stratum] += 1
        return tuple(self._left[stratum])

    def take(self, levels: Levels, arm: int) -> None:
        self.weights(levels)
        self._left[self._scheme.stratum(levels)][arm] -= 1


class BigStickRule:
    """By the ratio, as long as no arm would run further ahead than the limit (Soares, Wu 1983)."""

    def __init__(self, scheme: Scheme) -> None:
        self._scheme = scheme
        self._most = scheme.limit * lcm(*scheme.ratio)
        self._counts: dict[str, Counts] = defaultdict(lambda: [0] * len(scheme.arms))

    def weights(self, levels: Levels) -> Weights:
        counts, scale = self._counts[self._scheme.stratum(levels)], self._scheme.scale
        lead = [_range(_with(counts, scale, arm)) for arm in range(len(counts))]
        most = max(self._most, min(lead))
        allowed = zip(self._scheme.ratio, lead, strict=True)
        return tuple(share if one <= most else 0 for share, one in allowed)

    def take(self, levels: Levels, arm: int) -> None:
        self._counts[self._scheme.stratum(levels)][arm] += 1


class UrnRule:
    """An urn in each stratum; an arm that is drawn adds balls to all others (Wei 1977)."""

    def __init__(self, scheme: Scheme) -> None:
        self._scheme = scheme
        self._balls: dict[str, Counts] = defaultdict(lambda: [scheme.urn[0]] * len(scheme.arms))

    def weights(self, levels: Levels) -> Weights:
        return tuple(self._balls[self._scheme.stratum(levels)])

    def take(self, levels: Levels, arm: int) -> None:
        balls = self._balls[self._scheme.stratum(levels)]
        for other in range(len(balls)):
            balls[other] += 0 if other == arm else self._scheme.urn[1]


class MinimiseRule:
    """The arm that leaves the least imbalance is preferred, and given with a chance below 1.

    For each arm: put the person there, measure how far the counts (over the ratio) of the
    person's own levels lie apart, add up over the factors with their weights. All of it in whole
    numbers, so that equal imbalances are equal; between equals chance decides by the ratio.
    """

    def __init__(self, scheme: Scheme) -> None:
        self._scheme = scheme
        self._factor_weights, self._overall = whole_weights(scheme)
        self._coin = coin(scheme)
        self._counts: dict[tuple[int, int], Counts] = defaultdict(lambda: [0] * len(scheme.arms))
        self._all = [0] * len(scheme.arms)

    def weights(self, levels: Levels) -> Weights:
        imbalance = self.imbalances(levels)
        best = [arm for arm, one in enumerate(imbalance) if one == min(imbalance)]
        return tuple(
            sum(self._scheme.ratio[arm] * self._coin[arm][given] for arm in best)
            for given in range(len(imbalance))
        )

    def imbalances(self, levels: Levels) -> tuple[int, ...]:
        """The weighted imbalance after each arm, in whole numbers."""
        return tuple(self._after(levels, arm) for arm in range(len(self._all)))

    def take(self, levels: Levels, arm: int) -> None:
        self._all[arm] += 1
        for at in enumerate(levels):
            self._counts[at][arm] += 1

    def _after(self, levels: Levels, arm: int) -> int:
        scale = self._scheme.scale
        spread = _range if self._scheme.measure == "range" else _variance
        total = self._overall * spread(_with(self._all, scale, arm))
        for weight, at in zip(self._factor_weights, enumerate(levels), strict=True):
            total += weight * spread(_with(self._counts[at], scale, arm))
        return total


def rule_of(scheme: Scheme, size_of: Callable[[str, int], int]) -> Rule:
    """The rule of a scheme, before the first person."""
    if scheme.method is Method.BLOCKS:
        return BlockRule(scheme, size_of)
    made: dict[Method, Callable[[Scheme], Rule]] = {
        Method.SIMPLE: SimpleRule,
        Method.BIG_STICK: BigStickRule,
        Method.URN: UrnRule,
        Method.MINIMISE: MinimiseRule,
    }
    return made[scheme.method](scheme)


def whole_weights(scheme: Scheme) -> tuple[tuple[int, ...], int]:
    """The weights of the factors and of overall balance as whole numbers in the same proportion."""
    exact = [factor.weight for factor in scheme.factors] + [scheme.overall]
    common = lcm(*(weight.denominator for weight in exact))
    whole = [int(weight * common) for weight in exact]
    return tuple(whole[:-1]), whole[-1]


def coin(scheme: Scheme) -> tuple[Weights, ...]:
    """Row i: the chance of every arm when arm i is preferred, as whole numbers.

    Han, Enas and McEntegart (2009), Stat Med 28:3329: with r the ratio and 1 the arm of the
    smallest share, an arm that is not preferred gets ``(1 - p) r_a / sum(r_k, k != 1)`` and the
    preferred arm the rest. Preferences in proportion to the ratio then give back the ratio.

    >>> from fractions import Fraction
    >>> from openimt.trial.randomise.scheme import BalancedFactor
    >>> site = BalancedFactor("site", ("a", "b"))
    >>> coin(Scheme(("x", "y"), (1, 2), Method.MINIMISE, (site,), p=Fraction(4, 5)))
    ((8, 2), (1, 9))
    """
    others = scheme.round - min(scheme.ratio)
    low, whole = scheme.p.denominator - scheme.p.numerator, scheme.p.denominator * others
    rows = []
    for preferred in range(len(scheme.ratio)):
        row = [low * share for share in scheme.ratio]
        row[preferred] = whole - (sum(row) - row[preferred])
        rows.append(tuple(row))
    return tuple(rows)


def _with(counts: Sequence[int], scale: Sequence[int], arm: int) -> list[int]:
    """The counts over the ratio once one more person is in ``arm``."""
    rows = zip(counts, scale, strict=True)
    return [(count + (place == arm)) * unit for place, (count, unit) in enumerate(rows)]


def _range(values: Sequence[int]) -> int:
    return max(values) - min(values)


def _variance(values: Sequence[int]) -> int:
    """The sum of squares about the mean, times the number of values: a whole number."""
    return len(values) * sum(value * value for value in values) - sum(values) ** 2
