"""What would bring a condition about: modules that come first, or weeks that pass.

A plan is drawn as if nothing new happened: events grow older, danger passes with the safety phase,
and a module that was given has reached its steps. Nothing else changes by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from openimt.catalogue.condition import Condition
from openimt.formulate.ask import ask
from openimt.plan.situation import Situation
from openimt.terms import Phase, Truth


@dataclass(frozen=True)
class Behind:
    """A module to wait behind, until this share (0 to 1) of its sessions was given."""

    module: str
    share: float


@dataclass(frozen=True)
class Ways:
    """Wait so many weeks, and behind any one module of each group. Neither: it is so already."""

    weeks: int = 0
    behind: tuple[tuple[Behind, ...], ...] = ()


NOW = Ways()


def ways(
    condition: Condition, wanted: bool, s: Situation, module: str, strict: bool = False
) -> Ways | None:
    """How a condition comes to be as ``wanted``; None when nothing in a plan can bring it about.

    Not knowing stands against it only when ``strict``.
    """
    if condition.asks == "not":
        return ways(condition.parts[0], not wanted, s, module, strict)
    if condition.asks in {"any", "all"}:
        parts = [ways(part, wanted, s, module, strict) for part in condition.parts]
        return _one_of(parts) if (condition.asks == "any") is wanted else _each_of(parts)
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
    return Ways(max(p.weeks for p in found), tuple(group for p in found for group in p.behind))


def _one_of(parts: Sequence[Ways | None]) -> Ways | None:
    """Modules that come first before mere waiting: they serve the person as well."""
    found = [part for part in parts if part is not None]
    if not found or NOW in found:
        return NOW if found else None
    led = [part.behind for part in found if part.behind and not part.weeks]
    if not led:
        return min(found, key=lambda part: (part.weeks, part.behind != ()))
    groups = (tuple(dict.fromkeys(b for g in choice for b in g)) for choice in product(*led))
    return Ways(behind=tuple(groups))


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
