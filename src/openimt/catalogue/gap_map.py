"""What a catalogue cannot do yet: targets without tested help, needs that nothing covers together.

Needs are covered together when somebody can have all of them at once and, for each, a module that
aims at it is not kept out for good: none of the contraindications of the modules chosen holds, and
each of them can start for this person in some phase. Looked for exactly, over every set of up to
``LARGEST`` needs; a set is told only when each smaller part of it can be covered.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.condition import Condition
from openimt.catalogue.module import Module
from openimt.catalogue.possible import Wanted, Ways
from openimt.catalogue.reach import Reach, reach, wants
from openimt.terms import FACT_TARGETS, Evidence

LARGEST = 3
"""The most needs that are looked at together."""


WAYS = 5_000_000
"""Ways that one map may try in all; what is left undecided then counts as covered."""


@dataclass(frozen=True)
class TargetGap:
    """A target, the modules that aim at it, and the best class of evidence among them.

    ``competences``: what somebody must be trained in for any of them to be given; empty when one
    of them can be given by anybody, or there is none.
    """

    target: str
    name: str
    modules: tuple[str, ...]
    evidence: Evidence | None
    competences: tuple[str, ...]


@dataclass(frozen=True)
class NeedsGap:
    """Needs that no modules can cover together for anybody, and why."""

    targets: tuple[str, ...]
    says: str


@dataclass(frozen=True)
class GapMap:
    """The gaps of a catalogue. ``looked_at``: how many sets of needs were looked at."""

    targets: tuple[TargetGap, ...]
    not_together: tuple[NeedsGap, ...]
    looked_at: int

    @property
    def without_module(self) -> tuple[str, ...]:
        """Targets that no module aims at."""
        return tuple(one.target for one in self.targets if not one.modules)

    @property
    def without_trial(self) -> tuple[str, ...]:
        """Targets whose modules were not tested themselves (T1)."""
        return self._below(frozenset({Evidence.T1}))

    @property
    def without_tested_package(self) -> tuple[str, ...]:
        """Targets whose modules were tested neither themselves nor in a package (T1, T2)."""
        return self._below(frozenset({Evidence.T1, Evidence.T2}))

    @property
    def only_with_training(self) -> tuple[str, ...]:
        """Targets that nobody without special training can work on."""
        return tuple(one.target for one in self.targets if one.competences)

    def _below(self, enough: frozenset[Evidence]) -> tuple[str, ...]:
        return tuple(
            one.target for one in self.targets if one.modules and one.evidence not in enough
        )


def gap_map(catalogue: Catalogue, largest: int = LARGEST) -> GapMap:
    """The gaps of a catalogue; ``largest``: the most needs that are looked at together.

    >>> from openimt.catalogue.load import load
    >>> gap_map(load(), largest=1).not_together
    ()
    """
    known = reach(catalogue)
    known.ways = Ways(WAYS)
    search = _Search(catalogue, known)
    found = [gap for size in range(1, largest + 1) for gap in search.of_size(size)]
    return GapMap(tuple(_targets(catalogue)), tuple(found), search.looked_at)


def _targets(catalogue: Catalogue) -> Iterator[TargetGap]:
    for target in catalogue.targets.values():
        aiming = _aiming(catalogue, target.id)
        classes = sorted((m.evidence for m in aiming), key=list(Evidence).index)
        free = not aiming or any(not m.competences for m in aiming)
        needed = () if free else tuple(sorted({c for m in aiming for c in m.competences}))
        yield TargetGap(
            target.id, target.name, tuple(m.id for m in aiming), next(iter(classes), None), needed
        )


def _aiming(catalogue: Catalogue, target: str) -> list[Module]:
    return [m for m in catalogue.modules.values() if target in m.targets]


@dataclass
class _Search:
    catalogue: Catalogue
    found: Reach
    looked_at: int = 0
    bare: list[frozenset[str]] = field(default_factory=list)
    helping: dict[str, list[Module]] = field(default_factory=dict)
    starting: dict[str, list[Wanted]] = field(default_factory=dict)

    def of_size(self, size: int) -> Iterator[NeedsGap]:
        """Sets of so many needs that cannot be covered, though each smaller part can."""
        aimed_at = [t for t in self.catalogue.targets if _aiming(self.catalogue, t)]
        for needs in combinations(aimed_at, size):
            if any(known <= set(needs) for known in self.bare):
                continue
            self.looked_at += 1
            if not self._covered(needs):
                self.bare.append(frozenset(needs))
                yield NeedsGap(needs, self._why(needs))

    def _covered(self, needs: Sequence[str]) -> bool:
        """Try the modules for each need together; one module may cover several."""
        choices = [self._modules(need) for need in needs]
        return any(self._fits(needs, {m.id: m for m in chosen}) for chosen in product(*choices))

    def _modules(self, need: str) -> list[Module]:
        if need not in self.helping:
            known = set(self.catalogue.competences)
            self.helping[need] = [
                m
                for m in _aiming(self.catalogue, need)
                if m.id in self.found.starts and (not m.competences or set(m.competences) & known)
            ]
        return self.helping[need]

    def _fits(self, needs: Sequence[str], chosen: dict[str, Module]) -> bool:
        person = [*self._needs(needs), *_not_kept_out(chosen.values())]
        return all(self._can_start(module, person) for module in chosen.values())

    def _can_start(self, module: Module, person: list[Wanted]) -> bool:
        if module.id not in self.starting:
            self.starting[module.id] = [one for _, one in wants(module, self.catalogue)]
        return self.found.opens(module, [*self.starting[module.id], *person])

    def _needs(self, needs: Sequence[str]) -> list[Wanted]:
        """Somebody with these needs; what is a fact has no severity and asks for nothing here."""
        least = self.catalogue.settings.values.get("need_threshold", 0.0)
        severe = (n for n in needs if n not in FACT_TARGETS)
        return [Wanted(Condition("target", (n,), (("at_least", least),))) for n in severe]

    def _why(self, needs: Sequence[str]) -> str:
        for need in needs:
            if not self._modules(need):
                return f"no module for {need} can start, or nobody can be trained to give it"
        for modules in product(*(self._modules(need) for need in needs)):
            if clash := self._clash(needs, modules):
                return clash
        return "no modules for them can be given to one person"

    def _clash(self, needs: Sequence[str], modules: Sequence[Module]) -> str:
        """The clauses of one set of modules that stand in the way of these needs."""
        kept = {
            clause.id: Wanted(clause.when, False, m.id)
            for m in modules
            for clause in m.contraindicated
        }
        core = dict(kept)
        person = self._needs(needs)
        if self.found.can([*person, *core.values()]):
            held = [m.id for m in modules if not self._can_start(m, [*person, *core.values()])]
            return (
                f"{' and '.join(held)} cannot start for somebody with these needs" if held else ""
            )
        for one in kept:
            rest = {name: wanted for name, wanted in core.items() if name != one}
            if not self.found.can([*person, *rest.values()]):
                core = rest
        return f"{' and '.join(core)} keep out what would help"


def _not_kept_out(modules: Iterable[Module]) -> list[Wanted]:
    return [Wanted(c.when, False, m.id) for m in modules for c in m.contraindicated]
