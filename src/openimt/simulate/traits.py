"""Who somebody is, drawn before their first week: what stays the same throughout a course."""

from dataclasses import dataclass, replace
from math import exp

import numpy as np

from openimt.simulate.archetype import Archetype, archetypes
from openimt.simulate.person import DOMAINS, State
from openimt.simulate.world import World
from openimt.terms import EventKind, Phase


@dataclass(frozen=True)
class Traits:
    """What is drawn once a person.

    ``base``: the state at the start. ``response``: factor on what sessions gain, by domain, mean 1.
    ``drift``: own slope on log time. ``acts``: expected acts a week at an average state.
    ``alliance`` in SD, higher is better; ``homework``: chance that it is done.
    ``late``: an event so many days before the end; ``answer_days``: likewise a worrying answer;
    ``risk_judged``: the clinician judges imminent risk on the day before the end.
    """

    archetype: Archetype
    base: State
    response: State
    drift: float
    acts: float
    alliance: float
    homework: float
    starts: Phase
    late: tuple[EventKind, int] | None = None
    answer_days: int | None = None
    risk_judged: bool = False


def draw_traits(world: World, rng: np.random.Generator, kind: Archetype | None = None) -> Traits:
    """A person's traits; the archetype is drawn by weight unless one is given."""
    chosen = _archetype(rng)
    kind = kind or chosen
    general = world["latent.general"] * rng.standard_normal()
    own = world["latent.domain"] * rng.standard_normal(4)
    base = [general + own[n] + kind.shift.get(name, 0.0) for n, name in enumerate(DOMAINS)]
    sigma = world["gain.spread"]
    response = np.exp(sigma * rng.standard_normal(4) * 0.5 + sigma * rng.standard_normal() * 0.8)
    response /= exp(sigma**2 * (0.25 + 0.64) / 2)
    frailty = rng.gamma(world["act.spread"], 1 / world["act.spread"])
    return Traits(
        archetype=kind,
        base=_four(base),
        response=_four(response),
        drift=float(world["latent.drift"] * rng.standard_normal()),
        acts=_acts(world, kind, float(frailty)),
        alliance=float(rng.standard_normal()),
        homework=float(rng.beta(3, 2)),
        starts=kind.starts,
    )


def with_earlier(traits: Traits, starts: Phase, gain: float) -> Traits:
    """The same person after earlier treatment that gained so much and led up to a phase."""
    base = _four([x - gain for x in traits.base])
    return replace(traits, base=base, starts=starts)


def _archetype(rng: np.random.Generator) -> Archetype:
    kinds = tuple(archetypes().values())
    weights = np.array([kind.weight for kind in kinds])
    return kinds[int(rng.choice(len(kinds), p=weights / weights.sum()))]


def _acts(world: World, kind: Archetype, frailty: float) -> float:
    """Who is called a weekly self-harmer is one: there the frailty is drawn towards 1."""
    steady = (frailty + 3) / 4 if kind.act_rate > 1 else frailty
    return world["act.rate"] * kind.act_rate * steady


def _four(values: "np.ndarray | list[float]") -> State:
    a, b, c, d = (float(x) for x in values)
    return a, b, c, d
