"""The way of a course when facts turn out well: rounds of work, walked for anybody at once."""

from collections.abc import Mapping
from dataclasses import dataclass

import z3

from openimt.catalogue.condition import Condition
from openimt.catalogue.module import Module
from openimt.prove.asked import asked, wished
from openimt.prove.four import FALSE, Formula, both, either, no
from openimt.prove.hope import Hopeful, hopes
from openimt.prove.today import Today

ROUNDS = 8
"""Rounds of work looked at; the longest chain of modules that build on one another is shorter."""


@dataclass(frozen=True)
class Way:
    """The rounds of one course: the last day, and what ties the rounds together."""

    first: Today
    last: Today
    ties: tuple[Formula, ...]


def way(today: Today, rounds: int = ROUNDS) -> Way:
    """The course of a person for whom facts turn out well, from any state whatever."""
    hoped, ties = hopes(today.person.catalogue), list[Formula]()
    worked: dict[str, Formula] = {m.id: FALSE for m in today.modules}
    gone = dict(worked)
    first = now = _later(today, worked, gone, hoped)
    for number in range(rounds):
        name = f"{today.person.tag}{today.therapy.id} round {number}"
        reached, left = {}, {}
        for module in now.modules:
            m = module.id
            reached[m], left[m] = z3.Bool(f"{name} worked {m}"), z3.Bool(f"{name} gone {m}")
            ties.append(reached[m] == either(worked[m], goes(module, now)))
            barred = _barred(module, now) if number >= rounds // 2 else FALSE
            ties.append(left[m] == either(gone[m], both(no(worked[m]), barred)))
        worked, gone = reached, left
        now = _later(today, worked, gone, hoped)
    return Way(first, now, tuple(ties))


def _later(
    today: Today, worked: dict[str, Formula], gone: dict[str, Formula], hoped: Mapping[str, str]
) -> Today:
    start = today.person
    person = Hopeful(
        start.catalogue,
        start.tag,
        start.domain,
        start.numbers,
        start.plain,
        start.flags,
        start=start,
        worked=worked,
        gone=gone,
        hoped=hoped,
    )
    return Today(person, today.therapy)


def _barred(module: Module, now: Today) -> Formula:
    """It was begun, and something that no wait ends keeps it from going on."""
    p, rules = now.person, now.kept_out(module)
    lasting = either(rules["contraindicated"], rules["competence"], rules["no_group"])
    return both(p.begun(module.id), p.step(module.id) < 3, lasting)


def goes(module: Module, now: Today) -> Formula:
    """It may be worked on today, or would be if it were called for and it prepares what is."""
    rules = dict(now.kept_out(module))
    rules["not_called_for"] = both(rules["not_called_for"], no(_prepares(module, now, ())))
    waits = now.waits(module).values()
    return both(*(no(r) for r in rules.values()), *(no(w) for w in waits), now.phase_allows(module))


def _prepares(module: Module, now: Today, seen: tuple[str, ...]) -> Formula:
    """Something that is called for, wished or itself a preparation asks for what this builds."""
    built = {c.id for c in now.person.catalogue.capacities.values() if module.id in c.built_by}
    found = []
    for other in now.modules:
        if other.id == module.id or other.id in seen:
            continue
        asking = [c for c in other.requires if _asks_for(c.when, module.id, built)]
        if asking:
            unmet = [asked(c.when, now.person, now.phases, other.id).passed for c in asking]
            wanted = either(
                now.called_for(other, now.phases),
                wished(now.person, other.id),
                _prepares(other, now, (*seen, module.id)),
            )
            found.append(both(no(both(*unmet)), wanted))
    return either(*found)


def _asks_for(condition: Condition, module: str, built: set[str]) -> bool:
    parts = condition.flat()
    return any(p.asks == "capacity" and p.of[0] in built for p in parts) or any(
        p.asks == "module" and p.of[0] == module for p in parts
    )
