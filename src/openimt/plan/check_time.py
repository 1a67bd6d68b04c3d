"""Hard rules about when a module starts: phases, what comes first, groups, room in the weeks."""

from collections.abc import Callable, Iterator

from openimt.plan.breach import Breach
from openimt.plan.check_case import Case, in_sessions
from openimt.plan.check_conditions import is_safety, stands
from openimt.terms import Phase, Truth


def windows_in_order(case: Case) -> Iterator[Breach]:
    """The phases the plan expects follow one another without a hole, from the one needed now."""
    windows = case.plan.windows
    starts = [w.start_week for w in windows]
    ends = [w.end_week for w in windows]
    phases = [w.phase.order for w in windows]
    whole = starts[:1] == [0] and ends[-1:] == [case.plan.horizon_weeks] and starts[1:] == ends[:-1]
    if not whole or phases != sorted(set(phases)) or windows[0].phase is not case.plan.phase:
        yield Breach("windows_in_order", "", "the phases of the plan do not follow one another")


def phase_of_the_week(case: Case) -> Iterator[Breach]:
    """A placement's phase is the one the course is in when it starts."""
    for p in case.plan.placements:
        if p.phase is not case.phase_in(p.start_week):
            yield Breach("phase_of_the_week", p.module, f"{p.phase} is not the phase of that week")


def phases_in_order(case: Case) -> Iterator[Breach]:
    """Where phases bind, nothing starts before the first placement of an earlier phase."""
    if not case.binds:
        return
    first: dict[Phase, int] = {}
    for p in case.plan.placements:
        first[p.phase] = min(p.start_week, first.get(p.phase, p.start_week))
    for p in case.plan.placements:
        earlier = [week for phase, week in first.items() if phase.order < p.phase.order]
        if earlier and p.start_week < max(earlier):
            yield Breach("phases_in_order", p.module, "it starts before an earlier phase begins")


def phase_allows(case: Case) -> Iterator[Breach]:
    """Where phases bind, a module starts in a phase that it names; safety and what runs may."""
    for p, module in case.specific():
        if not case.binds or is_safety(module, case) or case.running(p.module):
            continue
        if p.phase not in module.phases:
            yield Breach("phase_allows", p.module, f"it may not start in {p.phase}")


def safety_alone_in_danger(case: Case) -> Iterator[Breach]:
    """While danger is imminent nothing but safety starts or goes on, under any therapy."""
    for p, module in case.specific():
        if p.phase is not Phase.SAFETY or is_safety(module, case):
            continue
        if Phase.SAFETY not in module.phases:
            yield Breach("safety_alone_in_danger", p.module, "it starts while danger is imminent")


def first_things_first(case: Case) -> Iterator[Breach]:
    """In the week of its start all that a module requires holds, and nothing says *not yet*.

    What safety calls for, and what is running already, waits for nothing.
    """
    for p, module in case.specific():
        if is_safety(module, case) or case.running(p.module):
            continue
        for clause in module.requires:
            state = stands(clause, case, p.start_week, module.id)
            unknown = state is Truth.UNKNOWN and clause.unknown_blocks
            if state is Truth.NOT_MET or unknown:
                yield Breach("first_things_first", p.module, f"not fulfilled: {clause.says}")
        for clause in module.not_yet:
            state = stands(clause, case, p.start_week, module.id)
            unknown = state is Truth.UNKNOWN and clause.unknown_blocks
            if state is Truth.MET or unknown:
                yield Breach("first_things_first", p.module, f"not yet: {clause.says}")


def groups_at_their_starts(case: Case) -> Iterator[Breach]:
    """A module given as a group starts in a week in which a group starts."""
    for p, module in case.specific():
        if module.dose.track != "group" or case.running(p.module):
            continue
        days = [
            (day - case.assessment.on).days
            for group in case.assessment.context.groups
            if group.module == p.module
            for day in group.starts
        ]
        if p.start_week not in {day // 7 for day in days if day >= 0}:
            yield Breach("groups_at_their_starts", p.module, "no group starts in that week")


def room_in_the_weeks(case: Case) -> Iterator[Breach]:
    """The weeks from any start to the end hold the individual sessions of all that starts from then
    on, and the weekly meetings of each group."""
    taking = [p for p, module in case.specific() if in_sessions(module)]
    meeting = [p for p, m in case.specific() if m.dose.budget and not in_sessions(m)]
    for group in meeting:
        weeks = case.plan.horizon_weeks - group.start_week
        if group.sessions > weeks:
            says = f"{group.sessions} weekly meetings do not fit into {weeks} weeks"
            yield Breach("room_in_the_weeks", group.module, says)
    for first in taking:
        later = sum(p.sessions for p in taking if p.start_week >= first.start_week)
        weeks = case.plan.horizon_weeks - first.start_week
        if later >= weeks * case.sessions_per_week + 1:
            says = f"{later} sessions do not fit into {weeks} weeks"
            yield Breach("room_in_the_weeks", first.module, says)


TIME_RULES: tuple[Callable[[Case], Iterator[Breach]], ...] = (
    windows_in_order,
    phase_of_the_week,
    phases_in_order,
    phase_allows,
    safety_alone_in_danger,
    first_things_first,
    groups_at_their_starts,
    room_in_the_weeks,
)
