"""The filter against closed forms: the normal equations, and the gain it settles at."""

from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openimt.track.filtering import local_level

gaps = st.lists(st.floats(0.1, 20), min_size=1, max_size=12)


def by_normal_equations(weeks, values, noise, drift):
    """The levels and their variances as the solution of one linear system, all at once."""
    n = len(values)
    precision = np.eye(n) / noise
    for i, gap in enumerate(np.diff(weeks)):
        tie = np.array([[1.0, -1.0], [-1.0, 1.0]]) / (drift * gap)
        precision[i : i + 2, i : i + 2] += tie
    covariance = np.linalg.inv(precision)
    return covariance @ np.asarray(values) / noise, np.diag(covariance)


@given(gaps=gaps, noise=st.floats(0.05, 5), drift=st.floats(0.01, 2), data=st.data())
def test_smoothed_levels_solve_the_normal_equations(gaps, noise, drift, data) -> None:
    weeks = [0.0, *np.cumsum(gaps)]
    size = len(weeks)
    values = data.draw(st.lists(st.floats(-10, 10), min_size=size, max_size=size))
    levels = local_level(weeks, values, noise=noise, drift=drift)
    mean, variance = by_normal_equations(weeks, values, noise, drift)
    assert levels.smoothed == pytest.approx(mean, abs=1e-6)
    assert levels.smoothed_variance == pytest.approx(variance, rel=1e-6)


@given(gaps=gaps, data=st.data())
def test_the_filter_knows_only_the_past(gaps, data) -> None:
    weeks = [0.0, *np.cumsum(gaps)]
    size = len(weeks)
    values = data.draw(st.lists(st.floats(-10, 10), min_size=size, max_size=size))
    whole = local_level(weeks, values, noise=1.0, drift=0.3)
    cut = data.draw(st.integers(1, size))
    part = local_level(weeks[:cut], values[:cut], noise=1.0, drift=0.3)
    assert whole.filtered[:cut] == part.filtered
    assert part.smoothed[-1] == part.filtered[-1]


@pytest.mark.parametrize(("noise", "drift"), [(1.0, 0.1), (0.5, 0.5), (2.0, 0.01)])
def test_the_variance_settles_where_algebra_says(noise: float, drift: float) -> None:
    weeks = [float(n) for n in range(400)]
    levels = local_level(weeks, [0.0] * 400, noise=noise, drift=drift)
    steady = (-drift + sqrt(drift**2 + 4 * drift * noise)) / 2
    assert levels.variance[-1] == pytest.approx(steady, rel=1e-9)


def test_without_drift_the_level_is_the_mean() -> None:
    levels = local_level([0, 1, 5], [1.0, 2.0, 6.0], noise=1.0, drift=0.0)
    assert levels.smoothed == pytest.approx((3.0, 3.0, 3.0))


def test_nothing_in_nothing_out() -> None:
    assert local_level([], [], noise=1.0, drift=1.0).smoothed == ()


@pytest.mark.parametrize(
    ("weeks", "noise", "drift"), [([1, 0], 1, 1), ([0], 1, 1), ([0, 1], 0, 1), ([0, 1], 1, -1)]
)
def test_what_makes_no_sense_is_refused(weeks, noise, drift) -> None:
    with pytest.raises(ValueError):
        local_level(weeks, [1.0, 2.0], noise=noise, drift=drift)
