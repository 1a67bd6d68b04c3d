"""Chooses modules: first what must be, then, by worth for each session, what else has room.

Every step is checked against a real timetable, so that what is chosen can be placed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from time import perf_counter

from openimt.catalogue.module import Module
from openimt.errors import PlanningError
from openimt.plan.better import Yard, bettered
from openimt.plan.plan import Reason
from openimt.plan.rank import Rank, own_ranks, ranks
from openimt.plan.rules import kept_out, told
from openimt.plan.schedule import Job, Timetable, timetable
from openimt.plan.situation import Situation
from openimt.plan.start import allowed_phases, group_starts
from openimt.plan.waits import Wait, waits
from openimt.plan.worth import Candidate, candidate, gain, relief_of
from openimt.terms import ModuleKind

_NO_ROOM = frozenset({"budget", "horizon"})


@dataclass(frozen=True)
class Choice:
    """What was chosen, where it lies, what waits for what, and why the rest was left out.

    ``optional``: the chosen modules that were taken for their worth, in the order they were taken.
    """

    chosen: tuple[Candidate, ...]
    table: Timetable
    waits: Mapping[str, tuple[Wait, ...]]
    left: Mapping[str, tuple[Reason, ...]]
    open_candidates: Mapping[str, Candidate]
    optional: tuple[str, ...]

    @cached_property
    def relief(self) -> Mapping[str, float]:
        """What the chosen modules bring to each need."""
        return relief_of(self.chosen)


def choose(s: Situation, seconds: float = 10.0) -> Choice:
    """The modules of a plan, bettered by exchanges for at most ``seconds``.

    Raises PlanningError when something that must be finds no place; ``openimt.plan.conflict``
    then says what collides.
    """
    return _Chooser(s).run(perf_counter() + seconds)


def possible(s: Situation) -> bool:
    """Whether all that has to be in a plan can be placed together."""
    try:
        _Chooser(s).musts()
    except PlanningError:
        return False
    return True


class _Chooser:
    """Carries the growing choice; used once."""

    def __init__(self, s: Situation) -> None:
        self.s = s
        self.severity = s.severities
        self.left: dict[str, tuple[Reason, ...]] = {}
        self.open: dict[str, Candidate] = {}
        self.spare: dict[str, Candidate] = {}
        self.waits: dict[str, tuple[Wait, ...]] = {}
        self.chosen: dict[str, Candidate] = {}
        self.jobs: dict[str, Job] = {}
        self.ranks: dict[str, Rank] = {}
        self.appeals: dict[str, tuple[float, float]] = {}
        self.weighed_for: Mapping[str, Candidate] = {}
        self.weeks_of = {p.phase: p.weeks for p in s.therapy.phases}
        self.table = self._timetable({})
        self.optional: list[str] = []
        self.kept: list[str] = []

    def musts(self) -> None:
        """Place only what has to be in the plan; raises PlanningError when that is impossible."""
        self._sort_out()
        self._safety()
        self._pinned()

    def run(self, until: float) -> Choice:
        """Place everything, what must be first; ``until``: when to stop looking for better."""
        self.musts()
        self.leading()
        self._by_worth(set(self.open))
        self._better(until)
        chosen = tuple(self.chosen[m] for m in sorted(self.chosen))
        rest = {m: c for m, c in self.open.items() if m not in self.chosen}
        optional = tuple(m for m in self.optional if m in self.chosen)
        return Choice(chosen, self.table, self.waits, self.left, rest, optional)

    def leading(self) -> None:
        """Place what comes before worth: what runs, what facts call for, the ending, and what the
        therapy begins early, once what belongs to an earlier phase has its place."""
        for tier in (self._running, self._facts, self._endings, self._named):
            tier()

    def _modules(self) -> list[Module]:
        known = [m for m in self.s.catalogue.modules.values() if m.kind is ModuleKind.SPECIFIC]
        return sorted(known, key=lambda m: m.id)

    def _sort_out(self) -> None:
        """Split the catalogue into what a rule keeps out, what may be planned, and what nothing
        calls for by itself but may be taken to prepare something else."""
        for module in self._modules():
            reason = kept_out(module, self.s)
            if reason is not None:
                self.left[module.id] = (told(reason, module, self.s),)
                if reason.rule != "not_called_for":
                    continue
            found = waits(module, self.s)
            self.waits[module.id] = found
            endless = tuple(w.reason for w in found if w.endless)
            if endless:
                self.left.setdefault(module.id, endless)
            elif reason is None:
                self.open[module.id] = candidate(module, self.s)
            else:
                self.spare[module.id] = candidate(module, self.s)
        self.ranks = own_ranks(self.open, self.spare, self.s)

    def _safety(self) -> None:
        for module in self._modules():
            if not self.s.called_by_safety(module.id):
                continue
            done = self.left.get(module.id)
            if done and done[0].rule in {"finished", "ended"}:
                continue
            self._must(module.id)

    def _running(self) -> None:
        for module in self._modules():
            if self.s.facts.running(module.id):
                self._try(module.id)

    def _pinned(self) -> None:
        for module in self._modules():
            if self.s.pinned(module.id):
                self._must(module.id)

    def _facts(self) -> None:
        for module in self._modules():
            if self.s.by_fact(module):
                self._try(module.id)

    def _endings(self) -> None:
        for module in self._modules():
            if self.s.is_ending(module):
                self._try(module.id)

    def _named(self) -> None:
        """What the therapy begins early, or has at its core where order is free, keeps its place
        once what comes before it has one, unless the person would rather not."""
        therapy = self.s.therapy
        for module in therapy.early_modules if therapy.binds_phases else therapy.core_modules:
            if module not in self.open or module in self.chosen or self.open[module].fixed < 0:
                continue
            before = {m for m in self.open if self.ranks[m][2] < self.ranks[module][2]}
            self._by_worth(before)
            if self._try(module):
                self.kept.append(module)

    def _by_worth(self, among: set[str]) -> None:
        """Take what gives most for each session, as long as anything adds worth and has room."""
        untried = among - set(self.chosen) - set(self.left)
        while untried:
            best = max(untried, key=lambda m: (*self._appeal(m), m))
            untried.discard(best)
            if self._appeal(best)[0] > 0 and self._try(best):
                self.optional.append(best)

    def _better(self, until: float) -> None:
        """Let what was taken for its worth, or found no room, change places or doses."""
        able = {
            m: c
            for m, c in self.open.items()
            if m in {*self.optional, *self.kept}
            or self._found_no_room(m)
            or m not in {*self.chosen, *self.left}
        }
        capacity, kept = self.s.capacity, frozenset(self.kept)
        yard = Yard(self.severity, capacity, self._placed, until, kept)
        before = set(self.chosen)
        self.chosen, self.table = bettered(self.chosen, self.table, able, yard)
        for module in before - set(self.chosen):
            if module in self.open:
                self._leave(module, self._no_room((module,)))
        for module in set(self.chosen) - before:
            self.left.pop(module, None)
        self.optional += sorted(set(self.chosen) - before)

    def _found_no_room(self, module: str) -> bool:
        return module in self.left and self.left[module][0].rule in _NO_ROOM

    def _placed(self, trial: Mapping[str, Candidate]) -> Timetable | None:
        """The timetable of a choice that keeps the budget, lacks nothing and finds a place."""
        groups = [w.behind for m in trial for w in self.waits.get(m, ()) if w.behind]
        prepares = {b.module for group in groups for b in group}
        lacking = any(not any(b.module in trial for b in group) for group in groups)
        if lacking or (set(trial) & set(self.spare)) - prepares or self._over_budget(trial):
            return None
        table = self._timetable(trial)
        return None if table.unplaced else table

    def _appeal(self, module: str) -> tuple[float, float]:
        """Worth gained for each session, then worth gained; reckoned once for what is chosen."""
        if self.weighed_for is not self.chosen:
            self.weighed_for, self.appeals = self.chosen, {}
        if module not in self.appeals:
            bundle = self._bundle(module)
            gain = self._gain(bundle)
            cost = sum(self._candidate(m).cost for m in bundle)
            self.appeals[module] = (round(gain / max(cost, 1), 12), round(gain, 12))
        return self.appeals[module]

    def _gain(self, added: tuple[str, ...]) -> float:
        relief = relief_of(self.chosen.values())
        total = 0.0
        for c in (self._candidate(m) for m in added if m not in self.chosen):
            total += gain(c, relief, self.severity) + c.steady
            for target, effect in c.relief.items():
                relief[target] = relief.get(target, 0.0) + effect * c.sessions
        return total

    def _bundle(self, module: str) -> tuple[str, ...]:
        """A module with the providers it has to wait behind that are not chosen yet."""
        found: list[str] = []
        queue = [module]
        while queue:
            name = queue.pop()
            if name in found or name in self.chosen:
                continue
            found.append(name)
            for wait in self.waits.get(name, ()):
                able = [b.module for b in wait.behind if self._may(b.module)]
                if able and not set(able) & set(self.chosen):
                    queue.append(min(able, key=lambda m: (m in self.spare, m)))
        return tuple(found)

    def _may(self, module: str) -> bool:
        return module in self.open or module in self.spare

    def _candidate(self, module: str) -> Candidate:
        return self.open.get(module) or self.spare[module]

    def _must(self, module: str) -> None:
        if module in self.chosen:
            return
        if not self._try(module):
            raise PlanningError(f"'{module}' has to be in the plan and finds no place in it")

    def _try(self, module: str) -> bool:
        """Add a module with what it waits behind, at its usual dose or else its smallest."""
        if module in self.chosen:
            return True
        if module not in self.open:
            return False
        bundle = self._bundle(module)
        if lacking := [m for m in bundle if not self._providers(m, bundle)]:
            self._leave(module, self._lacking_reason(lacking[0]))
            return False
        for smallest in (False, True):
            trial = dict(self.chosen)
            for name in bundle:
                trial[name] = self._dosed(name, smallest)
            if self._over_budget(trial):
                continue
            table = self._timetable(trial)
            if not table.unplaced:
                self.chosen, self.table = trial, table
                for name in bundle:
                    self.left.pop(name, None)
                return True
        self._leave(module, self._no_room(bundle))
        return False

    def _dosed(self, module: str, smallest: bool) -> Candidate:
        c = self._candidate(module)
        return c.smallest if smallest else c

    def _providers(self, module: str, bundle: tuple[str, ...]) -> bool:
        able = {*self.chosen, *bundle}
        return all(
            not wait.behind or any(b.module in able for b in wait.behind)
            for wait in self.waits.get(module, ())
        )

    def _lacking_reason(self, module: str) -> Reason:
        return next(
            wait.reason
            for wait in self.waits[module]
            if wait.behind and not any(b.module in self.chosen for b in wait.behind)
        )

    def _over_budget(self, trial: Mapping[str, Candidate]) -> bool:
        return sum(c.cost for c in trial.values()) > self.s.capacity

    def _no_room(self, bundle: tuple[str, ...]) -> Reason:
        smallest = sum(self._dosed(m, True).cost for m in bundle)
        used = sum(c.cost for c in self.chosen.values())
        if used + smallest > self.s.capacity:
            says = f"{self.s.capacity} sessions are not enough for this as well."
            return Reason("budget", says, (), "request")
        says = f"It finds no place within {self.s.horizon} weeks."
        return Reason("horizon", says, (), "request")

    def _leave(self, module: str, reason: Reason) -> None:
        self.left[module] = (reason,)

    def _timetable(self, chosen: Mapping[str, Candidate]) -> Timetable:
        rank = ranks(chosen, self.ranks, self.waits)
        jobs = tuple(self._job(c, rank[c.module]) for c in chosen.values())
        return timetable(
            jobs,
            phase=self.s.profile.phase,
            weeks_of=self.weeks_of,
            horizon=self.s.horizon,
            sessions_per_week=self.s.sessions_per_week,
            at_once=self.s.at_once,
        )

    def _job(self, c: Candidate, rank: Rank) -> Job:
        if c.module not in self.jobs:
            self.jobs[c.module] = self._first_job(c, rank)
        job = self.jobs[c.module]
        if (job.sessions, job.rank) == (c.sessions, rank):
            return job
        self.jobs[c.module] = replace(job, sessions=c.sessions, rank=rank)
        return self.jobs[c.module]

    def _first_job(self, c: Candidate, rank: Rank) -> Job:
        module = self.s.catalogue.module(c.module)
        found = self.waits.get(c.module, ())
        return Job(
            module=c.module,
            sessions=c.sessions,
            fewest=c.fewest,
            home=module.home,
            phases=allowed_phases(module, self.s),
            rank=rank,
            earliest=max((w.weeks for w in found if w.weeks is not None), default=0),
            behind=tuple(w.behind for w in found if w.behind),
            free=not module.dose.budget,
            group=module.dose.track == "group",
            starts=group_starts(module, self.s),
            begun=self.s.facts.running(module.id) or self.s.indications[module.id].mandatory,
        )
