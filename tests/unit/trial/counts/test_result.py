"""What a fitted count model says: contrasts, joint tests, ratios in words, rates, tables."""

import re
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from openimt.errors import TrialError
from openimt.trial.counts import CountFit, fit_counts
from openimt.trial.effects import effects
from openimt.trial.linear import Fitted
from openimt.trial.means import contrasts, ls_means
from tests.unit.trial.counts.made_up import column, matrix, table

DATA = table(7)
MADE = matrix(DATA, "acts ~ arm*C(month) + site")
FIT = fit_counts(MADE, random="1|subject", offset=column(DATA, MADE, "weeks"))
PLAIN = fit_counts(matrix(DATA), random="1|subject")


def test_it_says_what_every_fit_can_say() -> None:
    told: Fitted = FIT
    assert told.df_method == "normal"
    assert told.beta.shape == (MADE.p,)
    assert told.vcov.shape == (MADE.p, MADE.p)


def test_contrasts_are_tested_by_the_normal_distribution() -> None:
    weights = np.array([0.0, 1.0, 0.0, 0.5])
    c = PLAIN.contrast(weights, level=0.9)
    se = np.sqrt(weights @ PLAIN.vcov @ weights)
    assert (c.estimate, c.se, c.df) == (
        pytest.approx(weights @ PLAIN.beta),
        pytest.approx(se),
        np.inf,
    )
    assert c.p == pytest.approx(2 * stats.norm.sf(abs(c.estimate / se)))
    assert (c.low, c.high) == pytest.approx(stats.norm.interval(0.9, c.estimate, se))


def test_a_joint_test_is_walds() -> None:
    weights = np.eye(4)[1:3]
    found = PLAIN.joint(weights)
    sums, covariance = weights @ PLAIN.beta, weights @ PLAIN.vcov @ weights.T
    wald = sums @ np.linalg.inv(covariance) @ sums
    assert (found.f, found.num_df, found.den_df) == (pytest.approx(wald / 2), 2, np.inf)
    assert found.p == pytest.approx(stats.chi2.sf(wald, 2))


def test_a_joint_test_counts_a_repeated_row_once() -> None:
    weights = np.eye(4)[[1, 2]]
    twice = PLAIN.joint(np.vstack([weights, weights.sum(axis=0)]))
    assert twice.f == pytest.approx(PLAIN.joint(weights).f)
    assert twice.num_df == 2


def test_one_row_jointly_is_its_contrast() -> None:
    weights = np.array([0.0, 1.0, 0.0, 0.0])
    assert PLAIN.joint(weights).p == pytest.approx(PLAIN.contrast(weights).p)


def test_rate_ratios_are_the_differences_of_means_made_a_ratio() -> None:
    """The mean over visits and sites on the log scale, one arm less the other."""
    (found,) = FIT.rate_ratios("arm")
    dbt, mit = ls_means(FIT, "arm")
    assert found.estimate == pytest.approx(np.exp(mit.estimate - dbt.estimate))
    (back,) = FIT.rate_ratios("arm", reference="MIT")
    assert back.estimate == pytest.approx(1 / found.estimate)
    assert (back.low, back.high) == pytest.approx((1 / found.high, 1 / found.low))


def test_a_ratio_at_one_visit() -> None:
    per_visit = contrasts(FIT, "arm", "month")
    for difference in per_visit:
        (found,) = FIT.rate_ratios("arm", at={"month": difference.visit})
        wanted = FIT.as_ratio(difference.test)
        assert (found.estimate, found.p) == pytest.approx((wanted.estimate, wanted.p))
        assert (found.low, found.high) == pytest.approx((wanted.low, wanted.high))
    assert len(per_visit) == 4


def test_least_squares_means_become_rates() -> None:
    for mean in ls_means(FIT, "arm", "month"):
        rate = FIT.as_rate(mean)
        assert rate.estimate == pytest.approx(np.exp(mean.estimate))
        assert rate.low < rate.estimate < rate.high


def test_effects_have_their_joint_tests() -> None:
    found = {one.name if hasattr(one, "name") else one.effect: one for one in effects(FIT)}
    assert len(found) == len(MADE.terms)


def test_a_ratio_is_a_sentence() -> None:
    (found,) = FIT.rate_ratios("arm")
    pattern = (
        r"MIT against DBT: the rate of acts is [\d.]+ times as high "
        r"\(95% CI [\d.]+ to [\d.]+; p (= \.\d{3}|< \.001)\)"
    )
    assert re.fullmatch(pattern, str(found))


def test_ratios_of_coefficients_leave_the_intercept_out() -> None:
    labels = [one.label for one in PLAIN.rate_ratios()]
    assert labels == list(PLAIN.matrix.names[1:])
    assert PLAIN.rate_ratios()[0].estimate == pytest.approx(np.exp(PLAIN.beta[1]))


def test_an_interval_without_bounds_is_not_passed_off_as_one() -> None:
    wide = replace(PLAIN, vcov=PLAIN.vcov * 1000)
    assert "too few events" in wide.rate_ratios("arm")[0].words
    assert "too few events" not in PLAIN.rate_ratios("arm")[0].words


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"arm": "therapy"}, "no factor 'therapy'; its factors are: arm"),
        ({"arm": "arm", "reference": "TAU"}, "no level 'TAU'; it has DBT, MIT"),
        ({"arm": "arm", "at": {"season": 2.0}}, "no variable 'season'"),
    ],
)
def test_what_the_model_does_not_have_is_refused(asked: dict, says: str) -> None:
    with pytest.raises(TrialError, match=re.escape(says)):
        PLAIN.rate_ratios(**asked)


def test_the_mean_rate_over_persons_is_above_that_of_the_median_person() -> None:
    row = np.array([1.0, 0.0, 0.5, 0.0])
    median, mean = PLAIN.rate(row), PLAIN.rate(row, average=True)
    half = PLAIN.spreads[0].covariance[0, 0] / 2
    assert mean.estimate == pytest.approx(median.estimate * np.exp(half))
    assert mean.low < mean.estimate < mean.high


def test_the_interval_of_a_mean_rate_is_that_of_simulated_estimates() -> None:
    """The delta method against the spread of exp over draws of all parameters: near, small n."""
    row = np.array([1.0, 0.0, 0.5, 0.0])
    mean = PLAIN.rate(row, average=True)
    se = (np.log(mean.high) - np.log(mean.low)) / 2 / stats.norm.ppf(0.975)
    alone = np.sqrt(row @ PLAIN.vcov @ row)
    variance = alone**2 + 2 * row @ PLAIN.mean_variance[:-1] + PLAIN.mean_variance[-1]
    assert se == pytest.approx(np.sqrt(variance))
    assert PLAIN.mean_variance[-1] > 0


def test_mean_rates_with_random_slopes_are_refused() -> None:
    fit = fit_counts(matrix(DATA), random="time|subject")
    with pytest.raises(TrialError, match="average=False"):
        fit.rate(np.array([1.0, 0.0, 0.5, 0.0]), average=True)


def test_a_hurdle_has_two_parts_and_one_likelihood() -> None:
    fit = fit_counts(matrix(DATA), random="1|subject", hurdle=True, zero_random=())
    zero = fit.zero
    assert isinstance(zero, CountFit)
    assert zero.spreads == ()
    assert fit.spreads[0].term == "1|subject"
    assert fit.parameters == 4 + 1 + 1 + 4
    assert fit.aic == pytest.approx(2 * 10 - 2 * fit.loglik)
    assert fit.n_used == int((DATA["acts"] > 0).sum())
    assert zero.n_used == len(DATA)
    assert "odds of no event" in zero.rate_ratios("arm")[0].words
    assert "where there was any" in fit.rate_ratios("arm")[0].words
    with pytest.raises(TrialError, match="fit without the hurdle"):
        fit.rate(np.array([1.0, 0.0, 0.5, 0.0]))
    assert "Rows with no event against rows with any" in fit.summary()


def test_the_zero_part_is_a_logistic_regression() -> None:
    """Without random effects, by Newton's method written out."""
    fit = fit_counts(matrix(DATA), hurdle=True)
    x, none = fit.matrix.x, (fit.matrix.y == 0).astype(float)
    beta = np.zeros(4)
    for _ in range(30):
        chance = 1 / (1 + np.exp(-x @ beta))
        information = (x * (chance * (1 - chance))[:, None]).T @ x
        beta = beta + np.linalg.solve(information, x.T @ (none - chance))
    assert fit.zero.beta == pytest.approx(beta, abs=1e-9)
    assert fit.zero.vcov == pytest.approx(np.linalg.inv(information), rel=1e-6)


def test_convergence_is_a_number() -> None:
    assert FIT.converged
    assert FIT.max_gradient < 1e-6
    assert "converged, largest slope" in FIT.summary()


def test_the_table_and_the_text_hold_every_coefficient() -> None:
    tidy = FIT.tidy(level=0.9)
    assert list(tidy.columns) == ["term", "estimate", "se", "z", "p", "ratio", "low", "high"]
    assert tidy["ratio"].to_numpy() == pytest.approx(np.exp(FIT.beta))
    assert all(name in str(FIT) for name in MADE.names)
    assert "per unit of exposure" in FIT.summary()
    assert "1|subject (40): (Intercept) sd" in FIT.summary()


def test_effects_of_persons_follow_their_counts() -> None:
    """Who had more events than the model expects of the median person has an effect above 0."""
    (spread,) = PLAIN.spreads
    made = PLAIN.matrix
    totals = np.bincount(made.subject, made.y - np.exp(made.x @ PLAIN.beta))
    assert np.corrcoef(spread.modes[:, 0], totals)[0, 1] > 0.6
    assert spread.levels == made.subjects


def test_the_unit_of_exposure_moves_the_intercept_alone() -> None:
    weeks = column(DATA, MADE, "weeks")
    years = fit_counts(MADE, random="1|subject", offset=weeks / 52)
    assert years.loglik == pytest.approx(FIT.loglik, rel=1e-12)
    assert years.beta[0] - FIT.beta[0] == pytest.approx(np.log(52), abs=1e-7)
    assert years.beta[1:] == pytest.approx(FIT.beta[1:], abs=1e-7)


def test_the_other_arm_as_reference_turns_the_ratio_over() -> None:
    from openimt.trial.model.formula import model_matrix

    other = model_matrix(DATA, "acts ~ arm*time", subject="person", reference={"arm": "MIT"})
    fit = fit_counts(other, random="1|subject")
    (there,), (here,) = PLAIN.rate_ratios("arm"), fit.rate_ratios("arm")
    assert fit.loglik == pytest.approx(PLAIN.loglik, rel=1e-12)
    assert here.estimate == pytest.approx(1 / there.estimate, rel=1e-7)
    assert here.p == pytest.approx(there.p, rel=1e-6)


def test_counts_many_times_as_large_are_fitted_too() -> None:
    data = DATA.assign(acts=DATA["acts"] * 997)
    fit = fit_counts(matrix(data), random="1|subject")
    assert fit.max_gradient < 1e-6
