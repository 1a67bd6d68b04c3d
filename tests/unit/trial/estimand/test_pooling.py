"""Rubin's rules, the jackknife, and conclusions, against figures worked out by hand."""

import numpy as np
import pytest

from openimt.errors import TrialError
from openimt.trial.estimand.pooling import concluded, jackknife_covariance, rubin


def test_rubin_by_hand() -> None:
    """M = 5, estimates 1..5 and variance 2 each: B = 2.5, V = 2 + 1.2 x 2.5 = 5, l = 0.6."""
    made = rubin(np.array(2.0), np.array(2.5), 5, 50.0)
    assert float(made.se) ** 2 == pytest.approx(5.0)
    old, observed = 4 / 0.36, 51 / 53 * 50 * 0.4
    assert float(made.df) == pytest.approx(old * observed / (old + observed))


def test_with_nothing_imputed_rubin_is_the_analysis_itself() -> None:
    made = rubin(np.array([2.0, 1.0]), np.array([0.0, 0.5]), 20, 50.0)
    assert made.se[0] == pytest.approx(np.sqrt(2))
    assert made.df[0] == 50.0
    assert made.df[1] < 50


def test_many_draws_of_endless_data_are_normal() -> None:
    made = rubin(np.array(1.0), np.array(0.1), 10**9, 1e12)
    assert float(made.df) > 1e8


def test_the_jackknife_of_a_mean_is_its_usual_standard_error() -> None:
    values = np.array([3.0, 1.0, 4.0, 1.0, 5.0])
    left = (values.sum() - values) / 4
    made = jackknife_covariance(left[:, None])
    assert made[0, 0] == pytest.approx(values.var(ddof=1) / 5)


def test_a_conclusion_with_and_without_degrees_of_freedom() -> None:
    normal = concluded(1.96, 1.0, float("inf"), 0.95)
    assert normal.p == pytest.approx(0.0499957902964409)
    assert (normal.low, normal.high) == pytest.approx((0.0000360, 3.9199640), abs=1e-6)
    t = concluded(2.228138851964939, 1.0, 10.0, 0.95)
    assert t.p == pytest.approx(0.05)
    assert t.low == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize(("estimate", "se"), [(0.0, 0.0), (2.0, 1e-17), (1.0, float("nan"))])
def test_an_estimate_without_error_is_refused(estimate: float, se: float) -> None:
    with pytest.raises(TrialError, match="do not vary"):
        concluded(estimate, se, 10.0, 0.95)
