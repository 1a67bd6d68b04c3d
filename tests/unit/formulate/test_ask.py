"""Every question a condition can ask, with the four answers it can have."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from openimt.catalogue.condition import QUESTIONS, read_condition
from openimt.formulate.answer import Answer
from openimt.formulate.ask import ask
from openimt.formulate.assessment import (
    Assessment,
    CommonReading,
    Delivered,
    Diagnosis,
    Event,
    Judgement,
    Reading,
    Resilience,
    SafetyAnswer,
    SafetyJudgement,
)
from openimt.formulate.facts import Facts
from openimt.formulate.profile import Need
from openimt.terms import (
    CapacityState,
    CommonState,
    EventKind,
    Phase,
    Response,
    SafetyPlanState,
    Truth,
)

ON = date(2026, 11, 22)
ATTEMPT = EventKind.SUICIDE_ATTEMPT
ACT = EventKind.SELF_HARM_ACT


def weeks_ago(weeks: float) -> date:
    return ON - timedelta(days=round(7 * weeks))


def answer(condition: dict, module: str = "r3", **known: object) -> Answer:
    phase = known.pop("phase", None)
    needs = known.pop("needs", {})
    facts = Facts(Assessment("p", ON, **known), needs, phase)
    return ask(read_condition(condition, file="t.toml", field="when"), facts, module)


def need(target: str, severity: float) -> dict[str, Need]:
    return {target: Need(target, severity, 0.1, ())}


def as_role(role: str, met: bool, until: date | None = None) -> Judgement:
    return Judgement("ready", met, f"the {role}", until, "seen together", role)


def sessions(marks: str) -> tuple[Event, ...]:
    """One offered session a week up to today: kept, missed, cancelled with notice."""
    kinds = {
        "k": EventKind.SESSION_KEPT,
        "m": EventKind.SESSION_MISSED,
        "c": EventKind.SESSION_CANCELLED,
    }
    return tuple(Event(kinds[m], weeks_ago(n)) for n, m in enumerate(reversed(marks)))


KEPT = {"attendance": "kept", "at_least": 3, "of_last": 4}

CASES = [
    # question, what is known, the answer
    ({"event": ["suicide_attempt"]}, {}, "unknown"),
    ({"event": ["suicide_attempt"]}, {"events": ()}, "not_met"),
    ({"event": ["suicide_attempt"]}, {"events": (Event(ATTEMPT, ON),)}, "met"),
    (
        {"event": ["self_harm_act"], "within_weeks": 2, "at_least": 2},
        {"events": (Event(ACT, ON), Event(ACT, weeks_ago(3)))},
        "not_met",
    ),
    (
        {"event": ["self_harm_urge"], "value_at_least": 4},
        {"events": (Event(EventKind.SELF_HARM_URGE, ON, 3),)},
        "not_met",
    ),
    (
        {"event": ["self_harm_urge"], "value_at_least": 4},
        {"events": (Event(EventKind.SELF_HARM_URGE, ON, 4),)},
        "met",
    ),
    ({"no_event": ["suicide_attempt"], "within_weeks": 8}, {}, "unknown"),
    ({"no_event": ["suicide_attempt"], "within_weeks": 8}, {"events": ()}, "met"),
    (
        {"no_event": ["suicide_attempt"], "within_weeks": 8},
        {"events": (Event(ATTEMPT, weeks_ago(8)),)},
        "met",
    ),
    (
        {"no_event": ["suicide_attempt"], "within_weeks": 8},
        {"events": (Event(ATTEMPT, weeks_ago(7.9)),)},
        "not_met",
    ),
    ({"fall": ["self_harm_act"], "share": 0.75, "within_weeks": 8}, {}, "unknown"),
    ({"fall": ["self_harm_act"], "share": 0.75, "within_weeks": 8}, {"events": ()}, "met"),
    (
        {"fall": ["self_harm_act"], "share": 0.75, "within_weeks": 8},
        {"events": (*(Event(ACT, weeks_ago(w)) for w in (20, 19, 18, 17)), Event(ACT, ON))},
        "met",
    ),
    (
        {"fall": ["self_harm_act"], "share": 0.75, "within_weeks": 8},
        {"events": (*(Event(ACT, weeks_ago(w)) for w in (20, 19, 18)), Event(ACT, ON))},
        "not_met",
    ),
    (
        {"fall": ["self_harm_act"], "share": 0.75, "within_weeks": 8},
        {"events": (Event(ACT, weeks_ago(9)), Event(ACT, ON))},
        "not_met",
    ),
    ({"target": "anger", "at_least": 0.4}, {}, "unknown"),
    ({"target": "anger", "at_least": 0.4}, {"needs": need("anger", 0.4)}, "met"),
    ({"target": "anger", "at_least": 0.4}, {"needs": need("anger", 0.39)}, "not_met"),
    ({"measure": "bsl23", "at_most": 1.07}, {}, "unknown"),
    ({"measure": "bsl23", "at_most": 1.07}, {"readings": (Reading(ON, "bsl23", 1.0),)}, "met"),
    (
        {"measure": "bsl23", "at_most": 1.07},
        {"readings": (Reading(weeks_ago(4), "bsl23", 1.0), Reading(ON, "bsl23.total", 2.0))},
        "not_met",
    ),
    ({"capacity": "can_settle"}, {}, "unknown"),
    ({"capacity": "can_settle"}, {"capacities": {"can_settle": CapacityState.SHOWN}}, "met"),
    (
        {"capacity": "can_settle"},
        {"capacities": {"can_settle": CapacityState.NOT_NEEDED}},
        "not_applicable",
    ),
    (
        {"capacity": "can_settle"},
        {"capacities": {"can_settle": CapacityState.NOT_SHOWN}},
        "not_met",
    ),
    ({"module": "r2", "step": 2}, {}, "not_met"),
    ({"module": "r2", "step": 2}, {"delivered": (Delivered("r2", 2, 3),)}, "met"),
    (
        {"module": "r2", "step": 2},
        {"delivered": (Delivered("r2", 1, 3, ended="moved away"),)},
        "not_applicable",
    ),
    ({"common": "c2", "state": "met"}, {}, "unknown"),
    (
        {"common": "c2", "state": "met"},
        {"common": {"c2": CommonReading(CommonState.NEEDS_REPAIR)}},
        "not_met",
    ),
    ({"judgement": "ready"}, {}, "unknown"),
    ({"judgement": "ready"}, {"judgements": (Judgement("ready", True, "dr-a"),)}, "met"),
    ({"judgement": "ready"}, {"judgements": (Judgement("ready", False, "dr-a"),)}, "not_met"),
    (
        {"judgement": "ready"},
        {"judgements": (Judgement("ready", True, "dr-a", until=weeks_ago(1)),)},
        "unknown",
    ),
    ({"judgement": "ready"}, {"judgements": (Judgement("ready", True, until=ON),)}, "met"),
    ({"judgement": "ready"}, {"judgements": (Judgement("able", True, "dr-a"),)}, "unknown"),
    ({"judgement": "ready"}, {"judgements": (as_role("senior", True),)}, "met"),
    ({"judgement": "ready"}, {"judgements": (as_role("prescriber", False),)}, "not_met"),
    (
        {"judgement": "ready", "role": "senior"},
        {"judgements": (as_role("senior", True, ON),)},
        "met",
    ),
    (
        {"judgement": "ready", "role": "senior"},
        {"judgements": (as_role("senior", True),)},
        "unknown",
    ),
    (
        {"judgement": "ready", "role": "senior"},
        {"judgements": (as_role("clinician", True), as_role("prescriber", True))},
        "unknown",
    ),
    (
        {"judgement": "ready", "role": "prescriber"},
        {"judgements": (as_role("senior", True),)},
        "unknown",
    ),
    ({"diagnosis": ["6D11"]}, {}, "unknown"),
    ({"diagnosis": ["6D11"]}, {"diagnosis": Diagnosis("6d11.5")}, "met"),
    ({"diagnosis": ["6D11"]}, {"diagnosis": Diagnosis("F32.1")}, "unknown"),
    (
        {"diagnosis": ["6D11"]},
        {"diagnosis": Diagnosis("F32.1"), "other_diagnoses": ()},
        "not_met",
    ),
    ({"diagnosis": ["6D11"]}, {"other_diagnoses": ()}, "not_met"),
    (
        {"diagnosis": ["6D11", "F32"]},
        {"diagnosis": Diagnosis("6B40"), "other_diagnoses": (Diagnosis("F33"), Diagnosis("f32.1"))},
        "met",
    ),
    ({"diagnosis": ["F32"]}, {"other_diagnoses": (Diagnosis("F32.1"),)}, "met"),
    ({"diagnosis": ["F32.1"]}, {"diagnosis": Diagnosis("F32"), "other_diagnoses": ()}, "not_met"),
    ({"wish": True}, {}, "not_met"),
    ({"wish": True}, {"preferences": {"r3": 1}}, "met"),
    ({"wish": True}, {"preferences": {"n3": 1}}, "not_met"),
    ({"wish": True}, {"pin": ("r3",)}, "met"),
    ({"safety_plan": ["made"]}, {}, "unknown"),
    ({"safety_plan": ["made"]}, {"safety": SafetyJudgement(plan=SafetyPlanState.MADE)}, "met"),
    (
        {"safety_plan": ["made"]},
        {"safety": SafetyJudgement(plan=SafetyPlanState.DECLINED)},
        "not_met",
    ),
    ({"imminent_risk": True}, {}, "unknown"),
    ({"imminent_risk": True}, {"safety": SafetyJudgement(imminent_risk=True)}, "met"),
    ({"imminent_risk": False}, {"safety": SafetyJudgement(imminent_risk=True)}, "not_met"),
    ({"imminent_risk": True}, {"events": (Event(ATTEMPT, ON),)}, "met"),
    ({"imminent_risk": True}, {"events": (Event(ATTEMPT, ON, reviewed_by="dr-a"),)}, "unknown"),
    ({"safety_answer": "any"}, {}, "not_met"),
    (
        {"safety_answer": "any"},
        {"safety_answers": (SafetyAnswer("phq9", "9", 1, Response.ENQUIRE),)},
        "met",
    ),
    (
        {"safety_answer": ["same_day"]},
        {"safety_answers": (SafetyAnswer("phq9", "9", 1, Response.ENQUIRE),)},
        "not_met",
    ),
    ({"resource": "roles", "present": False}, {}, "unknown"),
    (
        {"resource": "roles", "present": False},
        {"resilience": Resilience(supports=("sister",))},
        "met",
    ),
    ({"resource": "roles"}, {"resilience": Resilience(roles=("baker",))}, "met"),
    ({"phase": ["safety"]}, {}, "unknown"),
    ({"phase": ["safety"]}, {"phase": Phase.SAFETY}, "met"),
    ({"phase": ["safety"]}, {"phase": Phase.REGULATION}, "not_met"),
    (KEPT, {}, "unknown"),
    (KEPT, {"events": sessions("kk")}, "unknown"),
    (KEPT, {"events": sessions("kkk")}, "met"),
    (KEPT, {"events": sessions("kkkm")}, "met"),
    (KEPT, {"events": sessions("mkkk")}, "met"),
    (KEPT, {"events": sessions("kkmm")}, "not_met"),
    (KEPT, {"events": sessions("mm")}, "not_met"),
    (KEPT, {"events": sessions("kkkcccccc")}, "met"),
    (KEPT, {"events": sessions("cccccc")}, "unknown"),
    (KEPT, {"events": sessions("kkkkmm")}, "not_met"),
    (KEPT, {"delivered": (Delivered("r1", 1, 4),)}, "met"),
    (KEPT, {"delivered": (Delivered("r1", 1, 3),)}, "unknown"),
    (KEPT, {"delivered": (Delivered("r1", 1, 9),), "events": sessions("mm")}, "not_met"),
    ({"any": [{"wish": True}, {"target": "anger"}]}, {}, "unknown"),
    ({"any": [{"wish": True}, {"event": ["admission"]}]}, {"preferences": {"r3": 1}}, "met"),
    ({"all": [{"wish": True}, {"target": "anger"}]}, {}, "not_met"),
    ({"all": [{"wish": True}, {"target": "anger"}]}, {"preferences": {"r3": 1}}, "unknown"),
    ({"not": {"wish": True}}, {}, "met"),
    ({"not": {"target": "anger"}}, {}, "unknown"),
]


@pytest.mark.parametrize(("question", "known", "expected"), CASES)
def test_question(question: dict, known: dict, expected: str) -> None:
    assert answer(question, **dict(known)).state == Truth(expected)


def test_every_question_is_in_the_table() -> None:
    asked = {next(key for key in question if key in QUESTIONS) for question, _, _ in CASES}
    assert asked == set(QUESTIONS)


@pytest.mark.parametrize(("cautious", "stands"), [("no", Truth.NOT_MET), ("yes", Truth.MET)])
def test_of_two_judgements_that_contradict_the_cautious_one_stands(
    cautious: str, stands: Truth
) -> None:
    """Whichever lapses last: an old *no threat* never outlasts the threat of today."""
    asked = replace(read_condition({"judgement": "ready"}), options=(("cautious", cautious),))
    soon, late = ON, ON + timedelta(weeks=1)
    for first, second in ((True, False), (False, True)):
        for order in (1, -1):
            two = (as_role("clinician", first, soon), as_role("senior", second, late))[::order]
            known = Facts(Assessment("p1", ON, judgements=two), {})
            assert ask(asked, known).state is stands


def test_an_open_answer_is_one_that_nobody_has_judged_since() -> None:
    told = (SafetyAnswer("oi-safety", "attempt", 1, Response.EMERGENCY, ON),)
    question = {"safety_answer": ["emergency"], "open": True}
    before = SafetyJudgement(False, "dr-a", ON - timedelta(days=1))
    assert answer(question, safety_answers=told).state is Truth.MET
    assert answer(question, safety_answers=told, safety=before).state is Truth.MET
    seen = SafetyJudgement(False, "dr-a", ON)
    assert answer(question, safety_answers=told, safety=seen).state is Truth.NOT_MET
    assert answer({"safety_answer": "any"}, safety_answers=told, safety=seen).state is Truth.MET


def test_nobody_without_a_name_judges_as_a_senior_colleague() -> None:
    named = as_role("senior", True, ON)
    question = {"judgement": "ready", "role": "senior"}
    assert answer(question, judgements=(named,)).state is Truth.MET
    assert answer(question, judgements=(replace(named, by=""),)).state is Truth.UNKNOWN


def test_a_diagnosis_not_asked_for_is_not_said_to_be_absent() -> None:
    (ground,) = answer({"diagnosis": ["F32"]}, diagnosis=Diagnosis("6D11")).because
    assert ground.says == "other diagnoses were not asked about"
    (ground,) = answer({"diagnosis": ["F32"]}).because
    assert ground.says == "no diagnosis yet"


def test_an_attempt_five_weeks_ago_leaves_three_weeks_to_wait() -> None:
    question = {"no_event": ["suicide_attempt"], "within_weeks": 8}
    found = answer(question, events=(Event(ATTEMPT, weeks_ago(5)),))
    assert (found.state, found.in_weeks) == (Truth.NOT_MET, 3)


def test_an_event_that_postpones_says_when_it_stops() -> None:
    question = {"event": ["self_harm_act"], "within_weeks": 2}
    assert answer(question, events=(Event(ACT, weeks_ago(1)),)).in_weeks == 1
