"""What real senders do to a questionnaire: respelt labels, own totals, the form sent along."""

from typing import Any

import pytest

from openimt.assess.score import score_all
from openimt.exchange.fhir import compare_totals, read_responses
from tests.unit.exchange.test_fhir import PHQ9, bundle, coding, extended, integers, response, total

ZEROS = integers(*[0] * 8)


@pytest.mark.parametrize(
    ("answer", "worth"),
    [
        (extended("valueset-ordinalValue", 2), 2),
        (extended("codesystem-ordinalValue", 3), 3),
        (extended("ordinalValue|4.0.1", 3), 3),
        (coding(None, "Several days (1)"), 1),
        (coding(None, "2 - More than half the days"), 2),
        (coding("nearlyEveryDay"), 3),
        (coding("more_than_half_the_days"), 2),
        ({"valueString": "Ueberhaupt nicht"}, 0),
        ({"valueString": "An mehr als der Haelfte der Tage"}, 2),
    ],
)
def test_what_a_respelt_answer_is_worth(answer: dict[str, Any], worth: float) -> None:
    assert total(response(PHQ9, [*ZEROS, answer])) == worth


FORM = {
    "resourceType": "Questionnaire",
    "id": "mood",
    "url": "http://clinic.example/Questionnaire/mood",
    "code": [{"system": "http://loinc.org", "code": "44249-1"}],
    "item": [
        {"linkId": "g", "item": [{"linkId": f"a{c}", "code": [{"code": c}]} for c in PHQ9]},
    ],
}
UNCODED = {key: value for key, value in FORM.items() if key != "item"}


def test_a_contained_questionnaire_says_which_item_is_which() -> None:
    data = response([f"a{code}" for code in PHQ9], [*ZEROS, {"valueInteger": 2}])
    assert total(data | {"questionnaire": "#mood", "contained": [FORM]}) == 2


@pytest.mark.parametrize(
    "named",
    ["http://clinic.example/Questionnaire/mood|1.0", {"reference": "Questionnaire/mood"}],
)
def test_a_questionnaire_beside_the_response_says_the_instrument(named: object) -> None:
    data = response([str(n) for n in range(1, 10)], [*ZEROS, {"valueInteger": 2}])
    assert total(bundle(UNCODED, data | {"questionnaire": named})) == 2


def test_a_questionnaire_that_is_not_there_is_not_missed() -> None:
    data = response(PHQ9, [*ZEROS, {"valueInteger": 2}])
    assert total(data | {"questionnaire": "#gone"}) == 2


TOTALS = [
    # link id, text, value, whether it is a total that differs
    ("phq9-total", None, 14, True),
    ("total", "Total score", 14, True),
    ("10", None, 14, True),
    ("10", "How hard was it", 2, False),
    ("phq9-total", None, 2, False),
    ("x", "I was totally worn out", 3, False),
]


@pytest.mark.parametrize(("link", "text", "value", "differs"), TOTALS)
def test_a_total_without_a_code(link: str, text: str | None, value: int, differs: bool) -> None:
    links = [f"phq9-{n}" for n in range(1, 10)]
    data = response(links, [*ZEROS, {"valueInteger": 2}])
    data["item"].append({"linkId": link, "text": text, "answer": [{"valueInteger": value}]})
    read = read_responses(data, "a.json")
    made = score_all(read.answers, read.instrument)
    assert made[0].scales["total"].value == 2
    assert bool(compare_totals(read, made)) is differs


def test_a_numbered_item_is_never_a_total_whatever_its_wording() -> None:
    data = response([str(n) for n in range(1, 10)], [*ZEROS, {"valueInteger": 2}])
    data["item"][0] |= {"text": "My total sum score"}
    assert total(data, "phq9") == 2


def test_a_reference_without_a_name_is_no_name() -> None:
    data = response(PHQ9, [*ZEROS, {"valueInteger": 2}], subject={"reference": "/"})
    read = read_responses(data, "a.json")
    assert read.answers[0].person == "unknown"
    assert "names no subject" in read.warnings[0]
