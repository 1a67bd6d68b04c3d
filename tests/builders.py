"""Plain constructors with good defaults for values of the core, and a catalogue small enough to
read beside a test. Nothing here touches the packaged catalogue."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType

from openimt.catalogue.catalogue import (
    Capacity,
    Catalogue,
    DiagnosisKind,
    MeasureLink,
    Settings,
    Target,
)
from openimt.catalogue.condition import read_condition
from openimt.catalogue.module import Aim, Clause, Dose, Module
from openimt.catalogue.therapy import Criterion, Gate, PhaseInTherapy, Therapy
from openimt.formulate.assessment import (
    Assessment,
    CommonReading,
    Diagnosis,
    Event,
    Judgement,
    Reading,
    SafetyJudgement,
)
from openimt.terms import PHASES, CommonState, Domain, EventKind, Evidence, ModuleKind, Phase

ON = date(2026, 11, 22)
"""The day on which every built assessment is made."""

NUMBERS: Mapping[str, float] = MappingProxyType(
    {
        "need_threshold": 0.35,
        "risk_aversion": 0.5,
        "judgement_sd": 0.15,
        "situation_worth": 0.05,
        "preference_weight": 0.15,
        "stability_module": 0.02,
        "stability_start": 4,
        "replan_gain": 0.01,
        "repair_sessions": 3,
        "attendance_kept": 3,
        "attendance_of": 4,
        "parallel_low": 1,
        "parallel_medium": 2,
        "parallel_high": 3,
        "brs_low": 3.0,
        "brs_high": 4.3,
        "resources_some": 3,
        "urge_strong": 4,
        "self_harm_recent_weeks": 2,
        "suicidal_window_weeks": 52,
        "plan_review_days_early": 30,
        "plan_review_days_late": 90,
    }
)
TARGETS = {
    "anger": Domain.REG,
    "emotion_intensity": Domain.REG,
    "schema": Domain.INT,
    "agency": Domain.SLF,
    "ending": Domain.SLF,
}
FACTS = {"suicidality": Domain.SYM, "self_harm": Domain.SYM}
CAPACITIES = ("can_settle", "names_emotions")
IMMINENT = {"imminent_risk": True}
EVERY_PHASE = tuple(PHASES)


def weeks_ago(weeks: float) -> date:
    return ON - timedelta(days=round(7 * weeks))


def clause(clause_id: str, when: Mapping[str, object], *, unknown_blocks: bool = False) -> Clause:
    return Clause(
        clause_id, read_condition(when), "test", unknown_blocks, says=f"what {clause_id} says"
    )


def aim(target: str, effect: float | None = 0.02, sd: float | None = 0.01) -> Aim:
    return Aim(target, effect, sd)


def module(module_id: str, home: Phase = Phase.REGULATION, **more: object) -> Module:
    """A specific module at home in a phase; it may start there and in every later phase."""
    fields: dict[str, object] = {
        "name": f"Module {module_id}",
        "short": module_id,
        "kind": ModuleKind.SPECIFIC,
        "summary": f"What {module_id} is.",
        "domain": Domain.REG,
        "phases": PHASES[home.order :],
        "systems": ("imt",),
        "evidence": Evidence.X,
        "evidence_says": "Experience only.",
        "references": (),
        "status": "draft",
        "dose": Dose(2, 4, 8),
    }
    return Module(id=module_id, home=home, **(fields | more))  # type: ignore[arg-type]


def common(module_id: str) -> Module:
    return module(
        module_id,
        Phase.SAFETY,
        kind=ModuleKind.COMMON,
        domain=None,
        dose=Dose(0, 0, 0, budget=False),
    )


def safety_plan_module() -> Module:
    """``s1``: called by any suicidal fact, in every phase, at no cost."""
    events = ["suicide_attempt", "suicidal_intent", "suicidal_plan", "suicidal_urge"]
    return module(
        "s1",
        Phase.SAFETY,
        dose=Dose(1, 3, 12, budget=False),
        aims=(Aim("suicidality"), Aim("self_harm")),
        mandatory=(
            clause("s1.event", {"event": events, "within_weeks": 52}),
            clause("s1.danger", IMMINENT),
            clause("s1.answer", {"safety_answer": "any"}),
        ),
    )


def ending_module() -> Module:
    """``n7``: the ending, in any phase."""
    anywhere = {"phase": [phase.value for phase in PHASES]}
    return module(
        "n7",
        Phase.INTEGRATION,
        phases=PHASES,
        dose=Dose(1, 3, 6),
        aims=(aim("ending", 0.015, 0.015),),
        indicated=(clause("n7.every_course", anywhere),),
    )


def therapy(therapy_id: str = "imt", *, binds: bool = True, weeks: int = 4) -> Therapy:
    """Five phases of so many weeks; each gate asks for a person's judgement named after it."""
    return Therapy(
        id=therapy_id,
        name=therapy_id.upper(),
        summary="",
        binds_phases=binds,
        systems=(therapy_id,),
        evidence_says="",
        references=(),
        status="draft",
        phases=tuple(PhaseInTherapy(p, p.value, "", p.value, "", weeks) for p in PHASES),
        gates=tuple(_gate(phase) for phase in PHASES),
        agenda=(),
    )


def _gate(phase: Phase) -> Gate:
    name = f"{phase.value}_done"
    criterion = Criterion(
        name, "test", read_condition({"judgement": name}), says=f"{phase.value} is done"
    )
    return Gate(f"leave_{phase.value}", phase, phase.next, (criterion,))


def catalogue(*specific: Module, **more: object) -> Catalogue:
    """Six common modules, the given ones, and the therapies ``imt`` (phases bind) and ``gpm``."""
    modules = [*(common(f"c{n}") for n in range(1, 7)), *specific]
    targets = {t: Target(t, t.replace("_", " "), d) for t, d in TARGETS.items()}
    targets |= {t: Target(t, t.replace("_", " "), d, fact=True) for t, d in FACTS.items()}
    fields: dict[str, object] = {
        "version": "test.1",
        "modules": {m.id: m for m in modules},
        "therapies": {"imt": therapy(), "gpm": therapy("gpm", binds=False)},
        "targets": targets,
        "capacities": {c: Capacity(c, c.replace("_", " ")) for c in CAPACITIES},
        "references": {},
        "measures": (
            MeasureLink("lpfs-bf-2", ("agency",), 12, 48, 0.15, "test", personality=True),
        ),
        "settings": Settings(NUMBERS, {}),
        "diagnoses": {"personality": DiagnosisKind("personality", "personality", ("6D11",))},
    }
    return Catalogue(**(fields | more))  # type: ignore[arg-type]


def need(target: str, severity: float, sd: float = 0.1) -> Reading:
    """A clinician's judgement of a target's severity."""
    return Reading(on=ON, target=target, severity=severity, sd=sd, by="clinician")


def reading(measure: str, value: float, on: date = ON) -> Reading:
    return Reading(on=on, measure=measure, value=value)


def event(kind: EventKind | str, weeks: float = 0, **more: object) -> Event:
    """An event so many weeks before the day of the assessment."""
    return Event(EventKind(kind), weeks_ago(weeks), **more)  # type: ignore[arg-type]


def judged(criterion: str, *, met: bool = True) -> Judgement:
    return Judgement(criterion, met, "dr-a", ON + timedelta(weeks=4), "seen together")


def commons(state: CommonState = CommonState.MET, **other: CommonState) -> dict[str, CommonReading]:
    """The six common modules in one state, some of them in another."""
    states = {f"c{n}": state for n in range(1, 7)} | other
    return {name: CommonReading(s, weeks_ago(1)) for name, s in states.items()}


def in_phase(phase: Phase) -> tuple[Judgement, ...]:
    """The judgements that bring a person to a phase under the built therapies."""
    return tuple(judged(f"{p.value}_done") for p in PHASES[1 : phase.order])


def assessment(*readings: Reading, **known: object) -> Assessment:
    """A diagnosed person of whom events were asked and none happened; no danger judged."""
    fields: dict[str, object] = {
        "events": (),
        "diagnosis": Diagnosis("6D11.5", "clinician", weeks_ago(6)),
        "safety": SafetyJudgement(imminent_risk=False, judged_by="dr-a", judged_on=weeks_ago(8)),
    }
    return Assessment("p1", ON, tuple(readings), **(fields | known))  # type: ignore[arg-type]


def without(catalogue: Catalogue, ids: Iterable[str]) -> Catalogue:
    """The catalogue with some modules taken away."""
    gone = set(ids)
    return replace(
        catalogue, modules={m: shape for m, shape in catalogue.modules.items() if m not in gone}
    )
