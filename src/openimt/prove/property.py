"""What a proof comes to: proved for everybody, or one person who shows that it does not hold."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

import z3

from openimt.errors import ProofError
from openimt.formulate.assessment import Assessment
from openimt.prove.cases import World
from openimt.prove.four import Formula
from openimt.prove.person import Person


@dataclass(frozen=True)
class Claim:
    """One thing to prove: nobody of this domain makes ``broken`` true.

    ``says`` names the case in words, as the module and the therapy; ``about`` the module or gate
    it speaks of, so that a change elsewhere need not prove it again.
    """

    says: str
    broken: Formula
    people: tuple[Person, ...]
    about: str = ""
    therapy: str = "imt"


@dataclass(frozen=True)
class Counterexample:
    """A person who breaks a property, in the case named by ``says``."""

    says: str
    person: Assessment | None = None


class Property(Protocol):
    """A safety property: its name, its sentence, and the claims it is made of."""

    @property
    def id(self) -> str:
        """Its name, stable in reports."""
        ...

    @property
    def says(self) -> str:
        """What it promises, in plain words."""
        ...

    def claims(self, world: World) -> Iterator[Claim | Counterexample]:
        """Each case to prove; what needs no solver is yielded as a counterexample at once."""
        ...


class Search:
    """A solver that learns what is possible for people once and is then asked claim by claim."""

    def __init__(self) -> None:
        self._solver = z3.SimpleSolver()
        self._solver.set("timeout", SOLVER_MILLISECONDS)
        self._told: set[tuple[str, str]] = set()

    def broken_by(self, claim: Claim) -> z3.ModelRef | None:
        """A model of somebody who breaks the claim, or None when nobody can: it is proved."""
        with self._asking(claim):
            return self._plainest(claim.people) if self._possible(claim) else None

    def breaks(self, claim: Claim) -> bool:
        """Whether anybody breaks the claim, without saying who."""
        with self._asking(claim):
            return self._possible(claim)

    @contextmanager
    def _asking(self, claim: Claim) -> Iterator[None]:
        for person in claim.people:
            self._tell(person)
        self._solver.push()
        self._solver.add(claim.broken)
        try:
            yield
        finally:
            self._solver.pop()

    def _possible(self, claim: Claim) -> bool:
        found = self._solver.check()
        if found == z3.unknown:
            raise ProofError(f"the solver could not decide it in time: {claim.says}")
        return bool(found == z3.sat)

    def _plainest(self, people: tuple[Person, ...]) -> z3.ModelRef:
        """A model in which as much as possible is plain, so that only what matters is read."""
        self._plain([one for person in people for _, one in sorted(person.plain.items())])
        self._solver.check()
        return self._solver.model()

    def _plain(self, wanted: list[Formula]) -> None:
        if not wanted:
            return
        self._solver.push()
        self._solver.add(*wanted)
        fits = self._solver.check() == z3.sat
        self._solver.pop()
        if fits:
            self._solver.add(*wanted)
        elif len(wanted) > 1:
            half = len(wanted) // 2
            self._plain(wanted[:half])
            self._plain(wanted[half:])

    def _tell(self, person: Person) -> None:
        for name, bound in tuple(person.domain.items()):
            if (person.tag, name) not in self._told:
                self._told.add((person.tag, name))
                self._solver.add(bound)


SOLVER_MILLISECONDS = 20_000
"""Longest time for one claim; most take a few milliseconds."""
