"""From weeks to dated events, the weekly safety check and the diary, all telling the same story."""

from datetime import date, timedelta

import numpy as np

from openimt.deliver.session import AppointmentState
from openimt.formulate.assessment import Event
from openimt.formulate.where import UNREVIEWED
from openimt.simulate.person import Filled, Week
from openimt.simulate.traits import Traits
from openimt.simulate.world import World
from openimt.terms import EventKind

CLINICIAN = "dr-invented"
"""Who reviews and judges in invented courses."""

_OF_SESSION = {
    AppointmentState.KEPT: EventKind.SESSION_KEPT,
    AppointmentState.MISSED: EventKind.SESSION_MISSED,
    AppointmentState.CANCELLED_WITH_NOTICE: EventKind.SESSION_CANCELLED,
}


def dated_events(
    traits: Traits, weeks: tuple[Week, ...], on: date, world: World, rng: np.random.Generator
) -> tuple[Event, ...]:
    """What happened, each on its day up to ``on``. Dangers are reviewed within a few days."""
    found = []
    for week in weeks:
        for kind in week.happened:
            day = week.on + timedelta(days=int(rng.integers(7)))
            found.append(_event(kind, min(day, on), on, world))
    if traits.late is not None:
        kind, days = traits.late
        found.append(Event(kind, on - timedelta(days=days)))
    return tuple(sorted(found, key=lambda e: (e.on, e.kind)))


def _event(kind: EventKind, day: date, on: date, world: World) -> Event:
    reviewed = kind in UNREVIEWED and (on - day).days > world["danger.reviewed_days"]
    return Event(kind, day, reviewed_by=CLINICIAN if reviewed else "")


def session_events(weeks: tuple[Week, ...], day_of: dict[int, date]) -> tuple[Event, ...]:
    """Sessions as events; one cancelled by us is nobody's event."""
    return tuple(
        Event(_OF_SESSION[week.attended], day_of[week.number])
        for week in weeks
        if week.attended in _OF_SESSION and week.number in day_of
    )


def weekly_checks(
    traits: Traits,
    weeks: tuple[Week, ...],
    events: tuple[Event, ...],
    on: date,
    world: World,
    rng: np.random.Generator,
) -> tuple[Filled, ...]:
    """The weekly safety checks that were filled; each speaks of the seven days before it."""
    chance = world["form.answered"] if traits.archetype.forms is None else traits.archetype.forms
    found = []
    for week in weeks:
        day = min(week.on + timedelta(days=6), on)
        last = week is weeks[-1] and traits.answer_days is not None
        if last:
            day = on - timedelta(days=traits.answer_days or 0)
        if rng.random() < chance or last:
            found.append(_check(week, day, events, strong=last))
    return tuple(found)


def _check(week: Week, day: date, events: tuple[Event, ...], strong: bool) -> Filled:
    def yes(kind: EventKind) -> float:
        since = day - timedelta(days=7)
        return float(any(e.kind is kind and since < e.on <= day for e in events))

    values: dict[str, float | None] = {
        "suicidal_urge": float(max(week.suicidal_urge, 4) if strong else week.suicidal_urge),
        "self_harm_urge": float(week.self_harm_urge),
        "self_harm_act": yes(EventKind.SELF_HARM_ACT),
        "attempt": yes(EventKind.SUICIDE_ATTEMPT),
        "ingestion": 0.0,
        "intent": yes(EventKind.SUICIDAL_INTENT),
    }
    asked = (values["suicidal_urge"] or 0) >= 4 or values["intent"]
    values["plan"] = yes(EventKind.SUICIDAL_PLAN) if asked else None
    values["access"] = 0.0 if asked else None
    return Filled("oi-safety", day, values)


def urge_events(checks: tuple[Filled, ...]) -> tuple[Event, ...]:
    """Both urges of each weekly check as dated facts, 0 included: an answer is not a gap."""
    kinds = {
        "suicidal_urge": EventKind.SUICIDAL_URGE,
        "self_harm_urge": EventKind.SELF_HARM_URGE,
    }
    return tuple(
        Event(kind, check.on, check.values[item])
        for check in checks
        for item, kind in kinds.items()
    )


def diary_days(
    traits: Traits,
    weeks: tuple[Week, ...],
    events: tuple[Event, ...],
    on: date,
    world: World,
    rng: np.random.Generator,
) -> tuple[Filled, ...]:
    """The diary: most days at first, fewer as the weeks pass; a blank day is not a zero."""
    acts = {e.on for e in events if e.kind is EventKind.SELF_HARM_ACT}
    attempts = {e.on for e in events if e.kind is EventKind.SUICIDE_ATTEMPT}
    full = world["form.diary"] if traits.archetype.diary is None else traits.archetype.diary
    found = []
    for week in weeks:
        chance = max(0.0, full - world["form.diary_fades"] * week.number)
        for n in range(7):
            day = week.on + timedelta(days=n)
            if rng.random() < chance and day <= on:
                found.append(_diary_day(week, day, day in acts, day in attempts, rng))
    return tuple(found)


def _diary_day(week: Week, day: date, act: bool, attempt: bool, rng: np.random.Generator) -> Filled:
    sym, reg, others, own = week.state
    noise: list[float] = rng.standard_normal(9).tolist()
    suicidal = _cut(week.suicidal_urge - 0.3 + 0.7 * noise[0], 5)
    harm = max(_cut(week.self_harm_urge - 0.3 + 0.8 * noise[1], 5), 3.0 if act else 0.0)
    asked = act or suicidal >= 4
    values: dict[str, float | None] = {
        "sad": _half(5 + 1.5 * sym + 1.5 * noise[2]),
        "afraid": _half(4 + 1.5 * others + 1.5 * noise[3]),
        "angry": _half(3.5 + 1.5 * reg + 1.8 * noise[4]),
        "ashamed": _half(4 + 1.5 * own + 1.5 * noise[5]),
        "empty": _half(4.5 + 1.5 * own + 1.5 * noise[6]),
        "content": _half(4 - 1.5 * sym + 1.5 * noise[7]),
        "tension": _half(5 + 1.2 * sym + 1.0 * reg + 1.5 * noise[8]),
        "suicidal_urge": suicidal,
        "intent": 0.0 if suicidal >= 4 else None,
        "self_harm_urge": harm,
        "self_harm_act": float(act),
        "ingestion": 0.0 if asked else None,
        "attempt": float(attempt) if asked else None,
        "other_urge": _cut(1.0 + 0.7 * reg + rng.standard_normal(), 5),
        "other_act": None,
        "skills": float(rng.integers(0, 4)),
        "sleep": _cut(7 - 0.5 * sym + rng.standard_normal(), 14),
    }
    values["other_act"] = float(rng.random() < 0.3) if (values["other_urge"] or 0) >= 1 else None
    return Filled("oi-day", day, values)


def _cut(value: float, most: float) -> float:
    return float(min(most, max(0.0, round(value))))


def _half(value: float) -> float:
    """A feeling thought of from 0 to 10, as the diary asks it: from 0 to 5."""
    return _cut(value / 2, 5)
