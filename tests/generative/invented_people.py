"""Random assessments against a catalogue, and random requests for a plan."""

from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.module import Module
from openimt.errors import ConflictError
from openimt.formulate.assessment import (
    Assessment,
    CommonReading,
    Context,
    Delivered,
    Diagnosis,
    Event,
    Group,
    Judgement,
    Reading,
    Resilience,
    SafetyAnswer,
    SafetyJudgement,
)
from openimt.formulate.profile import Profile
from openimt.formulate.understand import understand
from openimt.plan.plan import Plan
from openimt.plan.propose import propose
from openimt.terms import (
    FACT_TARGETS,
    JUDGES,
    URGES,
    CapacityState,
    CommonState,
    EventKind,
    Response,
    SafetyPlanState,
)
from tests.builders import ON

PAST = st.integers(0, 420).map(lambda days: ON - timedelta(days=days))
SOON = st.integers(-30, 60).map(lambda days: ON + timedelta(days=days))
NAMES = st.sampled_from(["", "dr-a", "dr-b"])
DIAGNOSES = st.sampled_from(["F32.1", "6B40", "f43.1", "6D10"]).map(Diagnosis)


@dataclass(frozen=True)
class Request:
    """One request for a plan, with all it rests on."""

    catalogue: Catalogue
    assessment: Assessment
    horizon: int = 78
    budget: int | None = None

    def __repr__(self) -> str:
        """Only what differs from a blank, so that a counterexample can be read."""
        said = {f.name: getattr(self.assessment, f.name) for f in fields(Assessment)}
        blank = Assessment("p1", ON)
        said = {name: value for name, value in said.items() if value != getattr(blank, name)}
        modules = [
            _told(m) for m in self.catalogue.specific() if self.catalogue.version == "test.1"
        ]
        return f"Request({self.horizon=}, {self.budget=}, {said}, {modules})"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(repr(self))

    def profile(self) -> Profile:
        return understand(self.assessment, self.catalogue)

    def plan(self) -> Plan:
        return propose(
            self.profile(), self.catalogue, horizon_weeks=self.horizon, budget_sessions=self.budget
        )

    def conflict(self) -> frozenset[str]:
        """The rules that collide; empty when there is a plan."""
        try:
            self.plan()
        except ConflictError as error:
            return frozenset(error.conflict)
        return frozenset()


def _told(module: Module) -> str:
    clauses = {
        name: [(c.id, c.when, c.unknown_blocks, c.override) for c in found]
        for name in ("mandatory", "indicated", "not_yet", "requires", "contraindicated")
        if (found := getattr(module, name))
    }
    phases = "".join(phase.value[0] for phase in module.phases)
    where = f"{module.home.value}/{phases}"
    return f"{module.id}: {where} {module.dose} {module.aims} {module.competences} {clauses}"


@st.composite
def happenings(draw: st.DrawFn) -> Event:
    kind = draw(st.sampled_from(sorted(EventKind)))
    value = float(draw(st.integers(0, 5))) if kind in URGES else None
    return Event(kind, draw(PAST), value, draw(NAMES))


@st.composite
def readings(draw: st.DrawFn, catalogue: Catalogue) -> Reading:
    links = sorted({(link.measure, link.low, link.high) for link in catalogue.measures})
    if links and draw(st.booleans()):
        measure, low, high = draw(st.sampled_from(links))
        share = draw(st.integers(0, 10)) / 10
        value = draw(st.sampled_from([None, low + share * (high - low)]))
        return Reading(on=draw(st.none() | PAST), measure=measure, value=value)
    target = draw(st.sampled_from(sorted(set(catalogue.targets) - FACT_TARGETS)))
    severity = draw(st.integers(0, 20)) / 20
    sd = draw(st.sampled_from([None, 0.05, 0.1, 0.3]))
    on = draw(st.none() | PAST)
    return Reading(on=on, target=target, severity=severity, sd=sd, by=draw(NAMES))


@st.composite
def answers(draw: st.DrawFn) -> SafetyAnswer:
    response = draw(st.sampled_from(list(Response)))
    return SafetyAnswer("phq9", "q9", draw(st.integers(1, 3)), response, draw(st.none() | PAST))


@st.composite
def safety(draw: st.DrawFn) -> SafetyJudgement:
    plan = draw(st.sampled_from([None, *SafetyPlanState]))
    risk = draw(st.sampled_from([None, False, False, False, True]))
    judged_on = draw(st.none() | PAST)
    return SafetyJudgement(
        imminent_risk=risk,
        judged_by=draw(NAMES),
        judged_on=judged_on,
        until=draw(st.none() | SOON),
        plan=plan,
        plan_on=draw(PAST) if plan else None,
    )


def words_of(catalogue: Catalogue) -> frozenset[str]:
    """Everything that somebody could judge under this catalogue: criteria, words and clauses."""
    gates = {c.id for t in catalogue.therapies.values() for g in t.gates for c in g.criteria}
    clauses = [
        c
        for m in catalogue.modules.values()
        for c in (*m.mandatory, *m.indicated, *m.not_yet, *m.requires, *m.contraindicated)
    ]
    asked = {w for c in clauses for p in c.when.flat() if p.asks == "judgement" for w in p.of}
    return frozenset(gates | asked | {c.id for c in clauses})


@st.composite
def judgements(draw: st.DrawFn, catalogue: Catalogue) -> tuple[Judgement, ...]:
    named = draw(st.lists(st.sampled_from(sorted(words_of(catalogue))), max_size=8))
    return tuple(
        Judgement(
            word,
            draw(st.integers(0, 4)) > 0,
            "dr-a",
            draw(st.none() | SOON),
            "seen",
            draw(st.sampled_from(JUDGES)),
        )
        for word in named
    )


@st.composite
def deliveries(draw: st.DrawFn, modules: list[str]) -> tuple[Delivered, ...]:
    named = draw(st.lists(st.sampled_from(modules), unique=True, max_size=4))
    return tuple(
        Delivered(
            name,
            draw(st.integers(0, 4)),
            draw(st.integers(0, 10)),
            draw(st.sampled_from(["", "", "", "moved away"])),
        )
        for name in named
    )


@st.composite
def resources(draw: st.DrawFn) -> Resilience:
    kinds = {
        kind: ("one",) * draw(st.integers(0, 2))
        for kind in ("skills", "supports", "strengths", "roles")
    }
    return Resilience(brs=draw(st.sampled_from([None, 2.0, 3.5, 4.8])), **kinds)


@st.composite
def contexts(draw: st.DrawFn, modules: list[str]) -> Context:
    groups = draw(st.lists(st.sampled_from(modules), unique=True, max_size=3))
    days = st.lists(st.integers(-30, 500), min_size=1, max_size=3)
    return Context(
        draw(st.sampled_from([0.25, 0.5, 1.0, 1.0, 2.0])),
        draw(st.sampled_from([None, None, (), ("mit",), ("mit", "dbt_skills", "trauma")])),
        tuple(Group(m, tuple(ON + timedelta(days=d) for d in draw(days))) for m in groups),
    )


@st.composite
def assessments(draw: st.DrawFn, catalogue: Catalogue, *, asked: bool = True) -> Assessment:
    """Anything that could be known of a person; ``asked`` allows pins, bans and a clear no."""
    modules = [m.id for m in catalogue.specific()]
    some = st.lists(st.sampled_from(modules), unique=True, max_size=2 if asked else 0)
    liking = st.sampled_from([-1.0, -0.5, 0.5, 1.0])
    states = st.sampled_from(list(CommonState))
    diagnosed = draw(st.integers(0, 5)) > 0
    return Assessment(
        patient="p1",
        on=ON,
        readings=tuple(draw(st.lists(readings(catalogue), max_size=8))),
        events=draw(st.none() | st.lists(happenings(), max_size=6).map(tuple)),
        safety_answers=tuple(draw(st.lists(answers(), max_size=2))),
        diagnosis=Diagnosis("6D11.5", "dr-a", ON) if diagnosed else None,
        other_diagnoses=draw(st.none() | st.lists(DIAGNOSES, max_size=2).map(tuple)),
        safety=draw(safety()),
        common={
            m.id: CommonReading(draw(states), ON, "", draw(st.none() | st.integers(0, 5)))
            for m in catalogue.common()
            if draw(st.booleans())
        },
        delivered=draw(deliveries(modules)),
        capacities={c: draw(st.sampled_from(list(CapacityState))) for c in catalogue.capacities},
        judgements=draw(judgements(catalogue)),
        resilience=draw(resources()),
        therapy=draw(st.sampled_from([t.id for t in catalogue.course_therapies()])),
        preferences={m: draw(liking) for m in draw(some)},
        pin=tuple(draw(some)),
        ban=tuple(draw(some)),
        context=draw(contexts(modules)),
    )


@st.composite
def requests(
    draw: st.DrawFn, catalogues: st.SearchStrategy[Catalogue], *, asked: bool = True
) -> Request:
    """A request that may ask for what is impossible, or (``asked`` False) asks for nothing."""
    catalogue = draw(catalogues)
    horizon = draw(st.sampled_from([78, 78, 40, 26, 10, 1]))
    budget = draw(st.none() | st.integers(0, 60))
    return Request(catalogue, draw(assessments(catalogue, asked=asked)), horizon, budget)
