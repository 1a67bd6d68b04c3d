"""The assessment file: what is read, kept with a warning, or refused with its place."""

import json
from datetime import date
from typing import Any

import pytest

from openimt.assess.instruments import load
from openimt.assess.score import score
from openimt.assess.scores import Answers
from openimt.errors import AssessmentError, ExchangeError
from openimt.exchange.assessment_file import read_assessment, read_assessments, write_assessment
from openimt.exchange.score_file import assessments_from_scores, scores_to_json
from openimt.formulate.assessment import Diagnosis
from openimt.terms import CapacityState, CommonState, EventKind, Response, SafetyPlanState

# The example of the command-line contract, with some rarer keys added.
FULL: dict[str, Any] = {
    "patient": "p1",
    "on": "2026-11-22",
    "readings": [
        {"measure": "bsl23", "value": 2.4, "on": "2026-11-20"},
        {"target": "emotion_intensity", "severity": 0.8, "sd": 0.1, "by": "clinician"},
    ],
    "events": [
        {"kind": "self_harm_act", "on": "2026-11-02"},
        {"kind": "suicidal_urge", "on": "2026-11-03", "value": 2, "reviewed_by": "dr-a"},
    ],
    "safety_answers": [
        {"instrument": "phq9", "item": "q9", "answer": 1, "response": "enquire", "on": None}
    ],
    "diagnosis": {"code": "6D11.5", "by": "clinician", "on": "2026-10-12"},
    "other_diagnoses": [{"code": "6B40", "by": "dr-a", "on": "2026-10-12"}, {"code": "F32.1"}],
    "safety": {
        "imminent_risk": False,
        "judged_by": "dr-a",
        "judged_on": "2026-11-20",
        "until": "2026-12-04",
        "plan": "made",
        "plan_on": "2026-11-01",
    },
    "common": {
        "c1": {"state": "met", "on": "2026-11-10"},
        "c2": {"state": "needs_repair", "on": "2026-11-17", "sessions_in_repair": 2},
    },
    "delivered": [{"module": "s1", "step": 4, "sessions": 3}],
    "capacities": {"can_stay_present": "shown"},
    "judgements": [
        {
            "criterion": "regulation_better",
            "met": True,
            "by": "dr-a",
            "until": "2026-12-20",
            "reason": "seen in three sessions",
        },
        {"criterion": "r7.attempt", "met": False, "by": "dr-b", "role": "senior"},
    ],
    "resilience": {"brs": 2.8, "supports": ["sister"], "strengths": ["work"]},
    "therapy": "imt",
    "preferences": {"n3": 1, "r7": -1},
    "pin": [],
    "ban": [],
    "context": {
        "sessions_per_week": 1,
        "competences": ["mit", "dbt_skills"],
        "groups": [{"module": "r4", "starts": ["2027-01-11"]}],
    },
}


def test_the_example_of_the_contract_is_read() -> None:
    made = read_assessment(FULL, "a.json")
    assert made.warnings == ()
    assert made.on == date(2026, 11, 22)
    assert made.readings[0].value == 2.4
    assert made.events is not None
    assert made.events[1].kind is EventKind.SUICIDAL_URGE
    assert made.events[1].value == 2
    assert made.safety_answers[0].response is Response.ENQUIRE
    assert made.safety.plan is SafetyPlanState.MADE
    assert made.common["c2"].state is CommonState.NEEDS_REPAIR
    assert made.common["c2"].sessions_in_repair == 2
    assert made.capacities == {"can_stay_present": CapacityState.SHOWN}
    assert made.context.groups[0].starts == (date(2027, 1, 11),)
    assert made.preferences == {"n3": 1, "r7": -1}
    assert [judged.role for judged in made.judgements] == ["clinician", "senior"]
    assert made.other_diagnoses == (
        Diagnosis("6B40", "dr-a", date(2026, 10, 12)),
        Diagnosis("F32.1"),
    )


def test_writing_and_reading_give_the_same_again() -> None:
    made = read_assessment(FULL, "a.json")
    through = json.loads(json.dumps(write_assessment(made)))
    assert read_assessment(through, "a.json") == made


@pytest.mark.parametrize("key", [key for key in FULL if key not in {"patient", "on"}])
def test_every_other_key_may_be_absent_or_null(key: str) -> None:
    absent = read_assessment({k: v for k, v in FULL.items() if k != key}, "a.json")
    assert read_assessment(FULL | {key: None}, "a.json") == absent
    assert read_assessment(write_assessment(absent), "a.json") == absent


def test_not_asked_and_none_are_not_the_same() -> None:
    bare = {"patient": "p1", "on": "2026-11-22"}
    assert read_assessment(bare, "a.json").events is None
    none = read_assessment(bare | {"events": []}, "a.json")
    assert none.events == ()
    assert read_assessment(write_assessment(none), "a.json").events == ()
    assert read_assessment(bare, "a.json").other_diagnoses is None
    alone = read_assessment(bare | {"other_diagnoses": []}, "a.json")
    assert alone.other_diagnoses == ()
    assert read_assessment(write_assessment(alone), "a.json").other_diagnoses == ()
    nobody = read_assessment(bare | {"context": {"competences": []}}, "a.json")
    assert nobody.context.competences == ()
    assert read_assessment(write_assessment(nobody), "a.json") == nobody


WARNED = [
    ({"colour": 1}, "'colour' is not known"),
    ({"safety": {"risk": "high"}}, "'safety.risk' is not known"),
    ({"events": [{"kind": "admission", "on": "2026-01-01", "note": "x"}]}, "'events[0].note'"),
    ({"events": [{"kind": "admission", "on": "2026-01-01", "value": 3}]}, "has no value"),
    ({"context": {"competences": ["hypnosis"]}}, "the competence 'hypnosis' is not known"),
    ({"safety": {"imminent_risk": True}}, "names nobody"),
    ({"judgements": [{"criterion": "x", "met": True}]}, "names nobody who judged"),
    ({"other_diagnoses": [{"code": "F32.1", "since": "x"}]}, "'other_diagnoses[0].since'"),
    ({"readings": [{"measure": "bsl23", "value": None}]}, "has no value and was left out"),
    ({"readings": [{"target": "anger"}]}, "has no severity and was left out"),
    ({"common": {"c9": {"state": "met"}}}, "is no common module"),
]


@pytest.mark.parametrize(("more", "says"), WARNED)
def test_what_nobody_reads_is_said_and_nothing_is_lost(more: dict[str, Any], says: str) -> None:
    made = read_assessment({"patient": "p1", "on": "2026-11-22"} | more, "a.json")
    assert len(made.warnings) == 1
    assert says in made.warnings[0]


def test_unjudged_imminent_risk_is_honoured() -> None:
    made = read_assessment(
        {"patient": "p1", "on": "2026-11-22", "safety": {"imminent_risk": True}}, "a.json"
    )
    assert made.safety.imminent_risk is True


def test_an_unknown_competence_is_kept() -> None:
    context = {"context": {"competences": ["hypnosis"]}}
    made = read_assessment({"patient": "p1", "on": "2026-11-22"} | context, "a.json")
    assert made.context.competences == ("hypnosis",)


def rows(key: str, *rows: dict[str, Any]) -> dict[str, Any]:
    return {key: list(rows)}


GOOD = {"measure": "phq9", "value": 5}
REFUSED: list[tuple[dict[str, Any], str, str]] = [
    ({"patient": None}, "patient", "is missing"),
    ({"patient": "  "}, "patient", "is missing"),
    ({"patient": 5}, "patient", "expected a text, not a number"),
    ({"patient": "a\ud800"}, "patient", "half of a character"),
    ({"on": None}, "on", "is missing"),
    ({"on": "22.11.2026"}, "on", "expected a date such as 2026-11-22"),
    ({"on": "2026-02-30"}, "on", "no day of the calendar"),
    ({"on": 20261122}, "on", "expected a date"),
    ({"readings": {}}, "readings", "expected a list, not an object"),
    (
        rows("judgements", {"criterion": "x", "met": True, "by": "a", "role": "chief"}),
        "judgements[0].role",
        "'chief' is no role; expected one of: clinician, senior, prescriber",
    ),
    (
        rows("judgements", {"criterion": "x", "met": True, "by": "a", "role": 1}),
        "judgements[0].role",
        "expected a text",
    ),
    ({"other_diagnoses": {"code": "F32.1"}}, "other_diagnoses", "expected a list, not an object"),
    (rows("other_diagnoses", {}), "other_diagnoses[0].code", "is missing"),
    (
        rows("other_diagnoses", {"code": "F32.1", "on": "2027-01-01"}),
        "other_diagnoses[0].on",
        "",
    ),
    (rows("readings", {}), "readings[0]", "either a measure or a target"),
    (rows("readings", GOOD | {"target": "anger"}), "readings[0]", "either a measure or a target"),
    (rows("readings", GOOD, GOOD | {"value": 28}), "readings[1].value", "from 0 to 27"),
    (rows("readings", {"measure": "bsl23", "value": 4.1}), "readings[0].value", "from 0 to 4"),
    (rows("readings", {"measure": "ders16.goals", "value": 2}), "readings[0].value", "from 3"),
    (rows("readings", {"measure": "phq9.self", "value": 2}), "readings[0].measure", "no scale"),
    (rows("readings", GOOD | {"value": "5"}), "readings[0].value", "not a text"),
    (rows("readings", GOOD | {"value": True}), "readings[0].value", "not true or false"),
    (rows("readings", GOOD | {"on": "2026-11-23"}), "readings[0].on", "after the day"),
    (
        rows("readings", GOOD, {"target": "suicidality", "severity": 0.5}),
        "readings[1].severity",
        "suicidality has no severity",
    ),
    (
        rows("readings", {"target": "self_harm", "severity": 0.5}),
        "readings[0].severity",
        "self_harm has no severity",
    ),
    (rows("readings", {"target": "anger", "severity": 1.2}), "readings[0].severity", "0 to 1"),
    (rows("readings", {"target": "anger", "severity": -0.1}), "readings[0].severity", "0 to 1"),
    (rows("readings", {"measure": "x", "value": float("inf")}), "readings[0].value", "finite"),
    (rows("readings", {"measure": "x", "value": float("nan")}), "readings[0].value", "finite"),
    (rows("readings", {"measure": "x", "value": 10**400}), "readings[0].value", "finite"),
    (rows("events", {"kind": "party", "on": "2026-11-01"}), "events[0].kind", "expected one of"),
    (rows("events", {"on": "2026-11-01"}), "events[0].kind", "is missing"),
    (rows("events", {"kind": "admission"}), "events[0].on", "is missing"),
    (rows("events", {"kind": "admission", "on": "2026-11-23"}), "events[0].on", "after the day"),
    (
        rows("events", {"kind": "admission", "on": "2026-11-01"}, {"kind": "suicidal_urge"}),
        "events[1].on",
        "is missing",
    ),
    (
        rows("events", {"kind": "suicidal_urge", "on": "2026-11-01", "value": 6}),
        "events[0].value",
        "from 0 to 5",
    ),
    (
        rows("events", {"kind": "self_harm_urge", "on": "2026-11-01"}),
        "events[0].value",
        "an urge has a value",
    ),
    ({"diagnosis": {"by": "dr-a"}}, "diagnosis.code", "is missing"),
    ({"diagnosis": "6D11.5"}, "diagnosis", "expected an object"),
    ({"safety": {"imminent_risk": "no"}}, "safety.imminent_risk", "true or false"),
    ({"safety": {"plan": "lost"}}, "safety.plan", "expected one of: offered"),
    ({"safety": {"judged_on": "2026-12-01"}}, "safety.judged_on", "after the day"),
    ({"common": {"c1": {"state": "fine"}}}, "common.c1.state", "expected one of"),
    ({"common": {"c1": {"on": "2026-11-01"}}}, "common.c1.state", "is missing"),
    ({"common": {"c1": "met"}}, "common.c1", "expected an object"),
    (rows("delivered", {"module": "s1", "step": 5}), "delivered[0].step", "from 0 to 4"),
    (rows("delivered", {"module": "s1", "step": 1.5}), "delivered[0].step", "a whole number"),
    (rows("delivered", {"module": "s1", "sessions": -1}), "delivered[0].sessions", "from 0"),
    (rows("delivered", {"module": "s1"}, {"module": "s1"}), "delivered[1].module", "second time"),
    ({"capacities": {"can_settle": "yes"}}, "capacities.can_settle", "expected one of: shown"),
    (rows("judgements", {"criterion": "x"}), "judgements[0].met", "is missing"),
    ({"resilience": {"brs": 6}}, "resilience.brs", "from 1 to 5"),
    ({"resilience": {"supports": "sister"}}, "resilience.supports", "expected a list"),
    ({"resilience": {"supports": [1]}}, "resilience.supports[0]", "expected a text"),
    ({"preferences": {"n3": 2}}, "preferences.n3", "from -1 to 1"),
    ({"pin": "s1"}, "pin", "expected a list"),
    ({"context": {"sessions_per_week": 0}}, "context.sessions_per_week", "from 0.1"),
    (
        {"context": {"groups": [{"module": "r4", "starts": ["soon"]}]}},
        "context.groups[0].starts[0]",
        "expected a date",
    ),
    (rows("safety_answers", {"instrument": "phq9"}), "safety_answers[0].response", "is missing"),
]


@pytest.mark.parametrize(("more", "field", "says"), REFUSED)
def test_what_cannot_be_is_refused_with_its_field(
    more: dict[str, Any], field: str, says: str
) -> None:
    with pytest.raises(AssessmentError) as refused:
        read_assessment({"patient": "p1", "on": "2026-11-22"} | more, "a.json")
    assert refused.value.field == field
    assert says in refused.value.says
    assert refused.value.file == "a.json"


def test_a_severity_for_a_fact_names_its_row() -> None:
    data = {"patient": "p1", "on": "2026-11-22"}
    data |= rows("readings", GOOD, {"target": "suicidality", "severity": 0.5})
    with pytest.raises(AssessmentError) as refused:
        read_assessment(data, "a.json")
    assert refused.value.row == 2


def test_one_several_or_a_list() -> None:
    one = {"patient": "p1", "on": "2026-11-22"}
    assert len(read_assessments(one, "a.json")) == 1
    assert len(read_assessments([one, one], "a.json")) == 2
    assert len(read_assessments({"assessments": [one, one]}, "a.json")) == 2
    for empty in ([], {"assessments": []}, {"assessments": one}):
        with pytest.raises(AssessmentError, match="list of assessments"):
            read_assessments(empty, "a.json")


def test_in_a_list_the_place_starts_with_the_assessment() -> None:
    bad = {"patient": "p1", "on": "2026-11-22", "events": [{"kind": "admission"}]}
    with pytest.raises(AssessmentError) as refused:
        read_assessments({"assessments": [{"patient": "p0", "on": "2026-01-01"}, bad]}, "a.json")
    assert refused.value.field == "assessments[1].events[0].on"
    with pytest.raises(AssessmentError) as refused:
        read_assessments([bad], "a.json")
    assert refused.value.field == "[0].events[0].on"


def scored(occasion: str = "2026-11-20T10:00:00Z") -> Any:
    definition = load("qids-sr16")
    values: dict[str, float | None] = {f"q{n}": 1.0 for n in range(1, 17)}
    made = score(Answers("p7", occasion, values | {"q12": 3.0}), definition)
    return json.loads(json.dumps(scores_to_json([made], definition)))


def test_scores_become_readings_and_a_worrying_answer_stays_an_answer() -> None:
    made = assessments_from_scores(scored(), date(2026, 11, 22), "s.json")[0]
    assert made.patient == "p7"
    assert made.readings[0].measure == "qids-sr16"
    assert made.readings[0].value == 11
    assert made.readings[0].on == date(2026, 11, 20)
    assert made.events is None
    answer = made.safety_answers[0]
    assert (answer.item, answer.answer, answer.response) == ("q12", 3, Response.SAME_DAY)


def test_an_occasion_that_is_no_day_is_no_date() -> None:
    made = assessments_from_scores(scored("baseline"), date(2026, 11, 22), "s.json")[0]
    assert made.readings[0].on is None


def test_the_brief_resilience_scale_is_known_as_resilience() -> None:
    definition = load("brs")
    made = score(Answers("p1", "", {f"q{n}": 3.0 for n in range(1, 7)}), definition)
    data = json.loads(json.dumps(scores_to_json([made], definition)))
    assert assessments_from_scores(data, date(2026, 11, 22), "s")[0].resilience.brs == 3


SCORES_REFUSED = [
    (lambda d: d["rows"].clear(), "rows", "holds no rows"),
    (lambda d: d["rows"][0].pop("id"), "rows[0].id", "is missing"),
    (lambda d: d["rows"][0]["scales"]["total"].pop("value"), "rows[0].scales.total.value", "miss"),
    (lambda d: d["instrument"].pop("id"), "instrument.id", "is missing"),
    (lambda d: d["rows"][0]["safety"][0].pop("answer"), "rows[0].safety[0].answer", "is missing"),
    (lambda d: d["rows"][0].update(occasion="2026-12-01"), "rows[0].occasion", "after --on"),
    (lambda d: d["rows"][0].update(occasion="2026-02-31"), "rows[0].occasion", "no day"),
]


@pytest.mark.parametrize(("spoil", "field", "says"), SCORES_REFUSED)
def test_broken_scores_are_refused(spoil: Any, field: str, says: str) -> None:
    data = scored()
    spoil(data)
    with pytest.raises(ExchangeError) as refused:
        assessments_from_scores(data, date(2026, 11, 22), "s.json")
    assert refused.value.field == field
    assert says in refused.value.says
