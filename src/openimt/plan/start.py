"""In which phases, and with which group, a module may start in this course."""

from collections.abc import Iterator

from openimt.catalogue.module import Clause, Module
from openimt.plan.rules import group_weeks
from openimt.plan.situation import Situation
from openimt.plan.ways import clause_ways
from openimt.terms import PHASES, Phase


def allowed_phases(module: Module, s: Situation) -> tuple[Phase, ...]:
    """The phases that the therapy's order leaves to a module, and every rule of it that asks for a
    phase. What safety calls for and what runs already waits for no rule."""
    found = in_order(module, s)
    if s.called_by_safety(module.id) or s.facts.running(module.id):
        return found
    left = tuple(_left_by_rules(module, s))
    return tuple(phase for phase in found if all(phase in phases for phases in left))


def in_order(module: Module, s: Situation) -> tuple[Phase, ...]:
    """The phases that the therapy's order leaves to a module.

    A therapy bound to phases follows the module's own; what is running goes on in later ones too.
    Elsewhere order is free, but nothing except safety begins while danger is imminent.
    """
    if s.called_by_safety(module.id) or "phase_order" in s.ignored:
        return PHASES
    if s.therapy.binds_phases:
        begun = s.facts.running(module.id)
        return PHASES[min(p.order for p in module.phases) :] if begun else module.phases
    calm = tuple(p for p in PHASES if p is not Phase.SAFETY)
    return PHASES if Phase.SAFETY in module.phases else calm


def _left_by_rules(module: Module, s: Situation) -> Iterator[tuple[Phase, ...]]:
    rules = [(clause, False) for clause in module.not_yet]
    rules += [(clause, True) for clause in module.requires]
    for clause, wanted in rules:
        if _asks_phase(clause) and clause.id not in s.ignored:
            found = clause_ways(clause, wanted, s, module.id)
            yield found.phases if found else ()


def _asks_phase(clause: Clause) -> bool:
    return any(part.asks == "phase" for part in clause.when.flat())


def group_starts(module: Module, s: Situation) -> tuple[int, ...] | None:
    """The only weeks in which a module given as a group may start; None = in any week."""
    if module.dose.track != "group" or s.facts.running(module.id) or "group_start" in s.ignored:
        return None
    return group_weeks(module, s) or None
