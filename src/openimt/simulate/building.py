"""Building a person: the course first, then everything that is recorded of it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from openimt.catalogue.catalogue import Catalogue
from openimt.deliver.session import Session
from openimt.formulate.assessment import (
    Context,
    Diagnosis,
    Event,
    Judgement,
    Reading,
    SafetyJudgement,
)
from openimt.formulate.understand import understand
from openimt.formulate.where import UNREVIEWED
from openimt.simulate.assessed import assessment
from openimt.simulate.forms import fill_forms, read_forms
from openimt.simulate.frame import Frame, Streams
from openimt.simulate.happened import (
    CLINICIAN,
    dated_events,
    diary_days,
    session_events,
    urge_events,
    weekly_checks,
)
from openimt.simulate.living import live
from openimt.simulate.meetings import appointments, ratings, sessions
from openimt.simulate.person import InventedPerson, Week
from openimt.simulate.policy import earlier_work, may_judge
from openimt.simulate.standing import (
    capacity_changes,
    common_changes,
    judgements_of_safety,
    plan_days,
    resilience_of,
    safety_plan_text,
)
from openimt.simulate.traits import Traits
from openimt.simulate.words import one, words
from openimt.terms import Phase, Truth


def build(
    frame: Frame,
    traits: Traits,
    rng: Streams,
    person_id: str,
    language: str,
) -> InventedPerson:
    """The whole course of a person with these traits."""
    weeks = live(traits, frame.world, frame.weeks, frame.start, rng["course"])
    left = len(weeks) < frame.weeks
    last = weeks[-1].on + timedelta(days=6) if left else frame.on
    known = _known(frame, traits, weeks, last, rng, person_id, language)
    person = replace(known, left_on=last if left else None)
    if left:
        planned = traits.archetype.leaves_at_week is not None
        bank = words()["leaving"]
        why = bank["planned"] if planned else one(bank["why"], rng["words"])
        person = replace(person, left_because=why)
    return _placed(_judged(person, frame.catalogue), frame.catalogue)


def _known(
    frame: Frame,
    traits: Traits,
    weeks: tuple[Week, ...],
    last: date,
    rng: Streams,
    person_id: str,
    language: str,
) -> InventedPerson:
    world, kind = frame.world, traits.archetype
    happened = dated_events(traits, weeks, last, world, rng["course"])
    checks = weekly_checks(traits, weeks, happened, last, world, rng["forms"])
    diary = diary_days(traits, weeks, happened, last, world, rng["diary"])
    left = len(weeks) < frame.weeks
    booked = appointments(traits, weeks, last, left, frame.zone, world, rng["meetings"])
    held = sessions(person_id, weeks, booked, language, rng["meetings"])
    days = {number: booking.at.date() for number, booking in booked if number is not None}
    asked = fill_forms(traits, weeks, world, rng["forms"])
    forms = sorted(
        (*asked, *checks, *ratings(traits, held, world, rng["forms"])),
        key=lambda f: (f.on, f.instrument),
    )
    readings, worrying = read_forms(person_id, tuple(f for f in forms if f.on <= last))
    brs = next((r.value for r in reversed(readings) if r.measure == "brs"), None)
    before = earlier_work(traits.starts, kind)
    return InventedPerson(
        id=person_id,
        name=_name(language, rng["words"]),
        language=language,
        archetype=kind.id,
        therapy=kind.therapy,
        born=_born(frame.on, rng["words"]),
        start=frame.start,
        on=frame.on,
        left_on=None,
        left_because="",
        weeks=weeks,
        phases=_phases(weeks),
        forms=tuple(forms),
        diary=diary,
        readings=(*_judged_targets(traits, frame), *readings),
        events=_sorted_events(happened, urge_events(checks), session_events(weeks, days)),
        safety_answers=worrying,
        appointments=tuple(booking for _, booking in booked),
        sessions=held,
        before=before,
        common=common_changes(weeks, last, world, rng["records"]),
        capacities=capacity_changes(traits, frame.start, before, held, frame.catalogue),
        judgements=(),
        safety=_safety(traits, weeks, held, last),
        safety_plan=safety_plan_text(traits, language, plan_days(held), rng["words"]),
        diagnosis=Diagnosis(one(("6D11.5", "F60.31"), rng["words"]), CLINICIAN, frame.start),
        resilience=resilience_of(traits, brs, rng["words"]),
        preferences=dict(kind.wishes),
        context=Context(kind.sessions_per_week, kind.competences),
    )


def _name(language: str, rng: np.random.Generator) -> str:
    bank = words()["names"][language]
    letter = "ABCDEFGHIJKLMNOPRSTVWZ"[int(rng.integers(22))]
    return f"{one(bank['first'], rng)} {letter}. {bank['mark']}"


def _born(on: date, rng: np.random.Generator) -> date:
    return on - timedelta(days=int(rng.integers(20 * 366, 56 * 365)))


def _phases(weeks: tuple[Week, ...]) -> tuple[tuple[Phase, date], ...]:
    changed = [w for n, w in enumerate(weeks) if n == 0 or w.phase is not weeks[n - 1].phase]
    return tuple((week.phase, week.on) for week in changed)


def _sorted_events(*groups: Iterable[Event]) -> tuple[Event, ...]:
    every = [event for group in groups for event in group]
    return tuple(sorted(every, key=lambda e: (e.on, e.kind, e.value or 0)))


def _judged_targets(traits: Traits, frame: Frame) -> tuple[Reading, ...]:
    """What a clinician judged at the start, where no questionnaire of the battery speaks of it."""
    return tuple(
        Reading(frame.start, target=target, severity=severity, sd=0.15, by=CLINICIAN)
        for target, severity in traits.archetype.targets.items()
        if target in frame.catalogue.targets
    )


def _safety(
    traits: Traits,
    weeks: tuple[Week, ...],
    held: tuple[Session, ...],
    last: date,
) -> tuple[SafetyJudgement, ...]:
    found = judgements_of_safety(traits, weeks, held)
    if not traits.risk_judged:
        return found
    day = last - timedelta(days=1)
    base = found[-1] if found else SafetyJudgement()
    danger = replace(
        base, imminent_risk=True, judged_by=CLINICIAN, judged_on=day, until=day + timedelta(days=7)
    )
    return (*(j for j in found if j.judged_on is not None and j.judged_on < day), danger)


def _judged(person: InventedPerson, catalogue: Catalogue) -> InventedPerson:
    """The judgements by which the clinician moved the person on where the records show nothing."""
    profile = understand(assessment(person), catalogue)
    reached = person.weeks[-1].phase
    passed = [gate for gate in profile.gates if gate.leaves.order < reached.order]
    open_states = {Truth.UNKNOWN, Truth.NOT_MET}
    missing = [c.id for gate in passed for c in gate.criteria if c.state in open_states]
    day = max((on for _, on in person.phases if on <= person.on), default=person.start)
    says = words()["judgement"]["says"]
    made = tuple(
        (day, Judgement(c, True, CLINICIAN, person.on + timedelta(weeks=8), says[n % len(says)]))
        for n, c in enumerate(missing)
        if c in may_judge()
    )
    return replace(person, judgements=made)


def _placed(person: InventedPerson, catalogue: Catalogue) -> InventedPerson:
    """The phases, ending in the one that the core itself finds on the last day."""
    profile = understand(assessment(person), catalogue)
    if profile.phase is person.phases[-1][0]:
        return person
    day = max(person.phases[-1][1] + timedelta(days=1), person.weeks[-1].on, *_alarms(person))
    return replace(person, phases=(*person.phases, (profile.phase, min(day, person.on))))


def _alarms(person: InventedPerson) -> list[date]:
    """The days of what may have brought the person back into safety."""
    unreviewed = [e.on for e in person.events if e.kind in UNREVIEWED and not e.reviewed_by]
    judged = [j.judged_on for j in person.safety if j.imminent_risk and j.judged_on]
    return [*unreviewed, *judged]
