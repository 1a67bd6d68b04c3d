"""From a profile to a plan with its reasons: the arrow ``plan.propose``."""

from collections.abc import Mapping
from time import perf_counter

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.module import Module
from openimt.errors import PlanningError
from openimt.formulate.profile import Profile
from openimt.plan.bound import bound
from openimt.plan.choose import Choice, choose
from openimt.plan.conflict import common_conflict, conflict
from openimt.plan.explain import why_common, why_in, why_out
from openimt.plan.plan import LeftOut, Placement, Plan
from openimt.plan.situation import Situation, situation
from openimt.plan.worth import candidate, worth
from openimt.terms import ModuleKind


def propose(
    profile: Profile,
    catalogue: Catalogue,
    *,
    horizon_weeks: int = 78,
    budget_sessions: int | None = None,
    standing: Mapping[str, int] | None = None,
    time_limit: float = 10.0,
) -> Plan:
    """A plan for one person: what now, what then, why, and what was left out.

    ``horizon_weeks``: weeks to plan, at least 1. ``budget_sessions``: most individual sessions
    (safety modules cost none); None = no limit. ``standing``: start weeks of the plan in force,
    which the new plan leans towards. ``time_limit``: most seconds to spend on exchanges that better
    the plan; without any it is there at once and a little worse. Raises ConflictError when what was
    asked for and what must be cannot all hold, naming a smallest set that collides.
    """
    started = perf_counter()
    _check_bounds(profile, horizon_weeks, budget_sessions)
    s = situation(profile, catalogue, horizon_weeks, budget_sessions, standing)
    try:
        choice = choose(s, time_limit)
    except PlanningError:
        raise conflict(s) from None
    value, most = _value(s, choice)
    return Plan(
        patient=profile.assessment.patient,
        on=profile.assessment.on,
        catalogue=catalogue.version,
        therapy=s.therapy.id,
        phase=profile.phase,
        horizon_weeks=horizon_weeks,
        placements=_placements(s, choice),
        left_out=_left_out(s, choice),
        gates=profile.gates,
        duties=profile.duties,
        assess_next=profile.assess_next,
        windows=choice.table.windows,
        value=value,
        bound=most,
        seconds=round(perf_counter() - started, 4),
        warnings=profile.warnings,
    )


def _check_bounds(profile: Profile, horizon: int, budget: int | None) -> None:
    if horizon < 1:
        raise PlanningError("a plan needs a horizon of at least 1 week", field="horizon-weeks")
    if budget is not None and budget < 0:
        raise PlanningError("a budget of sessions cannot be below 0", field="budget-sessions")
    for module in profile.assessment.ban:
        if module in profile.common:
            raise common_conflict(module)


def _value(s: Situation, choice: Choice) -> tuple[float, float]:
    """The plan's worth, and what no plan could exceed."""
    severity = s.severities
    full = {c.module: candidate(s.catalogue.module(c.module), s) for c in choice.chosen}
    taken = [full[m] for m in choice.optional]
    forced = [c for m, c in sorted(full.items()) if m not in choice.optional]
    rest = [c for m, c in sorted(choice.open_candidates.items())]
    most = bound(forced, [*taken, *rest], severity, s.capacity)
    value = worth(choice.chosen, severity)
    return round(value, 6), round(max(most, value), 6)


def _placements(s: Situation, choice: Choice) -> tuple[Placement, ...]:
    common = [
        Placement(m.id, s.profile.phase, 0, 0, why_common(m, s), running=True)
        for m in s.catalogue.common()
    ]
    specific = [
        Placement(
            module=c.module,
            phase=choice.table.slots[c.module].phase,
            start_week=choice.table.slots[c.module].week,
            sessions=choice.table.slots[c.module].sessions,
            reasons=why_in(s.catalogue.module(c.module), s, choice),
            running=s.facts.running(c.module),
        )
        for c in choice.chosen
    ]
    specific.sort(key=lambda p: (p.start_week, s.catalogue.module(p.module).home.order, p.module))
    return (*common, *specific)


def _left_out(s: Situation, choice: Choice) -> tuple[LeftOut, ...]:
    placed = {c.module for c in choice.chosen}
    return tuple(
        why_out(module, s, choice) for module in _specific(s.catalogue) if module.id not in placed
    )


def _specific(catalogue: Catalogue) -> list[Module]:
    known = [m for m in catalogue.modules.values() if m.kind is ModuleKind.SPECIFIC]
    return sorted(known, key=lambda m: m.id)
