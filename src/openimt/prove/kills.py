"""Which slips the proofs notice: for each mutant of a catalogue the property that turns red."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from openimt.catalogue.catalogue import Catalogue
from openimt.prove.accepted import ACCEPTED
from openimt.prove.cases import World
from openimt.prove.four import Formula, both, either, no
from openimt.prove.mutants import Mutant, mutants
from openimt.prove.person import Bands, Person
from openimt.prove.promised import GATES_HOLD, PHASES_HOLD, SAFETY_COMES
from openimt.prove.property import Claim, Property, Search
from openimt.prove.taught import CapacitiesAreTaught
from openimt.prove.today import Today
from openimt.prove.universal import EACH_MODULE, FactsAreNoScores, SamePlaceForSafety

_EACH = {one.id: one for one in EACH_MODULE}
_GATES: tuple[Property, ...] = (GATES_HOLD, PHASES_HOLD, _EACH["no_form_denies"])
_CALLS: tuple[Property, ...] = (SAFETY_COMES,)

WATCHES: Mapping[str, tuple[Property, ...]] = {
    "deleted": _GATES,
    "negated": _GATES,
    "unknown flipped": _GATES,
    "override changed": _GATES,
    "number loosened": _GATES,
    "call deleted": _CALLS,
    "call negated": _CALLS,
    "call narrowed": _CALLS,
    "costs sessions": _CALLS,
    "in danger, too": (_EACH["danger_first"],),
    "fact weighed": (FactsAreNoScores(),),
    "never removed": (SamePlaceForSafety(),),
    "builders removed": (CapacitiesAreTaught(),),
}
"""The properties that speak of each kind of slip."""


@dataclass(frozen=True)
class Kill:
    """A mutant and the property that turned red for it, with the case; both empty: it survived.

    ``stricter``: it survived and is proved to let nobody come further than the catalogue does;
    ``accepted``: the reason why another survivor may stand.
    """

    mutant: str
    kind: str
    about: str
    of_gate: bool
    by: str = ""
    case: str = ""
    stricter: bool = False
    accepted: str = ""

    @property
    def killed(self) -> bool:
        """Whether a property turned red."""
        return bool(self.by)

    @property
    def missed(self) -> bool:
        """Whether it survived without a reason."""
        return not (self.by or self.stricter or self.accepted)

    @property
    def promise(self) -> str:
        """The promise whose claim it was, if a promise noticed it."""
        return self.case.split(" ", 1)[0].rstrip(":") if self.by in _PROMISED else ""


_PROMISED = frozenset({GATES_HOLD.id, PHASES_HOLD.id, SAFETY_COMES.id})


def kill_rate(
    catalogue: Catalogue,
    of: Iterable[Mutant] | None = None,
    told: Callable[[Kill], None] | None = None,
) -> tuple[Kill, ...]:
    """What became of each mutant; ``told`` hears of each as it comes."""
    found, bench = [], Bench(catalogue)
    for mutant in mutants(catalogue) if of is None else of:
        kill = bench.killed(mutant)
        if told is not None:
            told(kill)
        found.append(kill)
    return tuple(found)


@dataclass(frozen=True)
class Bench:
    """Where the mutants of a catalogue are tried. Whoever is told apart by the same bands of events
    is made once for all mutants: what holds of a person's symbols holds for each of them."""

    catalogue: Catalogue
    known: dict[Bands, tuple[Person, Search]] = field(default_factory=dict)

    def killed(self, mutant: Mutant) -> Kill:
        """The first property that turns red for a mutant."""
        kill = Kill(mutant.name, mutant.kind, mutant.about, mutant.of_gate)
        bands = Bands.of(mutant.catalogue)
        person, search = self.known.setdefault(bands, (Person(mutant.catalogue), Search()))
        world = World(mutant.catalogue, mutant.about, person)
        for one in WATCHES[mutant.kind]:
            for claim in one.claims(world):
                if not isinstance(claim, Claim) or search.breaks(claim):
                    return replace(kill, by=one.id, case=claim.says)
        alike = bands == Bands.of(self.catalogue)
        stricter = mutant.of_gate and alike and not self._lets_in(world, search)
        return replace(kill, stricter=stricter, accepted=ACCEPTED.get(mutant.name, ""))

    def _lets_in(self, world: World, search: Search) -> bool:
        """Whether anybody comes further with the mutant than with the catalogue as it is."""
        before = World(self.catalogue, world.about, world.known)
        for now, then in zip(world.days, before.days, strict=True):
            further = both(_further(now, world.about), no(_further(then, world.about)))
            if search.breaks(Claim("lets in", further, (now.person, then.person))):
                return True
        return False


def _further(today: Today, about: str) -> Formula:
    """The module is worked on, or the gate is open."""
    modules = [today.works(m) for m in today.modules if m.id == about]
    return either(*modules, *(today.open(gate) for gate in today.therapy.gates if gate.id == about))
