"""Could a module be in any plan for this person now? A phase's exit asks only for such modules.

This is about what stands outside every plan: training, consent, harm, and conditions that neither
time nor another module will change. What a plan holds in the end is decided by ``openimt.plan``.
"""

from openimt.catalogue.module import Clause, Module
from openimt.formulate.clause import stands_against
from openimt.formulate.facts import Facts
from openimt.terms import Truth

MAY_CHANGE = frozenset(
    {"module", "capacity", "imminent_risk", "phase", "event", "no_event", "fall"}
)
"""Questions that time or other modules may come to answer differently."""


def available(module: Module, facts: Facts) -> bool:
    """Whether nothing stands against the module that no plan could do anything about."""
    return (
        module.id not in facts.assessment.ban
        and facts.assessment.preferences.get(module.id, 0.0) > -1
        and _trained(module, facts)
        and _group(module, facts)
        and not any(_holds(c, Truth.MET, facts, module) for c in module.contraindicated)
        and not any(_lasting(c, Truth.MET, facts, module) for c in module.not_yet)
        and not any(_lasting(c, Truth.NOT_MET, facts, module) for c in module.requires)
    )


def _trained(module: Module, facts: Facts) -> bool:
    here = facts.assessment.context.competences
    return here is None or not module.competences or bool(set(here) & set(module.competences))


def _group(module: Module, facts: Facts) -> bool:
    given = {group.module for group in facts.assessment.context.groups}
    return module.dose.track != "group" or module.id in given


def _holds(clause: Clause, against: Truth, facts: Facts, module: Module) -> bool:
    return stands_against(clause, against, facts, module.id) is not None


def _lasting(clause: Clause, against: Truth, facts: Facts, module: Module) -> bool:
    changing = clause.when.asked & MAY_CHANGE
    return not changing and _holds(clause, against, facts, module)
