"""An upper bound on the worth of any plan: no choice of modules can be worth more than this.

For a submodular worth f and the chosen set X, any other set O has
f(O) <= f(X) + sum over O without X of the gain of m at X, and O has to fit the sessions there are;
so a fractional knapsack over these gains bounds it (Nemhauser, Wolsey and Fisher 1978).
"""

from collections.abc import Iterable, Mapping

from openimt.plan.worth import Candidate, worth


def bound(
    chosen: Iterable[Candidate],
    rest: Iterable[Candidate],
    severity: Mapping[str, float],
    capacity: int,
) -> float:
    """At least the worth of the best choice out of ``chosen`` and ``rest`` within ``capacity``.

    ``chosen`` are taken at their full dose here, whatever dose they were planned at.
    """
    full = tuple(chosen)
    base = worth(full, severity)
    unwished = sum(-c.fixed for c in full if c.fixed < 0)
    gains = [(worth((*full, c), severity) - base, c) for c in rest]
    return base + unwished + _knapsack([(g, c) for g, c in gains if g > 0], capacity)


def _knapsack(items: list[tuple[float, Candidate]], capacity: int) -> float:
    """The most gain that fits, when items may be taken in part and at their smallest dose."""
    total, left = 0.0, float(capacity)
    ordered = sorted(items, key=lambda i: (-i[0] / max(_least(i[1]), 1e-9), i[1].module))
    for gain, c in ordered:
        cost = _least(c)
        share = 1.0 if cost <= left else left / cost
        total += gain * share
        left -= cost * share
        if left <= 0 and cost > 0:
            break
    return total


def _least(c: Candidate) -> float:
    return float(c.fewest) if c.budget else 0.0
