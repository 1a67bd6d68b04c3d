"""Urges, acts and dangers of one week, from the state: invented facts, never a forecast."""

from math import exp

import numpy as np

from openimt.simulate.person import State
from openimt.simulate.traits import Traits
from openimt.simulate.world import World
from openimt.terms import EventKind


def urges(traits: Traits, state: State, world: World, rng: np.random.Generator) -> tuple[int, int]:
    """The suicidal and the self-harm urge of the week, each 0 to 5."""
    centre = world["urge.centre"] + world["urge.slope"] * state[0]
    noise = world["urge.noise"] * rng.standard_normal(2)
    suicidal = centre - 0.4 + traits.archetype.urge + noise[0]
    harm = centre + (0.8 if traits.acts > 0.6 else -0.5 if traits.acts == 0 else 0.0) + noise[1]
    return _cut(suicidal), _cut(harm)


def acts(traits: Traits, state: State, kept: int, world: World, rng: np.random.Generator) -> int:
    """Acts of self-harm in the week: log-linear in the state, falling with what was learnt."""
    by_state = world["act.by_sym"] * state[0] + world["act.by_reg"] * state[1]
    rate = traits.acts * exp(by_state - world["act.learning"] * kept)
    return int(min(rng.poisson(min(rate, 30.0)), world["act.most"]))


def dangers(
    traits: Traits, state: State, urge: int, world: World, rng: np.random.Generator
) -> tuple[EventKind, ...]:
    """Intent, plan, attempt, emergency care, admission and contacts outside the agreed route."""
    found: list[EventKind] = []
    worse = exp(world["danger.by_sym"] * state[0])
    draw = rng.random(6)
    if draw[0] < world["danger.intent"] * worse and urge >= 3:
        found.append(EventKind.SUICIDAL_INTENT)
        if draw[1] < world["danger.plan"]:
            found.append(EventKind.SUICIDAL_PLAN)
    if draw[2] < world["danger.attempt"] * worse and traits.archetype.act_rate > 0:
        found += [EventKind.SUICIDE_ATTEMPT, EventKind.EMERGENCY_CARE]
        if draw[3] < world["danger.admitted"]:
            found.append(EventKind.ADMISSION)
    elif draw[4] < world["danger.emergency"] * worse:
        found.append(EventKind.EMERGENCY_CARE)
    if draw[5] < world["danger.outside"] * worse:
        found.append(EventKind.CONTACT_OUTSIDE_ROUTE)
    return tuple(found)


def _cut(value: float) -> int:
    return int(min(5, max(0, round(value))))
