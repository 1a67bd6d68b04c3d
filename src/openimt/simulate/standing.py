"""What the clinic records beside forms and sessions: common modules, capacities, safety."""

from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np

from openimt.catalogue.catalogue import Catalogue
from openimt.deliver.session import AppointmentState, Session
from openimt.formulate.assessment import Delivered, Resilience, SafetyJudgement
from openimt.simulate.happened import CLINICIAN
from openimt.simulate.person import CapacityChange, CommonChange, SafetyPlanText, Week
from openimt.simulate.traits import Traits
from openimt.simulate.words import one, some, words
from openimt.simulate.world import World
from openimt.terms import CapacityState, CommonState, Phase, SafetyPlanState

COMMON = ("c1", "c2", "c3", "c4", "c5", "c6")
_SHOWN_AT_STEP = 2


def common_changes(
    weeks: tuple[Week, ...], on: date, world: World, rng: np.random.Generator
) -> tuple[CommonChange, ...]:
    """The six common modules over time: building, met, now and then in need of repair."""
    found = []
    for module in COMMON:
        state = CommonState.NOT_ASSESSED
        for week in weeks:
            became = _became(state, week, world, rng)
            if became is not state:
                day = min(week.on + timedelta(days=4), on)
                because = one(_bank(module, became), rng)
                found.append(CommonChange(module, became, day, because))
                state = became
    return tuple(sorted(found, key=lambda c: (c.on, c.module)))


def _became(state: CommonState, week: Week, world: World, rng: np.random.Generator) -> CommonState:
    draw, kept = rng.random(), week.attended is AppointmentState.KEPT
    if state is CommonState.NOT_ASSESSED:
        already = week.phase.order >= Phase.REGULATION.order
        return CommonState.MET if already else CommonState.BUILDING
    if state is CommonState.BUILDING and kept and draw < world["common.met"]:
        return CommonState.MET
    if state is CommonState.MET and draw < world["common.slips"]:
        return CommonState.NEEDS_REPAIR
    if state is CommonState.NEEDS_REPAIR and kept and draw < world["common.mended"]:
        return CommonState.MET
    return state


def _bank(module: str, state: CommonState) -> list[str]:
    bank = words()["common"]
    return list(bank[module if state is CommonState.NEEDS_REPAIR else state.value])


def capacity_changes(
    traits: Traits,
    start: date,
    before: tuple[Delivered, ...],
    held: tuple[Session, ...],
    catalogue: Catalogue,
) -> tuple[CapacityChange, ...]:
    """Capacities not needed from the start, and those shown once a module that builds them did."""
    found = {
        name: CapacityChange(name, CapacityState.NOT_NEEDED, start)
        for name in traits.archetype.not_needed
        if name in catalogue.capacities
    }
    reached = _reached(start, before, held)
    for capacity in catalogue.capacities.values():
        days = [reached[m] for m in capacity.built_by if m in reached]
        if days and capacity.id not in found:
            found[capacity.id] = CapacityChange(capacity.id, CapacityState.SHOWN, min(days))
    calm = "can_stay_present"
    if calm in catalogue.capacities and calm not in found and len(held) >= 6:
        found[calm] = CapacityChange(calm, CapacityState.SHOWN, held[5].at.date())
    return tuple(sorted(found.values(), key=lambda c: (c.on, c.capacity)))


def _reached(
    start: date, before: tuple[Delivered, ...], held: tuple[Session, ...]
) -> Mapping[str, date]:
    """The day on which each module came to the step at which it shows its capacity."""
    days = {record.module: start for record in before if record.step >= _SHOWN_AT_STEP}
    for session in held:
        for work in session.work:
            if work.step_after >= _SHOWN_AT_STEP:
                days.setdefault(work.module, session.at.date())
    return days


def plan_days(held: tuple[Session, ...]) -> tuple[date, ...]:
    """When the safety plan was made, in the second session, and looked at again, each fourth."""
    return tuple(session.at.date() for session in held[1::4])


def judgements_of_safety(
    traits: Traits, weeks: tuple[Week, ...], held: tuple[Session, ...]
) -> tuple[SafetyJudgement, ...]:
    """What the clinician judged at every other session: who, when, until when."""
    phase_on = {week.on: week.phase for week in weeks}
    found: list[SafetyJudgement] = []
    for session in held[::2]:
        day = session.at.date()
        week_on = max((d for d in phase_on if d <= day), default=weeks[0].on)
        risk = phase_on[week_on] is Phase.SAFETY and traits.archetype.admitted and not found
        until = day + timedelta(days=7 if risk else 28)
        plan_on = max((d for d in plan_days(held) if d <= day), default=None)
        state = traits.archetype.safety_plan if plan_on else SafetyPlanState.OFFERED
        found.append(SafetyJudgement(risk, CLINICIAN, day, until, state, plan_on))
    return tuple(found)


def safety_plan_text(
    traits: Traits, language: str, days: tuple[date, ...], rng: np.random.Generator
) -> SafetyPlanText | None:
    """The plan in invented words; an empty one where it was declined, none where never offered."""
    bank = words()["safety_plan"][language]
    parts = {part: some(lines, 2, rng) for part, lines in bank.items()}
    if not days:
        return None
    declined = traits.archetype.safety_plan is not SafetyPlanState.MADE
    return SafetyPlanText(days[-1], traits.archetype.safety_plan, {} if declined else parts)


def resilience_of(traits: Traits, brs: float | None, rng: np.random.Generator) -> Resilience:
    """Who and what carries the person."""
    bank, kind = words()["strengths"], traits.archetype
    return Resilience(
        brs=brs,
        skills=some(bank["skills"], int(rng.integers(1, 3)), rng),
        supports=some(bank["supports"], kind.supports, rng),
        strengths=some(bank["strengths"], int(rng.integers(1, 4)), rng),
        roles=some(bank["roles"], kind.roles, rng),
    )
