"""Appointments past and to come, the sessions that were held, and what each side said of them."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from openimt.deliver.series import Rhythm, series
from openimt.deliver.session import AppointmentState, ModuleWork, Place, Session
from openimt.simulate.person import Appointment, Filled, Week
from openimt.simulate.traits import Traits
from openimt.simulate.words import one, words
from openimt.simulate.world import World

AHEAD_WEEKS = 8
"""How far ahead appointments are planned."""
SATURDAY = 5


def appointments(
    traits: Traits,
    weeks: tuple[Week, ...],
    on: date,
    left: bool,
    zone: ZoneInfo,
    world: World,
    rng: np.random.Generator,
) -> tuple[tuple[int | None, Appointment], ...]:
    """One series at a fixed local hour, each with the week it belongs to (None = still to come)."""
    slow = traits.archetype.sessions_per_week <= 0.5
    first = _working_day(int(rng.integers(5)), weeks[0].on)
    hour = time(int(rng.integers(8, 18)), 0)
    until = weeks[-1].on + timedelta(days=6) if left else on + timedelta(weeks=AHEAD_WEEKS)
    rhythm = Rhythm.FORTNIGHTLY if slow else Rhythm.WEEKLY
    moments = series(first, hour, zone, rhythm=rhythm, until=until)
    return tuple(_appointment(m, weeks, on, world, rng) for m in moments)


def _working_day(which: int, start: date) -> date:
    """That one (0 to 4) of the five working days in the week that begins on ``start``."""
    week = [start + timedelta(days=n) for n in range(7)]
    return [day for day in week if day.weekday() < SATURDAY][which]


def _appointment(
    moment: datetime, weeks: tuple[Week, ...], on: date, world: World, rng: np.random.Generator
) -> tuple[int | None, Appointment]:
    remote = rng.random() < world["session.remote"]
    place = Place.REMOTE if remote else Place.IN_PERSON
    number = (moment.date() - weeks[0].on).days // 7
    known = number < len(weeks) and moment.date() < on
    state = weeks[number].attended if known else None
    if state is None:
        return None, Appointment(moment, AppointmentState.PLANNED, place)
    return number, Appointment(moment, state, place)


def sessions(
    person: str,
    weeks: tuple[Week, ...],
    booked: tuple[tuple[int | None, Appointment], ...],
    language: str,
    rng: np.random.Generator,
) -> tuple[Session, ...]:
    """The sessions that were held, with a short note and the homework agreed.

    ``language``: the person's, since they read the homework; the note is the therapist's.
    """
    days = [appointment.at.date() for _, appointment in booked]
    found = []
    for place, (number, appointment) in enumerate(booked):
        if number is None or appointment.state is not AppointmentState.KEPT:
            continue
        work = weeks[number].work
        found.append(
            Session(
                patient=person,
                at=appointment.at,
                minutes=50,
                place=appointment.place,
                work=tuple(_noted(w, rng) for w in work),
                note=one(words()["notes"]["opening"], rng),
                homework=one(words()["homework"][language], rng),
                next_on=days[place + 1] if place + 1 < len(days) else None,
            )
        )
    return tuple(found)


def _noted(work: ModuleWork, rng: np.random.Generator) -> ModuleWork:
    bank = words()["notes"].get(work.module, ["Went on with it."])
    return ModuleWork(work.module, work.step_before, work.step_after, one(bank, rng))


def ratings(
    traits: Traits, held: tuple[Session, ...], world: World, rng: np.random.Generator
) -> tuple[Filled, ...]:
    """How the person found the sessions, and each month whether they know where they are."""
    chance = world["form.answered"] if traits.archetype.forms is None else traits.archetype.forms
    items = ("understood", "aims", "useful", "pace", "safe")
    found = []
    for n, session in enumerate(held):
        day, draw = session.at.date(), rng.random()
        centre = 2.7 + 0.5 * traits.alliance + 0.02 * n
        noise = 0.6 * rng.standard_normal(len(items) + 1)
        if draw < chance:
            values = {i: _choice(centre + x) for i, x in zip(items, noise, strict=False)}
            found.append(Filled("oi-session-client", day, values))
            if n % 4 == 3:
                found.append(Filled("oi-where", day, {"where": _choice(centre - 0.5 + noise[-1])}))
    return tuple(found)


def _choice(value: float) -> float:
    return float(min(4, max(0, round(float(value)))))
