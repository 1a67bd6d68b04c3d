"""What a set of modules is worth: the severity it is expected to take away, and what people wish.

    worth(X) = sum over needs t of  w_t * (1 - exp(-S_t / w_t))
             + sum over m in X of   (preference + situation)

with w_t the severity of need t and S_t the sum over modules of sessions times a cautious effect
(its mean less ``risk_aversion`` spreads, never below 0). No need can be relieved by more than there
is of it, so more of the same counts for less: the first sum is submodular, which gives a bound.
Suicidality and self-harm are facts and never enter it (clinical decision 4).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import exp

from openimt.catalogue.module import Module
from openimt.formulate.indication import suits_situation
from openimt.plan.situation import Situation
from openimt.terms import FACT_TARGETS


@dataclass(frozen=True)
class Candidate:
    """A module that may be planned: its sessions, effect on each need, and its fixed worth.

    ``steady`` is a leaning towards what already stands in the plan; it is no part of the worth.
    """

    module: str
    sessions: int
    fewest: int
    relief: Mapping[str, float]
    fixed: float
    budget: bool
    steady: float = 0.0

    @property
    def cost(self) -> int:
        """Sessions it takes from the budget."""
        return self.sessions if self.budget else 0


def candidate(module: Module, s: Situation) -> Candidate:
    """A module as the planner weighs it for this person."""
    sessions = s.sessions(module)
    relief = {
        aim.target: effect
        for aim in module.aims
        if aim.target in s.profile.needs and aim.target not in FACT_TARGETS
        if (effect := _cautious(aim.effect, aim.sd, s)) > 0
    }
    fewest = min(sessions, module.dose.fewest)
    steady = s.setting("stability_module") if module.id in s.standing else 0.0
    fixed = _fixed(module, s)
    return Candidate(module.id, sessions, fewest, relief, fixed, module.dose.budget, steady)


def worth(chosen: Iterable[Candidate], severity: Mapping[str, float]) -> float:
    """The worth of a set of modules on the planner's scale; order does not matter.

    >>> worth([Candidate("r3", 10, 5, {"anger": 0.05}, 0.0, True)], {"anger": 0.5})
    0.316...
    """
    total, fixed = _relief(chosen), 0.0
    for c in total.candidates:
        fixed += c.fixed
    relieved = sum(
        w * (1 - exp(-total.by_target[t] / w))
        for t, w in sorted(severity.items())
        if w > 0 and t in total.by_target
    )
    return relieved + fixed


@dataclass(frozen=True)
class _Relief:
    candidates: tuple[Candidate, ...]
    by_target: Mapping[str, float]


def _relief(chosen: Iterable[Candidate]) -> _Relief:
    ordered = tuple(sorted(chosen, key=lambda c: c.module))
    by_target: dict[str, float] = {}
    for c in ordered:
        for target, effect in c.relief.items():
            by_target[target] = by_target.get(target, 0.0) + effect * c.sessions
    return _Relief(ordered, by_target)


def severities(s: Situation) -> dict[str, float]:
    """The severity of every need that modules may relieve."""
    return {t: n.severity for t, n in s.profile.needs.items() if t not in FACT_TARGETS}


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
