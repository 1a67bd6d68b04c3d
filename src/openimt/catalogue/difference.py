"""Everything that two versions of a catalogue say differently, therapies and lists included."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.changed import (
    ModuleChange,
    NumberChange,
    RuleChange,
    gate_changes,
    module_changes,
    number_changes,
    parts_that_differ,
)
from openimt.catalogue.therapy import Therapy

LISTS = ("targets", "capacities", "judgements", "diagnoses", "references")
"""The lists of a catalogue whose entries have an id; measures and numbers are compared apart."""


@dataclass(frozen=True)
class TherapyChange:
    """A therapy that is another one now: its gates' rules, and which other parts of it differ."""

    therapy: str
    name: str
    rules: tuple[RuleChange, ...] = ()
    parts: tuple[str, ...] = ()
    new: bool = False
    gone: bool = False


@dataclass(frozen=True)
class EntryChange:
    """An entry of a list, such as a capacity, that is ``new``, ``gone`` or ``changed``."""

    of: str
    id: str
    how: str


@dataclass(frozen=True)
class Difference:
    """What ``after`` says differently from ``before``."""

    before: str
    after: str
    modules: tuple[ModuleChange, ...]
    therapies: tuple[TherapyChange, ...]
    numbers: tuple[NumberChange, ...]
    entries: tuple[EntryChange, ...]

    @property
    def nothing(self) -> bool:
        """Whether both say the same but for the name of the version."""
        return not (self.modules or self.therapies or self.numbers or self.entries)


def difference(before: Catalogue, after: Catalogue) -> Difference:
    """What two catalogues say differently.

    >>> from openimt.catalogue.load import load
    >>> difference(load(), load()).nothing
    True
    """
    return Difference(
        before.version,
        after.version,
        module_changes(before, after),
        tuple(_therapies(before.therapies, after.therapies)),
        number_changes(before, after),
        tuple(_entries(before, after)),
    )


def _therapies(
    before: Mapping[str, Therapy], after: Mapping[str, Therapy]
) -> Iterator[TherapyChange]:
    for name in sorted({*before, *after}):
        old, new = before.get(name), after.get(name)
        if old is None or new is None:
            known = new or old
            if known is not None:
                yield TherapyChange(name, known.name, new=old is None, gone=new is None)
        elif old != new:
            parts = parts_that_differ(old, new, {"file", "gates"})
            yield TherapyChange(name, new.name, gate_changes(old, new), parts)


def _entries(before: Catalogue, after: Catalogue) -> Iterator[EntryChange]:
    for of in LISTS:
        yield from _listed(of, getattr(before, of), getattr(after, of))
    measures = [{m.measure: m for m in catalogue.measures} for catalogue in (before, after)]
    yield from _listed("measures", measures[0], measures[1])


def _listed(
    of: str, before: Mapping[str, object], after: Mapping[str, object]
) -> Iterator[EntryChange]:
    for one in sorted({*before, *after}):
        if one not in before:
            yield EntryChange(of, one, "new")
        elif one not in after:
            yield EntryChange(of, one, "gone")
        elif before[one] != after[one]:
            yield EntryChange(of, one, "changed")
