"""Intervals of reference-based imputation hold the truth as often as they say.

Made-up trials of 60 people and three visits. Each person of the new therapy leaves with
probability 0.3 after the first or second visit, by chance alone. Had all stayed, the arms would
differ by 4 at the end, which is what MAR asks for; if those who leave go on as the reference
does, by 0.7 x 4 = 2.8, which is what J2R asks for. 95 % of the intervals should hold the truth;
the bands are three Monte Carlo standard errors.
"""

import numpy as np
import pandas as pd
import pytest

from openimt.trial.estimand import answer_estimand, estimand_from

TRIALS = 150
PEOPLE = 60
EFFECT, LEAVE = 4.0, 0.3
SIGMA = np.array([[36.0, 25.0, 20.0], [25.0, 49.0, 35.0], [20.0, 35.0, 64.0]])
ASKED = """
id = "made up"
question = "How far do the arms differ at the end?"
[treatment]
column = "arm"
reference = "DBT"
arms = { DBT = "reference", MIT = "new" }
[population]
subject = "id"
says = "made-up people"
[variable]
outcome = "y"
visit = "month"
at = 9
baseline = "base"
[model]
by_visit = ["baseline"]
"""


def made_up(number: int) -> pd.DataFrame:
    rng = np.random.default_rng([20261122, number])
    arm = np.repeat([0, 1], PEOPLE // 2)
    base = rng.normal(50, 8, PEOPLE)
    y = 0.6 * base[:, None] + rng.multivariate_normal(np.zeros(3), SIGMA, PEOPLE)
    y += arm[:, None] * np.array([1.0, 2.0, EFFECT])
    left = (arm == 1) & (rng.random(PEOPLE) < LEAVE)
    first = np.where(left, rng.integers(1, 3, PEOPLE), 3)
    y[np.arange(3) >= first[:, None]] = np.nan
    return pd.DataFrame(
        {
            "id": np.repeat(np.arange(PEOPLE), 3),
            "arm": np.repeat(np.array(["DBT", "MIT"])[arm], 3),
            "base": np.repeat(base, 3),
            "month": np.tile([3, 6, 9], PEOPLE),
            "y": y.ravel(),
        }
    )


def held(more: str, name: str, truth: float, trials: int) -> tuple[float, float, float, float]:
    """Share of intervals that hold the truth, bias, mean standard error, and true deviation."""
    estimand = estimand_from(ASKED + more + f'[sensitivity]\nmissing = ["{name}"]\n')
    contrasts = [
        answer_estimand(estimand, made_up(number)).sensitivity[0].at("9")[0].contrast
        for number in range(trials)
    ]
    estimate = np.array([one.estimate for one in contrasts])
    share = np.mean([one.low <= truth <= one.high for one in contrasts])
    error = np.mean([one.se for one in contrasts])
    return float(share), float(estimate.mean() - truth), float(error), float(estimate.std(ddof=1))


@pytest.mark.parametrize(("name", "truth"), [("MAR", EFFECT), ("J2R", (1 - LEAVE) * EFFECT)])
def test_the_jackknife_holds_what_it_promises(name: str, truth: float) -> None:
    share, bias, error, deviation = held("", name, truth, TRIALS)
    assert 0.89 < share < 0.99
    assert abs(bias) < 3 * deviation / np.sqrt(TRIALS)
    assert error == pytest.approx(deviation, rel=3 / np.sqrt(2 * TRIALS))


def test_multiple_imputation_holds_what_it_promises_under_mar() -> None:
    more = '[inference]\nmethod = "multiple imputation"\ndraws = 30\nseed = 1\n'
    share, bias, error, deviation = held(more, "MAR", EFFECT, TRIALS)
    assert 0.89 < share < 0.99
    assert abs(bias) < 3 * deviation / np.sqrt(TRIALS)
    assert error == pytest.approx(deviation, rel=3 / np.sqrt(2 * TRIALS) + 0.03)


def test_multiple_imputation_of_reference_assumptions_errs_on_the_wide_side() -> None:
    """Rubin's rules keep the information that MAR has; the estimate itself varies less."""
    more = '[inference]\nmethod = "multiple imputation"\ndraws = 30\nseed = 1\n'
    share, _, error, deviation = held(more, "J2R", (1 - LEAVE) * EFFECT, 60)
    assert error > 1.1 * deviation
    assert share > 0.94
