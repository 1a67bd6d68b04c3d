"""Bad input is refused in a plain sentence with its place and its remedy."""

import re
from dataclasses import replace

import numpy as np
import pytest

from openimt.errors import TrialError
from openimt.trial.counts import fit_counts
from tests.unit.trial.counts.made_up import codes, column, matrix, table


def refusal(data, formula: str = "acts ~ arm*time", **asked) -> TrialError:
    made = matrix(data, formula)
    asked.setdefault("groups", codes(data, made, ("person", "site", "therapist")))
    with pytest.raises(TrialError) as found:
        fit_counts(made, **asked)
    return found.value


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (-3.0, "-3 is negative"),
        (2.5, "2.5 is not a whole number"),
        (3e7, "3e+07 is above ten million"),
    ],
)
def test_what_is_no_count_is_named_with_its_row(value: float, says: str) -> None:
    data = table().astype({"acts": float})
    data.loc[6, "acts"] = value
    error = refusal(data)
    assert says in error.says
    assert (error.row, error.field) == (8, "acts")


@pytest.mark.parametrize(
    ("value", "says"), [(0.0, "is 0"), (-1.0, "is -1"), (np.nan, "is missing"), (np.inf, "is inf")]
)
def test_an_exposure_is_a_time(value: float, says: str) -> None:
    data = table()
    weeks = column(data, matrix(data), "weeks")
    weeks[4] = value
    error = refusal(data, offset=weeks)
    assert f"the exposure time {says}" in error.says
    assert error.row == 6
    assert "not its logarithm" in error.says


def test_one_exposure_a_row() -> None:
    assert "2 values for 160 analysed rows" in refusal(table(), offset=np.ones(2)).says


def test_no_event_anywhere() -> None:
    made = matrix(table(), "acts ~ arm")
    with pytest.raises(TrialError, match="every count is 0"):
        fit_counts(replace(made, y=np.zeros(made.n)))


@pytest.mark.parametrize("family", ["poisson", "nb2", "nb1"])
@pytest.mark.parametrize("random", ["", "1|person"])
@pytest.mark.parametrize("formula", ["acts ~ arm", "acts ~ arm*time", "acts ~ arm*C(month)"])
def test_an_arm_without_events_has_no_ratio(family: str, random: str, formula: str) -> None:
    data = table()
    data.loc[data["arm"] == "MIT", "acts"] = 0
    error = refusal(data, formula, family=family, random=random)
    assert error.says.startswith("no ratio can be estimated for")
    assert re.search(r"arm.*MIT", error.says.split(":")[0])


def test_an_arm_without_events_at_one_visit_has_no_ratio_there() -> None:
    data = table()
    data.loc[(data["arm"] == "MIT") & (data["month"] == 6), "acts"] = 0
    assert "no ratio can be estimated for" in refusal(data, "acts ~ arm*C(month)").says
    assert fit_counts(matrix(data, "acts ~ arm*time")).converged


def test_events_told_apart_by_a_number_have_no_ratio() -> None:
    """All rows with events at one value of a covariate: an infinite slope fits them best."""
    data = table()
    data["acts"] = np.where(data["month"] == 3, 2 + (np.arange(len(data)) % 5), 0)
    assert "time" in refusal(data, "acts ~ arm + time").says


def test_one_person() -> None:
    data = table(persons=2).query("arm == 'MIT'").assign(acts=[1, 0, 2, 3])
    assert "all rows are of one person" in refusal(data, "acts ~ time").says


def test_fewer_rows_than_parameters() -> None:
    data = table(persons=4, visits=1).assign(acts=[1, 2, 3, 4], age=[30, 41, 25, 39])
    assert "has 4 rows for 4 parameters" in refusal(data, "acts ~ arm + age").says


@pytest.mark.parametrize("random", ["1|person, 1|site", "time|person"])
def test_quadrature_wants_one_random_intercept(random: str) -> None:
    error = refusal(table(), random=random, quadrature=5)
    assert "quadrature is for one random intercept" in error.says
    assert "quadrature=1" in error.says


@pytest.mark.parametrize("points", [0, -1, 101, 2.5])
def test_points_are_a_number_of_points(points: float) -> None:
    assert (
        "quadrature takes 1 to 100" in refusal(table(), random="1|person", quadrature=points).says
    )


def test_a_family_that_is_none() -> None:
    assert "poisson, nb2, nb1" in refusal(table(), family="gaussian").says


def test_a_level_alone_has_no_variance() -> None:
    data = table().assign(site="only")
    assert "one level only" in refusal(data, random="1|site").says


def test_a_column_nobody_gave() -> None:
    assert "ward" in refusal(table(), random="1|ward").says


def test_a_hurdle_needs_zeros() -> None:
    data = table()
    assert "no count is 0" in refusal(data.assign(acts=data["acts"] + 1), hurdle=True).says


def test_a_hurdle_needs_numbers() -> None:
    data = table()
    error = refusal(data.assign(acts=data["acts"].clip(upper=1)), hurdle=True)
    assert "every count above 0 is 1" in error.says


def test_a_hurdle_is_refused_where_an_arm_always_has_events() -> None:
    data = table(k=np.inf)
    data.loc[data["arm"] == "MIT", "acts"] += 1
    data.loc[data["arm"] == "DBT", "acts"] *= np.arange(80) % 3
    error = refusal(data, "acts ~ arm", family="poisson", hurdle=True)
    assert "no ratio can be estimated for" in error.says


def test_a_hurdle_whose_dispersion_runs_away_is_refused() -> None:
    data = table(persons=60)
    tail = np.array([1, 1, 1, 1, 1, 2, 3, 60, 1, 1, 400, 1])
    data["acts"] = np.where(np.arange(240) % 3 == 0, 0, np.resize(tail, 240))
    error = refusal(data, "acts ~ 1", hurdle=True)
    assert "vary more than a truncated NB2 can" in error.says


def test_an_nb1_hurdle_has_no_random_effects_of_its_counts() -> None:
    error = refusal(table(), family="nb1", hurdle=True, random="1|person")
    assert "use nb2 with the hurdle" in error.says
    made = matrix(table())
    fit = fit_counts(made, family="nb1", hurdle=True, zero_random="1|subject")
    assert fit.zero is not None
    assert [spread.term for spread in fit.zero.spreads] == ["1|subject"]
