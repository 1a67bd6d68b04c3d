"""Chooses modules: first what must be, then, by worth for each session, what else has room.

Every step is checked against a real timetable, so that what is chosen can be placed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from time import perf_counter

from openimt.catalogue.module import Module
from openimt.errors import PlanningError
from openimt.plan.better import Yard, bettered
from openimt.plan.plan import Reason
from openimt.plan.rules import kept_out, told
from openimt.plan.schedule import Job, Timetable, timetable
from openimt.plan.situation import Situation
from openimt.plan.waits import Wait, allowed_phases, group_starts, waits
from openimt.plan.worth import Candidate, candidate, gain, relief_of, severities, worth
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
        self.severity = severities(s)
        self.left: dict[str, tuple[Reason, ...]] = {}
        self.open: dict[str, Candidate] = {}
        self.spare: dict[str, Candidate] = {}
        self.waits: dict[str, tuple[Wait, ...]] = {}
        self.chosen: dict[str, Candidate] = {}
        self.table = self._timetable({})
        self.optional: list[str] = []

    def musts(self) -> None:
        """Place only what has to be in the plan; raises PlanningError when that is impossible."""
        self._sort_out()
        self._safety()
        self._pinned()

    def run(self, until: float) -> Choice:
        """Place everything, what must be first; ``until``: when to stop looking for better."""
        self.musts()
        for tier in (self._running, self._facts, self._endings):
            tier()
        self._by_worth()
        self._better(until)
        chosen = tuple(self.chosen[m] for m in sorted(self.chosen))
        rest = {m: c for m, c in self.open.items() if m not in self.chosen}
        optional = tuple(m for m in self.optional if m in self.chosen)
        return Choice(chosen, self.table, self.waits, self.left, rest, optional)

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

    def _by_worth(self) -> None:
        """Take what gives most for each session, as long as anything adds worth and has room."""
        untried = set(self.open) - set(self.chosen) - set(self.left)
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
            if m in self.optional or self._found_no_room(m) or m not in {*self.chosen, *self.left}
        }
        yard = Yard(self._affordable, self._placed, until)
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

    def _affordable(self, trial: Mapping[str, Candidate]) -> float:
        """The worth of a choice, or less than any when it takes more sessions than there are."""
        return float("-inf") if self._over_budget(trial) else self._leaning(trial)

    def _leaning(self, chosen: Mapping[str, Candidate]) -> float:
        """The worth of a choice, with the leaning towards the plan in force."""
        return worth(chosen.values(), self.severity) + sum(c.steady for c in chosen.values())

    def _appeal(self, module: str) -> tuple[float, float]:
        """Worth gained for each session, then worth gained."""
        gain = self._gain(self._bundle(module))
        cost = sum(self._candidate(m).cost for m in self._bundle(module))
        return (round(gain / max(cost, 1), 12), round(gain, 12))

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
        return replace(c, sessions=c.fewest) if smallest else c

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
        jobs = tuple(self._job(c) for c in chosen.values())
        return timetable(
            jobs,
            phase=self.s.profile.phase,
            weeks_of={p.phase: p.weeks for p in self.s.therapy.phases},
            horizon=self.s.horizon,
            sessions_per_week=self.s.sessions_per_week,
            at_once=self.s.at_once,
        )

    def _job(self, c: Candidate) -> Job:
        module = self.s.catalogue.module(c.module)
        found = self.waits.get(c.module, ())
        return Job(
            module=c.module,
            sessions=c.sessions,
            fewest=c.fewest,
            home=module.home,
            phases=allowed_phases(module, self.s),
            rank=self._rank(module, c),
            earliest=max((w.weeks for w in found if w.weeks is not None), default=0),
            behind=tuple(w.behind for w in found if w.behind),
            free=not c.budget,
            starts=group_starts(module, self.s),
        )

    def _rank(self, module: Module, c: Candidate) -> tuple[float, ...]:
        """Safety, then what runs, then facts, then what a therapy without an order of phases has
        at its core, in its order, then by what a session of it is worth.

        Phases need no place here: a module cannot start before its phase, and reading others or
        the life-line must not wait behind everything (clinical decision 6).
        """
        s = self.s
        tier = 3.0
        if s.called_by_safety(module.id):
            tier = 0.0
        elif s.facts.running(module.id):
            tier = 1.0
        elif s.by_fact(module):
            tier = 2.0
        elif not s.therapy.binds_phases and module.id in s.therapy.core_modules:
            tier = 2.0 + (1 + s.therapy.core_modules.index(module.id)) / 100
        standing = float(s.standing.get(module.id, s.horizon))
        alone = worth([c], self.severity) / max(c.sessions, 1)
        return (tier, standing, -round(alone, 12), float(module.home.order))
