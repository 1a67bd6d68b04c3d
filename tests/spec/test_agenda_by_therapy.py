"""The agenda under a hierarchy, under a procedure and under states: tables with invented therapies.

The therapies here are made for the test, so that the tables hold whatever the catalogue says.
"""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from openimt.catalogue.catalogue import Catalogue, Settings
from openimt.catalogue.condition import read_condition
from openimt.catalogue.therapy import AgendaItem, Therapy
from openimt.catalogue.therapy_parts import (
    Diary,
    DiaryField,
    FieldKind,
    Hierarchy,
    Level,
    Part,
    Procedure,
    ProcedureStep,
    Regulator,
    Stage,
    State,
    Use,
)
from openimt.deliver.agenda import agenda
from openimt.deliver.diary import DiaryDay
from openimt.deliver.session import AgendaPoint
from openimt.deliver.standing import stage_of, step_of
from openimt.formulate.assessment import Delivered, Event, Judgement, Resilience, SafetyJudgement
from openimt.formulate.profile import Profile
from openimt.terms import CapacityState, CommonState, EventKind, Phase, Response
from tests.unit import small_clinic
from tests.unit.small_clinic import ON, duty, plan, profile

ACT, ATTEMPT, MISSED = (
    EventKind.SELF_HARM_ACT, EventKind.SUICIDE_ATTEMPT, EventKind.SESSION_MISSED,
)  # fmt: skip
INTENT, URGE = EventKind.SUICIDAL_INTENT, EventKind.SUICIDAL_URGE
NUMBERS = {"agenda_days": 7, "urge_notable": 3, "gpm_review_weeks": 13}


def field(name: str, kind: FieldKind, about: str, part: Part) -> DiaryField:
    return DiaryField(name, name.replace("_", " "), kind, about, part, item=name)


DIARY = Diary(
    "Card", "", "day", "Blank is blank.",
    (
        field("die_urge", FieldKind.ZERO_TO_5, "suicide", Part.URGE),
        field("died_try", FieldKind.YES_NO, "suicide", Part.ACT),
        field("hurt_urge", FieldKind.ZERO_TO_5, "self_harm", Part.URGE),
        field("hurt", FieldKind.YES_NO, "self_harm", Part.ACT),
        field("drink", FieldKind.YES_NO, "substance", Part.ACT),
    ),
    instrument="card",
)  # fmt: skip
LADDER = Hierarchy("", (
    Level("life", "Life", "Anything ahead?", ("x",), near=(INTENT,), past=(ACT, ATTEMPT, URGE),
          modules=("s1",), diary=("die_urge", "died_try", "hurt_urge", "hurt")),
    Level("work_together", "Working together", "", ("x",), past=(MISSED,), common=("c2",)),
    Level("living", "Living", "", ("x",), modules=("i1",), diary=("drink",), resources=("roles",)),
    Level("skills", "Skills", "", ("x",), modules=("r3",)),
))  # fmt: skip


def step(name: str, back: str = "", *uses: Use, modules: tuple[str, ...] = ()) -> ProcedureStep:
    return ProcedureStep(
        name, name.upper(), "one" if name < "s3" else "two", f"do {name}", f"{name} is done",
        f"{name} fails" if back else "", back, uses, modules,
        holds_when=read_condition({"capacity": f"can_{name}"}),
    )  # fmt: skip


PROCEDURE = Procedure(
    "", True,
    (step("s1", "", Use.EXPLORE), step("s2", "s1", Use.EXPLORE),
     step("s3", "s2", Use.EXPLORE, Use.CHANGE, modules=("i1",))),
    (Regulator("danger", "Danger", "seen", "safety first", read_condition({"imminent_risk": True})),
     Regulator("rupture", "Rupture", "seen", "repair",
               read_condition({"common": "c2", "state": "needs_repair"}))),
)  # fmt: skip
STATES = (
    State("calm", "Calm", "smiles", "teach", "turns"),
    State("far", "Far", "gone", "stay", "turns"),
)
STAGES = (
    Stage("one", "First stage", "", tuple(Phase)),
    Stage("two", "Second stage", "", tuple(Phase)),
)


def therapy(*items: str) -> Catalogue:
    own = Therapy(
        "own", "Own", "", False, (), "", (), "draft",
        agenda=tuple(AgendaItem(item, f"Standing point {item}") for item in items),
        hierarchy=LADDER, procedure=PROCEDURE, states=STATES, stages=STAGES, diary=DIARY,
    )  # fmt: skip
    made = small_clinic.catalogue()
    numbers = Settings({**made.settings.values, **NUMBERS}, {})
    s1 = small_clinic.module("s1")
    return replace(
        made, therapies={"own": own}, settings=numbers, modules={**made.modules, "s1": s1}
    )


def points(
    catalogue: Catalogue, known: Profile, *modules: str, **more: object
) -> tuple[AgendaPoint, ...]:
    placements = [small_clinic.placed(m, running=True) for m in modules]
    made = replace(plan(*placements), therapy="own")
    return agenda(made, known, catalogue, delivered=(), **more)  # type: ignore[arg-type]


def person(*events: Event, **assessed: object) -> Profile:
    known = profile(**assessed.pop("common", {}))  # type: ignore[arg-type]
    assessed = {"events": events, "therapy": "own", **assessed}
    return replace(known, assessment=replace(known.assessment, **assessed))


def ago(days: int) -> date:
    return ON - timedelta(days=days)


def before_commons(found: tuple[AgendaPoint, ...]) -> list[str]:
    return [p.id for p in found if not p.id.startswith("common_")]


ORDERS = [
    ("nothing puts anything anywhere", (), {}, (), [
        "diary", "level_life", "level_work_together", "level_living", "level_skills", "next"]),
    ("work stands under its level", (), {}, ("r3", "i1", "s1"), [
        "diary", "level_life", "module_s1", "level_work_together", "level_living", "module_i1",
        "level_skills", "module_r3", "next"]),
    ("an act of this week heads the session", (Event(ACT, ago(2)),), {}, ("s1",), [
        "level_life", "diary", "module_s1", "level_work_together", "level_living", "level_skills",
        "next"]),
    ("and stands before a repair", (Event(ACT, ago(2)),), {"c2": CommonState.NEEDS_REPAIR}, (), [
        "level_life", "repair_c2", "diary", "level_work_together", "level_living", "level_skills",
        "next"]),
    ("a repair alone heads it", (), {"c2": CommonState.NEEDS_REPAIR}, (), [
        "repair_c2", "diary", "level_life", "level_work_together", "level_living", "level_skills",
        "next"]),
    ("a missed session stays on its level", (Event(MISSED, ago(3)),), {}, (), [
        "diary", "level_life", "level_work_together", "level_living", "level_skills", "next"]),
    ("an act of last month is not this week", (Event(ACT, ago(7)),), {}, (), [
        "diary", "level_life", "level_work_together", "level_living", "level_skills", "next"]),
    ("a weak urge is no matter", (Event(URGE, ago(1), 2),), {}, (), [
        "diary", "level_life", "level_work_together", "level_living", "level_skills", "next"]),
    ("a strong one is", (Event(URGE, ago(1), 3),), {}, (), [
        "level_life", "diary", "level_work_together", "level_living", "level_skills", "next"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("says", "events", "common", "modules", "wanted"), ORDERS, ids=[o[0] for o in ORDERS]
)
def test_the_order_under_a_hierarchy(says, events, common, modules, wanted) -> None:
    found = points(therapy("diary", "hierarchy", "next"), person(*events, common=common), *modules)
    assert before_commons(found) == wanted
    heads = [p.id for p in found if p.first]
    assert heads == [p.id for p in found][: len(heads)], "what comes first stands first"


def test_duties_stand_before_every_hierarchy() -> None:
    known = replace(person(Event(ACT, ago(1))), duties=(duty("call", Response.SAME_DAY),))
    found = points(therapy("hierarchy"), known)
    assert [p.id for p in found[:2]] == ["call", "level_life"]


LINES = [
    ("near before past", (Event(ACT, ago(1)), Event(INTENT, ago(6), None, "Ana")), (), (
        "Near: suicidal intent on 17 Nov 2026.", "Self-harm on 22 Nov 2026.")),
    ("an intent that nobody reviewed stays near", (Event(INTENT, ago(30)),), (), (
        "Near: suicidal intent on 24 Oct 2026.",)),
    ("acts before urges, the newest first",
     (Event(URGE, ago(1), 5), Event(ACT, ago(4)), Event(ACT, ago(2))), (), (
        "Self-harm on 21 Nov 2026.", "Self-harm on 19 Nov 2026.",
        "Suicidal urge 5 of 5 on 22 Nov 2026.")),
    ("what the card tells is told once", (Event(ACT, ago(2)), Event(URGE, ago(1), 4)),
     (DiaryDay(ago(2), {"hurt": 1.0, "hurt_urge": 2.0}), DiaryDay(ago(1), {"die_urge": 4.0})), (
        "die urge: up to 4 of 5, on 22 Nov 2026.", "hurt: 21 Nov 2026.")),
    ("a nought and a blank are not the same, and neither is a matter", (),
     (DiaryDay(ago(2), {"hurt": 0.0, "die_urge": 0.0}), DiaryDay(ago(1), {"hurt": None})), ()),
    ("urge and act stand apart", (),
     (DiaryDay(ago(1), {"hurt_urge": 5.0, "hurt": 0.0}),), (
        "hurt urge: up to 5 of 5, on 22 Nov 2026.",)),
]  # fmt: skip


@pytest.mark.parametrize(("says", "events", "days", "wanted"), LINES, ids=[one[0] for one in LINES])
def test_what_puts_a_matter_on_the_first_level(says, events, days, wanted) -> None:
    found = points(therapy("hierarchy"), person(*events), days=days)
    assert next(p for p in found if p.id == "level_life").lines == wanted


@pytest.mark.parametrize(
    ("days", "says"),
    [
        (None, ()),
        ((), ("None of the last 7 days is filled. Blank is blank.",)),
        ((1,), ("1 of the last 7 days is filled. Blank is blank.",)),
        ((1, 1, 2), ("2 of the last 7 days are filled. Blank is blank.",)),
        (tuple(range(7)), ("All of the last 7 days are filled.",)),
    ],
    ids=["nobody looked", "none", "one", "two, one of them twice", "all"],
)
def test_blank_days_are_said_as_blank(days, says) -> None:
    filled = None if days is None else [DiaryDay(ago(n), {"hurt": 0.0}) for n in days]
    found = points(therapy("diary"), person(), days=filled)
    assert next(p for p in found if p.id == "diary").lines == says


def test_a_session_to_come_looks_at_what_can_be_known_today() -> None:
    known = person(Event(ACT, ago(5)))
    ahead = ON + timedelta(days=6)
    assert "level_life" not in {p.id for p in points(therapy("hierarchy"), known, on=ahead)
                                if p.first}  # fmt: skip
    seen = points(therapy("hierarchy"), known, on=ahead, looked_on=ON)
    assert "level_life" in {p.id for p in seen if p.first}


def test_roles_and_supports_are_named_where_a_level_looks_at_them() -> None:
    known = person(resilience=Resilience(roles=("gardener",)))
    found = {p.id: p for p in points(therapy("hierarchy"), known)}
    assert found["level_living"].lines == ("Roles now: gardener.",)
    nobody = {p.id: p for p in points(therapy("hierarchy"), person())}
    assert nobody["level_living"].lines == ("Roles now: none is named yet.",)


SHOWN, UNKNOWN, UNNEEDED = CapacityState.SHOWN, CapacityState.UNKNOWN, CapacityState.NOT_NEEDED
YES, NO = (
    Judgement("own.s1", True, "Ana", ON + timedelta(days=1), "seen"),
    Judgement("own.s1", False, "Ana", ON + timedelta(days=1), "only nods"),
)
STANDS = [
    ("nothing is known", {}, (), "s1", "First stage"),
    ("the first step was shown", {"can_s1": SHOWN}, (), "s2", "First stage"),
    ("it is not needed", {"can_s1": UNNEEDED, "can_s2": SHOWN}, (), "s3", "Second stage"),
    ("a later one alone leads nowhere", {"can_s2": SHOWN}, (), "s1", "First stage"),
    ("a named person judges the first", {"can_s2": SHOWN}, (YES,), "s3", "Second stage"),
    ("a judgement takes a step back", {"can_s1": SHOWN, "can_s2": SHOWN}, (NO,), "s1",
     "First stage"),
    ("a judgement that has lapsed counts no more", {"can_s1": SHOWN},
     (replace(NO, until=ago(1)),), "s2", "First stage"),
    ("everything holds", {"can_s1": SHOWN, "can_s2": SHOWN, "can_s3": SHOWN}, (), "s3",
     "Second stage"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("says", "can", "judged", "at", "stage"), STANDS, ids=[one[0] for one in STANDS]
)
def test_where_a_procedure_stands(says, can, judged, at, stage) -> None:
    known = person(capacities=can, judgements=judged)
    own = therapy().therapy("own")
    stands = step_of(own, known)
    assert stands is not None
    assert (stands.step.id, bool(stands.because)) == (at, True)
    found = stage_of(own, known)
    assert found is not None
    assert found.name == stage
    (point,) = [p for p in points(therapy("procedure"), known) if p.id.startswith("step_")]
    assert point.id == f"step_{at}"


def test_a_step_says_how_to_go_on_and_back_and_what_it_allows() -> None:
    known = person(capacities={"can_s1": SHOWN})
    (point,) = [p for p in points(therapy("procedure"), known, "i1") if p.id == "step_s2"]
    assert (point.says, point.detail) == ("S2", "do s2")
    assert point.lines == (
        "On when: s2 is done",
        "Back to S1 when: s2 fails",
        "Explore only: nothing is challenged and no other behaviour is asked for.",
        "Module i1 belongs to S3: until then it only explores.",
    )


@pytest.mark.parametrize(
    ("known", "wanted"),
    [
        (person(), ["step_s1"]),
        (person(common={"c2": CommonState.NEEDS_REPAIR}), ["regulator_rupture", "step_s1"]),
        (person(safety=SafetyJudgement(True, "Ana", ON)), ["regulator_danger", "step_s1"]),
        (person(Event(INTENT, ago(1))), ["regulator_danger", "step_s1"]),
    ],
    ids=["calm", "a rupture", "danger by judgement", "an intent not reviewed"],
)
def test_regulators_interrupt_at_any_step(known: Profile, wanted: list[str]) -> None:
    if "c2" in known.common:
        known = replace(known, assessment=replace(known.assessment, common=known.common))
    found = [p for p in points(therapy("procedure"), known) if p.id[:4] in {"regu", "step"}]
    assert [p.id for p in found] == wanted
    waits = found[-1].detail.startswith("It waits until this is settled")
    assert waits == (len(wanted) > 1)
    assert bool(found[-1].lines) != waits, "nothing is explored while something interrupts"


def test_a_state_is_asked_until_a_named_person_judges_it() -> None:
    asked = next(p for p in points(therapy("states"), person()) if p.id == "states")
    assert asked.lines == ("Calm: smiles teach", "Far: gone stay")
    judged = Judgement("own.far", True, "Ana", ON, "her friend moved")
    known = person(judgements=(judged,))
    found = next(p for p in points(therapy("states"), known) if p.id == "states")
    assert found.lines == ("Far: gone", "stay", "turns")
    assert found.because == "Ana judges so: her friend moved"
    late = person(judgements=(replace(judged, until=ago(1)),))
    assert next(p for p in points(therapy("states"), late) if p.id == "states").lines == asked.lines


@pytest.mark.parametrize(
    ("weeks", "last", "due"),
    [(12, 7, False), (13, 7, True), (14, 7, False), (14, 14, True), (26, 7, True), (26, 91, True)],
)
def test_what_has_not_helped_is_looked_at_each_quarter(weeks: int, last: int, due: bool) -> None:
    found = points(
        therapy("review"), person(), "r3", since=ON - timedelta(weeks=weeks), last=ago(last)
    )
    assert ("review" in [p.id for p in found]) == due


def test_a_review_says_what_was_done_of_each_module() -> None:
    made = replace(plan(small_clinic.placed("r3", running=True)), therapy="own")
    found = agenda(
        made, person(), therapy("review"), delivered=(Delivered("r3", 1, 9),),
        since=ON - timedelta(weeks=13),
    )  # fmt: skip
    (point,) = [p for p in found if p.id == "review"]
    assert point.lines == ("Module r3: 9 sessions, step 1 of 4.",)
    assert point.because.startswith("13 weeks since the start")
