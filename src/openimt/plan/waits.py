"""Rules that say *not before*: what a module waits for: weeks, other modules, a phase, or a fact.

A wait without an end (``weeks`` None and nothing to wait behind) keeps the module out for now and
says what would change that.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import ceil

from openimt.catalogue.module import Clause, Module
from openimt.formulate.clause import clause_state, stands_against, why
from openimt.plan.plan import Reason
from openimt.plan.rules import kept_out
from openimt.plan.situation import Situation
from openimt.plan.start import group_starts, in_order
from openimt.plan.ways import NOW, Behind, clause_ways, ways
from openimt.terms import PHASES, CommonState, Phase, Truth

NEVER_HELD_BACK = frozenset({"s1", "s2", "s3", "s4", "s5", "s6", "s7", "r1", "i9", "n7"})
"""Modules that a common module in repair never holds back (clinical decision 1)."""


@dataclass(frozen=True)
class Wait:
    """Why a module does not start at once. ``weeks``: not before this week; ``behind``: any one of
    these modules comes first; ``phases``: only in one of them; none of it: no telling when."""

    reason: Reason
    weeks: int | None = None
    behind: tuple[Behind, ...] = ()
    phases: tuple[Phase, ...] = ()

    @property
    def endless(self) -> bool:
        """Whether nothing that the plan can do ends this wait."""
        return self.weeks is None and not self.behind and not self.phases


def waits(module: Module, s: Situation) -> tuple[Wait, ...]:
    """Everything a module waits for. What safety calls for waits for nothing; what already runs
    waits only while danger is imminent."""
    if s.called_by_safety(module.id):
        return ()
    held = tuple(danger_first(module, s))
    if s.facts.running(module.id):
        return held
    found = (
        *held,
        *_clauses(module, s),
        *_requirements(module, s),
        *repair_first(module, s),
        *_ending_last(module, s),
        *_group(module, s),
    )
    return tuple(wait for wait in found if wait.reason.rule not in s.ignored)


def danger_first(module: Module, s: Situation) -> Iterator[Wait]:
    """While danger is imminent nothing starts or goes on but what names the safety phase: the rest
    is held and not ended, under every therapy."""
    if s.profile.phase is Phase.SAFETY and Phase.SAFETY not in module.phases:
        says = "While danger is imminent, safety comes first; this is held and not ended."
        reason = Reason("danger_first", says, (), "OpenIMT clinical decisions, 6")
        yield Wait(reason, s.therapy.phase(Phase.SAFETY).weeks)


def repair_first(module: Module, s: Situation) -> Iterator[Wait]:
    """A common module that needs repair may hold back new exploration and integration modules, for
    three sessions at most; never safety, psychoeducation, the network or an ending."""
    late = module.home in {Phase.EXPLORATION, Phase.INTEGRATION}
    if not late or s.is_ending(module) or module.id in NEVER_HELD_BACK or s.pinned(module.id):
        return
    for common, reading in s.profile.common.items():
        if reading.state is not CommonState.NEEDS_REPAIR:
            continue
        had = reading.sessions_in_repair or 0
        left = s.setting("repair_sessions") - had
        if left > 0:
            name = s.catalogue.module(common).short
            says = (
                f"{name} needs repair first; that holds back new work for a few sessions at most."
            )
            reason = Reason("repair_first", says, (), "OpenIMT clinical decisions, 1")
            yield Wait(reason, ceil(left / s.sessions_per_week))


def _clauses(module: Module, s: Situation) -> Iterator[Wait]:
    for clause in module.not_yet:
        yield from _until(clause, False, module, s)


def _requirements(module: Module, s: Situation) -> Iterator[Wait]:
    for clause in module.requires:
        yield from _until(clause, True, module, s)
        yield from _unless_known(clause, module, s)


def _unless_known(clause: Clause, module: Module, s: Situation) -> Iterator[Wait]:
    """Where nobody knows yet whether a capacity is there, a module that builds it comes first if it
    may be planned for reasons of its own; if none may, not knowing denies nothing."""
    answer = clause_state(clause, s.facts, module.id)
    if answer.state is not Truth.UNKNOWN or clause.unknown_blocks:
        return
    # Leaving a rule aside must never add a wait, or a conflict would name the wrong rules.
    whole = replace(s, ignored=frozenset()) if s.ignored else s
    found = ways(clause.when, True, s, module.id, strict=True)
    says = f"Not known yet, so what builds it comes first: {clause.says}"
    reason = Reason(clause.id, says, (*why(clause), *answer.because), clause.source)
    for group in found.behind if found else ():
        able = tuple(b for b in group if kept_out(s.catalogue.module(b.module), whole) is None)
        if able and module.id not in {b.module for b in able}:
            yield Wait(reason, None, able)


def needed_first(says: str) -> str:
    """What is asked for, said as something still to come and not as a fact.

    >>> needed_first("The person can settle.")
    'Needed first: the person can settle.'
    """
    return f"Needed first: {says[:1].lower()}{says[1:]}"


def _until(clause: Clause, wanted: bool, module: Module, s: Situation) -> Iterator[Wait]:
    """The waits until a clause is as wanted, if it is not so already."""
    against = Truth.NOT_MET if wanted else Truth.MET
    answer = stands_against(clause, against, s.facts, module.id)
    if answer is None:
        return
    says = needed_first(clause.says) if wanted else clause.says
    reason = Reason(clause.id, says, (*why(clause), *answer.because), clause.source)
    found = clause_ways(clause, wanted, s, module.id)
    if found is None or found == NOW:
        yield Wait(reason)
        return
    if found.phases != PHASES:
        yield Wait(reason, phases=tuple(p for p in found.phases if p in in_order(module, s)))
    if found.weeks:
        yield Wait(reason, found.weeks)
    for group in found.behind:
        yield Wait(reason, None, group)


def _ending_last(module: Module, s: Situation) -> Iterator[Wait]:
    if not s.is_ending(module) or s.pinned(module.id):
        return
    if s.profile.assessment.preferences.get(module.id, 0) > 0:
        return
    weeks = s.horizon - 2 * ceil(s.sessions(module) / s.sessions_per_week)
    if s.profile.phase is Phase.INTEGRATION:
        weeks = min(weeks, _weeks_of_other_work(module, s))
        if weeks <= 0:
            return
    says = "The ending is planned from the start, for the last stretch of the course."
    agreed = s.standing.get(module.id, weeks)
    if agreed < weeks and _weeks_of_other_work(module, s) <= agreed:
        weeks, says = agreed, "The ending keeps the time that the plan in force gives it."
    yield Wait(Reason("ending_last", says, (), "OpenIMT clinical decisions, 3"), max(0, weeks))


def _weeks_of_other_work(ending: Module, s: Situation) -> int:
    """How long the rest takes that is still called for: in the last phase the ending follows it,
    however far the horizon reaches."""
    rest = [m for m in s.catalogue.specific() if m.id != ending.id and kept_out(m, s) is None]
    alone = sum(s.sessions(m) for m in rest if m.dose.takes_sessions)
    groups = [s.sessions(m) for m in rest if m.dose.budget and not m.dose.takes_sessions]
    return max(ceil(alone / s.sessions_per_week), *groups, 0)


def _group(module: Module, s: Situation) -> Iterator[Wait]:
    starts = group_starts(module, s)
    if starts:
        yield Wait(Reason("group_start", "The group starts then.", (), "context"), starts[0])
