"""What two versions of a catalogue say differently about a module, a gate or a number."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import TypeVar

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.module import Module
from openimt.catalogue.therapy import Therapy
from openimt.catalogue.wording import CLAUSES

Shape = TypeVar("Shape", Module, Therapy)


@dataclass(frozen=True)
class RuleChange:
    """A rule by its id, as a sentence before and after; empty = there was, or is, no such rule."""

    id: str
    before: str
    after: str


@dataclass(frozen=True)
class ModuleChange:
    """A module that is another one now: its rules, and which other parts of it differ.

    ``parts`` are field names of ``Module``. ``new``: it was not there; ``gone``: it is no longer.
    """

    module: str
    name: str
    rules: tuple[RuleChange, ...] = ()
    parts: tuple[str, ...] = ()
    new: bool = False
    gone: bool = False


@dataclass(frozen=True)
class NumberChange:
    """A number of ``settings.toml`` that differs; None = it was, or is, not there."""

    name: str
    says: str
    before: float | None
    after: float | None


def module_changes(
    before: Catalogue, after: Catalogue, modules: Iterable[str] | None = None
) -> tuple[ModuleChange, ...]:
    """The modules that differ, in order of their ids; ``modules`` None = all of both."""
    asked = {*before.modules, *after.modules} if modules is None else set(modules)
    found = (_module(before.modules.get(m), after.modules.get(m)) for m in sorted(asked))
    return tuple(change for change in found if change is not None)


def gate_changes(before: Therapy, after: Therapy) -> tuple[RuleChange, ...]:
    """What is looked for before moving on, where that differs."""
    return _rules(_criteria(before), _criteria(after))


def number_changes(before: Catalogue, after: Catalogue) -> tuple[NumberChange, ...]:
    """The numbers that differ, in order of their names."""
    old = {one.name: one for one in before.settings.entries}
    new = {one.name: one for one in after.settings.entries}
    differ = [n for n in sorted({*old, *new}) if _value(old, n) != _value(new, n)]
    return tuple(
        NumberChange(n, (new.get(n) or old[n]).says, _value(old, n), _value(new, n)) for n in differ
    )


def _value(entries: Mapping[str, object], name: str) -> float | None:
    value: float | None = getattr(entries.get(name), "value", None)
    return value


def _module(before: Module | None, after: Module | None) -> ModuleChange | None:
    if before is None or after is None:
        there = after or before
        if there is None:
            return None
        return ModuleChange(there.id, there.name, new=before is None, gone=after is None)
    if before == after:
        return None
    parts = parts_that_differ(before, after, {*CLAUSES, "file"})
    return ModuleChange(after.id, after.name, _rules(_clauses(before), _clauses(after)), parts)


def parts_that_differ(before: Shape, after: Shape, but: Collection[str]) -> tuple[str, ...]:
    """The names of the fields in which two modules or two therapies differ, ``but`` for some."""
    names = [part.name for part in fields(before) if part.name not in but]
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))


def _clauses(module: Module) -> dict[str, tuple[str, object]]:
    return {c.id: (c.says, (kind, c)) for kind in CLAUSES for c in getattr(module, kind)}


def _criteria(therapy: Therapy) -> dict[str, tuple[str, object]]:
    return {
        f"{gate.id}.{c.id}": (c.says, (gate.leaves, gate.to, c))
        for gate in therapy.gates
        for c in gate.criteria
    }


def _rules(
    before: Mapping[str, tuple[str, object]], after: Mapping[str, tuple[str, object]]
) -> tuple[RuleChange, ...]:
    """Rules whose meaning differs, whether or not their sentence does."""
    nothing = ("", None)
    order = [*after, *(one for one in before if one not in after)]
    return tuple(
        RuleChange(one, before.get(one, nothing)[0], after.get(one, nothing)[0])
        for one in order
        if before.get(one, nothing)[1] != after.get(one, nothing)[1]
    )
