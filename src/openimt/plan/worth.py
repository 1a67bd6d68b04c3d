"""What a set of modules is worth: the severity it is expected to take away, and what people wish.

    worth(X) = sum over needs t of  w_t * (1 - exp(-S_t / w_t))
             + sum over m in X of   (preference + situation)

with w_t the severity of need t (what is read below ``need_threshold`` is none) and S_t the sum over
modules of sessions times a cautious effect (its mean less ``risk_aversion`` spreads, at least 0).
No need can be relieved by more than there is of it, so more of the same counts for less: the first
sum is submodular, which gives a bound.
Suicidality and self-harm are facts and never enter it (clinical decision 4).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from math import exp

from openimt.catalogue.module import Module
from openimt.formulate.indication import suits_situation
from openimt.plan.situation import Situation


@dataclass(frozen=True)
class Candidate:
    """A module that may be planned: its sessions, effect on each need, and its fixed worth.

    ``budget``: whether individual sessions go into it. ``steady`` is a leaning towards what already
    stands in the plan; it is no part of the worth.
    """

    module: str
    sessions: int
    fewest: int
    relief: Mapping[str, float]
    fixed: float
    budget: bool
    steady: float = 0.0

    @cached_property
    def cost(self) -> int:
        """Sessions it takes from the budget."""
        return self.sessions if self.budget else 0

    @cached_property
    def smallest(self) -> "Candidate":
        """The same module at its smallest dose."""
        return replace(self, sessions=self.fewest)


def candidate(module: Module, s: Situation) -> Candidate:
    """A module as the planner weighs it for this person."""
    sessions = s.sessions(module)
    relief = {
        aim.target: effect
        for aim in module.aims
        if aim.target in s.severities and (effect := _cautious(aim.effect, aim.sd, s)) > 0
    }
    fewest = min(sessions, module.dose.fewest)
    steady = s.setting("stability_module") if module.id in s.standing else 0.0
    fixed = _fixed(module, s)
    return Candidate(module.id, sessions, fewest, relief, fixed, module.dose.takes_sessions, steady)


def worth(chosen: Iterable[Candidate], severity: Mapping[str, float]) -> float:
    """The worth of a set of modules on the planner's scale; order does not matter.

    >>> worth([Candidate("r3", 10, 5, {"anger": 0.05}, 0.0, True)], {"anger": 0.5})
    0.316...
    """
    ordered = sorted(chosen, key=lambda c: c.module)
    relief = relief_of(ordered)
    relieved = sum(
        w * (1 - exp(-relief[t] / w)) for t, w in sorted(severity.items()) if w > 0 and t in relief
    )
    return relieved + sum(c.fixed for c in ordered)


def relief_of(chosen: Iterable[Candidate]) -> dict[str, float]:
    """The sum of sessions times effect that a set of modules brings to each need."""
    total: dict[str, float] = {}
    for c in chosen:
        for target, effect in c.relief.items():
            total[target] = total.get(target, 0.0) + effect * c.sessions
    return total


def gain(
    c: Candidate,
    relief: Mapping[str, float],
    severity: Mapping[str, float],
    sessions: int | None = None,
) -> float:
    """What a module adds to the worth of modules that already bring this relief.

    ``sessions``: its dose, when it is not the usual one.
    """
    dose = c.sessions if sessions is None else sessions
    added = c.fixed
    for target, effect in c.relief.items():
        w = severity.get(target, 0.0)
        if w > 0:
            before = relief.get(target, 0.0)
            added += w * exp(-before / w) * (1 - exp(-effect * dose / w))
    return added


def _cautious(effect: float | None, sd: float | None, s: Situation) -> float:
    if effect is None:
        return 0.0
    return max(0.0, effect - s.setting("risk_aversion") * (sd or 0.0))


def _fixed(module: Module, s: Situation) -> float:
    liking = s.profile.assessment.preferences.get(module.id, 0.0)
    worth = s.setting("preference_weight") * liking
    if suits_situation(module, s.facts, s.catalogue):
        worth += s.setting("situation_worth")
    return worth
