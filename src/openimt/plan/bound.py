"""An upper bound on the worth of any plan: no choice of modules can be worth more than this.

Let F be what every plan here must hold and A any set that holds F. For a submodular worth f, any
other choice O with F in it has

    f(O) <= f(A) + sum over m in O without A of the gain of m at A,

and what O holds besides F has to fit the sessions that F leaves. A fractional knapsack over the
gains bounds the sum; each gain is concave in the dose, so it enters as two pieces, up to the
smallest dose and beyond it (after Nemhauser, Wolsey and Fisher 1978). The best of several A counts.
"""

from collections.abc import Mapping, Sequence

from openimt.plan.worth import Candidate, gain, relief_of, worth

Piece = tuple[float, int, str]
"""What part of a module's dose adds, the sessions it takes, and whose it is."""


def bound(
    forced: Sequence[Candidate],
    free: Sequence[Candidate],
    severity: Mapping[str, float],
    capacity: int,
) -> float:
    """At least the worth of the best choice that holds ``forced`` and fits ``capacity`` sessions.

    ``free``: every module that may be taken besides, those in the plan first, in the order in which
    they were taken; all of them at their usual dose, which is the most that is planned.
    """
    left = capacity - sum(_cost(c, c.fewest) for c in forced)
    return min(
        _from((*forced, *free[:taken]), free[taken:], severity, left)
        for taken in range(len(free) + 1)
    )


def _from(
    base: Sequence[Candidate],
    rest: Sequence[Candidate],
    severity: Mapping[str, float],
    capacity: int,
) -> float:
    relief = relief_of(base)
    unwished = sum(-c.fixed for c in base if c.fixed < 0)
    pieces = [p for c in rest for p in _pieces(c, relief, severity)]
    return worth(base, severity) + unwished + _knapsack(pieces, capacity)


def _pieces(
    c: Candidate, relief: Mapping[str, float], severity: Mapping[str, float]
) -> list[Piece]:
    full = gain(c, relief, severity)
    more = _cost(c, c.sessions) - _cost(c, c.fewest)
    if more == 0:
        return [(full, _cost(c, c.sessions), c.module)]
    small = gain(c, relief, severity, c.fewest)
    return [(small, _cost(c, c.fewest), c.module), (full - small, more, c.module)]


def _knapsack(pieces: list[Piece], capacity: int) -> float:
    """The most gain that fits when pieces may be taken in part."""
    total, left = 0.0, float(max(0, capacity))
    useful = [p for p in pieces if p[0] > 0]
    for adds, cost, _ in sorted(useful, key=lambda p: (-p[0] / max(p[1], 1e-9), p[2])):
        share = 1.0 if cost <= left else left / cost
        total += adds * share
        left -= cost * share
    return total


def _cost(c: Candidate, sessions: int) -> int:
    return sessions if c.budget else 0
