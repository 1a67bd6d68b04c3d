"""The people and therapies that every property is proved for."""

from dataclasses import dataclass, field, replace
from functools import cached_property

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.therapy import Therapy
from openimt.prove.person import Person
from openimt.prove.today import Today
from openimt.prove.way import Way, way


@dataclass(frozen=True)
class World:
    """A catalogue with one possible person under each of its therapies, made once for all.

    ``about``: prove only what speaks of this module or gate; empty = everything. ``known``: a
    person of a catalogue that differs little, with the same bands of events, to start from.
    """

    catalogue: Catalogue
    about: str = ""
    known: Person | None = None
    ways: dict[str, Way] = field(default_factory=dict)

    def speaks_of(self, name: str) -> bool:
        """Whether a claim about this module or gate is to be proved."""
        return self.about in {"", name}

    @cached_property
    def therapies(self) -> tuple[Therapy, ...]:
        """The therapies that a course can run under, in order of their ids."""
        known = sorted(self.catalogue.therapies.items())
        return tuple(t for _, t in known if t.phases and t.gates)

    @cached_property
    def person(self) -> Person:
        """One possible person: all the symbols that stand for anybody."""
        if self.known is not None:
            return replace(self.known, catalogue=self.catalogue)
        return Person(self.catalogue)

    @cached_property
    def another(self) -> Person:
        """A second person, for claims about two people at once."""
        return Person(self.catalogue, tag="other ")

    @cached_property
    def days(self) -> tuple[Today, ...]:
        """That person on one day, under each therapy."""
        return tuple(Today(self.person, therapy) for therapy in self.therapies)

    def way(self, today: Today) -> Way:
        """The way of that course when facts turn out well."""
        if today.therapy.id not in self.ways:
            self.ways[today.therapy.id] = way(today)
        return self.ways[today.therapy.id]
