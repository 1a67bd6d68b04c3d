"""Means and differences of a model with random effects, against emmeans (means.R, means.out)."""

import numpy as np
import pytest

from openimt.trial.effects import effects
from openimt.trial.means import contrasts, ls_means
from openimt.trial.mixed import MixedFit, fit_mixed, parse_random
from openimt.trial.model.formula import model_matrix
from tests.reference.mixed.answers import HERE, grouped, table

LINES = [line.split() for line in (HERE / "means.out").read_text("utf-8").splitlines()]
DIGITS = 1e-6
"""lme4 stops here; Kenward-Roger then has no more digits."""


@pytest.fixture(scope="module")
def fit() -> MixedFit:
    data = table("sites.csv").assign(visit=lambda d: d["month"])
    matrix = model_matrix(
        data, "y ~ base + visit*arm", subject="id", visit="visit", reference={"arm": "TAU"}
    )
    terms = parse_random("1|site, 1|therapist, 1|id")
    codes, levels = grouped(data, matrix, terms)
    return fit_mixed(matrix, terms, codes, levels=levels)


def test_means(fit: MixedFit) -> None:
    ours = {(one.visit, one.arm): one for one in ls_means(fit, "arm", "visit")}
    lines = [line for line in LINES if line[0] == "mean"]
    assert len(lines) == len(ours) == 8
    for _, visit, arm, *numbers in lines:
        one = ours[visit, arm]
        found = [one.estimate, one.se, one.df, one.low, one.high]
        assert found == pytest.approx([float(x) for x in numbers[:5]], rel=DIGITS)


def test_differences(fit: MixedFit) -> None:
    ours = {one.visit: one.test for one in contrasts(fit, "arm", "visit", "TAU")}
    lines = [line for line in LINES if line[0] == "difference"]
    assert len(lines) == len(ours) == 4
    for _, visit, _, _, _, *numbers in lines:
        one = ours[visit]
        found = [one.estimate, one.se, one.df, one.low, one.high, one.t, one.p]
        assert found == pytest.approx([float(x) for x in numbers], rel=DIGITS)


def test_joint_tests_of_one_degree(fit: MixedFit) -> None:
    """emmeans prints F to three decimals and df to two; p has all digits.

    Its tests of several degrees do without Kenward and Roger's lambda; pbkrtest holds ours.
    """
    ours = {one.name: one.test for one in effects(fit)}
    for name, num_df, den_df, f, p in (line[1:] for line in LINES if line[0] == "test"):
        if num_df == "1":
            one = ours[name]
            assert one.num_df == 1
            assert one.den_df == pytest.approx(float(den_df), abs=0.006)
            assert one.f == pytest.approx(float(f), abs=0.0006)
            assert one.p == pytest.approx(float(p), rel=1e-4)


def test_a_mean_over_sites_knows_of_their_spread(fit: MixedFit) -> None:
    """The mean of an arm must carry the sites' variance, which a difference does not."""
    mean = ls_means(fit, "arm", "visit")[0]
    site = fit.components[0].covariance[0, 0]
    assert mean.se**2 > site / 6
    assert np.isfinite(mean.df)
    assert mean.df < 30
