"""Multiple imputation: the same bytes for the same seed, and the mean it must tend to."""

from dataclasses import replace

import numpy as np
import pytest

from openimt.errors import TrialError
from openimt.trial.estimand import answer_estimand, estimand_from
from openimt.trial.estimand.chance import normal, resampled, uniform
from openimt.trial.estimand.estimating import Analysis, by_imputation, by_jackknife, from_draws
from openimt.trial.estimand.imputing import Fits, completed
from openimt.trial.estimand.means import mean_form
from openimt.trial.estimand.occurrences import occurrences
from openimt.trial.estimand.records import records
from openimt.trial.estimand.refitting import Refits, refits
from openimt.trial.estimand.rules import apply_rules
from tests.reference.estimand import dense
from tests.reference.estimand.invented import invented, plan, tables


def prepared(missing: str = "CIR", n: int = 40) -> tuple[Analysis, Refits]:
    trial = invented(11, n=n)
    estimand = estimand_from(plan(trial, missing))
    data, events = tables(trial)
    people = records(data, estimand)
    cells = apply_rules(estimand, people, occurrences(events, estimand, people))
    form = mean_form(people)
    analysis = Analysis(cells, form, people.arm, 2, people.target)
    return analysis, refits(people, form, cells.fit, estimand.model)


def same(fits: Fits, count: int) -> Fits:
    return Fits(np.repeat(fits.beta, count, axis=0), np.repeat(fits.sigma, count, axis=0))


def test_draws_around_one_fit_have_the_conditional_mean() -> None:
    """With the parameters held, the mean of the draws is the conditional mean within 4 MCSE."""
    analysis, fitted = prepared()
    draws = 1000
    made = from_draws(analysis, same(fitted.whole, draws), seed=5)
    exact = by_jackknife(analysis, fitted)
    mcse = np.sqrt(made.line.between / draws)
    off = np.abs(made.values[analysis.target] - exact.values[analysis.target])
    assert (off < 4 * mcse).all()
    assert mcse.max() < 0.03 * made.se.max()


@pytest.mark.parametrize("missing", ["MAR", "J2R", "CIR"])
def test_draws_have_the_conditional_covariance(missing: str) -> None:
    """Of one person's missing outcomes, held against the definition, person by person."""
    trial = invented(12, n=30, gaps=0.0)
    trial = replace(trial, by_arm=True, assumption=(missing,) * 30)
    estimand = estimand_from(plan(trial, missing, "by_arm = true\n"))
    data, events = tables(trial)
    people = records(data, estimand)
    cells = apply_rules(estimand, people, occurrences(events, estimand, people))
    form = mean_form(people)
    fits = refits(people, form, cells.fit, estimand.model).whole
    person = next(
        i for i in range(30)
        if trial.arm[i] == 1 and trial.first[i] == 1 and np.isnan(trial.y[i, 1:]).all()
    )  # fmt: skip
    beta, sigma = dense.fit(trial if missing != "MAR" else replace(trial, first=np.full(30, 3)))
    _, cov = dense.moments(trial, person, beta, sigma)
    expected = cov[1:, 1:] - np.outer(cov[1:, 0], cov[0, 1:]) / cov[0, 0]
    draws = 8_000
    noise = np.zeros((draws, 30, 3))
    noise[:, person] = normal(3, 0, draws * 3).reshape(draws, 3)
    only = replace(cells, y=np.where(np.arange(30)[:, None] == person, cells.y, 0.0))
    made = completed(only, form, people.arm, same(fits, draws), noise)[:, person, 1:]
    np.testing.assert_allclose(np.cov(made.T), expected, rtol=0.09)


def test_the_same_seed_gives_the_same_bytes() -> None:
    analysis, fitted = prepared(n=60)
    one, two, other = (by_imputation(analysis, fitted, seed, 6) for seed in (4, 4, 5))
    assert one.values.tobytes() == two.values.tobytes()
    assert one.se.tobytes() == two.se.tobytes()
    assert not np.array_equal(one.values, other.values)


def test_a_draw_does_not_depend_on_how_many_there_are() -> None:
    _, fitted = prepared(n=60)
    few, _ = fitted.resampled(1, 3)
    many, _ = fitted.resampled(1, 5)
    assert few.beta.tobytes() == many.beta[:3].tobytes()


def test_people_are_drawn_within_arms() -> None:
    arm = np.array([0, 1, 1, 0, 1, 1, 0])
    drawn = np.concatenate([resampled(9, draw, arm) for draw in range(200)])
    np.testing.assert_array_equal(arm[drawn], np.tile(arm, 200))
    counts = np.bincount(drawn, minlength=7)
    assert counts.min() > 140
    assert counts.max() < 270


def test_random_numbers_are_uniform_and_never_at_the_ends() -> None:
    u = uniform(1, 0, 0, 100_000)
    assert 0 < u.min() < u.max() < 1
    assert u.mean() == pytest.approx(0.5, abs=0.004)
    z = normal(1, 2, 100_000)
    assert (z.mean(), z.std()) == pytest.approx((0, 1), abs=0.012)


def test_the_whole_way_agrees_with_the_jackknife_where_both_hold() -> None:
    """Under MAR both estimate the same; 80 draws leave them within a fifth of an error."""
    trial = invented(13, n=60)
    data, events = tables(trial)
    rest = '[sensitivity]\nmissing = []\n[inference]\nmethod = "multiple imputation"\ndraws = 80\n'
    drawn = answer_estimand(estimand_from(plan(trial, "MAR", rest)), data, events)
    exact = answer_estimand(estimand_from(plan(trial, "MAR")), data, events)
    one, two = drawn.planned.at("9")[0].contrast, exact.planned.at("9")[0].contrast
    assert abs(one.estimate - two.estimate) < 0.2 * two.se
    assert one.se == pytest.approx(two.se, rel=0.15)
    assert 20 < one.df < 56
    tip = drawn.tipping[0]
    zero = next(row for row in tip.grid if not row.delta and not row.delta_reference)
    assert (zero.estimate, zero.se, zero.df) == pytest.approx((one.estimate, one.se, one.df))


def test_too_thin_a_trial_is_refused_not_drawn_for_ever() -> None:
    trial = invented(14, n=12, gaps=0.0)
    data, events = tables(trial)
    rest = '[inference]\nmethod = "multiple imputation"\ndraws = 20\n'
    with pytest.raises(TrialError, match="too few people to resample"):
        answer_estimand(estimand_from(plan(trial, "MAR", rest)), data, events)
