"""A course, week by week: state, urges, acts, sessions, work, phase, and leaving early."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import exp, log, log1p

import numpy as np

from openimt.deliver.session import AppointmentState
from openimt.simulate.danger import acts, dangers, urges
from openimt.simulate.person import DOMAINS, State, Week
from openimt.simulate.policy import Desk, earlier_work, focus_of
from openimt.simulate.traits import Traits
from openimt.simulate.world import World
from openimt.terms import EventKind, Phase

_CRISES = frozenset(
    {EventKind.EMERGENCY_CARE, EventKind.ADMISSION, EventKind.CONTACT_OUTSIDE_ROUTE}
)
_GRAVE = frozenset({EventKind.SUICIDE_ATTEMPT, EventKind.SUICIDAL_INTENT, EventKind.SUICIDAL_PLAN})
Vector = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


@dataclass
class _Life:
    """What changes from week to week."""

    traits: Traits
    world: World
    rng: np.random.Generator
    desk: Desk
    phase: Phase
    gained: Vector = field(default_factory=lambda: np.zeros(4))
    wave: Vector = field(default_factory=lambda: np.zeros(4))
    setback: float = 0.0
    kept: int = 0
    in_phase: int = 0
    calm: int = 99
    harmless: int = 99


def live(
    traits: Traits, world: World, weeks: int, start: date, rng: np.random.Generator
) -> tuple[Week, ...]:
    """The weeks from the start until the end or until the person leaves."""
    desk = Desk(traits.archetype)
    desk.steps |= {d.module: d.step for d in earlier_work(traits.starts, traits.archetype)}
    life = _Life(traits, world, rng, desk, traits.starts)
    life.wave = world["latent.weekly"] * rng.standard_normal(4)
    found: list[Week] = []
    for number in range(weeks):
        found.append(_week(life, number, start))
        if _leaves(life, number + 1):
            break
    return tuple(found)


def _week(life: _Life, number: int, start: date) -> Week:
    world, rng = life.world, life.rng
    _drift(life, number)
    state = _state(life)
    suicidal, harm = urges(life.traits, state, world, rng)
    grave = dangers(life.traits, state, suicidal, world, rng)
    count = acts(life.traits, state, life.kept, world, rng)
    happened = tuple(dict.fromkeys((*_opening(life, number), *grave)))
    attended = _attended(life, number, state)
    homework = rng.random() < life.traits.homework
    work = (
        life.desk.work(life.phase, state, _skill(life, homework), world, rng)
        if (attended is AppointmentState.KEPT)
        else ()
    )
    phase = life.phase
    if attended is AppointmentState.KEPT:
        _gain(life, focus_of(work), homework)
    _move_on(life, happened, count)
    on = start + timedelta(weeks=number)
    every = (*happened, *[EventKind.SELF_HARM_ACT] * count)
    return Week(number, on, state, phase, attended, work, suicidal, harm, every, homework)


def _state(life: _Life) -> State:
    now = np.asarray(life.traits.base) - life.gained + life.wave + life.setback
    a, b, c, d = (float(x) for x in now)
    return a, b, c, d


def _drift(life: _Life, number: int) -> None:
    """Chance carries over from week to week; setbacks come and fade; nature heals a little."""
    world, rng = life.world, life.rng
    carry = world["latent.carry"]
    life.wave = carry * life.wave + world["latent.weekly"] * rng.standard_normal(4)
    life.setback *= world["latent.jump_fades"]
    if rng.random() < world["latent.jump"]:
        life.setback += world["latent.jump_size"]
    life.gained += (world["gain.natural"] + life.traits.drift) * _log_step(number) / log(14)


def _log_step(number: float) -> float:
    """How far log time goes in one more week or session."""
    return log1p(number + 1) - log1p(number)


def _gain(life: _Life, focus: frozenset[str], homework: bool) -> None:
    world = life.world
    reach = np.array([world["gain.focus" if d in focus else "gain.aside"] for d in DOMAINS])
    sizes = np.array([world[f"gain.{d}"] + world["gain.therapy"] for d in DOMAINS])
    per_step = sizes * reach * np.asarray(life.traits.response) * _skill(life, homework)
    life.gained += per_step * _log_step(life.kept) / log(14)
    life.kept += 1


def _skill(life: _Life, homework: bool) -> float:
    by_homework = life.world["skill.homework"] * ((1 if homework else 0) - life.traits.homework)
    return float(max(0.3, 1 + by_homework + life.world["skill.alliance"] * life.traits.alliance))


def _attended(life: _Life, number: int, state: State) -> AppointmentState | None:
    """What came of the week's appointment; None in a week without one."""
    world = life.world
    if life.traits.archetype.sessions_per_week <= 0.5 and number % 2:
        return None
    draw = life.rng.random()
    missed = world["session.missed"] * exp(0.25 * state[0] - 0.25 * life.traits.alliance)
    if draw < missed:
        return AppointmentState.MISSED
    if draw < missed + world["session.cancelled"]:
        return AppointmentState.CANCELLED_WITH_NOTICE
    if draw < missed + world["session.cancelled"] + world["session.by_us"]:
        return AppointmentState.CANCELLED_BY_US
    return AppointmentState.KEPT


def _opening(life: _Life, number: int) -> tuple[EventKind, ...]:
    """Who starts as an inpatient was admitted after a crisis."""
    if number or not life.traits.archetype.admitted:
        return ()
    return (EventKind.SUICIDAL_INTENT, EventKind.EMERGENCY_CARE, EventKind.ADMISSION)


def _move_on(life: _Life, happened: tuple[EventKind, ...], count: int) -> None:
    """The phase of next week: back after danger, on when calm and long enough."""
    life.in_phase += 1
    life.calm = 0 if _CRISES & set(happened) else life.calm + 1
    life.harmless = 0 if count or _GRAVE & set(happened) else life.harmless + 1
    if _GRAVE & set(happened):
        _enter(life, Phase.SAFETY)
    elif _ready(life):
        _enter(life, life.phase.next or life.phase)


def _ready(life: _Life) -> bool:
    world = life.world
    calm = life.calm >= world["phase.calm_weeks"]
    needs: Mapping[Phase, bool] = {
        Phase.SAFETY: life.in_phase >= 1,
        Phase.CONTAINMENT: calm and life.in_phase >= world["phase.containment_weeks"],
        Phase.REGULATION: calm
        and life.in_phase >= world["phase.regulation_weeks"]
        and life.harmless >= world["phase.attempt_weeks"],
        Phase.EXPLORATION: calm and life.in_phase >= world["phase.exploration_weeks"],
    }
    return needs.get(life.phase, False)


def _enter(life: _Life, phase: Phase) -> None:
    if phase is not life.phase:
        life.phase, life.in_phase = phase, 0


def _leaves(life: _Life, number: int) -> bool:
    """Whether the person stops coming after this many weeks."""
    fixed = life.traits.archetype.leaves_at_week
    draw = life.rng.random()
    if fixed is not None:
        return number >= fixed
    world = life.world
    quarter = min(6, (number - 1) // 13 + 1)
    weekly = -log1p(-world[f"leaving.quarter_{quarter}"]) / 13
    k = world["leaving.by_alliance"]
    return draw < 1 - exp(-weekly * exp(-k * life.traits.alliance - k**2 / 2))
