"""Small catalogues in which one thing is wrong, for each property that a catalogue can break."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from openimt.catalogue.catalogue import Capacity, Catalogue
from openimt.catalogue.condition import read_condition
from openimt.catalogue.module import Aim, Clause, Dose, Module
from openimt.catalogue.promise import Promise
from openimt.catalogue.therapy import Criterion, Gate, Therapy
from openimt.catalogue.therapy_parts import BetweenRule
from openimt.terms import PHASES, Phase
from tests.builders import (
    aim,
    catalogue,
    clause,
    ending_module,
    module,
    safety_plan_module,
    therapy,
)

NO_ATTEMPT = {"no_event": ["suicide_attempt"], "within_weeks": 8}
ATTEMPT = {"event": ["suicide_attempt"], "within_weeks": 8}
ANSWER = {"safety_answer": "any"}
SETTLES = {"capacity": "can_settle"}
CALM = {"no_event": ["emergency_care"], "within_weeks": 2}


def promise(name: str, **fields: object) -> Promise:
    """A promise; its conditions are written as they are in TOML."""
    for word in ("needs", "comes_when"):
        if word in fields:
            fields[word] = read_condition(fields[word])
    return Promise(name, "test", **fields)  # type: ignore[arg-type]


def trauma(*gates: Clause, **fields: object) -> Module:
    """``r7``, which works on anger here, gated by these contraindications."""
    return module("r7", aims=(aim("anger"),), contraindicated=gates, **fields)


CALM_ENOUGH: tuple[Mapping[str, object], ...] = (
    NO_ATTEMPT,
    {"not": {"judgement": "life_threatening_act"}},
    {"no_event": ["self_harm_act"], "within_weeks": 8},
    {"not": {"judgement": "ongoing_threat"}},
    {"capacity": "can_stay_present"},
    {"capacity": "can_feel_strongly"},
    {"judgement": "trained_therapist"},
)


def renamed(*gates: Mapping[str, object]) -> Catalogue:
    """Trauma work under another name, gated by what is promised of it."""
    clauses = [
        clause(f"r9.gate_{n}", {"not": needs}, unknown_blocks=True) for n, needs in enumerate(gates)
    ]
    told = [
        promise(f"renamed.{n}", module="r9", needs=needs, unknown="blocks")
        for n, needs in enumerate(gates)
    ]
    work = module("r9", aims=(aim("ptsd"),), contraindicated=tuple(clauses))
    return promising(holding(work), *told)


def gate_of_attempts(**fields: object) -> Clause:
    return replace(clause("r7.attempt", ATTEMPT, unknown_blocks=True), **fields)


def gated(criteria: Mapping[Phase, Mapping[str, object]], name: str = "imt") -> Therapy:
    """A therapy that binds phases; each gate asks for one condition."""
    made = [
        Gate(
            f"leave_{phase.value}",
            phase,
            phase.next,
            (Criterion(f"{phase.value}_over", "test", read_condition(criteria.get(phase, CALM))),),
        )
        for phase in PHASES
    ]
    return replace(therapy(name), gates=tuple(made))


def holding(
    *modules: Module, criteria: Mapping[Phase, Mapping[str, object]] = MappingProxyType({})
) -> Catalogue:
    """The modules with a safety plan, under therapies whose gates open when things go well."""
    ending = replace(ending_module(), phases=PHASES[1:])
    shapes = (safety_plan_module(), ending, *modules)
    free = replace(gated({}, "gpm"), binds_phases=False)
    therapies = {"imt": gated(criteria), "gpm": free}
    return catalogue(*shapes, therapies=therapies)


def promising(found: Catalogue, *promises: Promise) -> Catalogue:
    return replace(found, promises={p.id: p for p in promises})


def teaching(found: Catalogue, *builders: str) -> Catalogue:
    """The catalogue in which ``can_settle`` is built by these modules."""
    taught = Capacity("can_settle", "can settle", "", builders)
    return replace(found, capacities={**found.capacities, "can_settle": taught})


def with_rule(never: str) -> Catalogue:
    """A therapy with one rule between sessions, and what it never does."""
    rule = BetweenRule("calls", "Calls", "Calls are short.", never, "test", checked=True)
    found = holding(module("r2"))
    changed = replace(found.therapies["gpm"], between_sessions=(rule,))
    return replace(found, therapies={**found.therapies, "gpm": changed})


def without_call() -> Catalogue:
    """A safety plan that a worrying answer no longer calls for."""
    deaf = tuple(c for c in safety_plan_module().mandatory if c.id != "s1.answer")
    return catalogue(replace(safety_plan_module(), mandatory=deaf), ending_module())


NO_ATTEMPT_FIRST = promise("trauma.attempt", module="r7", needs=NO_ATTEMPT, unknown="blocks")
SENIOR_MAY = replace(NO_ATTEMPT_FIRST, set_aside=("r7.attempt",))
ANSWER_CALLS = promise("plan.answer", module="s1", comes_when=ANSWER)
REGULATED = promise(
    "regulated", beyond=Phase.REGULATION, criterion="regulation_over", needs=NO_ATTEMPT
)
FIRM = {Phase.REGULATION: NO_ATTEMPT}
PAYING = Dose(1, 3, 12)
UNSURE = Clause("r2.settles", read_condition(SETTLES), "test")

Made = Callable[[], Catalogue]

RED: Mapping[str, tuple[str, Made, Made]] = {
    # what is wrong: the property, the catalogue with the slip, the catalogue as it should be
    "a gate of trauma work is lost": (
        "gates_hold",
        lambda: promising(holding(trauma()), NO_ATTEMPT_FIRST),
        lambda: promising(holding(trauma(gate_of_attempts())), NO_ATTEMPT_FIRST),
    ),
    "not knowing opens trauma work": (
        "gates_hold",
        lambda: promising(
            holding(trauma(gate_of_attempts(unknown_blocks=False))), NO_ATTEMPT_FIRST
        ),
        lambda: promising(holding(trauma(gate_of_attempts())), NO_ATTEMPT_FIRST),
    ),
    "any clinician may set a gate aside": (
        "gates_hold",
        lambda: promising(
            holding(trauma(gate_of_attempts(override="clinician"))), NO_ATTEMPT_FIRST
        ),
        lambda: promising(holding(trauma(gate_of_attempts())), NO_ATTEMPT_FIRST),
    ),
    "what a senior colleague may set aside is open to others": (
        "gates_hold",
        lambda: promising(holding(trauma(gate_of_attempts(override="clinician"))), SENIOR_MAY),
        lambda: promising(holding(trauma(gate_of_attempts(override="senior"))), SENIOR_MAY),
    ),
    "a promised module is not there": (
        "gates_hold",
        lambda: promising(holding(module("r2")), NO_ATTEMPT_FIRST),
        lambda: promising(holding(trauma(gate_of_attempts())), NO_ATTEMPT_FIRST),
    ),
    "trauma work goes by another name": (
        "gates_hold",
        renamed,
        lambda: renamed(*CALM_ENOUGH),
    ),
    "trauma work goes by another name, and nobody need be trained": (
        "gates_hold",
        lambda: renamed(*CALM_ENOUGH[:-1]),
        lambda: renamed(*CALM_ENOUGH),
    ),
    "a gate is asked at the start only": (
        "gates_hold",
        lambda: promising(
            holding(module("r7", not_yet=(gate_of_attempts(),), aims=(aim("anger"),))),
            NO_ATTEMPT_FIRST,
        ),
        lambda: promising(
            holding(module("r7", not_yet=(gate_of_attempts(),), aims=(aim("anger"),))),
            replace(NO_ATTEMPT_FIRST, while_running=False),
        ),
    ),
    "a worrying answer calls for nothing": (
        "safety_comes",
        lambda: promising(without_call(), ANSWER_CALLS),
        lambda: promising(holding(), ANSWER_CALLS),
    ),
    "a safety plan costs sessions": (
        "safety_comes",
        lambda: promising(
            catalogue(replace(safety_plan_module(), dose=PAYING), ending_module()), ANSWER_CALLS
        ),
        lambda: promising(holding(), ANSWER_CALLS),
    ),
    "regulation is left after an attempt": (
        "phases_hold",
        lambda: promising(holding(), REGULATED),
        lambda: promising(holding(criteria=FIRM), REGULATED),
    ),
    "a criterion is gone": (
        "phases_hold",
        lambda: promising(holding(criteria=FIRM), replace(REGULATED, criterion="steady")),
        lambda: promising(holding(criteria=FIRM), REGULATED),
    ),
    "emotion naming goes on in danger": (
        "danger_first",
        lambda: holding(module("r2", aims=(aim("anger"),), phases=PHASES)),
        lambda: holding(module("r2", aims=(aim("anger"),))),
    ),
    "a missing form keeps somebody out": (
        "no_form_denies",
        lambda: holding(
            module("r2", aims=(aim("anger"),), requires=(replace(UNSURE, unknown_blocks=True),))
        ),
        lambda: holding(module("r2", aims=(aim("anger"),), requires=(UNSURE,))),
    ),
    "repair holds back the protection of others": (
        "repair_stops_nothing",
        lambda: holding(module("s9", Phase.EXPLORATION, aims=(aim("anger"),))),
        lambda: holding(module("s9", Phase.REGULATION, aims=(aim("anger"),))),
    ),
    "a common module is gone": (
        "common_modules_stay",
        lambda: replace(
            holding(), modules={m: x for m, x in holding().modules.items() if m != "c4"}
        ),
        holding,
    ),
    "a rule between sessions knows no limit": (
        "no_therapy_hides_safety",
        lambda: with_rule(""),
        lambda: with_rule("It never hides the plan."),
    ),
    "self-harm is weighed": (
        "facts_are_no_scores",
        lambda: holding(module("r2", aims=(Aim("self_harm", 0.02, 0.01),))),
        lambda: holding(module("r2", aims=(Aim("self_harm"),))),
    ),
    "phases bind under GPM": (
        "order_binds_only_imt",
        lambda: catalogue(safety_plan_module(), therapies={"gpm": gated({}, "gpm")}),
        lambda: holding(module("r2")),
    ),
    "nothing teaches what is asked for": (
        "capacities_are_taught",
        lambda: teaching(holding(module("r2", requires=(UNSURE,)))),
        lambda: teaching(holding(module("r2", requires=(UNSURE,)), module("s4")), "s4"),
    ),
    "what teaches a capacity asks for it first": (
        "capacities_are_taught",
        lambda: teaching(holding(module("r2", requires=(UNSURE,))), "r2"),
        lambda: teaching(holding(module("r2", requires=(UNSURE,)), module("s4")), "s4"),
    ),
    "containment ends for nobody": (
        "liveness",
        lambda: holding(criteria={Phase.CONTAINMENT: {"event": ["admission"], "within_weeks": 2}}),
        holding,
    ),
    "an ending is for nobody": (
        "liveness_of_wishes",
        lambda: _closed(holding(module("n5", Phase.INTEGRATION)), "n7"),
        lambda: holding(module("n5", Phase.INTEGRATION)),
    ),
}


def _closed(found: Catalogue, name: str) -> Catalogue:
    """A module that is contraindicated for whoever is alive to be asked about their wishes."""
    shut = clause(f"{name}.shut", {"any": [{"wish": True}, {"wish": False}]})
    changed = replace(found.modules[name], contraindicated=(shut,))
    return replace(found, modules={**found.modules, name: changed})
