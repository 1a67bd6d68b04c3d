"""What the estimand and the design add to a report: told, tabled, traced, and refused when odd."""

from typing import Any

import pytest

from openimt.errors import TrialError
from openimt.trial.design import read_design
from openimt.trial.report.numbers import at, plain
from openimt.trial.report.report import Sources, make
from openimt.trial.report.sensitivity import read_sensitivity
from tests.unit.trial.report.made_up import results


def answered(*estimates: float) -> dict[str, Any]:
    def answer(missing: str | None, estimate: float) -> dict[str, Any]:
        row = {"arm": "MIT", "versus": "DBT", "p": 0.3, "ci": [estimate - 0.3, estimate + 0.3]}
        rows = [row | {"visit": "6", "estimate": 9.0}, row | {"visit": "18", "estimate": estimate}]
        return {"missing": missing, "contrasts": rows, "refused": None}

    names = ("MAR", "J2R", "CR")
    others = [answer(name, one) for name, one in zip(names, estimates[1:], strict=False)]
    return {
        "call": "openimt trial estimand primary.toml",
        "estimand": {"question": "Fewer symptoms?", "visit": "18"},
        "planned": answer(None, estimates[0]),
        "sensitivity": others,
    }


def test_the_range_over_assumptions_is_told_and_traced() -> None:
    document = answered(-0.15, -0.167, -0.12)
    made = make(Sources(results(), sensitivity=read_sensitivity(document)))
    said = plain(made.sentences[-1])
    assert "Under 3 assumptions" in said
    assert "lies between −0.17 (MAR) and −0.12 (J2R)" in said
    further = [number for number in made.numbers if number.file == "sensitivity.json"]
    assert [at(document, number.pointer) for number in further] == [-0.167, -0.12]
    assert ("sensitivity.json", "openimt trial estimand primary.toml") in made.calls


def test_each_assumption_has_its_row_at_the_visit_that_counts() -> None:
    made = make(Sources(results(), sensitivity=read_sensitivity(answered(-0.15, -0.167))))
    table = next(one for one in made.tables if "assumptions" in one.title)
    assert [row[0] for row in table.rows] == ["as planned", "MAR"]
    assert "9.00" not in str(table.rows)


def test_an_assumption_that_could_not_be_estimated_is_said() -> None:
    document = answered(-0.15, -0.1)
    document["sensitivity"][0] |= {"contrasts": [], "refused": "nobody is left"}
    made = make(Sources(results(), sensitivity=read_sensitivity(document)))
    assert "MAR: nobody is left" in next(t.note for t in made.tables if "assumptions" in t.title)


@pytest.mark.parametrize("change", [{"estimand": None}, {"planned": 3}])
def test_another_document_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(TrialError, match="holds no estimand"):
        read_sensitivity(answered(-0.15) | change)


def test_an_answer_without_its_visit_is_refused() -> None:
    document = answered(-0.15)
    document["estimand"]["visit"] = "24"
    with pytest.raises(TrialError, match="answers nothing at its own visit"):
        read_sensitivity(document)


def test_a_design_answers_what_it_can_and_a_person_has_the_last_word() -> None:
    design = read_design("equipoise")
    made = make(Sources(results(), {"outcome": {"label": "distress"}}, design=design))
    by_number = {item.number: item for item in made.checklists[0].items}
    assert not by_number["9"].missing
    assert "120 people" in by_number["16a"].answer
    assert "distress" in plain(made.sentences[1])


def test_an_unverified_design_labels_the_report() -> None:
    made = make(Sources(results(), {}, design=read_design("article-claim")))
    assert "synthetic, unverified" in made.label
