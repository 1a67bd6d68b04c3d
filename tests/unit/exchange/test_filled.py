"""Any file of filled forms, read in one way by the command line and by the clinic."""

import json

import pytest

from openimt.assess.instruments import load
from openimt.errors import ExchangeError
from openimt.exchange.filled import read_filled
from openimt.exchange.forms import Columns
from tests.real_data import real

PHQ9 = load("phq9")
ROW = ";".join(["1"] * 9)
HEAD = ";".join(f"q{n}" for n in range(1, 10))


def test_a_table_names_people_or_numbers_its_rows() -> None:
    named = read_filled(f"id;{HEAD}\nanna;{ROW}\n", "a.csv", PHQ9)
    assert (named.names_people, named.answers[0].person) == (True, "anna")
    bare = read_filled(f"{HEAD}\n{ROW}\n{ROW}\n", "a.csv", PHQ9)
    assert (bare.names_people, bare.answers[1].person) == (False, "2")
    chosen = read_filled(f"x;{HEAD}\nanna;{ROW}\n", "a.csv", PHQ9, Columns(person="x"))
    assert chosen.names_people


def test_scores_and_remarks_stand_beside_each_form() -> None:
    text = real("fhir/phq9_bundle_a.json").read_text(encoding="utf-8")
    found = read_filled(text, "a.json")
    assert found.instrument.id == "phq9"
    assert len(found.answers) == len(found.scores) == len(found.said) == 23
    assert sum(1 for said in found.said if said) == 4
    assert found.every_warning[-1] == [s for s in found.said if s][-1][0]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("<Bundle/>", "is XML; expected CSV, or FHIR as JSON"),
        ("a;b\n1;2\n", "does not say its instrument"),
        ("[" * 20_000, "nested more than"),
        ('{"resourceType": "Bundle", "entry": 3}', "broken bundle"),
        (json.dumps({"resourceType": "Patient"}), "is a Patient"),
    ],
)
def test_what_is_no_form_is_refused(text: str, says: str) -> None:
    with pytest.raises(ExchangeError, match=says):
        read_filled(text, "a.txt")
