"""Which modules a condition cannot do without, and rings among such needs."""

from collections.abc import Iterator, Mapping

from openimt.catalogue.condition import Condition
from openimt.catalogue.module import Module


def needed_modules(condition: Condition) -> frozenset[str]:
    """The modules without which the condition cannot be met.

    A condition that leaves a choice needs only what every one of its ways needs, so a capacity
    as the other way out makes no need.
    """
    if condition.asks == "module":
        return frozenset(condition.of) if len(condition.of) == 1 else frozenset()
    needs = [needed_modules(part) for part in condition.parts]
    if condition.asks == "all":
        return frozenset[str]().union(*needs)
    if condition.asks == "any":
        return frozenset.intersection(*needs)
    return frozenset()


def needs_of(module: Module) -> frozenset[str]:
    """The modules without which a module cannot start."""
    return frozenset().union(*(needed_modules(clause.when) for clause in module.requires))


def rings(modules: Mapping[str, Module]) -> Iterator[tuple[str, ...]]:
    """Each ring of modules that require one another, once."""
    return cycles({module.id: needs_of(module) for module in modules.values()})


def cycles(needs: Mapping[str, frozenset[str]]) -> Iterator[tuple[str, ...]]:
    """Each ring of needs once, from its first id in order; unknown ids are passed over."""
    done: set[str] = set()
    for start in sorted(needs):
        if start not in done:
            yield from _rings_from(start, needs, done)


def _rings_from(
    start: str, needs: Mapping[str, frozenset[str]], done: set[str]
) -> Iterator[tuple[str, ...]]:
    """Walk without recursion, so that a long chain of modules cannot exhaust the stack."""
    path: dict[str, int] = {start: 0}
    open_ways = [iter(sorted(needs[start]))]
    while open_ways:
        following = next(open_ways[-1], None)
        if following is None:
            done.add(path.popitem()[0])
            open_ways.pop()
        elif following in path:
            yield tuple(path)[path[following] :]
        elif following in needs and following not in done:
            path[following] = len(path)
            open_ways.append(iter(sorted(needs[following])))
