"""Catalogues with one slip each: what a careless edit could do to a module, a gate or a therapy.

A proof is worth as much as what it would notice. Each mutant is a catalogue in which one thing is
weaker than it should be; ``kills.py`` tells which property turns red for it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.condition import Condition
from openimt.catalogue.module import Aim, Clause, Module
from openimt.catalogue.therapy import Criterion, Gate, Therapy
from openimt.prove.taught import asked_for
from openimt.prove.universal import SAFETY_MODULES
from openimt.prove.weakened import loosened, may_be_unknown, opposite
from openimt.terms import FACT_TARGETS, ModuleKind, Phase

GATES: Mapping[str, bool] = {"not_yet": False, "contraindicated": False, "requires": True}
"""The lists of clauses that keep a module out, and whether the clause has to hold to let it in."""

GATE_KINDS = ("deleted", "negated", "unknown flipped", "override changed", "number loosened")
"""The slips on gates and prerequisites; the other kinds are named in their functions."""


@dataclass(frozen=True)
class Mutant:
    """One slip. ``kind`` says what sort it is, ``id`` where it was made; ``about`` names the module
    or gate that it touches, empty where it touches none alone; ``of_gate``: whether it weakens a
    gate or a prerequisite."""

    kind: str
    id: str
    about: str
    catalogue: Catalogue
    of_gate: bool = False

    @property
    def name(self) -> str:
        """Its whole name, as ``deleted: r7.attempt``."""
        return f"{self.kind}: {self.id}"


def mutants(catalogue: Catalogue, about: str | None = None) -> Iterator[Mutant]:
    """Every mutant of a catalogue, in a fixed order; ``about`` = of one module or gate only."""
    for module in sorted(catalogue.modules.values(), key=lambda m: m.id):
        if module.kind is ModuleKind.SPECIFIC and about in {None, module.id}:
            yield from of_module(module, catalogue)
    for therapy in sorted(catalogue.therapies.values(), key=lambda t: t.id):
        yield from (m for m in of_therapy(therapy, catalogue) if about in {None, m.about})
    if about in {None, ""}:
        yield from of_capacities(catalogue)


def of_module(module: Module, catalogue: Catalogue) -> Iterator[Mutant]:
    """Slips in one module's file."""

    def made(kind: str, where: str, gate: bool, **changed: object) -> Mutant:
        other = replace(module, **changed)  # type: ignore[arg-type]  # a field's own kind
        modules = {**catalogue.modules, module.id: other}
        return Mutant(kind, where, module.id, replace(catalogue, modules=modules), gate)

    for name, wanted in GATES.items():
        for n, kind, says, clauses in _slips(getattr(module, name), wanted):
            where = f"{getattr(module, name)[n].id}{says}"
            yield made(kind, where, True, **{name: clauses})
    if not module.dose.budget:
        for n, kind, says, clauses in _lost_calls(module.mandatory):
            yield made(kind, f"{module.mandatory[n].id}{says}", False, mandatory=clauses)
        yield made("costs sessions", module.id, False, dose=replace(module.dose, budget=True))
    if module.id not in SAFETY_MODULES and Phase.SAFETY not in module.phases:
        yield made("in danger, too", module.id, False, phases=(Phase.SAFETY, *module.phases))
    for n, aim in enumerate(module.aims):
        if aim.target in FACT_TARGETS:
            weighed = (*module.aims[:n], Aim(aim.target, 0.02, 0.01), *module.aims[n + 1 :])
            yield made("fact weighed", f"{module.id}, {aim.target}", False, aims=weighed)


Slip = tuple[int, str, str, tuple[Clause, ...]]


def _slips(clauses: tuple[Clause, ...], wanted: bool) -> Iterator[Slip]:
    """What can go wrong with each of these clauses."""
    for n, clause in enumerate(clauses):
        yield n, "deleted", "", _with(clauses, n)
        yield n, "negated", "", _with(clauses, n, when=opposite(clause.when))
        if may_be_unknown(clause.when):
            flipped = not clause.unknown_blocks
            yield n, "unknown flipped", "", _with(clauses, n, unknown_blocks=flipped)
        for role in ("clinician", "") if clause.override else ("senior",):
            says = f" -> {role or 'nobody'}"
            yield n, "override changed", says, _with(clauses, n, override=role)
        for says, other in loosened(clause.when, wanted):
            yield n, "number loosened", f", {says}", _with(clauses, n, when=other)


def _lost_calls(clauses: tuple[Clause, ...]) -> Iterator[Slip]:
    """What can go wrong with clauses by which safety calls for a module."""
    for n, clause in enumerate(clauses):
        yield n, "call deleted", "", _with(clauses, n)
        yield n, "call negated", "", _with(clauses, n, when=opposite(clause.when))
        for says, other in loosened(clause.when, truer=False):
            yield n, "call narrowed", f", {says}", _with(clauses, n, when=other)


def _with(clauses: tuple[Clause, ...], n: int, **changed: Any) -> tuple[Clause, ...]:
    """The clauses without that one, or with it changed."""
    instead = (replace(clauses[n], **changed),) if changed else ()
    return (*clauses[:n], *instead, *clauses[n + 1 :])


def of_therapy(therapy: Therapy, catalogue: Catalogue) -> Iterator[Mutant]:
    """Slips in one therapy's file."""

    def made(kind: str, where: str, about: str, gate: bool, **changed: object) -> Mutant:
        other = replace(therapy, **changed)  # type: ignore[arg-type]  # a field's own kind
        therapies = {**catalogue.therapies, therapy.id: other}
        return Mutant(kind, where, about, replace(catalogue, therapies=therapies), gate)

    for g, gate in enumerate(therapy.gates if therapy.binds_phases else ()):
        for kind, where, criteria in _slips_of_gate(gate):
            gates = (*therapy.gates[:g], replace(gate, criteria=criteria), *therapy.gates[g + 1 :])
            yield made(kind, f"{therapy.id}.{where}", gate.id, True, gates=gates)
    rules = therapy.between_sessions
    for n, rule in enumerate(rules):
        between = (*rules[:n], replace(rule, never=""), *rules[n + 1 :])
        yield made("never removed", f"{therapy.id}.{rule.id}", "", False, between_sessions=between)


def _slips_of_gate(gate: Gate) -> Iterator[tuple[str, str, tuple[Criterion, ...]]]:
    for n, criterion in enumerate(gate.criteria):
        before, after = gate.criteria[:n], gate.criteria[n + 1 :]
        yield "deleted", criterion.id, (*before, *after)
        for kind, says, other in _weaker(criterion):
            yield kind, f"{criterion.id}{says}", (*before, other, *after)


def _weaker(criterion: Criterion) -> Iterator[tuple[str, str, Criterion]]:
    for name, says in (("when", ""), ("not_applicable", " (not applicable)")):
        condition: Condition | None = getattr(criterion, name)
        if condition is None:
            continue
        changed: dict[str, Any] = {name: opposite(condition)}
        yield "negated", says, replace(criterion, **changed)
        for number, other in loosened(condition, truer=True):
            changed = {name: other}
            yield "number loosened", f"{says}, {number}", replace(criterion, **changed)


def of_capacities(catalogue: Catalogue) -> Iterator[Mutant]:
    """A capacity that gates ask for and nothing builds any more."""
    for name in sorted(asked_for(catalogue)):
        capacity = catalogue.capacities[name]
        lost = {**catalogue.capacities, name: replace(capacity, built_by=())}
        yield Mutant("builders removed", name, "", replace(catalogue, capacities=lost))
