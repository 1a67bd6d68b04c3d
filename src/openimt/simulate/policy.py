"""What the invented clinic works on: a plain habit of modules by phase, and steps that move."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

import numpy as np

from openimt.deliver.session import ModuleWork
from openimt.formulate.assessment import Delivered
from openimt.simulate.archetype import Archetype
from openimt.simulate.person import DOMAINS, State
from openimt.simulate.world import World
from openimt.terms import PHASES, Phase, Step

_DOMAIN_OF = {"s": "sym", "r": "reg", "i": "int", "n": "slf"}


@cache
def habits() -> Mapping[str, Mapping[str, object]]:
    """The tables of ``policy.toml``."""
    text = files("openimt.simulate").joinpath("policy.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def usual_modules(phase: Phase, kind: Archetype) -> tuple[str, ...]:
    """The modules that the clinic usually gives this archetype in a phase, in order."""
    listed = habits()["modules"][phase.value]
    own = kind.add.get(phase.value, ())
    usual = listed if isinstance(listed, list) else []
    return tuple(m for m in (*own, *usual) if m not in kind.skip)


def earlier_gain(phase: Phase) -> float:
    """What earlier treatment that led up to a phase gained, in SD."""
    return float(str(habits()["earlier_gain"][phase.value]))


def earlier_work(starts: Phase, kind: Archetype) -> tuple[Delivered, ...]:
    """Work done in earlier treatment by somebody who starts in a later phase."""
    done = [m for phase in PHASES[1 : starts.order] for m in usual_modules(phase, kind)]
    return tuple(Delivered(m, step=Step.KEEP, sessions=6) for m in dict.fromkeys(done))


@dataclass
class Desk:
    """What lies on the table: steps by module, and which modules were passed over."""

    kind: Archetype
    steps: dict[str, int] = field(default_factory=dict)
    passed: set[str] = field(default_factory=set)

    def work(
        self, phase: Phase, state: State, skill: float, world: World, rng: np.random.Generator
    ) -> tuple[ModuleWork, ...]:
        """One session's work: up to two open modules, each perhaps one step further."""
        open_now = self._open(phase, state, world, rng)[: world.numbers.whole("policy.at_once")]
        return tuple(self._one(module, skill, world, rng) for module in open_now)

    def _open(
        self, phase: Phase, state: State, world: World, rng: np.random.Generator
    ) -> list[str]:
        begun = [m for m, step in self.steps.items() if 0 < step < Step.KEEP]
        for module in usual_modules(phase, self.kind):
            if module not in self.steps and module not in self.passed:
                if rng.random() < _chance(module, state, world):
                    begun.append(module)
                else:
                    self.passed.add(module)
        return list(dict.fromkeys(begun))

    def _one(self, module: str, skill: float, world: World, rng: np.random.Generator) -> ModuleWork:
        before = self.steps.get(module, 0)
        moves = before == 0 or rng.random() < world["policy.step"] * skill
        after = min(Step.KEEP, before + 1) if moves else before
        self.steps[module] = int(after)
        return ModuleWork(module, int(before), int(after))


def _chance(module: str, state: State, world: World) -> float:
    """How likely a module of the phase is given: likelier where its domain is worse (the dial)."""
    own = state[DOMAINS.index(_DOMAIN_OF[module[0]])]
    always = module in {"s1", "s2", "n7"}
    return 1.0 if always else min(1.0, max(0.2, 0.85 + world["policy.confounding"] * own))


def focus_of(work: tuple[ModuleWork, ...]) -> frozenset[str]:
    """The domains that a session's work aims at."""
    return frozenset(_DOMAIN_OF[w.module[0]] for w in work if w.module[0] in _DOMAIN_OF)


def may_judge() -> frozenset[str]:
    """Criteria that an invented clinician may judge where the records do not show them."""
    listed = habits()["may_judge"]["criteria"]
    return frozenset(str(c) for c in listed) if isinstance(listed, list) else frozenset()
