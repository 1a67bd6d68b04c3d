"""A catalogue of four modules and a person in it, small enough to read beside a test."""

from datetime import date

from openimt.catalogue.catalogue import Catalogue, Settings
from openimt.catalogue.module import Dose, Intervention, Module, PhaseGuide
from openimt.catalogue.therapy import AgendaItem, Therapy
from openimt.formulate.assessment import Assessment, CommonReading
from openimt.formulate.profile import Because, Duty, Profile
from openimt.plan.plan import Placement, Plan, Reason
from openimt.terms import CommonState, Evidence, ModuleKind, Phase, Response
from tests.builders import NUMBERS

ON = date(2026, 11, 23)
SETTINGS = Settings(NUMBERS, {})


def module(module_id: str, kind: ModuleKind = ModuleKind.SPECIFIC, moves: int = 8) -> Module:
    return Module(
        id=module_id,
        name=f"Module {module_id}",
        short=module_id,
        kind=kind,
        summary="",
        domain=None,
        home=Phase.REGULATION,
        phases=(Phase.REGULATION,),
        systems=(),
        evidence=Evidence.X,
        evidence_says="",
        references=(),
        status="draft",
        dose=Dose(4, 8, 12),
        interventions=tuple(Intervention(f"move {n}", "", f"words {n}") for n in range(moves)),
        by_phase=(PhaseGuide(Phase.REGULATION, f"{module_id} in regulation"),),
        repair=f"Repair {module_id} first.",
    )


def catalogue(*agenda: str) -> Catalogue:
    items = tuple(AgendaItem(item, f"Standing point {item}") for item in agenda)
    commons = [module(f"c{n}", ModuleKind.COMMON) for n in (1, 2)]
    specific = [module("r3"), module("i1")]
    therapy = Therapy("imt", "IMT", "", True, (), "", (), "draft", (), (), items)
    modules = {m.id: m for m in (*commons, *specific)}
    return Catalogue("2026.11", modules, {"imt": therapy}, {}, {}, {}, (), SETTINGS)


def profile(**common: CommonState) -> Profile:
    states = {name: CommonReading(state, because="two ruptures") for name, state in common.items()}
    assessment = Assessment("p1", ON, common=states)
    return Profile(
        assessment, {}, Phase.REGULATION, (), (), states, assessment.resilience, "steady", (),
        True, (), (),
    )  # fmt: skip


def duty(name: str, response: Response) -> Duty:
    return Duty(name, f"Do {name}", response, (Because("an answer"),))


def plan(*placements: Placement, duties: tuple[Duty, ...] = ()) -> Plan:
    return Plan(
        "p1", ON, "2026.11", "imt", Phase.REGULATION, 78, placements, (), (), duties, (), (), 1, 1
    )


def placed(module_id: str, week: int = 0, running: bool = False) -> Placement:
    reasons = (Reason("need", f"{module_id} answers a need"),)
    return Placement(module_id, Phase.REGULATION, week, 8, reasons, running)
