"""Whether several conditions can hold at once for anybody: an exact search, never a sample.

Conditions are read as two-valued here, as for a person about whom everything is known. The search
says *impossible* only when it has tried every way; rules with more ways than its ``Ways`` allow
count as possible, so that no catalogue can keep it busy for long.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from openimt.catalogue.condition import Condition
from openimt.catalogue.known_facts import Facts

MOST_CHOICES = 100
"""Alternatives inside alternatives that one search follows."""


@dataclass(frozen=True)
class Wanted:
    """A condition that is to hold (``so``) or not to hold, for the module ``about``."""

    condition: Condition
    so: bool = True
    about: str = ""


@dataclass
class Ways:
    """How many ways may still be tried; ``each`` is the most for one question.

    ``undecided`` counts the questions that had more ways than that and counted as possible.
    """

    left: int = 1_000_000
    each: int = 5_000
    undecided: int = 0

    def tried(self) -> bool:
        """Count one way; False when there are none left."""
        self.left -= 1
        return self.left >= 0


def possible(
    wanted: Sequence[Wanted], known: Facts | None = None, ways: Ways | None = None
) -> bool:
    """Whether somebody can be as every one of these asks, given what is known.

    >>> from openimt.catalogue.condition import read_condition
    >>> dangerous = Wanted(read_condition({"imminent_risk": True}))
    >>> possible([dangerous, replace(dangerous, so=False)])
    False
    """
    allowed = ways or Ways()
    mine = Ways(min(allowed.each, allowed.left))
    before = mine.left
    found = _search(list(wanted), known or Facts(), mine, MOST_CHOICES)
    allowed.left -= before - max(0, mine.left)
    allowed.undecided += mine.left < 0
    return found


def _search(waiting: list[Wanted], facts: Facts, ways: Ways, depth: int) -> bool:
    """Take first what leaves no choice, then try each way of the shortest choice."""
    choices: list[list[Wanted]] = []
    while waiting:
        one = _without_not(waiting.pop())
        if not _plain(one):
            parts, choice = _parts(one)
            if choice and len(parts) > 1:
                choices.append(parts)
            else:
                waiting.extend(parts)
            continue
        further = _told(one, facts)
        if further is None:
            return False
        facts = further
    return _choose(choices, facts, ways, depth)


def _choose(choices: list[list[Wanted]], facts: Facts, ways: Ways, depth: int) -> bool:
    still = [left for one in choices if (left := _still_open(one, facts)) is not None]
    if not all(still):
        return False
    if not still:
        return True
    if depth == 0 or len(still) > MOST_CHOICES:
        ways.left = -1
        return True
    first, *rest = sorted(still, key=len)
    later = [_again(parts) for parts in rest]
    tries = ([way, *later] for way in first)
    return any(not ways.tried() or _search(one, facts, ways, depth - 1) for one in tries)


def _still_open(choice: list[Wanted], facts: Facts) -> list[Wanted] | None:
    """The ways of a choice that the facts leave; None when they already take one of them."""
    left = []
    for way in choice:
        opposite = Wanted(way.condition, not way.so, way.about)
        if _plain(opposite) and _told(opposite, facts) is None:
            return None
        if not _plain(way) or _told(way, facts) is not None:
            left.append(way)
    return left


def _plain(one: Wanted) -> bool:
    return not one.condition.parts and not _two_ways(one)


def _again(parts: list[Wanted]) -> Wanted:
    """A choice as one condition, to be taken up later."""
    made = (p.condition if p.so else Condition("not", parts=(p.condition,)) for p in parts)
    return Wanted(Condition("any", parts=tuple(made)), True, parts[0].about)


def _parts(one: Wanted) -> tuple[list[Wanted], bool]:
    """What a joined condition is made of, and whether one of these is enough."""
    if _two_ways(one):
        return [replace(one, condition=bound) for bound in _bounds(one.condition)], True
    parts = [_without_not(Wanted(part, one.so, one.about)) for part in one.condition.parts]
    return parts, (one.condition.asks == "any") is one.so


def _without_not(one: Wanted) -> Wanted:
    """The same said without a *not* in front."""
    while one.condition.asks == "not":
        one = Wanted(one.condition.parts[0], not one.so, one.about)
    return one


def _two_ways(one: Wanted) -> bool:
    """Outside two bounds means below the one or above the other."""
    return not one.so and one.condition.asks == "measure" and len(one.condition.options) == 2


def _bounds(condition: Condition) -> list[Condition]:
    return [replace(condition, options=(option,)) for option in condition.options]


def _told(one: Wanted, facts: Facts) -> Facts | None:
    if one.condition.asks == "no_event":
        same = Condition("event", one.condition.of, one.condition.options)
        return facts.told(same, not one.so, one.about)
    return facts.told(one.condition, one.so, one.about)
