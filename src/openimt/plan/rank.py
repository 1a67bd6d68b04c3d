"""Which of the chosen modules starts first when several could.

Safety, then what runs, then facts, then, under a therapy without an order of phases, what gives
ground to stand on and what that therapy has at its core, then the ending when its time has come,
then everything else: where phases bind, what is at home in an earlier one first. There a module
goes by the first phase in which it may start if the therapy names it as early, or if the situation
or a wish calls for it. Within a phase worth for a session decides, and the early ones come between,
so that neither they nor the rest wait behind everything (docs/adr/0009).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache

from openimt.catalogue.module import Module
from openimt.formulate.clause import clause_state
from openimt.plan.situation import Situation
from openimt.plan.start import allowed_phases
from openimt.plan.waits import Wait
from openimt.plan.worth import Candidate, worth
from openimt.terms import Phase, Truth

Rank = tuple[float, float, int, float]
"""Tier, week in the plan in force, phase it belongs to, place in it: smaller starts sooner."""

_REST, _LAST = 3.0, 4.0


def own_ranks(
    called: Mapping[str, Candidate], spare: Iterable[str], s: Situation
) -> dict[str, Rank]:
    """The rank of each module that may be planned, for its own sake; ``spare`` ones, which nothing
    calls for, have none of their own and only prepare others."""
    modules = {m: s.catalogue.module(m) for m in called}
    phases = {m: belongs(module, s) for m, module in modules.items()}
    places = _places(called, phases, s)
    return {m: (_LAST, float(s.standing.get(m, s.horizon)), 0, 0.0) for m in spare} | {
        m: (_tier(module, s), float(s.standing.get(m, s.horizon)), phases[m], places[m])
        for m, module in modules.items()
    }


def ranks(
    chosen: Iterable[str], own: Mapping[str, Rank], waits: Mapping[str, tuple[Wait, ...]]
) -> dict[str, Rank]:
    """The rank of each chosen module: what prepares others comes as early as the first of them."""
    followers: dict[str, list[str]] = defaultdict(list)
    picked = tuple(chosen)
    for module in picked:
        for wait in waits.get(module, ()):
            for behind in wait.behind:
                followers[behind.module].append(module)

    @cache
    def rank(module: str) -> Rank:
        return min((own[module], *(rank(other) for other in followers.get(module, ()))))

    return {module: rank(module) for module in picked}


def _tier(module: Module, s: Situation) -> float:
    core = s.therapy.core_modules
    if s.called_by_safety(module.id):
        return 0.0
    if s.facts.running(module.id):
        return 1.0
    if s.by_fact(module):
        return 2.0
    if not s.therapy.binds_phases and module.home.order <= Phase.CONTAINMENT.order:
        return 2.005
    if not s.therapy.binds_phases and module.id in core:
        return 2.0 + (1 + core.index(module.id)) / 100
    return _REST - 0.5 if s.is_ending(module) else _REST


def belongs(module: Module, s: Situation) -> int:
    """The order of the phase in which its turn comes, where phases bind; else the same for all."""
    if not s.therapy.binds_phases:
        return 0
    if not _early(module, s):
        return module.home.order
    first = min((p.order for p in allowed_phases(module, s)), default=module.home.order)
    return min(first, module.home.order)


def _early(module: Module, s: Situation) -> bool:
    wished = s.profile.assessment.preferences.get(module.id, 0) > 0 or s.pinned(module.id)
    return (
        wished
        or module.id in _named_early(s)
        or any(
            clause_state(clause, s.facts, module.id).state is Truth.MET
            for clause in module.indicated
        )
    )


def _places(
    candidates: Mapping[str, Candidate], phases: Mapping[str, int], s: Situation
) -> dict[str, float]:
    """Places by worth for a session among those of one phase; early ones come between."""
    severity = s.severities
    alone = {m: round(worth([c], severity) / c.sessions, 12) for m, c in candidates.items()}
    early = _named_early(s) & set(candidates)
    places: dict[str, float] = {}
    taken: dict[int, int] = defaultdict(int)
    home = {m: s.catalogue.module(m).home.order for m in candidates}
    for m in sorted(set(candidates) - early, key=lambda m: (home[m], -alone[m], m)):
        places[m] = float(taken[phases[m]])
        taken[phases[m]] += 1
    return places | {m: s.therapy.early_modules.index(m) - 0.5 for m in early}


def _named_early(s: Situation) -> frozenset[str]:
    return frozenset(s.therapy.early_modules if s.therapy.binds_phases else ())
