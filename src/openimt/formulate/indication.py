"""Does this person's situation call for a module? By fact, by need, or by their own wish."""

from dataclasses import dataclass
from enum import StrEnum

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.condition import Condition
from openimt.catalogue.module import Clause, Module
from openimt.formulate.clause import clause_state, why
from openimt.formulate.facts import Facts
from openimt.formulate.profile import Because
from openimt.terms import Truth


class CalledBy(StrEnum):
    """What calls for a module, strongest first; NOTHING = it is not indicated now."""

    SAFETY = "safety"
    FACT = "fact"
    NEED = "need"
    SITUATION = "situation"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Indication:
    """What calls for a module, in a sentence, and what that rests on.

    ``mandatory``: a fact that calls for it again even when it was finished before.
    """

    by: CalledBy
    says: str
    because: tuple[Because, ...] = ()
    source: str = ""
    mandatory: bool = False


DATED = frozenset({"event", "safety_answer"})
"""Questions about what happened or was answered, not about a severity."""

NEVER_WEIGHED = DATED | {"no_event", "fall", "safety_plan", "imminent_risk"}
"""Questions whose answers lead by rule and enter no number (clinical decision 4)."""


def indication(module: Module, facts: Facts, catalogue: Catalogue) -> Indication:
    """The strongest thing that calls for a module: safety, a fact, a need, or the situation.

    A mandatory clause of a module that costs no session budget is safety: never withheld, never
    waiting. Of any other module it is a fact that places it when its time comes.
    """
    if found := _clause(module.mandatory, module, facts):
        by = CalledBy.FACT if module.dose.budget else CalledBy.SAFETY
        return Indication(by, *found, mandatory=True)
    dated = tuple(clause for clause in module.indicated if asks_events(clause.when))
    if happened := _clause(dated, module, facts):
        return Indication(CalledBy.FACT, *happened)
    indicated = _clause(module.indicated, module, facts)
    if need := _needed(module, facts, catalogue):
        return need
    if indicated:
        return Indication(CalledBy.SITUATION, *indicated)
    return Indication(CalledBy.NOTHING, "Nothing in the assessment calls for it now.")


def asks_events(condition: Condition) -> bool:
    """Whether a condition is about what happened or was answered, not about a severity."""
    if condition.asks in {"any", "all"}:
        return all(asks_events(part) for part in condition.parts)
    return condition.asks in DATED


def suits_situation(module: Module, facts: Facts, catalogue: Catalogue) -> bool:
    """Whether no need, but the situation speaks for a module, apart from any fact of danger."""
    weighed = tuple(clause for clause in module.indicated if not NEVER_WEIGHED & clause.when.asked)
    return bool(_clause(weighed, module, facts)) and not _needed(module, facts, catalogue)


def _clause(
    clauses: tuple[Clause, ...], module: Module, facts: Facts
) -> tuple[str, tuple[Because, ...], str] | None:
    for clause in clauses:
        answer = clause_state(clause, facts, module.id)
        if answer.state is Truth.MET:
            return clause.says, (*why(clause), *answer.because), clause.source
    return None


def _needed(module: Module, facts: Facts, catalogue: Catalogue) -> Indication | None:
    threshold = catalogue.settings["need_threshold"]
    aimed = [facts.needs[t] for t in module.targets if t in facts.needs]
    strong = sorted((n for n in aimed if n.severity >= threshold), key=lambda n: -n.severity)
    if not strong:
        return None
    names = ", ".join(catalogue.targets[n.target].name.lower() for n in strong)
    because = tuple(
        Because(f"{catalogue.targets[n.target].name}: {n.severity:.2f} of 1 (± {n.sd:.2f})")
        for n in strong
    )
    grounds = tuple(ground for need in strong for ground in need.because)
    source = catalogue.settings.sources.get("need_threshold", "")
    return Indication(
        CalledBy.NEED, f"It works on: {names}.", tuple(dict.fromkeys(because + grounds)), source
    )
