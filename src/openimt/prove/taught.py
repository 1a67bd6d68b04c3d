"""Whatever work asks a person to be able to do is taught somewhere."""

from collections.abc import Iterator
from dataclasses import dataclass

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.module import Module
from openimt.prove.cases import World
from openimt.prove.property import Claim, Counterexample


@dataclass(frozen=True)
class CapacitiesAreTaught:
    """Each capacity that is asked for has a module that builds it and does not ask for it first."""

    id: str = "capacities_are_taught"
    says: str = (
        "Whatever a prerequisite asks a person to be able to do is taught by a module that does "
        "not ask for the same first."
    )

    def claims(self, world: World) -> Iterator[Claim | Counterexample]:
        """What is written is enough to tell."""
        for name in sorted(asked_for(world.catalogue)):
            kind = world.catalogue.capacities.get(name)
            builders = [world.catalogue.modules.get(m) for m in kind.built_by] if kind else []
            if not any(m is not None and name not in _asks(m) for m in builders):
                yield Counterexample(f"no module teaches the capacity '{name}'")


def asked_for(catalogue: Catalogue) -> set[str]:
    """The capacities that some module's gates ask for."""
    return {name for module in catalogue.modules.values() for name in _asks(module)}


def _asks(module: Module) -> set[str]:
    gates = (*module.requires, *module.contraindicated, *module.not_yet)
    parts = [part for clause in gates for part in clause.when.flat()]
    return {part.of[0] for part in parts if part.asks == "capacity"}
