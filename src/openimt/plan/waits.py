"""Rules that say *not before*: what a module waits for, in weeks, for other modules, or for a fact.

A wait without an end (``weeks`` None and nothing to wait behind) keeps the module out for now and
says what would change that.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from openimt.catalogue.condition import Condition
from openimt.catalogue.module import Clause, Module
from openimt.formulate.ask import Answer, ask
from openimt.plan.plan import Reason
from openimt.plan.rules import group_weeks
from openimt.plan.situation import Situation
from openimt.terms import PHASES, CommonState, Phase, Truth


@dataclass(frozen=True)
class Behind:
    """A module to wait behind, until this share (0 to 1) of its sessions was given."""

    module: str
    share: float


@dataclass(frozen=True)
class Wait:
    """Why a module does not start at once. ``weeks``: not before this week; ``behind``: any one of
    these modules comes first; neither: there is no telling when."""

    reason: Reason
    weeks: int | None = None
    behind: tuple[Behind, ...] = ()

    @property
    def endless(self) -> bool:
        """Whether nothing that the plan can do ends this wait."""
        return self.weeks is None and not self.behind


def waits(module: Module, s: Situation) -> tuple[Wait, ...]:
    """Everything a module waits for. What safety calls for, and what already runs, waits for
    nothing but a phase that allows it."""
    if s.called_by_safety(module.id) or s.facts.running(module.id):
        return ()
    found = (
        *_clauses(module, s),
        *_requirements(module, s),
        *repair_first(module, s),
        *_ending_last(module, s),
        *_group(module, s),
    )
    return tuple(wait for wait in found if wait.reason.rule not in s.ignored)


def allowed_phases(module: Module, s: Situation) -> tuple[Phase, ...]:
    """The phases in which a module may start in this course.

    A therapy bound to phases follows the module's own. Elsewhere order is free, but nothing
    except safety begins while danger is imminent, under any therapy.
    """
    if s.called_by_safety(module.id) or "phase_order" in s.ignored:
        return PHASES
    if s.therapy.binds_phases:
        return module.phases
    calm = tuple(p for p in PHASES if p is not Phase.SAFETY)
    return PHASES if Phase.SAFETY in module.phases else calm


def repair_first(module: Module, s: Situation) -> Iterator[Wait]:
    """A common module that needs repair may hold back new exploration and integration modules, for
    three sessions at most; never safety, psychoeducation, the network or an ending."""
    late = module.home in {Phase.EXPLORATION, Phase.INTEGRATION}
    if not late or s.is_ending(module) or module.id == "i9" or s.pinned(module.id):
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
        answer = ask(clause.when, s.facts, module.id)
        if answer.state is Truth.MET:
            passing = _danger_weeks(clause, answer, s)
            yield _wait(clause, passing, _until_false(clause.when, s))
        elif answer.state is Truth.UNKNOWN and clause.unknown_blocks:
            yield _wait(clause, Answer(answer.state, answer.because), ())


def _requirements(module: Module, s: Situation) -> Iterator[Wait]:
    for clause in module.requires:
        answer = ask(clause.when, s.facts, module.id)
        if answer.state is Truth.NOT_MET:
            passing = _danger_weeks(clause, answer, s)
            yield _wait(clause, passing, _until_true(clause.when, s))
        elif answer.state is Truth.UNKNOWN and clause.unknown_blocks:
            yield _wait(clause, Answer(answer.state, answer.because), ())


def _wait(clause: Clause, answer: Answer, behind: tuple[Behind, ...]) -> Wait:
    reason = Reason(clause.id, clause.says, answer.because, clause.source)
    return Wait(reason, None if behind else answer.in_weeks, behind)


def _danger_weeks(clause: Clause, answer: Answer, s: Situation) -> Answer:
    """Imminent danger is expected to pass with the safety phase; a plan is drawn beyond it."""
    if clause.when.asks != "imminent_risk" or answer.in_weeks is not None:
        return answer
    return Answer(answer.state, answer.because, s.therapy.phase(Phase.SAFETY).weeks)


def _until_true(condition: Condition, s: Situation) -> tuple[Behind, ...]:
    """The modules any one of which would make a condition true."""
    if condition.asks == "module":
        return (Behind(condition.of[0], float(condition.option("step", 1)) / 4),)
    if condition.asks == "capacity":
        return tuple(Behind(m, 1.0) for m in s.catalogue.capacities[condition.of[0]].built_by)
    if condition.asks in {"any", "all"}:
        return tuple(b for part in condition.parts for b in _until_true(part, s))
    return ()


def _until_false(condition: Condition, s: Situation) -> tuple[Behind, ...]:
    if condition.asks == "not":
        return _until_true(condition.parts[0], s)
    return ()


def _ending_last(module: Module, s: Situation) -> Iterator[Wait]:
    if not s.is_ending(module) or s.pinned(module.id):
        return
    if s.profile.assessment.preferences.get(module.id, 0) > 0:
        return
    weeks = s.horizon - 2 * ceil(s.sessions(module) / s.sessions_per_week)
    says = "The ending is planned from the start, for the last stretch of the course."
    yield Wait(Reason("ending_last", says, (), "OpenIMT clinical decisions, 3"), max(0, weeks))


def _group(module: Module, s: Situation) -> Iterator[Wait]:
    if module.dose.track != "group":
        return
    starts = group_weeks(module, s)
    if starts:
        yield Wait(Reason("group_start", "The group starts then.", (), "context"), starts[0])
