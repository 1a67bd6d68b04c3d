"""Questionnaire responses of many senders."""

from copy import deepcopy
from typing import Any

import pytest

from openimt.assess.instruments import load
from openimt.assess.score import score_all
from openimt.errors import ExchangeError, OpenIMTError, ScoringError
from openimt.exchange.fhir import Responses, compare_totals, read_responses
from openimt.exchange.json_file import read_json
from tests.real_data import real

PHQ9 = [item.keys[0] for item in load("phq9").items]
GAD7 = [item.keys[0] for item in load("gad7").items]
ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"


def response(codes: list[str], answers: list[Any], **more: Any) -> dict[str, Any]:
    items = [
        {"linkId": code, "answer": [answer] if isinstance(answer, dict) else answer}
        for code, answer in zip(codes, answers, strict=True)
    ]
    return {
        "resourceType": "QuestionnaireResponse",
        "status": "completed",
        "subject": {"reference": "Patient/p1"},
        "authored": "2026-11-20T10:00:00Z",
        "item": items,
    } | more


def integers(*numbers: int) -> list[dict[str, int]]:
    return [{"valueInteger": number} for number in numbers]


def total(data: dict[str, Any], instrument: str | None = None) -> float:
    read = read_responses(data, "a.json", load(instrument) if instrument else None)
    made = score_all(read.answers, read.instrument)[0]
    assert not made.unscorable
    return made.scales["total"].value


def values(read: Responses) -> list[float | None]:
    return list(read.answers[0].values.values())


ZEROS = integers(*[0] * 8)


def coding(code: str | None = None, display: str | None = None, **more: Any) -> dict[str, Any]:
    said = {"code": code, "display": display} | more
    return {"valueCoding": {key: value for key, value in said.items() if value is not None}}


def extended(name: str, value: Any, kind: str = "valueDecimal") -> dict[str, Any]:
    url = f"http://hl7.org/fhir/StructureDefinition/{name}"
    return coding("LA6568-5", "Yes", extension=[{"url": url, kind: value}])


ANSWERS = [
    # one answer, what it is worth
    ({"valueInteger": 2}, 2),
    ({"valueDecimal": 3.0}, 3),
    ({"valueQuantity": {"value": 1}}, 1),
    ({"valueString": "2"}, 2),
    (coding("LA6568-5"), 0),
    (coding("LA6569-3"), 1),
    (coding("LA6570-1"), 2),
    (coding("LA6571-9"), 3),
    (coding("LA6571-9", "anything"), 3),
    (coding("3"), 3),
    (coding(None, "Nearly every day"), 3),
    (coding("at0006", "NEARLY  EVERY DAY."), 3),
    (coding("Not-at-all"), 0),
    (coding(None, "Beinahe jeden Tag"), 3),
    ({"valueString": "not at all"}, 0),
    (extended("ordinalValue", 3), 3),
    (extended("itemWeight", 2), 2),
    (extended("questionnaire-ordinalValue", 1), 1),
    (extended("iso21090-CO-value", 3), 3),
    (extended("iso21090-CO-value", 2, "valueInteger"), 2),
    ({**coding("LA6568-5"), "extension": [{"url": ORDINAL, "valueDecimal": 3}]}, 3),
    (coding("LA6570-1", extension=[{"url": "http://x/other", "valueDecimal": 0}]), 2),
]


@pytest.mark.parametrize(("answer", "worth"), ANSWERS)
def test_what_an_answer_is_worth(answer: dict[str, Any], worth: float) -> None:
    assert total(response(PHQ9, [answer, *ZEROS])) == worth


NOT_ANSWERED = [[], [{}], [{"extension": [{"url": "http://x/why", "valueCode": "declined"}]}]]


@pytest.mark.parametrize("answers", NOT_ANSWERED)
def test_no_answer_is_missing_and_not_zero(answers: list[dict[str, Any]]) -> None:
    read = read_responses(response(PHQ9, [answers, *ZEROS]), "a.json")
    assert values(read)[0] is None
    assert "q1" in score_all(read.answers, read.instrument)[0].unscorable["total"]


def test_items_in_groups_and_under_answers() -> None:
    flat = response(PHQ9, integers(*range(3), *range(3), *range(3)))
    items = flat["item"]
    items[0]["answer"][0]["item"] = items[1:3]
    flat["item"] = [{"linkId": "g", "item": [{"linkId": "h", "item": [items[0], *items[3:]]}]}]
    assert total(flat) == 9


NAMED = [
    # how the response says what it is a form of
    {"questionnaire": "http://loinc.org/q/44249-1"},
    {"questionnaire": "http://loinc.org/q/44249-1|2.73"},
    {"questionnaire": "http://clinic.example/Questionnaire/phq-9"},
    {"questionnaire": "Questionnaire/PHQ9"},
    {"questionnaire": {"reference": "Questionnaire/phq9"}},
]


@pytest.mark.parametrize("named", NAMED)
def test_the_instrument_by_the_questionnaire(named: dict[str, Any]) -> None:
    numbers = [str(n) for n in range(1, 10)]
    assert total(response(numbers, integers(*[1] * 9), **named)) == 9


@pytest.mark.parametrize("pattern", ["phq9-{}", "PHQ9_Q{}", "phq-9.{}", "phq9/q{}", "phq9.item{}"])
def test_the_instrument_by_link_ids(pattern: str) -> None:
    links = [pattern.format(n) for n in range(1, 10)]
    more = {"questionnaire": "Questionnaire/phq9"} if "/" in pattern else {}
    assert total(response(links, integers(*[2] * 9), **more)) == 18


@pytest.mark.parametrize("pattern", ["{}", "/{}", "/44249-1/{}"])
def test_the_instrument_by_item_codes(pattern: str) -> None:
    data = response([pattern.format(code) for code in GAD7], integers(*[1] * 7))
    assert read_responses(data, "a.json").instrument.id == "gad7"


def test_item_codes_weigh_more_than_a_copied_panel_code() -> None:
    data = response(GAD7, integers(*[1] * 7), questionnaire="http://loinc.org/q/44249-1")
    assert read_responses(data, "a.json").instrument.id == "gad7"


def test_item_codes_in_definitions() -> None:
    data = response([str(n) for n in range(1, 10)], integers(*[1] * 9))
    for item, code in zip(data["item"], PHQ9, strict=True):
        item["definition"] = f"http://loinc.org/fhir/DataElement/{code}"
    assert total(data) == 9


def test_plain_numbers_need_the_instrument_named() -> None:
    data = response([str(n) for n in range(1, 8)], integers(*[1] * 7))
    with pytest.raises(ExchangeError, match="name the instrument"):
        read_responses(data, "a.json")
    assert total(data, "gad7") == 7


def test_the_diary_is_told_from_the_safety_check() -> None:
    data = response(["suicidal_urge", "self_harm_urge", "tension"], integers(1, 0, 4))
    assert read_responses(data, "a.json").instrument.id == "oi-day"
    shared = response(["suicidal_urge", "self_harm_urge"], integers(1, 0))
    assert read_responses(shared, "a.json").instrument.id == "oi-safety"
    assert read_responses(shared, "a.json", load("oi-day")).instrument.id == "oi-day"
    named = shared | {"questionnaire": "https://x.example/Questionnaire/oi-day"}
    assert read_responses(named, "a.json").instrument.id == "oi-day"


def test_our_own_sets_come_back_by_item_ids_and_labels() -> None:
    said = [{"valueBoolean": True}, coding(None, "No"), coding(None, "Stark")]
    data = response(["attempt", "ingestion", "suicidal_urge"], said)
    read = read_responses(data, "a.json")
    assert read.instrument.id == "oi-safety"
    given = read.answers[0].values
    assert (given["attempt"], given["ingestion"], given["suicidal_urge"]) == (1, 0, 3)


SUBJECTS = [
    ({"reference": "Patient/p1"}, "p1"),
    ({"reference": "https://x.example/fhir/Patient/7/_history/2"}, "7"),
    ({"reference": "urn:uuid:0c3151bd"}, "0c3151bd"),
    ({"reference": "urn:uuid:Patient/TEST-1"}, "TEST-1"),
    ({"identifier": {"value": "MRN-5"}}, "MRN-5"),
    (None, "r-1"),
]


@pytest.mark.parametrize(("subject", "person"), SUBJECTS)
def test_who_answered(subject: dict[str, Any] | None, person: str) -> None:
    read = read_responses(response(PHQ9, integers(*[0] * 9), subject=subject, id="r-1"), "a.json")
    assert read.answers[0].person == person
    assert bool(read.warnings) == (subject is None)


def bundle(*resources: dict[str, Any]) -> dict[str, Any]:
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [{"resource": one} for one in resources],
    }


def test_a_bundle_holds_many_beside_other_resources() -> None:
    one = response(PHQ9, integers(*[1] * 9))
    data = bundle({"resourceType": "Patient", "id": "p1"}, one, deepcopy(one))
    data["entry"].append({"request": {"method": "DELETE", "url": "Patient/1"}})
    assert len(read_responses(data, "a.json").answers) == 2


def test_what_was_entered_in_error_is_not_scored_and_said() -> None:
    good = response(PHQ9, integers(*[1] * 9))
    read = read_responses(bundle(good, good | {"status": "entered-in-error"}), "a.json")
    assert len(read.answers) == 1
    assert "entered in error" in read.warnings[0]


def test_two_instruments_in_one_bundle_need_a_choice() -> None:
    data = bundle(response(PHQ9, integers(*[1] * 9)), response(GAD7, integers(*[1] * 7)))
    with pytest.raises(ExchangeError, match="a form of another instrument"):
        read_responses(data, "a.json")
    read = read_responses(data, "a.json", load("gad7"))
    assert len(read.answers) == 1
    assert "is a form of phq9 and was passed over" in read.warnings[0]


def test_the_sender_s_total_is_compared() -> None:
    data = response([*PHQ9, "44261-6"], integers(*[1] * 9, 12))
    read = read_responses(data, "a.json")
    said = compare_totals(read, score_all(read.answers, read.instrument))
    assert len(said) == 1
    for word in ("p1", "2026-11-20", "12", "9"):
        assert word in said[0]
    right = read_responses(response([*PHQ9, "44261-6"], integers(*[1] * 9, 9)), "a.json")
    assert compare_totals(right, score_all(right.answers, right.instrument)) == ()


PHQ9_FORM = response(PHQ9, integers(*[1] * 9))
BROKEN: list[tuple[Any, str | None, type[OpenIMTError], str]] = [
    ([], None, ExchangeError, "is no FHIR resource"),
    ({}, None, ExchangeError, "is no FHIR resource"),
    ({"resourceType": "Patient"}, None, ExchangeError, "is a Patient; expected a Bundle"),
    ({"resourceType": "Bundle"}, None, ExchangeError, "broken bundle"),
    ({"resourceType": "Bundle", "entry": []}, None, ExchangeError, "broken bundle"),
    ({"resourceType": "Bundle", "entry": {}}, None, ExchangeError, "broken bundle"),
    ({"resourceType": "Bundle", "entry": [4]}, None, ExchangeError, "broken bundle"),
    (bundle({"id": "x"}), None, ExchangeError, "broken bundle"),
    (bundle({"resourceType": "Patient"}), None, ExchangeError, "no questionnaire response"),
    (PHQ9_FORM | {"item": {}}, None, ExchangeError, "expected a list of items"),
    (PHQ9_FORM | {"item": [7]}, None, ExchangeError, "expected an item as an object"),
    (PHQ9_FORM | {"item": [{"linkId": "1", "answer": 4}]}, None, ExchangeError, "list of answers"),
    (PHQ9_FORM | {"item": [{"linkId": "1", "answer": [4]}]}, None, ExchangeError, "of answers"),
    (response(["a", "b"], integers(1, 2)), None, ExchangeError, "no item of a known instrument"),
    (response(["a", "b"], integers(1, 2)), "phq9", ExchangeError, "no item that phq9 knows"),
    (PHQ9_FORM | {"item": None}, "phq9", ExchangeError, "no item that phq9 knows"),
    (PHQ9_FORM, "gad7", ExchangeError, "a form of another instrument (phq9); expected gad7"),
    (
        response([str(n) for n in range(1, 17)], integers(*[1] * 16)),
        "phq9",
        ExchangeError,
        "more items than phq9: a form of another instrument",
    ),
    (
        response([*PHQ9[:8], PHQ9[0]], integers(*[1] * 9)),
        None,
        ExchangeError,
        "answers q1 a second time",
    ),
    (response(PHQ9, [integers(1, 2), *ZEROS]), None, ExchangeError, "has 2 answers; q1 takes one"),
    (response(PHQ9, [coding("x", "Sometimes"), *ZEROS]), None, ExchangeError, "'Sometimes'"),
    (response(PHQ9, [{"valueBoolean": True}, *ZEROS]), None, ExchangeError, "is no answer to q1"),
    (response(PHQ9, [{"valueDate": "2026"}, *ZEROS]), None, ExchangeError, "is no answer to q1"),
    (response(PHQ9, [{"valueInteger": 10**400}, *ZEROS]), None, ExchangeError, "no answer to q1"),
    (response(PHQ9, integers(4, *[0] * 8)), None, ScoringError, "is 4; expected a whole number"),
    (response(PHQ9, [{"valueDecimal": 0.5}, *ZEROS]), None, ScoringError, "is 0.5; expected"),
]


@pytest.mark.parametrize(("data", "instrument", "error", "says"), BROKEN)
def test_what_cannot_be_scored_is_refused(
    data: Any, instrument: str | None, error: type[OpenIMTError], says: str
) -> None:
    with pytest.raises(error) as refused:
        read_responses(data, "a.json", load(instrument) if instrument else None)
    assert says in str(refused.value)
    assert refused.value.file == "a.json"


def test_the_place_of_a_bad_answer_is_named() -> None:
    bad = response(PHQ9, integers(*[0] * 8, 9))
    with pytest.raises(ScoringError) as refused:
        read_responses(bundle(PHQ9_FORM, bad), "a.json")
    assert refused.value.row == 2
    assert refused.value.field == "q9, entry[1].resource.item[8].answer[0]"


def test_a_published_bundle_by_its_ordinals() -> None:
    """Ten test patients, 23 responses; code and label are the same for every answer."""
    read = read_responses(read_json(real("fhir/phq9_bundle_a.json")), "bundle")
    scores = score_all(read.answers, read.instrument)
    assert read.instrument.id == "phq9"
    assert len(scores) == 23
    assert len({one.person for one in scores}) <= 10
    assert all(not one.unscorable for one in scores)
    said = compare_totals(read, scores)
    assert len(said) == 4
    stated = list(read.totals)
    assert sum(t == s.scales["total"].value for t, s in zip(stated, scores, strict=True)) == 19
