"""The gates of trauma work (R7), stated here once more, apart from the file that holds them.

Clinical decision 7: no life-threatening act for eight weeks, self-harm under control as the named
protocol defines it, no ongoing threat, staying present and with strong emotion, a trained therapist,
the person's own goal. Only the eight weeks and self-harm can be set aside, by a senior colleague.
"""

# ruff: noqa: E501 - a table reads best with one case a line

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest

from openimt.catalogue.load import load
from openimt.formulate.assessment import (
    Assessment,
    Delivered,
    Diagnosis,
    Event,
    Judgement,
    SafetyAnswer,
    SafetyJudgement,
)
from openimt.formulate.clause import stands_against
from openimt.formulate.facts import Facts
from openimt.formulate.profile import Need
from openimt.terms import CapacityState, EventKind, Phase, Response, Truth

ON = date(2026, 11, 22)
R7 = load().module("r7")
SHOWN, NOT_SHOWN = CapacityState.SHOWN, CapacityState.NOT_SHOWN
UNKNOWN, NOT_NEEDED = CapacityState.UNKNOWN, CapacityState.NOT_NEEDED

TOLD = (SafetyAnswer("oi-safety", "overdose", 1, Response.EMERGENCY, ON),)
SEEN = SafetyJudgement(False, "dr-a", ON)
URGES = tuple(Event(EventKind.SUICIDAL_URGE, ON - timedelta(days=d), 5.0) for d in (1, 3))
SOON = ON + timedelta(weeks=4)
GATES = {
    # gate: where it stands, who may set it aside
    "attempt": ("contraindicated", "senior"),
    "life_threatening_act": ("contraindicated", "senior"),
    "self_harm": ("contraindicated", "senior"),
    "ongoing_threat": ("contraindicated", ""),
    "psychosis": ("contraindicated", ""),
    "treatment_in_the_way": ("contraindicated", ""),
    "no_protocol": ("contraindicated", ""),
    "no_consent": ("contraindicated", ""),
    "lost_presence": ("contraindicated", ""),
    "lost_hold": ("contraindicated", ""),
    "lost_feeling": ("contraindicated", ""),
    "open_answer": ("contraindicated", ""),
    "urges": ("contraindicated", ""),
    "goal": ("requires", ""),
    "ptsd": ("requires", ""),
    "stays_present": ("requires", ""),
    "holds_urges": ("requires", ""),
    "feels_strongly": ("requires", ""),
    "trained_therapist": ("contraindicated", ""),
    "time_for_it": ("requires", ""),
}
JUDGED = {
    "life_threatening_act": False,
    "ongoing_threat": False,
    "psychosis_now": False,
    "therapy_interfering": False,
    "protocol_dbt_pe": True,
    "protocol_dbt_ptsd": False,
    "trauma_consent": True,
    "trained_therapist": True,
}
DBT_PTSD = {"protocol_dbt_pe": False, "protocol_dbt_ptsd": True}
CAN = {"can_stay_present": SHOWN, "can_hold_urges": SHOWN, "can_feel_strongly": SHOWN}


def event(kind: EventKind, weeks: float) -> Event:
    return Event(kind, ON - timedelta(days=round(7 * weeks)), reviewed_by="dr-a")


def ready(
    *events: Event,
    judged: Mapping[str, bool | None] | None = None,
    can: Mapping[str, CapacityState] | None = None,
    phase: Phase | None = Phase.EXPLORATION,
    needs: Mapping[str, float] | None = None,
    **more: object,
) -> Facts:
    """Somebody for whom every gate stands open under DBT-PE, but for what is said otherwise; a
    judgement of None was never made."""
    known = {k: v for k, v in (JUDGED | dict(judged or {})).items() if v is not None}
    fields: dict[str, object] = {
        "events": events,
        "diagnosis": Diagnosis("6D11.5"),
        "other_diagnoses": (Diagnosis("6B41"),),
        "judgements": tuple(Judgement(k, v, "dr-a") for k, v in known.items()),
        "capacities": CAN | dict(can or {}),
        "preferences": {"r7": 1.0},
    }
    assessment = Assessment("p1", ON, **(fields | more))  # type: ignore[arg-type]
    severities = {t: Need(t, v, 0.1, ()) for t, v in (needs or {}).items()}
    return Facts(assessment, severities, phase)


def shut(facts: Facts) -> set[str]:
    """The gates that hold trauma work back: as feared, or not known."""
    against = (
        (R7.not_yet, Truth.MET),
        (R7.contraindicated, Truth.MET),
        (R7.requires, Truth.NOT_MET),
    )
    return {
        clause.id.removeprefix("r7.")
        for clauses, feared in against
        for clause in clauses
        if stands_against(clause, feared, facts, "r7")
    }


def judging(facts: Facts, criterion: str, met: bool, role: str, until: date = SOON) -> Facts:
    """The same facts with one more judgement, made in that role."""
    more = Judgement(criterion, met, "dr-b", until, "talked over in the team", role)
    a = facts.assessment
    return replace(facts, assessment=replace(a, judgements=(*a.judgements, more)))


def test_its_gates_are_these_and_no_others() -> None:
    lists = ("mandatory", "not_yet", "contraindicated", "requires")
    found = {c.id: (name, c.override) for name in lists for c in getattr(R7, name)}
    assert found == {f"r7.{gate}": row for gate, row in GATES.items()}


def test_not_knowing_holds_back_at_every_gate() -> None:
    clauses = (*R7.contraindicated, *R7.requires)
    assert [c.id for c in clauses if not c.unknown_blocks] == []


def test_only_a_trained_therapist_gives_it() -> None:
    assert R7.competences == ("trauma",)
    assert R7.dose.budget


def test_it_never_starts_in_safety_or_containment() -> None:
    assert R7.phases == (Phase.REGULATION, Phase.EXPLORATION, Phase.INTEGRATION)
    assert R7.home is Phase.EXPLORATION


def test_nothing_places_it_by_itself() -> None:
    assert R7.mandatory == ()
    assert R7.targets == ("ptsd",)


def test_with_every_gate_open_it_may_start() -> None:
    assert shut(ready()) == set()


ATTEMPT, ACT = EventKind.SUICIDE_ATTEMPT, EventKind.SELF_HARM_ACT
BEGUN = (Delivered("r7", 2, 4),)
FIRST = (Delivered("r7", 0, 1),)
CASES = [
    # who, the facts, the gates that are shut
    ("attempt two days ago", ready(event(ATTEMPT, 0.3)), "attempt"),
    ("attempt seven and a half weeks ago", ready(event(ATTEMPT, 7.5)), "attempt"),
    ("attempt nine weeks ago", ready(event(ATTEMPT, 9)), ""),
    ("an overdose just told", ready(safety_answers=TOLD), "open_answer"),
    ("an overdose told, and judged since", ready(safety_answers=TOLD, safety=SEEN), ""),
    ("strong urges twice this week", ready(*URGES), "urges"),
    ("one strong urge this week", ready(*URGES[:1]), ""),
    ("events were never asked about", ready(events=None), "attempt self_harm urges"),
    ("an overdose that was not meant so", ready(judged={"life_threatening_act": True}), "life_threatening_act"),
    ("nobody asked about such acts", ready(judged={"life_threatening_act": None}), "life_threatening_act"),
    ("self-harm last month, DBT-PE", ready(event(ACT, 4)), "self_harm"),
    ("self-harm last month, judged under control, DBT-PE", ready(event(ACT, 4), judged={"self_harm_under_control": True}), "self_harm"),
    ("self-harm seven and a half weeks ago, DBT-PE", ready(event(ACT, 7.5)), "self_harm"),
    ("self-harm nine weeks ago, DBT-PE", ready(event(ACT, 9)), ""),
    ("self-harm last week, under control, DBT-PTSD", ready(event(ACT, 1), judged=DBT_PTSD | {"self_harm_under_control": True}), ""),
    ("self-harm last week, not under control, DBT-PTSD", ready(event(ACT, 1), judged=DBT_PTSD | {"self_harm_under_control": False}), "self_harm"),
    ("self-harm last week, not judged, DBT-PTSD", ready(event(ACT, 1), judged=DBT_PTSD), "self_harm"),
    ("an attempt, self-harm under control, DBT-PTSD", ready(event(ATTEMPT, 5), judged=DBT_PTSD | {"self_harm_under_control": True}), "attempt"),
    ("no act for long, DBT-PTSD", ready(judged=DBT_PTSD), ""),
    ("threat at home", ready(judged={"ongoing_threat": True}), "ongoing_threat"),
    ("nobody asked about threat", ready(judged={"ongoing_threat": None}), "ongoing_threat"),
    ("voices now", ready(judged={"psychosis_now": True}), "psychosis"),
    ("psychosis not asked about", ready(judged={"psychosis_now": None}), "psychosis"),
    ("misses every second session", ready(judged={"therapy_interfering": True}), "treatment_in_the_way"),
    ("attendance not judged", ready(judged={"therapy_interfering": None}), "treatment_in_the_way"),
    ("no protocol named", ready(judged={"protocol_dbt_pe": None, "protocol_dbt_ptsd": None}), "no_protocol"),
    ("both protocols turned down", ready(judged={"protocol_dbt_pe": False}), "no_protocol"),
    ("consent never asked", ready(judged={"trauma_consent": None}), "no_consent"),
    ("consent refused", ready(judged={"trauma_consent": False}), "no_consent"),
    ("not their own goal", ready(preferences={}), "goal"),
    ("no PTSD among the diagnoses, no reading", ready(other_diagnoses=()), "ptsd"),
    ("no PTSD, and its reading is low", ready(other_diagnoses=(), needs={"ptsd": 0.1}), "ptsd"),
    ("no diagnosis yet, its reading is high", ready(other_diagnoses=None, needs={"ptsd": 0.7}), ""),
    ("PTSD by ICD-10", ready(other_diagnoses=(Diagnosis("F43.1"),)), ""),
    ("loses the present", ready(can={"can_stay_present": NOT_SHOWN}), "stays_present"),
    ("presence not looked at", ready(can={"can_stay_present": UNKNOWN}), "stays_present"),
    ("never dissociates", ready(can={"can_stay_present": NOT_NEEDED}), ""),
    ("acts on urges", ready(can={"can_hold_urges": NOT_SHOWN}), "holds_urges"),
    ("urges not looked at", ready(can={"can_hold_urges": UNKNOWN}), "holds_urges"),
    ("no urges for a year", ready(can={"can_hold_urges": NOT_NEEDED}), ""),
    ("flees from feelings", ready(can={"can_feel_strongly": NOT_SHOWN}), "feels_strongly"),
    ("strong feelings not looked at", ready(can={"can_feel_strongly": UNKNOWN}), "feels_strongly"),
    ("nobody trained in the protocol", ready(judged={"trained_therapist": False}), "trained_therapist"),
    ("training not looked at", ready(judged={"trained_therapist": None}), "trained_therapist"),
    ("in regulation", ready(phase=Phase.REGULATION), "time_for_it"),
    ("in regulation, PTSD does not drive it", ready(phase=Phase.REGULATION, judged={"ptsd_drives_it": False}), "time_for_it"),
    ("in regulation, PTSD drives it", ready(phase=Phase.REGULATION, judged={"ptsd_drives_it": True}), ""),
    ("in integration", ready(phase=Phase.INTEGRATION), ""),
    ("nothing is known", Facts(Assessment("p1", ON), {}, None), " ".join(set(GATES) - {"lost_presence", "lost_hold", "lost_feeling", "open_answer"})),
]  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "gates"), [pytest.param(facts, gates, id=who) for who, facts, gates in CASES]
)
def test_which_gates_are_shut(facts: Facts, gates: str) -> None:
    assert shut(facts) == set(gates.split())


UNDER_WAY = [
    # what changed while it runs, the facts, the gates that rest the work
    ("nothing", ready(delivered=BEGUN), ""),
    ("nothing, and no capacity had to be shown", ready(delivered=BEGUN, can=dict.fromkeys(CAN, NOT_NEEDED)), ""),
    ("consent taken back", ready(delivered=BEGUN, judged={"trauma_consent": False}), "no_consent"),
    ("consent not renewed", ready(delivered=BEGUN, judged={"trauma_consent": None}), "no_consent"),
    ("the trained therapist has left", ready(delivered=BEGUN, judged={"trained_therapist": False}), "trained_therapist"),
    ("threat came up", ready(delivered=BEGUN, judged={"ongoing_threat": True}), "ongoing_threat"),
    ("self-harm again, DBT-PE", ready(event(ACT, 1), delivered=BEGUN), "self_harm"),
    ("an attempt", ready(event(ATTEMPT, 1), delivered=BEGUN), "attempt"),
    ("presence lost", ready(delivered=BEGUN, can={"can_stay_present": NOT_SHOWN}), "lost_presence"),
    ("urges acted on", ready(delivered=BEGUN, can={"can_hold_urges": NOT_SHOWN}), "lost_hold"),
    ("fleeing feelings", ready(delivered=BEGUN, can={"can_feel_strongly": NOT_SHOWN}), "lost_feeling"),
    ("presence lost after a first session", ready(delivered=FIRST, can={"can_stay_present": NOT_SHOWN}), "lost_presence"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "gates"), [pytest.param(facts, gates, id=what) for what, facts, gates in UNDER_WAY]
)
def test_what_rests_the_work_once_it_runs(facts: Facts, gates: str) -> None:
    """What runs is asked its contraindications anew at every plan; what it required stays behind."""
    kept = {c.id.removeprefix("r7.") for c in R7.contraindicated}
    assert shut(facts) & kept == set(gates.split())


def each_gate_shut() -> dict[str, Facts]:
    """For each gate a person whom the records hold back there, known and not merely unknown."""
    named = {who: facts for who, facts, _ in (*CASES, *UNDER_WAY)}
    return {
        "attempt": named["attempt two days ago"],
        "life_threatening_act": named["an overdose that was not meant so"],
        "self_harm": named["self-harm last month, DBT-PE"],
        "ongoing_threat": named["threat at home"],
        "psychosis": named["voices now"],
        "treatment_in_the_way": named["misses every second session"],
        "no_protocol": named["both protocols turned down"],
        "no_consent": named["consent refused"],
        "lost_presence": named["presence lost"],
        "lost_hold": named["urges acted on"],
        "lost_feeling": named["fleeing feelings"],
        "open_answer": named["an overdose just told"],
        "urges": named["strong urges twice this week"],
        "goal": named["not their own goal"],
        "ptsd": named["no PTSD, and its reading is low"],
        "stays_present": named["loses the present"],
        "holds_urges": named["acts on urges"],
        "feels_strongly": named["flees from feelings"],
        "trained_therapist": named["nobody trained in the protocol"],
        "time_for_it": named["in regulation, PTSD does not drive it"],
    }


@pytest.mark.parametrize("role", ["clinician", "prescriber", "senior"])
@pytest.mark.parametrize("gate", GATES)
def test_who_may_set_a_gate_aside(gate: str, role: str) -> None:
    """A senior colleague: the eight weeks and self-harm. Nobody: anything else."""
    facts = each_gate_shut()[gate]
    assert gate in shut(facts)
    where, may = GATES[gate]
    over = judging(facts, f"r7.{gate}", met=where == "requires", role=role)
    assert (gate in shut(over)) is (role != may)


@pytest.mark.parametrize("gate", ["attempt", "self_harm"])
def test_what_a_senior_colleague_set_aside_lapses(gate: str) -> None:
    facts = each_gate_shut()[gate]
    yesterday = ON - timedelta(days=1)
    assert gate in shut(judging(facts, f"r7.{gate}", False, "senior", yesterday))
    assert gate not in shut(judging(facts, f"r7.{gate}", False, "senior", ON))


def test_setting_one_gate_aside_opens_no_other() -> None:
    facts = ready(event(ATTEMPT, 2), event(ACT, 2), judged={"ongoing_threat": True})
    assert shut(facts) == {"attempt", "self_harm", "ongoing_threat"}
    over = judging(judging(facts, "r7.attempt", False, "senior"), "r7.self_harm", False, "senior")
    assert shut(over) == {"ongoing_threat"}


def test_the_patient_is_led_by_no_phone() -> None:
    english, german = R7.page("en"), R7.page("de")
    assert english is not None
    assert german is not None
    assert "never alone at home and never on a screen" in english.says
    assert "nie allein zu Hause und nie am Handy" in german.says
    assert "you can stop at any time" in english.says
    for page, asked in (
        (english, ("memory of", "write down", "picture")),
        (german, ("schreiben Sie", "Bild")),
    ):
        assert not [word for word in asked if word.lower() in page.try_this.lower()]
    assert english.try_this.startswith("You do not need to tell anything now.")
    assert "no message or app asks for it" in R7.homework


def test_urges_are_asked_again_two_days_later_by_a_person() -> None:
    assert "48 hours" in R7.record
    assert "48 hours" in R7.measure_says
    assert any("48-hour check was made by a person" in mark for mark in R7.adherence)
    assert any("both urges asked" in mark for mark in R7.adherence)


def test_both_protocols_are_told_apart_for_the_therapist() -> None:
    (move,) = [m for m in R7.interventions if "protocol" in m.name]
    assert "DBT-PE" in move.do
    assert "DBT-PTSD" in move.do
    assert {"bohus2020", "harned2014"} <= set(R7.references)
