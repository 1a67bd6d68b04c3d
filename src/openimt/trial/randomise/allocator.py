"""The next arm, from the secret seed and from who came before: the one arrow of randomisation."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from openimt.trial.randomise.chance import Chance
from openimt.trial.randomise.rules import rule_of
from openimt.trial.randomise.scheme import Levels, Method, Scheme

SMALLEST_BLOCK, LARGEST_BLOCK = 4, 12
"""Where block lengths lie when nobody names any: shorter are foreseen, longer do not balance."""


class Allocator:
    """Gives arms one person after the other; the same seed and persons give the same arms.

    >>> from openimt.trial.randomise.scheme import BalancedFactor
    >>> site = BalancedFactor("site", ("north", "south"))
    >>> scheme = Scheme(("mit", "dbt"), (1, 1), Method.MINIMISE, (site,), n=120)
    >>> allocator = Allocator(scheme, Chance(bytes(32)))
    >>> [scheme.arms[allocator.next((n % 2,))] for n in range(6)]
    ['dbt', 'mit', 'mit', 'dbt', 'dbt', 'mit']
    """

    def __init__(self, scheme: Scheme, chance: Chance) -> None:
        self.scheme, self._chance = scheme, chance
        self._sizes = scheme.block_sizes or drawn_sizes(scheme, chance)
        self._rule = rule_of(scheme, self._size)
        self._seen: Counter[str] = Counter()

    def next(self, levels: Levels) -> int:
        """The arm of the next person, as its place among the arms; the person is counted in."""
        stratum = self._stream(levels)
        weights = self._rule.weights(levels)
        arm = self._chance.pick(weights, "arm", stratum, self._seen[stratum])
        self._seen[stratum] += 1
        self._rule.take(levels, arm)
        return arm

    def all(self, persons: Sequence[Levels]) -> list[int]:
        """The arms of persons in the order of their coming."""
        return [self.next(levels) for levels in persons]

    def _stream(self, levels: Levels) -> str:
        """Strata have lists of their own, so that one site's pace says nothing of another's."""
        return "" if self.scheme.method is Method.MINIMISE else self.scheme.stratum(levels)

    def _size(self, stratum: str, number: int) -> int:
        return self._sizes[self._chance.below(len(self._sizes), "block", stratum, number)]


def possible_sizes(scheme: Scheme) -> tuple[int, ...]:
    """Block lengths to draw from when the scheme names none: multiples of the ratio's sum.

    >>> possible_sizes(Scheme(("mit", "dbt"), (1, 1), Method.BLOCKS))
    (4, 6, 8, 10, 12)
    """
    if scheme.block_sizes:
        return scheme.block_sizes
    multiples = [scheme.round * times for times in range(1, LARGEST_BLOCK + 1)]
    fitting = [size for size in multiples if SMALLEST_BLOCK <= size <= LARGEST_BLOCK]
    return tuple(fitting if len(fitting) > 1 else multiples[:2])


def drawn_sizes(scheme: Scheme, chance: Chance) -> tuple[int, ...]:
    """Two or three block lengths chosen by the secret seed, so that no person knows them."""
    left = list(possible_sizes(scheme))
    wanted = 2 + chance.below(min(len(left), 3) - 1, "how many block sizes")
    drawn = [left.pop(chance.below(len(left), "block size", n)) for n in range(wanted)]
    return tuple(sorted(drawn))


def with_sizes(scheme: Scheme, chance: Chance) -> Scheme:
    """The scheme as it will run: with its hidden block lengths said."""
    if scheme.method is not Method.BLOCKS or scheme.block_sizes:
        return scheme
    return replace(scheme, block_sizes=drawn_sizes(scheme, chance))
