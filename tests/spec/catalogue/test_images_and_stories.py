"""The gates of images (I7), life chapters (N5) and trauma in the story (N6), stated here once more.

One person at a time, and which gates are shut for each of the three. Clinical decision 7: with trauma as
the material no attempt or other life-threatening act for eight weeks, self-harm under control, no
ongoing threat, present and able to stay with strong feeling, a trained therapist who has released
the topic, the person's own wish. Nobody may set any of these aside, and not knowing shuts them.
"""

# ruff: noqa: E501 - a table reads best with one case a line

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from openimt.catalogue.load import load
from openimt.catalogue.module import Clause
from openimt.formulate.assessment import (
    Assessment,
    Context,
    Delivered,
    Diagnosis,
    Event,
    Judgement,
    SafetyAnswer,
)
from openimt.formulate.clause import stands_against
from openimt.formulate.understand import facts_of, understand
from openimt.plan.propose import propose
from openimt.terms import CapacityState, EventKind, Phase, Response, SafetyPlanState, Truth
from tests.builders import ON, assessment, event, need
from tests.spec.plan.archetypes import CALM

CATALOGUE = load()
SHOWN, NOT_SHOWN = CapacityState.SHOWN, CapacityState.NOT_SHOWN
UNKNOWN, NOT_NEEDED = CapacityState.UNKNOWN, CapacityState.NOT_NEEDED
THREE = ("i7", "n5", "n6")

CONTRAINDICATED = {
    "i7": "no_consent psychosis no_time_to_settle stay_present trauma_attempt trauma_life_threatening_act trauma_self_harm trauma_threat trauma_feels_strongly trauma_wish trauma_release trauma_urges open_answer",
    "n5": "trauma_present trauma_attempt trauma_life_threatening_act trauma_self_harm trauma_urges trauma_threat trauma_feels_strongly trauma_release trauma_open_answer",
    "n6": "wish attempt life_threatening_act self_harm crisis urges safety_plan threat stay_present holds_urges feels_strongly psychosis treatment_in_the_way not_tellable ptsd_first release open_answer",
}
OTHER = {"i7": {"requires": "knows_own_schema"}, "n5": {"not_yet": "attempt crisis", "requires": "wish"}, "n6": {"requires": "gives_episodes"}}  # fmt: skip
"""The only clauses besides; of these I7's holds back while unknown, so that the pattern comes first."""

JUDGED = {
    "imagery_consent": True,
    "psychosis_now": False,
    "time_to_settle": True,
    "trauma_material": True,
    "trauma_chapters_closed": False,
    "trauma_release": True,
    "trauma_tellable": True,
    "ongoing_threat": False,
    "life_threatening_act": False,
    "therapy_interfering": False,
}
CAN = dict.fromkeys(("can_stay_present", "can_feel_strongly", "can_hold_urges", "knows_own_schema", "gives_episodes"), SHOWN)  # fmt: skip
PAST = need("trauma_story", 0.7)
TOLD = (SafetyAnswer("oi-safety", "overdose", 1, Response.EMERGENCY, ON),)


def ready(
    *events: Event,
    judged: Mapping[str, bool | None] | None = None,
    can: Mapping[str, CapacityState] | None = None,
    past: float | None = 0.7,
    **more: object,
) -> Assessment:
    """Somebody whose past rules the story and for whom every gate stands open, but for what is said
    otherwise; a judgement of None was never made, a past of None never rated."""
    known = {k: v for k, v in (JUDGED | dict(judged or {})).items() if v is not None}
    needs = (need("schema", 0.6), need("narrative", 0.6), need("misread_intentions", 0.1))
    fields: dict[str, object] = {
        "events": tuple(replace(e, reviewed_by="dr-a") for e in events),
        "therapy": "mit",
        "diagnosis": Diagnosis("6D11.5"),
        "other_diagnoses": (),
        "judgements": tuple(Judgement(k, v, "dr-a") for k, v in known.items()),
        "capacities": CAN | dict(can or {}),
        "preferences": dict.fromkeys(THREE, 1.0),
        "safety": CALM,
        "context": Context(competences=("trauma", "mit", "schema")),
    }
    past_read = () if past is None else (need("trauma_story", past),)
    return assessment(*needs, *past_read, **(fields | more))


def shut(module_id: str, a: Assessment) -> set[str]:
    """The gates of a module that hold it back: as feared, or not known where that counts."""
    module, facts = CATALOGUE.module(module_id), facts_of(understand(a, CATALOGUE))
    feared = (
        (module.not_yet, Truth.MET),
        (module.contraindicated, Truth.MET),
        (module.requires, Truth.NOT_MET),
    )
    return {
        clause.id.removeprefix(f"{module_id}.")
        for clauses, against in feared
        for clause in clauses
        if stands_against(clause, against, facts, module_id)
    }


ATTEMPT, ACT = EventKind.SUICIDE_ATTEMPT, EventKind.SELF_HARM_ACT
SUICIDAL, URGE = EventKind.SUICIDAL_URGE, EventKind.SELF_HARM_URGE
PTSD = (Diagnosis("6B41"),)
TITLES_ONLY = {"trauma_chapters_closed": True}
NOTHING = dict.fromkeys(JUDGED)
CANNOT = dict.fromkeys(CAN, NOT_SHOWN)
HARD = (event(ATTEMPT, 1), event(ACT, 1), event(SUICIDAL, 0.3, value=5), event(URGE, 0.2, value=5))
ALL = {
    m: gates.removesuffix(" open_answer").removesuffix(" trauma_open_answer")
    for m, gates in CONTRAINDICATED.items()
}

CASES = [
    # who, what is known, shut for I7, for N5, for N6
    ("everything open", ready(), "", "", ""),
    ("attempt two days ago", ready(event(ATTEMPT, 0.3)), "trauma_attempt", "attempt trauma_attempt", "attempt"),
    ("attempt seven weeks ago", ready(event(ATTEMPT, 7)), "trauma_attempt", "attempt trauma_attempt", "attempt"),
    ("attempt nine weeks ago", ready(event(ATTEMPT, 9)), "", "", ""),
    ("events never asked about", ready(events=None), "trauma_attempt trauma_self_harm trauma_urges", "trauma_attempt trauma_self_harm trauma_urges", "attempt self_harm crisis urges"),
    ("an overdose not meant so", ready(judged={"life_threatening_act": True}), *("trauma_life_threatening_act",) * 2, "life_threatening_act"),
    ("nobody asked about such acts", ready(judged={"life_threatening_act": None}), *("trauma_life_threatening_act",) * 2, "life_threatening_act"),
    ("self-harm last month", ready(event(ACT, 4)), "trauma_self_harm", "trauma_self_harm", "self_harm"),
    ("self-harm fell by nine tenths", ready(event(ACT, 1), *(event(ACT, 30 + w / 10) for w in range(20))), "trauma_self_harm", "trauma_self_harm", "self_harm"),
    ("self-harm nine weeks ago", ready(event(ACT, 9)), "", "", ""),
    ("strong urges twice this week", ready(event(SUICIDAL, 0.3, value=4), event(URGE, 0.5, value=5)), "trauma_urges", "trauma_urges", "urges"),
    ("one strong urge this week", ready(event(SUICIDAL, 0.3, value=5)), "", "", ""),
    ("urges of the usual strength every day", ready(*(event(SUICIDAL, d / 7, value=3) for d in range(14))), "", "", ""),
    ("strong urges three weeks ago", ready(event(URGE, 3, value=5), event(URGE, 3.2, value=5)), "", "", ""),
    ("admitted last week", ready(event(EventKind.ADMISSION, 1)), "", "crisis", "crisis"),
    ("emergency care last week", ready(event(EventKind.EMERGENCY_CARE, 1)), "", "crisis", "crisis"),
    ("admitted three weeks ago", ready(event(EventKind.ADMISSION, 3)), "", "", ""),
    ("threat at home", ready(judged={"ongoing_threat": True}), "trauma_threat", "trauma_threat", "threat"),
    ("nobody asked about threat", ready(judged={"ongoing_threat": None}), "trauma_threat", "trauma_threat", "threat"),
    ("loses the present", ready(can={"can_stay_present": NOT_SHOWN}), "stay_present", "trauma_present", "stay_present"),
    ("presence not looked at", ready(can={"can_stay_present": UNKNOWN}), "stay_present", "trauma_present", "stay_present"),
    ("never dissociates", ready(can={"can_stay_present": NOT_NEEDED}), "", "", ""),
    ("flees from feelings", ready(can={"can_feel_strongly": NOT_SHOWN}), "trauma_feels_strongly", "trauma_feels_strongly", "feels_strongly"),
    ("feelings not looked at", ready(can={"can_feel_strongly": UNKNOWN}), "trauma_feels_strongly", "trauma_feels_strongly", "feels_strongly"),
    ("stays with feelings anyway", ready(can={"can_feel_strongly": NOT_NEEDED}), "", "", ""),
    ("acts on urges", ready(can={"can_hold_urges": NOT_SHOWN}), "", "", "holds_urges"),
    ("has no urges", ready(can={"can_hold_urges": NOT_NEEDED}), "", "", ""),
    ("has not asked for it", ready(preferences={}), "trauma_wish", "wish", "wish"),
    ("not released", ready(judged={"trauma_release": False}), "trauma_release", "trauma_release", "release"),
    ("release never looked at", ready(judged={"trauma_release": None}), "trauma_release", "trauma_release", "release"),
    ("voices now", ready(judged={"psychosis_now": True}), "psychosis", "", "psychosis"),
    ("voices not asked about", ready(judged={"psychosis_now": None}), "psychosis", "", "psychosis"),
    ("misses every second session", ready(judged={"therapy_interfering": True}), "", "", "treatment_in_the_way"),
    ("said no to images", ready(judged={"imagery_consent": False}), "no_consent", "", ""),
    ("was not asked about images", ready(judged={"imagery_consent": None}), "no_consent", "", ""),
    ("no time to settle", ready(judged={"time_to_settle": False}), "no_time_to_settle", "", ""),
    ("time not looked at", ready(judged={"time_to_settle": None}), "no_time_to_settle", "", ""),
    ("cannot tell it and stay here", ready(judged={"trauma_tellable": False}), "", "", "not_tellable"),
    ("whether it can be told is not known", ready(judged={"trauma_tellable": None}), "", "", "not_tellable"),
    ("PTSD, not treated", ready(other_diagnoses=PTSD, judged={"ptsd_treated_or_absent": False}), "", "", "ptsd_first"),
    ("PTSD, nobody judged its treatment", ready(other_diagnoses=PTSD), "", "", "ptsd_first"),
    ("PTSD, treated", ready(other_diagnoses=PTSD, judged={"ptsd_treated_or_absent": True}), "", "", ""),
    ("other diagnoses never asked about", ready(other_diagnoses=None), "", "", "ptsd_first"),
    ("never asked about, judged absent", ready(other_diagnoses=None, judged={"ptsd_treated_or_absent": True}), "", "", ""),
    ("no safety plan as far as known", ready(safety=replace(CALM, plan=None)), "", "", "safety_plan"),
    ("safety plan declined", ready(safety=replace(CALM, plan=SafetyPlanState.DECLINED)), "", "", ""),
    ("no pattern put into words", ready(can={"knows_own_schema": NOT_SHOWN}), "knows_own_schema", "", ""),
    ("pattern not looked at", ready(can={"knows_own_schema": UNKNOWN}), "knows_own_schema", "", ""),
    ("no pattern with others", ready(can={"knows_own_schema": NOT_NEEDED}), "", "", ""),
    ("tells no scenes", ready(can={"gives_episodes": NOT_SHOWN}), "", "", "gives_episodes"),
    ("told scenes in the life-line", ready(can={"gives_episodes": NOT_SHOWN}, delivered=(Delivered("n0", 3, 4),)), "", "", ""),
    # What opens doors although much is hard: milder material, titles only, a past that does not rule.
    ("hard weeks, images not of trauma", ready(*HARD, judged={"trauma_material": False, "ongoing_threat": True}), "", "attempt trauma_attempt trauma_self_harm trauma_urges trauma_threat", "attempt self_harm urges threat"),
    ("hard weeks, kind of memories not known", ready(*HARD, judged={"trauma_material": None}), "trauma_attempt trauma_self_harm trauma_urges", "attempt trauma_attempt trauma_self_harm trauma_urges", "attempt self_harm urges"),
    ("kind of memories not known, gates open", ready(judged={"trauma_material": None}), "", "", ""),
    ("titles only, nothing else judged or shown", ready(judged=NOTHING | TITLES_ONLY, can=CANNOT, events=None), "no_consent psychosis no_time_to_settle stay_present trauma_attempt trauma_life_threatening_act trauma_self_harm trauma_threat trauma_feels_strongly trauma_release trauma_urges knows_own_schema", "", "attempt life_threatening_act self_harm crisis urges threat stay_present holds_urges feels_strongly psychosis treatment_in_the_way not_tellable release gives_episodes"),
    ("titles only, attempt three weeks ago", ready(event(ATTEMPT, 3), judged=TITLES_ONLY), "trauma_attempt", "attempt", "attempt"),
    ("the past does not rule", ready(past=0.1, judged={"trauma_release": False, "ongoing_threat": True}), "trauma_release trauma_threat", "", "release threat"),
    ("nobody asked whether the past rules", ready(past=None, judged={"trauma_chapters_closed": None, "trauma_release": None}), "trauma_release", "trauma_release", "release"),
    ("past not rated, every gate open", ready(past=None), "", "", ""),
    ("an overdose just told", ready(safety_answers=TOLD), "open_answer", "trauma_open_answer", "open_answer"),
    ("nothing is known", Assessment("p1", ON), ALL["i7"] + " knows_own_schema", ALL["n5"] + " wish", ALL["n6"]),
]  # fmt: skip


@pytest.mark.parametrize("module", THREE)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_which_gates_are_shut(case: tuple[str, Assessment, str, str, str], module: str) -> None:
    expected = case[2 + THREE.index(module)]
    assert shut(module, case[1]) == set(expected.split())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_a_plan_holds_none_of_them_while_a_gate_is_shut(
    case: tuple[str, Assessment, str, str, str],
) -> None:
    """Contraindications keep a module out for now, also when it runs; an open one is placed."""
    for module, gates in zip(THREE, case[2:], strict=True):
        kept_out = set(gates.split()) & set(CONTRAINDICATED[module].split())
        for a in (case[1], replace(case[1], delivered=(Delivered(module, 2, 3),))):
            if a.therapy != "mit":
                continue
            found = propose(understand(a, CATALOGUE), CATALOGUE, time_limit=0).placement(module)
            assert not (found is not None and kept_out), (module, kept_out)
        if not gates and case[1].therapy == "mit" and module in case[1].preferences:
            assert found is not None, module


@pytest.mark.parametrize("module", THREE)
def test_the_gates_are_these_and_no_others(module: str) -> None:
    shape = CATALOGUE.module(module)
    assert {c.id for c in shape.contraindicated} == named(module, CONTRAINDICATED[module])
    for kind in ("not_yet", "requires"):
        assert {c.id for c in getattr(shape, kind)} == named(module, OTHER[module].get(kind, ""))
    assert shape.mandatory == ()


def named(module: str, gates: str) -> set[str]:
    return {f"{module}.{gate}" for gate in gates.split()}


@pytest.mark.parametrize("module", THREE)
def test_every_gate_is_shut_for_somebody_here(module: str) -> None:
    """So that no gate could be taken out of a file unseen."""
    seen = {gate for case in CASES[:-1] for gate in case[2 + THREE.index(module)].split()}
    expected = set(CONTRAINDICATED[module].split()) | set(" ".join(OTHER[module].values()).split())
    assert seen == expected


def gates_of(module: str) -> tuple[Clause, ...]:
    return CATALOGUE.module(module).contraindicated


@pytest.mark.parametrize("module", THREE)
def test_not_knowing_shuts_every_gate_and_nobody_may_set_one_aside(module: str) -> None:
    assert [c.id for c in gates_of(module) if not c.unknown_blocks or c.override] == []
    bad = ready(*HARD, judged={"ongoing_threat": True, "trauma_release": False}, can=CANNOT)
    before = shut(module, bad)
    assert before
    over = tuple(
        Judgement(c.id, False, "dr-b", None, "talked over", role)
        for c in gates_of(module)
        for role in ("clinician", "senior")
    )
    assert shut(module, replace(bad, judgements=(*bad.judgements, *over))) == before


def test_a_yes_to_images_grows_old_within_two_weeks() -> None:
    assert CATALOGUE.judgements["imagery_consent"].weeks == 2
    for until, shut_gates in ((ON, set()), (ON - timedelta(days=1), {"no_consent"})):
        a = ready(judged={"imagery_consent": None})
        yes = Judgement("imagery_consent", True, "dr-a", until, "asked today")
        assert shut("i7", replace(a, judgements=(*a.judgements, yes))) == shut_gates


@pytest.mark.parametrize("word", ["trauma_release", "trauma_tellable"])
def test_a_release_of_trauma_lapses_and_can_be_taken_back(word: str) -> None:
    assert CATALOGUE.judgements[word].weeks <= 8


@pytest.mark.parametrize("module", THREE)
def test_how_well_a_story_hangs_together_is_never_a_gate(module: str) -> None:
    shape = CATALOGUE.module(module)
    asked = [p for c in (*shape.not_yet, *shape.contraindicated, *shape.requires) for p in c.when.flat()]  # fmt: skip
    assert not [p for p in asked if p.asks in {"measure", "common"}]
    assert {p.of[0] for p in asked if p.asks == "target"} <= {"trauma_story"}


WHO_AND_WHEN = [
    # module, home, phases, who may give it
    ("i7", Phase.EXPLORATION, "exploration integration", ("mit", "schema")),
    ("n5", Phase.INTEGRATION, "exploration integration", ()),
    ("n6", Phase.INTEGRATION, "integration", ("trauma",)),
]


@pytest.mark.parametrize(("module", "home", "phases", "trained"), WHO_AND_WHEN)
def test_who_gives_it_and_when(
    module: str, home: Phase, phases: str, trained: tuple[str, ...]
) -> None:
    shape = CATALOGUE.module(module)
    assert (shape.home, " ".join(shape.phases), shape.competences) == (home, phases, trained)


def test_urges_are_asked_again_after_one_and_two_days() -> None:
    for module in THREE:
        shape = CATALOGUE.module(module)
        assert "24 and 48 hours" in shape.measure_says, module
        assert any("24 and 48 hours" in move.do for move in shape.interventions), module


def test_nothing_about_trauma_is_set_for_home() -> None:
    shape = CATALOGUE.module("n6")
    assert shape.homework.startswith("Nothing about the trauma at home.")
    english, german = shape.page("en"), shape.page("de")
    assert "never alone at home" in english.says
    assert "nie allein zu Hause" in german.says
    assert "A title is enough." in english.says
    assert "Ein Titel genügt." in german.says
