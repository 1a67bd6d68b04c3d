"""What two versions of a catalogue say differently about a module, a gate or a number."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.module import Module
from openimt.catalogue.therapy import Therapy

CLAUSES = ("mandatory", "indicated", "not_yet", "contraindicated", "requires")


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
    skipped = {*CLAUSES, "file"}
    parts = [
        part.name
        for part in fields(Module)
        if part.name not in skipped and getattr(before, part.name) != getattr(after, part.name)
    ]
    return ModuleChange(
        after.id, after.name, _rules(_clauses(before), _clauses(after)), tuple(parts)
    )


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
