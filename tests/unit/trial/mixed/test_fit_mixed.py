"""What a fit says of itself."""

import numpy as np
import pytest
from scipy.stats import f as f_distribution
from scipy.stats import norm
from scipy.stats import t as student

from openimt.trial.linear import Fitted
from tests.unit.trial.mixed.invented import fit, matrix, rows, with_outcome

WEIGHTS = np.array([0.0, 1.0, 2.0])


def test_it_satisfies_the_protocol_of_all_fits() -> None:
    found: Fitted = fit("1|site, time|id")
    assert found.matrix.n == 96
    assert found.beta.shape == (3,)
    assert found.vcov.shape == (3, 3)
    assert found.df_method == "kr"


def test_a_contrast_keeps_its_parts_together() -> None:
    found = fit("1|site, time|id")
    one = found.contrast(WEIGHTS, level=0.9)
    assert one.estimate == pytest.approx(float(WEIGHTS @ found.beta))
    assert one.se == pytest.approx(float(np.sqrt(WEIGHTS @ found.vcov @ WEIGHTS)))
    assert one.t == pytest.approx(one.estimate / one.se)
    assert one.p == pytest.approx(2 * student.sf(abs(one.t), one.df))
    half = student.ppf(0.95, one.df) * one.se
    assert (one.low, one.high) == pytest.approx((one.estimate - half, one.estimate + half))


def test_a_joint_test_of_one_row_is_the_square_of_t() -> None:
    for df in ("kr", "satterthwaite", "residual", "normal"):
        found = fit("1|site, time|id", df=df)
        one, joint = found.contrast(WEIGHTS), found.joint(WEIGHTS)
        assert joint.f == pytest.approx(one.t**2, rel=1e-9)
        assert joint.den_df == pytest.approx(one.df, rel=1e-9)
        assert joint.p == pytest.approx(one.p, rel=1e-7)
        assert joint.scale == pytest.approx(1)


def test_a_joint_test_ignores_rows_that_repeat_others() -> None:
    found = fit("1|site, time|id")
    rows_of_two = np.array([[0.0, 1, 0], [0, 0, 1]])
    more = np.vstack([rows_of_two, rows_of_two[0] + 3 * rows_of_two[1]])
    two, three = found.joint(rows_of_two), found.joint(more)
    assert three.num_df == 2
    assert [three.f, three.den_df, three.p] == pytest.approx([two.f, two.den_df, two.p])
    assert two.p == pytest.approx(f_distribution.sf(two.f, two.num_df, two.den_df))


def test_the_other_degrees_of_freedom() -> None:
    assert fit("1|site", df="residual").contrast(WEIGHTS).df == 93
    one = fit("1|site", df="normal").contrast(WEIGHTS)
    assert np.isinf(one.df)
    assert one.p == pytest.approx(2 * norm.sf(abs(one.t)))
    assert one.high == pytest.approx(one.estimate + norm.ppf(0.975) * one.se)
    assert fit("1|site", df="normal").joint(np.eye(3)).den_df == np.inf


def test_kenward_roger_widens_the_standard_errors() -> None:
    found = fit("1|site, time|id")
    assert (np.diag(found.vcov) >= np.diag(found.vcov_model) * (1 - 1e-12)).all()
    assert (fit("1|site, time|id", df="satterthwaite").vcov == found.vcov_model).all()


def test_a_balanced_trial_has_the_textbook_degrees_of_freedom() -> None:
    """24 people in two arms with lines of their own: t with 22 df for the arm's mean."""
    one = fit("time|id").contrast(np.array([0.0, 1.0, 0.0]))
    assert one.df == pytest.approx(22, rel=1e-9)


def test_shares_add_up() -> None:
    found = fit("1|site, 1|id")
    variances = [c.covariance[0, 0] for c in found.components]
    whole = sum(variances) + found.residual_variance
    assert [c.share for c in found.components] == pytest.approx([v / whole for v in variances])
    assert np.isnan(fit("0+time|id").components[0].share)


def test_effects_stand_in_the_order_they_were_asked_for() -> None:
    found = fit("1|site, time|id, 1|therapist in arm=MIT")
    wanted = ["1|site", "1+time|id", "1|therapist in arm=MIT"]
    assert [str(one.term) for one in found.components] == wanted
    assert [str(one.term) for one in found.effects] == wanted
    assert found.effects[0].levels == ("A", "B", "C", "D")
    assert found.effects[1].names == ("(Intercept)", "time")
    assert found.effects[2].levels == ("T1", "T2", "T3")
    assert found.effects[1].estimate.shape == (24, 2)


def test_predictions_are_drawn_to_zero_and_sum_to_zero() -> None:
    found = fit("1|site")
    at = rows()
    left = matrix().y - matrix().x @ found.beta
    means = np.bincount(at["site"], left) / np.bincount(at["site"])
    estimate = found.effects[0].estimate[:, 0]
    assert estimate.sum() == pytest.approx(0, abs=1e-9)
    assert (np.abs(estimate) < np.abs(means)).all()
    assert (found.effects[0].se[:, 0] < found.components[0].sd[0]).all()


def test_people_without_therapist_have_no_therapist_variance() -> None:
    """The other arm's rows must not feel the therapists at all."""
    y = matrix().y + np.where(rows()["therapist"] >= 0, 6.0 * rows()["therapist"], 0.0)
    found = fit("1|therapist in arm=MIT, 1|id", with_outcome(y))
    assert found.components[0].covariance[0, 0] > 10
    assert found.components[0].levels == 3
    # With "none" as one more therapist of the other arm, the arms' difference is less certain.
    none = {"therapist": rows()["therapist"] + 1}
    other = fit(
        "1|therapist, 1|id", with_outcome(y), groups=none, levels={"therapist": tuple("0123")}
    )
    assert other.components[0].levels == 4
    assert other.contrast(WEIGHTS).se > 1.2 * found.contrast(WEIGHTS).se


def test_a_combination_of_factors_is_a_level() -> None:
    found = fit("1|arm:site")
    assert found.effects[0].levels[:2] == ("TAU:A", "TAU:B")
    assert len(found.effects[0].levels) == 8
    assert found.matrix.n == 96


def test_weights_count_as_rows_do() -> None:
    """A weight of 4 stands for the mean of four rows: the same coefficients and variances."""
    weights = np.tile([1.0, 4.0, 1.0, 2.0], 24)
    found = fit("1|site, 1|id", weights=weights)
    x, at = matrix().x, rows()
    v = np.diag(found.residual_variance / weights)
    v += found.components[0].covariance[0, 0] * (at["site"][:, None] == at["site"])
    v += found.components[1].covariance[0, 0] * (at["person"][:, None] == at["person"])
    w = np.linalg.inv(v)
    a = x.T @ w @ x
    beta = np.linalg.solve(a, x.T @ w @ matrix().y)
    np.testing.assert_allclose(found.beta, beta, rtol=1e-9)
    r = matrix().y - x @ beta
    value = np.linalg.slogdet(v)[1] + np.linalg.slogdet(a)[1] + r @ w @ r + 93 * np.log(2 * np.pi)
    assert found.loglik == pytest.approx(-value / 2, rel=1e-12)
    assert fit("1|site, 1|id", weights=np.full(96, 5.0)).residual_variance == pytest.approx(
        5 * fit("1|site, 1|id").residual_variance
    )


def test_the_boundary_is_told_in_words() -> None:
    at = rows()
    chance = np.random.default_rng(0)
    y = chance.normal(size=96)
    for site in range(4):
        y[at["site"] == site] -= y[at["site"] == site].mean()
    found = fit("1|site", with_outcome(y))
    assert found.converged
    assert found.components[0].rank == 0
    assert np.isnan(found.components[0].se).all()
    assert "differ no more than chance" in found.notes[0]
    assert (found.effects[0].estimate == 0).all()
    known = fit("1|site", with_outcome(y), df="satterthwaite")
    assert "take it as known" in known.notes[0]
    assert known.contrast(WEIGHTS).df == pytest.approx(93)


def test_slopes_and_levels_that_move_against_each_other() -> None:
    at = rows()
    chance = np.random.default_rng(2)
    one = chance.normal(size=24)[at["person"]]
    y = 10 + 2 * one - 0.6 * one * at["time"] + 1.2 * chance.normal(size=96)
    found = fit("time|id", with_outcome(y))
    assert found.components[0].rank == 1
    assert found.components[0].correlation[0, 1] == pytest.approx(-1, abs=1e-6)
    assert "is estimated as -1" in found.notes[0]


def test_three_coefficients_in_fewer_directions() -> None:
    curve = {"bend": rows()["time"] ** 2}
    found = fit("time+bend|id", values=curve)
    assert found.components[0].rank < 3
    assert f"in {found.components[0].rank} direction" in found.notes[0]


def test_the_criterion_counts_coefficients_by_ml_alone() -> None:
    ml, reml = fit("1|site", method="ml", df="satterthwaite"), fit("1|site")
    assert ml.aic == pytest.approx(-2 * ml.loglik + 2 * 5)
    assert reml.aic == pytest.approx(-2 * reml.loglik + 2 * 2)


def test_the_page_for_a_terminal() -> None:
    found = fit("1|site, time|id")
    page = str(found)
    assert page == found.summary() == repr(found)
    assert "REML, Kenward-Roger (expected information)" in page
    assert "96 rows, 24 persons" in page
    assert "converged in" in page
    for word in ("site: (Intercept)", "id: time", "residual", "armMIT"):
        assert word in page
    assert max(len(line) for line in page.splitlines()) <= 100


def test_the_page_shows_a_residual_covariance() -> None:
    page = str(fit("1|site", covariance="ar1"))
    assert "residual over visits (ar1)" in page


def test_the_table_for_a_notebook() -> None:
    table = fit("1|site").tidy()
    assert list(table["term"]) == ["(Intercept)", "armMIT", "time"]
    assert list(table.columns) == ["term", "estimate", "se", "df", "t", "p", "low", "high"]
    assert fit("1|site").coefficients[1].p == table["p"][1]


@pytest.mark.parametrize("ratio", [1.0, 1e2, 1e3])
def test_sites_may_differ_by_far_more_than_chance_or_units_be_small(ratio: float) -> None:
    """Then the residual variance comes close to that of sites as fixed effects."""
    y = matrix().y + 3 * ratio * np.array([0.0, 5, -2, 8])[rows()["site"]]
    found = fit("1|site", with_outcome(y))
    assert found.converged
    x = np.column_stack([np.eye(4)[rows()["site"]], matrix().x[:, 1:]])
    left = float(np.linalg.lstsq(x, y)[1][0])
    assert found.residual_variance == pytest.approx(left / 90, rel=0.01 / ratio)
    small = fit("1|site", with_outcome(y * 1e-9))
    assert small.contrast(WEIGHTS).df == pytest.approx(found.contrast(WEIGHTS).df, rel=1e-6)


def test_many_people_cost_little() -> None:
    """2,000 people with lines of their own at 4 sites: blocks of two, not one of 4,000."""
    chance = np.random.default_rng(1)
    at = rows(2000)
    y = chance.normal(size=2000)[at["person"]] + chance.normal(size=8000)
    y += (
        chance.normal(size=4)[at["site"]]
        + 0.5 * chance.normal(size=2000)[at["person"]] * at["time"]
    )
    found = fit("1|site, time|id", matrix(y=y, people=2000))
    assert found.converged
    assert found.max_gradient < 1e-6
    assert found.components[1].covariance[0, 0] == pytest.approx(1, abs=0.15)
