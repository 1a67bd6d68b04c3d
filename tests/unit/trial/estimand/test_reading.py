"""Estimands from TOML: what is read, and what is refused in one plain sentence."""

from pathlib import Path

import pytest

from openimt.errors import TrialError
from openimt.trial.estimand import Assumption, Strategy, read_estimand
from openimt.trial.estimand.attributes import Method
from openimt.trial.estimand.read import estimand_from
from tests.unit.trial.estimand.small import SMALL, event, small

REST = """
[model]
covariates = ["site"]
by_visit = []
covariance = "toeph"
by_arm = true

[inference]
method = "multiple imputation"
draws = 50
seed = 7

[summary]
level = 0.9

[sensitivity]
missing = ["j2r", "MAR"]
[sensitivity.delta]
MIT = [0, 2, 5]
"""


def test_everything_is_read() -> None:
    made = small(event("therapy_dropout", "Treatment Policy", missing="cir"), rest=REST)
    assert made.treatment.ordered == ("DBT", "MIT")
    assert made.treatment.says["MIT"] == "metacognitive"
    assert (made.variable.at, made.variable.highest, made.variable.worse) == ("9", 4.0, 1.0)
    assert made.events[0].strategy is Strategy.TREATMENT_POLICY
    assert made.events[0].missing is Assumption.CIR
    assert (made.model.covariates, made.model.by_visit) == (("site",), ())
    assert (made.model.covariance, made.model.by_arm) == ("toeph", True)
    assert made.inference.method is Method.IMPUTATION
    assert (made.inference.draws, made.inference.seed, made.summary.level) == (50, 7, 0.9)
    assert made.sensitivity.missing == (Assumption.J2R, Assumption.MAR)
    assert made.sensitivity.delta[0].high == 2.0


def test_what_is_left_out_has_plain_defaults() -> None:
    made = small()
    assert made.inference.method is Method.JACKKNIFE
    assert made.sensitivity.missing == tuple(Assumption)
    assert made.rule("study_dropout").missing is Assumption.MAR


WRONG = {
    "strategy": (event("relapse", "ignore it"), "choose one of treatment policy, hypothetical"),
    "missing": (event("relapse", "hypothetical", missing="LOCF"), "choose one of MAR, J2R"),
    "suicide missing": (event("suicide", "hypothetical"), "dead person as missing"),
    "suicide policy": (event("suicide", "treatment policy"), "dead person as missing"),
    "suicide alive": (event("suicide", "while on treatment"), "dead person as missing"),
    "no value": (event("relapse", "composite"), "needs a value"),
    "value": (event("relapse", "hypothetical", value=3), "takes no value"),
    "outside": (event("relapse", "composite", value=9), "outside 0 to 4"),
    "twice": (event("a", "hypothetical") * 2, "two rules"),
    "key": ("\n[model]\nrandom = true\n", "model.random: is not known"),
    "by_arm": ('\n[model]\nby_arm = "yes"\n', "write true or false"),
    "names": ('\n[model]\ncovariates = "site"\n', "list of names"),
    "level": ("\n[summary]\nlevel = 95\n", "give a level such as 0.95"),
    "measure": ('\n[summary]\nmeasure = "odds ratio"\n', "choose one of difference in means"),
    "draws": ("\n[inference]\ndraws = 1\n", "2 or more"),
    "half a draw": ("\n[inference]\ndraws = 1.5\n", "no whole number"),
    "seed": ("\n[inference]\nseed = -1\n", "whole number from 0"),
    "delta arm": ("\n[sensitivity.delta]\nGPM = [0, 1, 2]\n", "no arm"),
    "delta": ("\n[sensitivity.delta]\nMIT = [0, 1]\n", "list of 3 numbers"),
    "delta steps": ("\n[sensitivity.delta]\nMIT = [0, 1, 1]\n", "how many"),
    "event": ('\n[event]\nkind = "relapse"\n', "[[event]]"),
    "toml": ("\n[oops\n", "is no TOML"),
}


@pytest.mark.parametrize("which", WRONG)
def test_what_cannot_be_meant_is_refused(which: str) -> None:
    text, says = WRONG[which]
    with pytest.raises(TrialError) as refused:
        estimand_from(SMALL + text, "primary.toml")
    assert says in str(refused.value)
    assert str(refused.value).startswith("primary.toml")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('id = "primary"', "", "id: is missing"),
        ('question = "Does MIT lower symptoms more than DBT?"', "question = []", "is no text"),
        ('reference = "DBT"', 'reference = "TAU"', "none of the arms: DBT, MIT"),
        ('arms = { DBT = "dialectical", MIT = "metacognitive" }', "", "add a table [arms]"),
        (', MIT = "metacognitive"', "", "at least two"),
        ('baseline = "base"', "", "where the baseline is"),
        ('baseline = "base"', 'baseline = "base"\nbaseline_visit = 0', "either"),
        ("lowest = 0", 'lowest = "none"', "no number"),
        ("at = 9", "at = true", "no text"),
    ],
)
def test_a_missing_part_is_named(old: str, new: str, says: str) -> None:
    assert old in SMALL
    with pytest.raises(TrialError) as refused:
        estimand_from(SMALL.replace(old, new))
    assert says in str(refused.value)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TrialError, match="cannot be read"):
        read_estimand(tmp_path / "none.toml")
    path = tmp_path / "primary.toml"
    path.write_text(SMALL, encoding="utf-8")
    assert read_estimand(path).id == "primary"


def test_a_kind_without_a_rule_is_refused() -> None:
    with pytest.raises(TrialError, match="no rule for the event relapse"):
        small().rule("relapse")
