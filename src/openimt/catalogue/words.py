"""Whether conditions ask about things that there are."""

from collections.abc import Callable, Iterator, Mapping

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.condition import Condition
from openimt.catalogue.shape_reader import did_you_mean
from openimt.catalogue.therapy import Therapy
from openimt.catalogue.toml_file import Where
from openimt.terms import (
    FACT_TARGETS,
    JUDGES,
    CommonState,
    EventKind,
    ModuleKind,
    Phase,
    Response,
    SafetyPlanState,
)

TRUE_OR_FALSE = {"true", "false"}
RESOURCES = {"skills", "supports", "strengths", "roles"}
"""The kinds of resource in a resilience profile."""


def _diagnoses(catalogue: Catalogue) -> set[str]:
    """Names of diagnoses, and the codes that stand for them once a catalogue is loaded."""
    found = catalogue.diagnoses.values()
    return {d.id for d in found} | {code for d in found for code in d.codes}


KNOWN: Mapping[str, Callable[[Catalogue], set[str]]] = {
    "event": lambda _: {kind.value for kind in EventKind},
    "no_event": lambda _: {kind.value for kind in EventKind},
    "fall": lambda _: {kind.value for kind in EventKind},
    "target": lambda catalogue: set(catalogue.targets) - FACT_TARGETS,
    "capacity": lambda catalogue: set(catalogue.capacities),
    "module": lambda catalogue: set(catalogue.modules),
    "common": lambda catalogue: {
        m.id for m in catalogue.modules.values() if m.kind is ModuleKind.COMMON
    },
    "wish": lambda _: TRUE_OR_FALSE,
    "imminent_risk": lambda _: TRUE_OR_FALSE,
    "safety_answer": lambda _: {response.value for response in Response} | {"any"},
    "safety_plan": lambda _: {state.value for state in SafetyPlanState},
    "resource": lambda _: RESOURCES,
    "judgement": lambda catalogue: set(catalogue.judgements),
    "diagnosis": _diagnoses,
    "attendance": lambda _: {"kept"},
    "phase": lambda _: {phase.value for phase in Phase},
}
"""What each question may ask about; a question absent here takes any word."""


def clauses(catalogue: Catalogue) -> Iterator[tuple[str, Where, Condition]]:
    """Every condition of the catalogue with its file and place."""
    for module in catalogue.modules.values():
        for kind in ("mandatory", "indicated", "not_yet", "contraindicated", "requires"):
            for n, clause in enumerate(getattr(module, kind)):
                yield module.file, (kind, n, "when"), clause.when
    yield from _of_promises(catalogue)
    for therapy in catalogue.therapies.values():
        for g, gate in enumerate(therapy.gates):
            for c, criterion in enumerate(gate.criteria):
                for name in ("when", "not_applicable"):
                    condition = getattr(criterion, name)
                    if condition is not None:
                        yield therapy.file, ("gate", g, "criterion", c, name), condition
        yield from _of_stages_and_steps(therapy)


def _of_promises(catalogue: Catalogue) -> Iterator[tuple[str, Where, Condition]]:
    for n, promise in enumerate(catalogue.promises.values()):
        for name in ("needs", "comes_when"):
            if (rule := getattr(promise, name)) is not None:
                yield "promises.toml", ("promise", n, name), rule


def _of_stages_and_steps(therapy: Therapy) -> Iterator[tuple[str, Where, Condition]]:
    for n, stage in enumerate(therapy.stages):
        if stage.over_when is not None:
            yield therapy.file, ("stage", n, "over_when"), stage.over_when
    for n, step in enumerate(therapy.procedure.steps if therapy.procedure else ()):
        if step.holds_when is not None:
            yield therapy.file, ("procedure", "step", n, "holds_when"), step.holds_when
    for n, one in enumerate(therapy.procedure.regulators if therapy.procedure else ()):
        if one.when is not None:
            yield therapy.file, ("procedure", "regulator", n, "when"), one.when


def unknown_words(condition: Condition, catalogue: Catalogue) -> Iterator[str]:
    """A sentence for every word in the condition that names nothing."""
    for part in condition.flat():
        if part.asks in KNOWN:
            known = KNOWN[part.asks](catalogue)
            yield from (_says(part.asks, word, known) for word in part.of if word not in known)
        role = part.option("role", JUDGES[0])
        if part.asks == "judgement" and role not in JUDGES:
            yield unknown_judge(role)
        states = {state.value for state in CommonState}
        if part.asks == "common" and part.option("state") not in states:
            yield f"'common' needs a state, one of: {', '.join(sorted(states))}"


def unknown_judge(role: str) -> str:
    """What is wrong with a role that judges nothing, and which ones do."""
    return f"'{role}' is no role that judges; it is one of: {', '.join(JUDGES)}"


def _says(asks: str, word: str, known: set[str]) -> str:
    if asks == "target" and word in FACT_TARGETS:
        return f"'{word}' is a fact without a severity; ask about events instead"
    return f"'{asks}' asks about '{word}', which there is not{did_you_mean(word, known)}"
