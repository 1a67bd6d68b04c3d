"""Least-squares means and joint tests, by what they must mean whatever the formula says."""

import numpy as np
import pandas as pd
import pytest

from openimt.errors import TrialError
from openimt.trial.effects import effects, independent
from openimt.trial.fits import TrialModel, mmrm
from openimt.trial.means import contrasts, ls_means
from tests.spec.trial.small_trial import small_trial


def fitted(terms: str, **options: object) -> TrialModel:
    data = pd.DataFrame(small_trial(30))
    asked = {"subject": "id", "visit": "month", "covariance": "cs"} | options
    return mmrm(data, f"score ~ {terms}", **asked)


def told(terms: str, **options: object) -> dict[tuple[str, str | None], float]:
    made = ls_means(fitted(terms, **options).fit, "arm", "month")
    return {(mean.arm, mean.visit): mean.estimate for mean in made}


SAME = [
    "arm*month + site + base",
    "0 + arm:month + site + base",
    "month/arm + base + site",
    "base + site + month + arm:month",
    "site + base + arm + arm:month",
]


@pytest.mark.parametrize("terms", SAME[1:])
def test_a_model_says_the_same_however_its_formula_is_written(terms: str) -> None:
    assert told(terms) == pytest.approx(told(SAME[0]))
    first = {frozenset(e.name.split(":")): e.test for e in effects(fitted(SAME[0]).fit)}
    other = {frozenset(e.name.split(":")): e.test for e in effects(fitted(terms).fit)}
    assert first.keys() == other.keys()
    for name, test in first.items():
        assert (other[name].num_df, other[name].p) == pytest.approx((test.num_df, test.p))


def test_the_choice_of_reference_moves_no_mean_and_no_joint_test() -> None:
    turned = {"reference": {"arm": "TAU", "month": "12", "site": "C3"}}
    assert told(SAME[0], **turned) == pytest.approx(told(SAME[0]))
    ours = [one.test.p for one in effects(fitted(SAME[0]).fit)]
    assert [one.test.p for one in effects(fitted(SAME[0], **turned).fit)] == pytest.approx(ours)


def test_differences_are_of_means_and_change_sign_with_the_reference() -> None:
    fit = fitted("arm*month + base*month").fit
    means = {(mean.arm, mean.visit): mean.estimate for mean in ls_means(fit, "arm", "month")}
    one = contrasts(fit, "arm", "month", reference="TAU")
    other = contrasts(fit, "arm", "month", reference="MIT")
    assert [row.visit for row in one] == ["0", "3", "12"]
    for a, b in zip(one, other, strict=True):
        assert a.test.estimate == pytest.approx(means["MIT", a.visit] - means["TAU", a.visit])
        assert (b.test.estimate, b.test.se) == pytest.approx((-a.test.estimate, a.test.se))


def test_the_mean_of_the_baseline_moves_means_and_no_difference() -> None:
    data = pd.DataFrame(small_trial(30))
    data.loc[(data.base > 20) & (data.month == 12), "score"] = None
    fit = mmrm(data, "score ~ arm*month + base", subject="id", visit="month", covariance="cs").fit
    slope = fit.coefficients[4].estimate
    shift = fit.matrix.subject_means["base"] - fit.matrix.row_means["base"]
    assert abs(shift) > 0.1
    rows = ls_means(fit, "arm", "month")
    people = ls_means(fit, "arm", "month", baseline="subjects")
    for a, b in zip(rows, people, strict=True):
        assert b.estimate - a.estimate == pytest.approx(slope * shift)
    same = [row.test.estimate for row in contrasts(fit, "arm", "month")]
    moved = contrasts(fit, "arm", "month", baseline="subjects")
    assert [row.test.estimate for row in moved] == pytest.approx(same)


def test_weights_average_other_factors_alike_or_as_often_as_they_occur() -> None:
    data = pd.DataFrame(small_trial(30)).query("not (site == 'C3' and id > 'p12')")
    fit = mmrm(data, "score ~ arm*month + site", subject="id", visit="month", covariance="cs").fit
    sites = {
        name: one.estimate for name, one in zip(fit.matrix.names, fit.coefficients, strict=True)
    }
    c2, c3 = sites["siteC2"], sites["siteC3"]
    share = data.site.value_counts(normalize=True)
    equal = ls_means(fit, "arm", "month")
    proportional = ls_means(fit, "arm", "month", weights="proportional")
    for a, b in zip(equal, proportional, strict=True):
        wanted = (share["C2"] - 1 / 3) * c2 + (share["C3"] - 1 / 3) * c3
        assert b.estimate - a.estimate == pytest.approx(wanted)


def test_the_level_of_an_interval_is_told_and_kept() -> None:
    fit = fitted("arm*month").fit
    wide, narrow = ls_means(fit, "arm", "month", level=0.99)[0], ls_means(fit, "arm", "month")[0]
    assert (wide.level, narrow.level) == (0.99, 0.95)
    assert wide.low < narrow.low < narrow.estimate < narrow.high < wide.high


@pytest.mark.parametrize("arm", ["month2", "base", "id"])
def test_means_of_what_is_no_factor_are_refused(arm: str) -> None:
    with pytest.raises(TrialError, match="stands in no term"):
        ls_means(fitted("arm*month + base").fit, arm)


def test_a_reference_that_is_no_arm_is_refused() -> None:
    with pytest.raises(TrialError, match="'DBT' is no level of 'arm'"):
        contrasts(fitted("arm*month").fit, "arm", "month", reference="DBT")


def test_rows_that_follow_from_others_leave_a_joint_test() -> None:
    rows = np.array([[1.0, 0, 1e8], [0, 1, 0], [2, 3, 2e8], [0, 0, 0], [0, 0, 1e-8]])
    np.testing.assert_array_equal(independent(rows), rows[[0, 1, 4]])
