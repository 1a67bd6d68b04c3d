"""Why a plan is impossible: a smallest set of rules and requests that cannot all hold.

Found by deletion: leave one rule aside at a time; what can be left aside without making the plan
possible is not part of the conflict. What remains is minimal: without any one of them it works.
"""

from dataclasses import replace

from openimt.catalogue.module import Module
from openimt.errors import ConflictError
from openimt.plan.choose import possible
from openimt.plan.rules import RULES
from openimt.plan.situation import Situation
from openimt.plan.waits import waits
from openimt.terms import ModuleKind

_LONG = 520
"""Weeks of a horizon that holds nothing back (ten years)."""


def conflict(s: Situation) -> ConflictError:
    """The error that says which rules and requests collide, and what would free them."""
    names = _names(s)
    kept = list(names)
    for name in names:
        without = [other for other in kept if other != name]
        if not _possible(s, names, without):
            kept = without
    return ConflictError(_says(kept, s), tuple(sorted(kept)))


def common_conflict(banned: str) -> ConflictError:
    """A common module was asked to be left out: it runs in every course."""
    says = f"common module '{banned}' runs in every course and cannot be left out"
    return ConflictError(says, ("common_runs_always", f"ban:{banned}"))


def _possible(s: Situation, names: tuple[str, ...], active: list[str]) -> bool:
    ignored = frozenset(names) - frozenset(active)
    horizon = _LONG if "horizon" in ignored else s.horizon
    return possible(replace(s, ignored=ignored, horizon=horizon))


def _names(s: Situation) -> tuple[str, ...]:
    """Every rule and request that could take part, requests last so that they are kept."""
    musts = [m for m in s.catalogue.modules.values() if _must(m, s)]
    concerned = {m.id: m for m in musts}
    queue = list(musts)
    rules: set[str] = {"horizon", "phase_order"}
    while queue:
        module = queue.pop()
        rules |= {r.rule for rule in RULES if (r := rule(module, s))}
        rules |= {clause.id for clause in module.contraindicated}
        for wait in waits(module, s):
            rules.add(wait.reason.rule)
            for behind in wait.behind:
                if behind.module not in concerned and behind.module in s.catalogue.modules:
                    concerned[behind.module] = s.catalogue.modules[behind.module]
                    queue.append(concerned[behind.module])
    requests = {f"pin:{m.id}" for m in musts if s.pinned(m.id)}
    requests |= {f"safety:{m.id}" for m in musts if s.called_by_safety(m.id)}
    requests |= {"budget"} if s.budget is not None else set()
    requests |= {r for r in rules if r.startswith("ban:")}
    return (*sorted(rules - requests), *sorted(requests))


def _must(module: Module, s: Situation) -> bool:
    if module.kind is not ModuleKind.SPECIFIC:
        return False
    return s.pinned(module.id) or s.called_by_safety(module.id)


def _says(kept: list[str], s: Situation) -> str:
    words = "; ".join(_word(name, s) for name in sorted(kept))
    return f"these cannot all hold: {words}. Change any one of them"


def _word(name: str, s: Situation) -> str:
    kind, _, module = name.partition(":")
    if module:
        title = s.catalogue.module(module).name
        words = {
            "pin": f"“{title}” ({module}) was asked for",
            "ban": f"“{title}” ({module}) was asked to be left out",
            "safety": f"“{title}” ({module}) is never withheld when safety calls for it",
        }
        return words[kind]
    fixed = {
        "budget": f"at most {s.budget} sessions",
        "horizon": f"within {s.horizon} weeks",
        "phase_order": "the order of the phases",
    }
    return fixed.get(name) or _clause_says(name, s)


def _clause_says(name: str, s: Situation) -> str:
    for module in s.catalogue.modules.values():
        for clause in (*module.contraindicated, *module.not_yet, *module.requires):
            if clause.id == name:
                return f"{clause.says.removesuffix('.')} ({name})"
    return name.replace("_", " ")
