"""What a mixed model refuses, and the remedy it names."""

from dataclasses import replace

import numpy as np
import pytest

from openimt.errors import TrialError
from tests.unit.trial.mixed.invented import LEVELS, fit, matrix, rows, with_outcome


def refused(match: str, random: str = "1|site", **asked: object) -> None:
    with pytest.raises(TrialError, match=match):
        fit(random, **asked)


def test_a_factor_with_one_level() -> None:
    refused("one level only", groups={"site": np.zeros(96, dtype=int)}, levels={"site": ("A",)})


def test_a_level_for_every_row() -> None:
    levels = tuple(str(k) for k in range(96))
    refused(
        "cannot be told from the residual", groups={"site": np.arange(96)}, levels={"site": levels}
    )


def test_more_random_effects_than_rows() -> None:
    refused("asks for 48 random effects from 48 rows", "time|id", made=matrix(visits=2))


def test_a_slope_that_does_not_vary_within_a_level() -> None:
    refused("does not vary within any id.*write '1|id'", "arm|id")


def test_a_slope_without_any_spread() -> None:
    refused("no spread of their own", "dose|id", values={"dose": np.full(96, 2.0)})


def test_slopes_that_follow_from_each_other() -> None:
    twice = {"months": 3 * rows()["time"]}
    refused("no spread of their own", "time+months|id", values=twice)


def test_a_slope_that_is_not_a_number() -> None:
    broken = rows()["time"]
    broken[3] = np.inf
    refused("not a finite number", "dose|id", values={"dose": broken})


def test_a_slope_nobody_knows() -> None:
    refused("'dose' is neither a term", "dose|id")


def test_an_unknown_grouping_column() -> None:
    refused("name 'ward', which is not among", "1|ward")


def test_codes_of_another_length() -> None:
    refused("5 codes for 96 analysed rows", groups={"site": np.zeros(5, dtype=int)})


def test_a_missing_name() -> None:
    codes = rows()["site"]
    codes[[4, 7]] = -1
    refused("2 analysed rows have no site, the first is row 6", groups={"site": codes})


def test_people_of_one_arm_without_therapist_need_to_be_meant() -> None:
    refused("write '1|therapist in arm=…'", "1|therapist")


def test_a_forgotten_therapist_in_the_arm_that_has_them() -> None:
    codes = rows()["therapist"]
    codes[np.flatnonzero(codes >= 0)[0]] = -1
    refused(
        "1 analysed row has no therapist", "1|therapist in arm=MIT", groups={"therapist": codes}
    )


def test_an_arm_nobody_is_in() -> None:
    refused("arm 'DBT', which the data do not have; they have TAU, MIT", "1|therapist in arm=DBT")


def test_two_factors_that_divide_alike() -> None:
    same = {"ward": 3 - rows()["site"]}
    refused("divide the rows in the same way", "1|site, 1|ward", groups=same)


def test_a_site_that_is_a_fixed_effect_already() -> None:
    at = rows()
    x = np.column_stack([np.eye(4)[at["site"]], at["time"]])
    made = replace(matrix(), x=x, names=("A", "B", "C", "D", "time"))
    refused("fixed effects already explain all that '1|site' could", made=made)


def test_a_random_intercept_beside_a_covariance_that_holds_it() -> None:
    refused("cannot tell apart", "1|id", covariance="cs")
    refused("cannot tell apart", "time|id", covariance="un")


def test_a_covariance_without_visits() -> None:
    made = replace(matrix(), visit=np.zeros(96, dtype=int), visits=("",))
    groups = {name: rows()[name] for name in ("site", "arm", "therapist")}
    refused("needs a visit column", made=made, covariance="un", groups=groups)


def test_two_rows_at_one_visit() -> None:
    visit = matrix().visit.copy()
    visit[1] = 0
    refused("two rows at one visit", made=replace(matrix(), visit=visit), covariance="ar1")


def test_visits_that_follow_from_each_other() -> None:
    y = matrix().y.copy().reshape(24, 4)
    y[:, 3] = y[:, 2] + 0.5
    refused("runs into its edge", made=with_outcome(y.ravel()), covariance="un")


def test_an_unknown_structure() -> None:
    refused("no covariance structure 'ar7'", covariance="ar7")


def test_collinear_columns() -> None:
    x = matrix().x.copy()
    x[:, 2] = 2 * x[:, 1] - 1
    refused("'time' follows from the others", made=matrix(x=x))


def test_an_outcome_that_never_varies() -> None:
    refused("reproduce 'score' exactly", made=with_outcome(np.full(96, 3.0)))


def test_an_outcome_that_follows_exactly() -> None:
    refused("reproduce 'score' exactly", made=with_outcome(2 + 3 * rows()["time"]))


def test_an_infinite_outcome() -> None:
    y = matrix().y.copy()
    y[0] = np.inf
    refused("infinite or not a number", made=with_outcome(y))


def test_fewer_rows_than_coefficients() -> None:
    refused("3 rows cannot carry 3 coefficients", made=matrix(people=3, visits=1))


@pytest.mark.parametrize("weight", [0.0, -1.0, np.nan, np.inf])
def test_weights_that_are_no_weights(weight: float) -> None:
    weights = np.ones(96)
    weights[2] = weight
    refused("weights must be one positive number", weights=weights)


def test_kenward_roger_by_maximum_likelihood() -> None:
    refused("defined for REML", method="ml")


def test_a_method_that_is_not_there() -> None:
    refused("'kr-logchol' is not there for random effects", df="kr-logchol")
    refused("'mle' is not there", method="mle")


def test_no_random_effect_at_all() -> None:
    from openimt.trial.mixed import fit_mixed

    with pytest.raises(TrialError, match="at least one random effect"):
        fit_mixed(matrix(), (), {}, levels=LEVELS)


def test_too_few_levels_for_a_joint_test() -> None:
    """Three wards, each in one arm: one degree of freedom between wards, two sums asked of it."""
    at = rows()
    ward = np.where(at["arm"] == 0, 0, 1 + at["person"] // 2 % 2)
    y = 20 * np.array([0.0, 1, -1])[ward] + matrix().y
    found = fit("1|ward", with_outcome(y), groups={"ward": ward}, levels={"ward": tuple("abc")})
    with pytest.raises(TrialError, match="too few to test 2 weighted sums at once"):
        found.joint(np.array([[1.0, 0, 0], [0, 1, 0]]))
    assert found.contrast(np.array([0.0, 1, 0])).df < 3


def test_a_contrast_of_the_wrong_length() -> None:
    found = fit("1|site")
    for weights in (np.ones(2), np.zeros(3), np.float64(1)):
        with pytest.raises(TrialError, match="needs 3 weights"):
            found.contrast(weights)
        with pytest.raises(TrialError, match="needs 3 weights"):
            found.joint(weights)


def test_the_outcome_as_its_own_slope() -> None:
    mirrored = {"score": 3 - 2 * matrix().y}
    refused("slope 'score' is the outcome", "0+score|id", values=mirrored)
    refused("slope 'score' is the outcome", "score||id", values=mirrored)


def test_a_separate_slope_that_does_not_vary_within_a_level() -> None:
    refused("does not vary within any id.*write '1|id'", "arm||id")
