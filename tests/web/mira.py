"""Mira, the person of the drawn pages, as plain core values: week 20, in regulation."""

from datetime import date, timedelta

from openimt.catalogue.catalogue import (
    Catalogue,
    Reference,
    Settings,
    Target,
)
from openimt.catalogue.module import Aim, Dose, Module
from openimt.catalogue.therapy import PhaseInTherapy, Therapy
from openimt.deliver.session import AgendaPoint
from openimt.formulate.assessment import (
    Assessment,
    CommonReading,
    Delivered,
    Diagnosis,
    Resilience,
)
from openimt.formulate.profile import Because, CriterionState, GateState, Need, Profile
from openimt.plan.plan import LeftOut, Placement, Plan, Reason
from openimt.terms import (
    PHASES,
    CommonState,
    Domain,
    EventKind,
    Evidence,
    ModuleKind,
    Phase,
    Truth,
)
from openimt.track.course import Corridor, Course, Mark, PhaseSpan, Point

START = date(2026, 7, 6)
TODAY = START + timedelta(weeks=20)
S, C, R, E, N = PHASES

NAMES = {
    S: ("Safety", "Keep safe, know what to do"),
    C: ("Containment", "Settle, find footing"),
    R: ("Regulation", "Own emotions and impulses"),
    E: ("Exploration and change", "See and shift old patterns"),
    N: ("Integration", "A self and a life that hold"),
}
SPECIFIC = [
    ("s1", "Safety plan and safe surroundings", S, Evidence.T3, 3),
    ("s2", "Working through a crisis", S, Evidence.X, 4),
    ("s3", "Sleep, food, daily load", C, Evidence.X, 4),
    ("s4", "Understanding the map of hypersensitivity", C, Evidence.T2, 5),
    ("r1", "Chain analysis", R, Evidence.T2, 6),
    ("r2", "Naming emotions", R, Evidence.T2, 5),
    ("r3", "Emotion-regulation skills", R, Evidence.T1, 10),
    ("r5", "Attention and rumination", R, Evidence.T2, 6),
    ("r7", "Trauma processing", E, Evidence.T1, 12),
    ("i1", "Interpersonal schema", E, Evidence.T3, 8),
    ("i2", "Distance from the schema", E, Evidence.T3, 8),
    ("i3", "Reading intentions", E, Evidence.T2, 8),
    ("n3", "Roles and direction", N, Evidence.T2, 6),
    ("n5", "Life-chapter story", N, Evidence.T3, 8),
    ("n7", "Ending and relapse plan", N, Evidence.X, 6),
]
COMMON = [
    ("c1", "Agreement"),
    ("c2", "Alliance"),
    ("c3", "Consistency"),
    ("c4", "Validation"),
    ("c5", "Motivation"),
    ("c6", "Self-reflection"),
]


def module(
    id_: str, name: str, home: Phase, evidence: Evidence, usual: int, kind: ModuleKind
) -> Module:
    return Module(
        id=id_,
        name=name,
        short=name,
        kind=kind,
        summary=name,
        domain=Domain.REG,
        home=home,
        phases=(home,),
        systems=("imt",),
        evidence=evidence,
        evidence_says="",
        references=("ref1",),
        status="draft",
        aims=(Aim("trauma", 0.01, 0.01),) if id_ == "r7" else (),
        dose=Dose(1, usual, usual + 4, budget=id_ not in {"s1", "s2"}),
    )


def therapy(id_: str = "imt", binds: bool = True) -> Therapy:
    phases = tuple(PhaseInTherapy(p, name, aim, name, aim, 4) for p, (name, aim) in NAMES.items())
    return Therapy(
        id=id_,
        name=id_.upper(),
        summary="",
        binds_phases=binds,
        systems=("imt",),
        evidence_says="",
        references=(),
        status="draft",
        phases=phases if binds else (),
        gates=(),
        agenda=(),
    )


def catalogue() -> Catalogue:
    modules = [module(*row, ModuleKind.SPECIFIC) for row in SPECIFIC]
    modules += [module(i, n, S, Evidence.T2, 1, ModuleKind.COMMON) for i, n in COMMON]
    return Catalogue(
        version="1",
        modules={m.id: m for m in modules},
        therapies={"imt": therapy(), "gpm": therapy("gpm", binds=False)},
        targets={"trauma": Target("trauma", "Trauma", Domain.SYM)},
        capacities={},
        references={
            "ref1": Reference("ref1", "Linehan 2015, skills training", "10.1/x", checked=True),
            "ref2": Reference("ref2", "Livesley 2012, integrated treatment", "", checked=False),
        },
        measures=(),
        settings=Settings({"need_threshold": 0.4}, {"need_threshold": "here"}),
    )


def reason(rule: str, says: str, *because: str, source: str = "ref1") -> Reason:
    return Reason(rule, says, tuple(Because(b, "ders16") for b in because), source)


def placements() -> tuple[Placement, ...]:
    why = (reason("need", "Feelings are too strong to act as wanted", "DERS-16 is 58 of 80"),)
    rows = [
        ("s1", S, 0, 3, True),
        ("s2", S, 0, 4, True),
        ("s3", C, 3, 4, False),
        ("s4", C, 4, 5, False),
        ("r1", R, 8, 6, False),
        ("r2", R, 8, 5, False),
        ("r3", R, 12, 10, False),
        ("r5", R, 24, 6, False),
        ("i3", R, 16, 8, False),
        ("i1", E, 32, 8, False),
        ("i2", E, 40, 8, False),
        ("n3", N, 52, 6, False),
        ("n5", N, 58, 8, False),
        ("n7", N, 70, 6, False),
    ]
    waits = {"n7": (reason("ending_last", "planned from the start, for the last stretch"),)}
    return tuple(
        Placement(m, phase, week, sessions, why + waits.get(m, ()), running)
        for m, phase, week, sessions, running in rows
    )


def plan(therapy_id: str = "imt") -> Plan:
    trauma = LeftOut(
        "r7",
        (
            reason(
                "r7.no_attempt_8w",
                "its protocol asks for 8 weeks without a life-threatening act; 5 have passed",
                "suicide attempt on 17 Oct",
                source="ref2",
            ),
        ),
        ("eight weeks have passed",),
    )
    return Plan(
        patient="mira",
        on=START,
        catalogue="1",
        therapy=therapy_id,
        phase=S,
        horizon_weeks=78,
        placements=placements(),
        left_out=(trauma,),
        gates=(),
        duties=(),
        assess_next=(),
        windows=(),
        value=1.0,
        bound=1.0,
    )


DELIVERED = (
    Delivered("s1", 4, 3),
    Delivered("s2", 4, 4),
    Delivered("s3", 4, 4),
    Delivered("s4", 4, 5),
    Delivered("r2", 4, 5),
    Delivered("r1", 3, 4),
    Delivered("r3", 2, 2),
    Delivered("i3", 1, 1),
)
READINGS = {
    "c1": CommonReading(CommonState.MET, date(2026, 11, 3), "signed and reviewed"),
    "c2": CommonReading(CommonState.MET, None, "5.8 of 7, steady"),
    "c3": CommonReading(CommonState.BUILDING, None, "plan and sessions agree in part"),
    "c4": CommonReading(CommonState.MET, None, "felt understood 4.6 of 5"),
    "c5": CommonReading(CommonState.NEEDS_REPAIR, date(2026, 11, 12), "homework did not fit twice"),
}
GATE = GateState(
    R,
    E,
    (
        CriterionState("skills", "Skills used three times a week or more", "4.2", Truth.MET),
        CriterionState("harm", "Self-harm absent or down by 75 %", "down 83 %", Truth.MET),
        CriterionState("weeks", "8 weeks without a suicide attempt", "5 of 8", Truth.NOT_MET),
        CriterionState("better", "Regulation reliably better", "form due", Truth.UNKNOWN),
        CriterionState("still", "Can stay present", "no dissociation", Truth.NOT_APPLICABLE),
    ),
)


def profile(therapy_id: str = "imt", **changes: object) -> Profile:
    assessment = Assessment(
        patient="mira",
        on=TODAY,
        diagnosis=Diagnosis("6D10", "Dr Weiss", START),
        common=READINGS,
        delivered=DELIVERED,
        therapy=therapy_id,
    )
    said = {
        "assessment": assessment,
        "needs": {"trauma": Need("trauma", 0.7, 0.1, (Because("PCL-5 is 51"),))},
        "phase": R,
        "phase_because": (),
        "gates": (GATE,),
        "common": READINGS,
        "resilience": Resilience(),
        "pace": "usual",
        "pace_because": (),
        "personality_known": True,
        "duties": (),
        "assess_next": (),
    }
    return Profile(**{**said, **changes})  # type: ignore[arg-type]


AGENDA = (
    AgendaPoint(
        "repair_c5",
        "Motivation needs repair: what got in the way, too big, shame, crisis, forgotten?",
        "Homework did not happen twice. Running work goes on.",
        "c5",
        0,
        "It did not fit these two weeks. Shall we find out together what made it too much?",
        first=True,
    ),
    AgendaPoint("check_in", "How was the week?", "A standing point of this therapy."),
    AgendaPoint(
        "module_r3",
        "Emotion-regulation skills, step 2 of 4: acting opposite",
        "She named shame as the hardest feeling on Thursday.",
        "r3",
        2,
        "Shame says hide. All the way opposite would be: sit down at the table, look up.",
    ),
    AgendaPoint("module_r1", "Chain analysis, step 3 of 4", "In the plan.", "r1", 3),
)


def course(checked: bool = False, corridor: bool = True) -> Course:
    raw = [2.9, 3.0, 3.1, 2.9, 2.4, 2.5, 2.6, 2.6, 2.6, 2.6, 2.4, 2.35, 2.1, 2.0, 2.55, 2.95]
    raw += [2.3, 2.25, 2.0, 1.7, 1.65]
    points = tuple(Point(float(w), START + timedelta(weeks=w), v) for w, v in enumerate(raw))
    level = tuple(
        Point(p.week, p.on, sum(raw[max(0, n - 1) : n + 1]) / len(raw[max(0, n - 1) : n + 1]))
        for n, p in enumerate(points)
    )
    weeks = tuple(float(w) for w in range(0, 79, 6))
    middle = tuple(3.1 - 0.35 * (w**0.4) / 1.2 for w in weeks)
    expected = Corridor(
        weeks,
        tuple(m - 0.4 for m in middle),
        middle,
        tuple(m + 0.4 for m in middle),
        "ref2",
        checked,
    )
    kept = [mark(w + 0.2, EventKind.SESSION_KEPT) for w in range(20) if w not in {6, 13}]
    happened = [
        mark(6.2, EventKind.SESSION_MISSED),
        mark(13.2, EventKind.SESSION_CANCELLED),
        mark(1.5, EventKind.SELF_HARM_ACT),
        mark(4.3, EventKind.SELF_HARM_ACT),
        mark(14.6, EventKind.SUICIDE_ATTEMPT),
        mark(14.7, EventKind.ADMISSION),
    ]
    return Course(
        measure="bsl23",
        name="Overall severity",
        lowest=0.0,
        highest=4.0,
        points=points,
        level=level,
        corridor=expected if corridor else None,
        phases=(PhaseSpan(S, 0, 3), PhaseSpan(C, 3, 8), PhaseSpan(R, 8, None)),
        marks=tuple(kept + happened),
        status="on_track",
        says="October's rise followed the attempt after the separation; within three weeks it was "
        "back inside what was to be expected.",
    )


def mark(week: float, kind: EventKind) -> Mark:
    return Mark(week, START + timedelta(days=round(week * 7)), kind)
