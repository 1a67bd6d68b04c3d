"""A course in which facts turn out well: what liveness is proved with (clinical decisions, 10).

Sessions are kept and safety is judged, modules reach their steps at the usual dose, readings get
better, capacities come with the modules that build them, and where the records cannot tell a
criterion a named person judges it. Nothing new and bad happens. Nothing else is pushed.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from openimt.catalogue.catalogue import Catalogue
from openimt.formulate.assessment import (
    Assessment,
    CommonReading,
    Delivered,
    Event,
    Judgement,
    Reading,
    SafetyJudgement,
)
from openimt.formulate.profile import Profile
from openimt.formulate.understand import understand
from openimt.plan.plan import Plan
from openimt.plan.propose import propose
from openimt.prove.hope import hopes
from openimt.terms import (
    CapacityState,
    CommonState,
    EventKind,
    ModuleKind,
    Phase,
    SafetyPlanState,
    Truth,
)

STRIDE = 4
"""Weeks from one look to the next."""


@dataclass(frozen=True)
class Look:
    """What was found in one week of a course."""

    week: int
    phase: Phase
    profile: Profile
    plan: Plan

    @property
    def done(self) -> bool:
        """Whether every gate is open: treatment can end."""
        return all(gate.open for gate in self.profile.gates)


def course(
    start: Assessment,
    catalogue: Catalogue,
    weeks: int,
    *,
    horizon: int = 78,
    leaves: bool = False,
    ease: float = 0.9,
) -> list[Look]:
    """The looks at one course until every gate is open, or the weeks are over.

    Every plan looks ahead as far as the first (``horizon`` weeks), however long the course has run;
    who leaves on a known day has a horizon that shrinks (``leaves``). ``ease``: what is left of a
    reading after each stride; near 1 most needs stay and have to be worked through.
    """
    person, looks, planned = start, [], None
    for week in range(0, weeks + 1, STRIDE):
        left = max(1, weeks - week) if leaves else horizon
        profile = understand(person, catalogue, planned)
        plan = propose(profile, catalogue, horizon_weeks=left, time_limit=0)
        looks.append(Look(week, profile.phase, profile, plan))
        if looks[-1].done:
            break
        planned = {p.module for p in plan.placements}
        person = _month_later(person, plan, profile, catalogue, ease)
    return looks


def _month_later(
    a: Assessment, plan: Plan, profile: Profile, catalogue: Catalogue, ease: float
) -> Assessment:
    on = a.on + timedelta(weeks=STRIDE)
    delivered = _delivered(a, plan, catalogue)
    return replace(
        a,
        on=on,
        events=_happened(a, on),
        safety=_safety(a, plan, on),
        safety_answers=(),
        common={m.id: CommonReading(CommonState.MET, on) for m in catalogue.common()},
        delivered=delivered,
        capacities=_capacities(a, delivered, catalogue),
        readings=_better(a, on, ease),
        judgements=_judged(a, profile, catalogue),
    )


def _delivered(a: Assessment, plan: Plan, catalogue: Catalogue) -> tuple[Delivered, ...]:
    """What the plan places in these weeks is given; a module's steps follow its usual dose."""
    given = {d.module: d for d in a.delivered}
    now = [
        p
        for p in plan.placements
        if p.start_week < STRIDE and catalogue.module(p.module).kind is ModuleKind.SPECIFIC
    ]
    share = max(1.0, STRIDE * a.context.sessions_per_week / max(1, len(now)))
    for p in now:
        was = given.get(p.module, Delivered(p.module))
        sessions = was.sessions + round(share)
        step = min(4, max(was.step, 1 + 3 * sessions // catalogue.module(p.module).dose.usual))
        given[p.module] = replace(was, sessions=sessions, step=step, ended="")
    return tuple(given.values())


def _happened(a: Assessment, on: date) -> tuple[Event, ...] | None:
    """Kept sessions; old events have been reviewed. Who will not be asked is not asked."""
    if a.events is None:
        return None
    kept = tuple(
        Event(EventKind.SESSION_KEPT, a.on + timedelta(weeks=w + 0.5)) for w in range(STRIDE)
    )
    return tuple(replace(e, reviewed_by=e.reviewed_by or "dr-a") for e in a.events) + kept


def _safety(a: Assessment, plan: Plan, on: date) -> SafetyJudgement:
    """A named person judges again, and what was offered is made, unless it was declined."""
    was = a.safety
    offered = plan.placement("s1") is not None and was.plan is not SafetyPlanState.DECLINED
    made = SafetyPlanState.MADE if offered else was.plan
    return SafetyJudgement(False, "dr-a", on, None, made, on if made else None)


def _capacities(
    a: Assessment, delivered: tuple[Delivered, ...], catalogue: Catalogue
) -> dict[str, CapacityState]:
    """Shown once a module that builds it is at step 3; what none builds, in passing; what nobody
    had looked at and a wished module asks for, as soon as somebody looks."""
    steps = {d.module: d.step for d in delivered}
    built = {
        c.id: CapacityState.SHOWN
        for c in catalogue.capacities.values()
        if not c.built_by or any(steps.get(m, 0) >= 3 for m in c.built_by)
    }
    needless = {c: s for c, s in a.capacities.items() if s is CapacityState.NOT_NEEDED}
    looked_at = {
        c: CapacityState.SHOWN
        for c in _asked_for_wishes(a, catalogue, "capacity")
        if a.capacities.get(c, CapacityState.UNKNOWN) is CapacityState.UNKNOWN
    }
    return {**a.capacities, **looked_at, **built, **needless}


def _better(a: Assessment, on: date, ease: float) -> tuple[Reading, ...]:
    """Each measure once more, lower than last time; judged severities fall alike."""
    newest = {
        (r.measure, r.target, r.by): r for r in sorted(a.readings, key=lambda r: r.on or a.on)
    }
    again = tuple(
        replace(
            r,
            on=on,
            value=None if r.value is None else round(r.value * ease, 1),
            severity=None if r.severity is None else round(r.severity * ease, 3),
        )
        for r in newest.values()
    )
    return a.readings + again


def _judged(a: Assessment, profile: Profile, catalogue: Catalogue) -> tuple[Judgement, ...]:
    """A person judges what the records cannot tell about the phase the course is in, and about
    the gates of what is wished for."""
    known = {j.criterion for j in a.judgements}
    unknown = [
        c.id
        for gate in profile.gates
        if gate.leaves in {profile.phase, Phase.SAFETY}
        for c in gate.criteria
        if c.state is Truth.UNKNOWN and c.id not in known
    ]
    hoped = hopes(catalogue)
    asked = sorted(_asked_for_wishes(a, catalogue, "judgement") - known)
    return (
        *a.judgements,
        *(Judgement(c, True, "dr-a", None, "seen") for c in unknown),
        *(Judgement(w, hoped[w] == "yes", "dr-a", None, "looked at together") for w in asked),
    )


def _asked_for_wishes(a: Assessment, catalogue: Catalogue, asks: str) -> frozenset[str]:
    """The judgements, or the capacities, that the gates of what the person wishes for ask about."""
    wished = [catalogue.module(m) for m, liking in a.preferences.items() if liking > 0]
    return frozenset(
        part.of[0]
        for module in wished
        for clause in (*module.contraindicated, *module.requires)
        for part in clause.when.flat()
        if part.asks == asks
    )
