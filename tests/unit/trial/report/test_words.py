"""The results in words: every number traced, no verdict, a side said only where it is sure."""

import re
from dataclasses import replace

import pytest

from openimt.errors import TrialError
from openimt.trial.report.numbers import Tracer, at, decimal, p_value, plain
from openimt.trial.report.outcome import outcome
from openimt.trial.report.report import Sources, make
from openimt.trial.report.results import Effect
from openimt.trial.report.words import results_in_words
from tests.unit.trial.report.made_up import counts, document, results

FACTS = {
    "outcome": {"label": "problems", "unit": "points", "better": "lower", "visit_word": "month"}
}


def words(**ends: float) -> str:
    analysed = results(**ends)
    tracer = Tracer(analysed.document)
    return " ".join(map(plain, results_in_words(analysed, outcome(FACTS, analysed), tracer)))


def test_the_last_visit_counts_and_its_interval_is_said() -> None:
    said = words()
    assert "At month 18, problems under MIT minus problems under DBT was −0.09 points" in said
    assert (
        "(95 % interval −0.35 to 0.17; t = −0.70 with 144.6 degrees of freedom, p = 0.49)" in said
    )


def test_an_interval_with_zero_is_not_called_equal() -> None:
    assert "not evidence that the two are equal" in words()
    assert "favours" not in words()


@pytest.mark.parametrize(
    ("low", "high", "ahead"), [(-0.4, -0.1, "favours MIT"), (0.1, 0.4, "favours DBT")]
)
def test_the_side_follows_what_is_better(low: float, high: float, ahead: str) -> None:
    assert ahead in words(low=low, high=high)


@pytest.mark.parametrize("verdict", ["significant", "proves", "superior", "effective"])
def test_no_verdict_is_given(verdict: str) -> None:
    assert verdict not in words() + words(low=-0.4, high=-0.1)


def test_a_fit_that_did_not_converge_is_said_so() -> None:
    loose = document()
    loose["fit"]["converged"] = False
    from openimt.trial.report.results import read_results

    analysed = read_results(loose)
    tracer = Tracer(loose)
    said = results_in_words(analysed, outcome(FACTS, analysed), tracer)
    assert "did NOT converge" in plain(said[-1])


def test_every_number_of_the_text_is_traced_to_its_value() -> None:
    made = make(Sources(results(), FACTS))
    written = [part for sentence in made.sentences for part in sentence]
    loose = "".join(part for part in written if isinstance(part, str))
    # What is left without the traced numbers: the visit of the comparison, and the level.
    assert sorted(re.findall(r"\d+", loose)) == ["18", "95"]
    for number in made.numbers:
        assert at(document(), number.pointer) == number.value
        digits = re.sub(r"[^\d.e−-]", "", number.shown).replace("−", "-")
        assert float(digits) == pytest.approx(number.value, abs=0.06)


def test_a_pointer_into_nothing_is_refused() -> None:
    with pytest.raises(TrialError, match="nothing at /contrasts/9/p"):
        at(document(), "/contrasts/9/p")


def test_a_target_visit_that_was_not_compared_is_refused() -> None:
    with pytest.raises(
        TrialError, match="names visit 12, which was not compared; compared were: 6, 18"
    ):
        outcome({"outcome": {"target_visit": 12}}, results())


def test_better_is_lower_or_higher() -> None:
    with pytest.raises(TrialError, match="write lower or higher"):
        outcome({"outcome": {"better": "less"}}, results())


def test_zero_has_no_sign_and_p_is_never_zero() -> None:
    assert decimal(-0.004, 2) == "0.00"
    assert p_value(0.0) == "< 0.001"
    assert p_value(1.0) == "> 0.99"


def test_counts_are_compared_by_the_ratio_of_rates() -> None:
    made = make(Sources(counts(), FACTS))
    said = " ".join(map(plain, made.sentences))
    assert (
        "the rate of problems under MIT over that under DBT was 0.65 (95 % interval 0.40 to 1.10"
        in said
    )
    assert "not evidence that the two are equal" in said
    assert "favours MIT" in " ".join(
        map(plain, make(Sources(counts(0.5, 0.3, 0.8), FACTS)).sentences)
    )
    assert "MIT / DBT" in made.tables[0].rows[0][0]


def test_without_facts_the_formula_names_outcome_and_visit() -> None:
    said = " ".join(map(plain, make(Sources(results())).sentences))
    assert "At month 18, iip under MIT minus iip under DBT" in said


def test_only_what_concerns_the_arms_is_told_of_the_joint_tests() -> None:
    analysed = results()
    others = (*analysed.effects, Effect("base:month", 90.0, "/tests/0"))
    told = make(Sources(replace(analysed, effects=others))).sentences
    assert "arm:month" in " ".join(map(plain, told))
    assert "base:month" not in " ".join(map(plain, told))
