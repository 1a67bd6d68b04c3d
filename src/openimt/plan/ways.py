"""What would bring a condition about: modules that come first, or weeks that pass.

A plan is drawn as if nothing new happened: events grow older, danger passes with the safety phase,
one phase follows another, and a module that was given has reached its steps. Nothing else changes
by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from openimt.catalogue.condition import Condition
from openimt.catalogue.module import Clause
from openimt.formulate.ask import ask
from openimt.formulate.clause import judging_role
from openimt.plan.situation import Situation
from openimt.terms import PHASES, Phase, Truth


@dataclass(frozen=True)
class Behind:
    """A module to wait behind, until this share (0 to 1) of its sessions was given."""

    module: str
    share: float


@dataclass(frozen=True)
class Ways:
    """Wait so many weeks, behind any one module of each group, and for one of these phases.
    None of it: it is so already."""

    weeks: int = 0
    behind: tuple[tuple[Behind, ...], ...] = ()
    phases: tuple[Phase, ...] = PHASES

    @property
    def bare(self) -> bool:
        """Whether it waits for phases alone, or for nothing."""
        return not self.weeks and not self.behind


NOW = Ways()


def clause_ways(clause: Clause, wanted: bool, s: Situation, module: str) -> Ways | None:
    """How a clause comes to be as ``wanted``; None when nothing in a plan can bring it about.

    A judgement of a clause that a role may set aside decides it alone. One of any other clause
    stands in as soon as the records do not know: when it speaks against the module, time or modules
    that only make the records silent are no way.
    """
    role, cautious = clause.override or judging_role(clause.when), "no"
    said = s.facts.judgement(clause.id, role, "yes" if clause.override else cautious)
    against = said is not None and said.met is not wanted
    if clause.override and said is not None:
        return None if against else NOW
    return ways(clause.when, wanted, s, module, clause.unknown_blocks or against)


def ways(
    condition: Condition, wanted: bool, s: Situation, module: str, strict: bool = False
) -> Ways | None:
    """How a condition comes to be as ``wanted``; None when nothing in a plan can bring it about.

    Not knowing stands against it only when ``strict``. A question about the phase is one about the
    week of a plan: what holds only now says so by naming the phase now needed.
    """
    if condition.asks == "phase":
        return _in_phases(condition, wanted, s)
    if condition.asks == "not":
        return ways(condition.parts[0], not wanted, s, module, strict)
    if condition.asks in {"any", "all"}:
        parts = [ways(part, wanted, s, module, strict) for part in condition.parts]
        either = (condition.asks == "any") is wanted
        return _one_of(parts, s) if either else _each_of(parts)
    answer = ask(condition, s.facts, module)
    blocked = {Truth.NOT_MET if wanted else Truth.MET} | ({Truth.UNKNOWN} if strict else set())
    if answer.state not in blocked:
        return NOW
    if answer.in_weeks is not None:
        return Ways(weeks=answer.in_weeks)
    return _danger_passes(condition, wanted, s) or _modules_first(condition, wanted, s)


def _each_of(parts: Sequence[Ways | None]) -> Ways | None:
    found = [part for part in parts if part is not None]
    if len(found) < len(parts):
        return None
    phases = tuple(phase for phase in PHASES if all(phase in p.phases for p in found))
    groups = tuple(group for p in found for group in p.behind)
    return Ways(max(p.weeks for p in found), groups, phases) if phases else None


def _one_of(parts: Sequence[Ways | None], s: Situation) -> Ways | None:
    """What is so already; then modules that come first before mere waiting: they serve the person
    as well; then weeks that pass; then another phase."""
    found = [part for part in parts if part is not None]
    if not found or NOW in found:
        return NOW if found else None
    if so := next((p for p in found if p.bare and s.profile.phase in p.phases), None):
        return so
    led = [p.behind for p in found if p.behind and not p.weeks and p.phases == PHASES]
    if not led:
        return min(found, key=lambda p: (p.phases != PHASES, p.weeks, p.behind != ()))
    groups = (tuple(dict.fromkeys(b for g in choice for b in g)) for choice in product(*led))
    return Ways(behind=tuple(groups))


def _in_phases(condition: Condition, wanted: bool, s: Situation) -> Ways | None:
    """In which of the phases from here on it is as wanted; phases that have passed do not count."""
    ahead = PHASES[s.profile.phase.order :]
    found = tuple(phase for phase in ahead if (phase.value in condition.of) is wanted)
    if found == ahead:
        return NOW
    return Ways(phases=found) if found else None


def _danger_passes(condition: Condition, wanted: bool, s: Situation) -> Ways | None:
    """Danger that is imminent now is expected to pass with the safety phase."""
    hoped = condition.asks == "imminent_risk" and (condition.of[0] == "true") is not wanted
    if not hoped or s.profile.phase is not Phase.SAFETY:
        return None
    return Ways(weeks=s.therapy.phase(Phase.SAFETY).weeks)


def _modules_first(condition: Condition, wanted: bool, s: Situation) -> Ways | None:
    if not wanted:
        return None
    if condition.asks == "module":
        share = float(condition.option("step", 1)) / 4
        return Ways(behind=((Behind(condition.of[0], share),),))
    if condition.asks == "capacity":
        builders = s.catalogue.capacities[condition.of[0]].built_by
        return Ways(behind=(tuple(Behind(m, 1.0) for m in builders),)) if builders else None
    return None
