"""What is known of an invented person on a day, as the planner's input."""

from datetime import date
from functools import reduce

from openimt.deliver.progress import apply_session
from openimt.formulate.assessment import (
    Assessment,
    CommonReading,
    Delivered,
    SafetyAnswer,
    SafetyJudgement,
)
from openimt.simulate.person import InventedPerson
from openimt.terms import CommonState

ANSWERS_WEEKS = 4
"""Worrying answers count as recent for so many weeks."""


def assessment(person: InventedPerson, on: date | None = None) -> Assessment:
    """Everything known of the person on the day ``on`` (default: the last day of the course)."""
    day = on or person.on
    return Assessment(
        patient=person.id,
        on=day,
        readings=tuple(r for r in person.readings if r.on is not None and r.on <= day),
        events=tuple(e for e in person.events if e.on <= day),
        safety_answers=_answers(person, day),
        diagnosis=person.diagnosis,
        safety=_safety(person, day),
        common=_common(person, day),
        delivered=delivered(person, day),
        capacities={c.capacity: c.state for c in person.capacities if c.on <= day},
        judgements=tuple(j for made, j in person.judgements if made <= day),
        resilience=person.resilience,
        therapy=person.therapy,
        preferences=person.preferences,
        context=person.context,
    )


def delivered(person: InventedPerson, on: date) -> tuple[Delivered, ...]:
    """The work done up to a day: earlier treatment, and every session held since."""
    held = [session for session in person.sessions if session.at.date() <= on]
    return reduce(apply_session, held, person.before)


def _answers(person: InventedPerson, on: date) -> tuple[SafetyAnswer, ...]:
    return tuple(
        answer
        for answer in person.safety_answers
        if answer.on is not None and 0 <= (on - answer.on).days < 7 * ANSWERS_WEEKS
    )


def _safety(person: InventedPerson, on: date) -> SafetyJudgement:
    made = [j for j in person.safety if j.judged_on is not None and j.judged_on <= on]
    return made[-1] if made else SafetyJudgement()


def _common(person: InventedPerson, on: date) -> dict[str, CommonReading]:
    found: dict[str, CommonReading] = {}
    for change in person.common:
        if change.on <= on:
            held = sum(1 for s in person.sessions if change.on <= s.at.date() <= on)
            repairing = change.state is CommonState.NEEDS_REPAIR
            found[change.module] = CommonReading(
                change.state, change.on, change.because, held if repairing else None
            )
    return found
