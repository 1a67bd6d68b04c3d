"""What somebody can come to: which modules can start, where, and which capacities can be had.

Found by exact search over everything that rules can ask about a person. What can be reached grows
until nothing is added, so rings through prerequisites and capacities are never reached.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.condition import Condition
from openimt.catalogue.known_facts import Facts, world_without
from openimt.catalogue.module import Module
from openimt.catalogue.possible import Wanted, Ways, possible
from openimt.terms import FACT_TARGETS, ModuleKind, Phase

WAYS = 200_000
"""Ways that one check may try in all; what is left undecided then counts as possible."""

Named = tuple[str, Wanted]
"""Something wanted, with the name of its clause."""


@dataclass
class Reach:
    """Which modules can start, in which phases, and which capacities somebody can come to have."""

    catalogue: Catalogue
    starts: dict[str, tuple[Phase, ...]] = field(default_factory=dict)
    capacities: set[str] = field(default_factory=set)
    ways: Ways = field(default_factory=lambda: Ways(WAYS))
    facts: Facts = field(default_factory=Facts)

    def can(self, wanted: Sequence[Wanted]) -> bool:
        """Whether somebody can be as all of these ask."""
        return possible(wanted, self.facts, self.ways)

    def phases_open(self, module: Module, named: Sequence[Named]) -> tuple[Phase, ...]:
        """The phases of a module in which all of these can hold."""
        wanted = [one for _, one in named]
        return tuple(p for p in module.phases if self.can([*wanted, *in_phase(p)]))

    def opens(self, module: Module, wanted: Sequence[Wanted]) -> bool:
        """Whether all of these can hold in at least one phase of a module."""
        return any(self.can([*wanted, *in_phase(p)]) for p in module.phases)

    def look_again(self) -> None:
        """Take what was reached so far as what anybody can come to."""
        modules = self.catalogue.modules.keys() - self.starts.keys()
        capacities = self.catalogue.capacities.keys() - self.capacities
        never = [Condition("module", (m,)) for m in modules]
        never += [Condition("capacity", (c,)) for c in capacities]
        self.facts = Facts(world=world_without(never))


def reach(catalogue: Catalogue) -> Reach:
    """Everything that can be reached, and in the end every phase in which each module can start."""
    found, grown = Reach(catalogue), -1
    while grown != (grown := len(found.starts) + len(found.capacities)):
        found.look_again()
        _grow(found)
    for name, phases in found.starts.items():
        module = catalogue.modules[name]
        if len(phases) < len(module.phases):
            found.starts[name] = found.phases_open(module, wants(module, catalogue))
    return found


def _grow(found: Reach) -> None:
    for module in found.catalogue.modules.values():
        if module.id in found.starts:
            continue
        if module.kind is ModuleKind.COMMON:
            found.starts[module.id] = module.phases
        elif phases := found.phases_open(module, wants(module, found.catalogue)):
            found.starts[module.id] = phases
    for capacity in found.catalogue.capacities.values():
        if capacity.not_needed_when or any(m in found.starts for m in capacity.built_by):
            found.capacities.add(capacity.id)


def in_phase(phase: Phase) -> list[Wanted]:
    """In a phase; Safety is danger that is imminent now, and no other phase is."""
    danger = Condition("imminent_risk", (str(phase is Phase.SAFETY).lower(),))
    return [Wanted(Condition("phase", (phase.value,))), Wanted(danger)]


def wants(module: Module, catalogue: Catalogue) -> list[Named]:
    """What must hold for a specific module to start."""
    return list(_wants(module, catalogue))


def _wants(module: Module, catalogue: Catalogue) -> Iterator[Named]:
    want = partial(Wanted, about=module.id)
    if calls := _calls(module, catalogue):
        yield "what calls for it", want(Condition("any", parts=calls))
    for clause in module.requires:
        yield clause.id, want(clause.when)
    for clause in (*module.not_yet, *module.contraindicated):
        yield clause.id, want(clause.when, so=False)


def _calls(module: Module, catalogue: Catalogue) -> tuple[Condition, ...]:
    need = catalogue.settings.values.get("need_threshold", 0.0)
    aims = (
        Condition("target", (target,), (("at_least", need),))
        for target in module.targets
        if target not in FACT_TARGETS
    )
    return (*(clause.when for clause in (*module.mandatory, *module.indicated)), *aims)


def smallest(named: Sequence[Named], module: Module, found: Reach) -> list[Named]:
    """A smallest part of what is wanted that leaves no phase open: without any one it would."""
    core = list(named)
    for one in named:
        rest = [other for other in core if other is not one]
        if not found.phases_open(module, rest):
            core = rest
    return core
