"""Prove every property of a catalogue, or show a person for whom it does not hold."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from time import process_time

from openimt.catalogue.catalogue import Catalogue
from openimt.prove.cases import World
from openimt.prove.liveness import LIVENESS
from openimt.prove.promised import GATES_HOLD, PHASES_HOLD, SAFETY_COMES
from openimt.prove.property import Claim, Counterexample, Property, Search
from openimt.prove.taught import CapacitiesAreTaught
from openimt.prove.universal import (
    EACH_MODULE,
    CommonModulesStay,
    FactsAreNoScores,
    OrderBindsOnlyWhereItBinds,
    SamePlaceForSafety,
    StepBack,
)
from openimt.prove.witness import assessment_of

PROPERTIES: tuple[Property, ...] = (
    GATES_HOLD,
    SAFETY_COMES,
    PHASES_HOLD,
    *EACH_MODULE,
    CommonModulesStay(),
    StepBack(),
    SamePlaceForSafety(),
    FactsAreNoScores(),
    OrderBindsOnlyWhereItBinds(),
    CapacitiesAreTaught(),
    *LIVENESS,
)
"""Everything that is proved, in the order in which it is printed."""


@dataclass(frozen=True)
class Verdict:
    """A property and what came of it: ``cases`` proved, or the first counterexample."""

    id: str
    says: str
    cases: int
    seconds: float
    against: Counterexample | None = None

    @property
    def proved(self) -> bool:
        """Whether it holds for everybody."""
        return self.against is None


def prove(
    catalogue: Catalogue,
    properties: Sequence[Property] = PROPERTIES,
    told: Callable[[Verdict], None] | None = None,
) -> tuple[Verdict, ...]:
    """A verdict for each property; ``told`` hears of each as it comes.

    All possible patients are searched by a solver, none are sampled.
    """
    found, world, search = [], World(catalogue), Search()
    for one in properties:
        verdict = judge(one, world, search)
        if told is not None:
            told(verdict)
        found.append(verdict)
    return tuple(found)


def judge(one: Property, world: World, search: Search, about: str | None = None) -> Verdict:
    """The verdict on one property; ``about`` proves again only what speaks of that module or
    gate, and what speaks of none."""
    started, cases = process_time(), 0
    against: Counterexample | None = None
    for claim in one.claims(world):
        if about is not None and isinstance(claim, Claim) and claim.about not in {"", about}:
            continue
        cases += 1
        against = _against(claim, search)
        if against is not None:
            break
    return Verdict(one.id, one.says, cases, round(process_time() - started, 3), against)


def _against(claim: Claim | Counterexample, search: Search) -> Counterexample | None:
    if isinstance(claim, Counterexample):
        return claim
    model = search.broken_by(claim)
    if model is None:
        return None
    person = claim.people[0]
    return Counterexample(claim.says, assessment_of(model, person, claim.therapy))


def unproved(verdicts: Sequence[Verdict]) -> Iterator[Verdict]:
    """Those that do not hold."""
    return (v for v in verdicts if not v.proved)
