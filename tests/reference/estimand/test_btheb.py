"""The BtheB trial against R: nlme's model of the means, and formulas written in R beside it.

``btheb_condmean.R`` holds the program and ``btheb_condmean.out`` what it printed (R 4.2.2, nlme
3.1-162, Debian 12): for each assumption the difference at 8 months and its jackknife standard
error over 100 people. nlme settles to some 1e-6 of a standard error, so no test can ask for more.
"""

from pathlib import Path

import pandas as pd
import pytest

from openimt.trial.estimand import Answer, answer_estimand, estimand_from

HERE = Path(__file__).parent
PRINTED = {
    words[0]: (float(words[1]), float(words[2]))
    for words in map(str.split, (HERE / "btheb_condmean.out").read_text().splitlines())
}
ASKED = """
id = "btheb"
question = "Does Beat the Blues lower depression at 8 months?"
[treatment]
column = "arm"
reference = "TAU"
arms = { TAU = "usual care", BtheB = "Beat the Blues" }
[population]
subject = "id"
says = "people with depression or anxiety in primary care"
[variable]
outcome = "bdi"
visit = "month"
at = 8
baseline = "bdi.pre"
same_scale = true
[model]
covariates = ["drug", "length"]
"""


@pytest.fixture(scope="module")
def answer() -> Answer:
    data = pd.read_csv(HERE.parent / "repeated" / "btheb_long.csv", keep_default_na=False)
    return answer_estimand(estimand_from(ASKED), data)


@pytest.mark.parametrize("name", PRINTED)
def test_estimate_and_jackknife_error_are_those_of_r(answer: Answer, name: str) -> None:
    finding = next(one for one in answer.sensitivity if one.label == name)
    made = finding.at("8")[0].contrast
    estimate, se = PRINTED[name]
    assert made.estimate == pytest.approx(estimate, abs=1e-5 * se)
    assert made.se == pytest.approx(se, rel=1e-5)


def test_r_printed_all_five() -> None:
    assert list(PRINTED) == ["MAR", "J2R", "CR", "CIR", "LMCF"]
