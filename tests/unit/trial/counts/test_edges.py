"""What lies on the edge of the parameters is found there, and said in words."""

import numpy as np
import pytest
from scipy import stats

from openimt.errors import TrialError
from openimt.trial.counts import CountFit, fit_counts
from tests.unit.trial.counts.made_up import codes, matrix, table


def fitted(data, formula: str = "acts ~ arm*time", **asked) -> CountFit:
    made = matrix(data, formula)
    return fit_counts(made, groups=codes(data, made, ("person", "site", "therapist")), **asked)


def said(fit: CountFit) -> str:
    return " ".join(fit.warnings)


def even() -> object:
    """Counts that differ less between persons than chance would have it."""
    data = table(persons=30)
    chance = np.random.default_rng(2)
    return data.assign(acts=chance.binomial(20, 0.3, len(data)))


@pytest.mark.parametrize("family", ["poisson", "nb2", "nb1"])
@pytest.mark.parametrize("points", [1, 7])
def test_persons_who_do_not_differ_have_variance_0(family: str, points: int) -> None:
    fit = fitted(even(), family=family, random="1|person", quadrature=points)
    plain = fitted(even(), family=family)
    (spread,) = fit.spreads
    assert spread.edge
    assert spread.sd.tolist() == [0.0]
    assert not spread.modes.any()
    assert "the variance of '1|person' is estimated as 0" in said(fit)
    assert fit.loglik == plain.loglik
    assert fit.vcov == pytest.approx(plain.vcov)


@pytest.mark.parametrize(("family", "edge"), [("nb2", np.inf), ("nb1", 0.0)])
def test_counts_that_vary_no_more_than_poisson_counts(family: str, edge: float) -> None:
    fit, plain = fitted(even(), family=family), fitted(even(), family="poisson")
    assert fit.dispersion == edge
    assert np.isnan(fit.dispersion_se)
    assert "the dispersion is at its edge" in said(fit)
    assert fit.beta == pytest.approx(plain.beta, abs=1e-9)
    assert fit.vcov == pytest.approx(plain.vcov)
    assert fit.loglik == pytest.approx(plain.loglik)
    assert fit.parameters == plain.parameters + 1


def test_no_edge_is_claimed_where_there_is_none() -> None:
    fit = fitted(table(), random="1|person")
    assert not fit.spreads[0].edge
    assert np.isfinite(fit.dispersion_se)
    assert fit.warnings == ()


def test_one_of_two_variances_is_0() -> None:
    data = table(spread=1.0, k=3.0)
    fit = fitted(data, random="1|person, 1|site")
    alone = fitted(data, random="1|person")
    person, site = fit.spreads
    assert (person.edge, site.edge) == (False, True)
    assert fit.loglik == pytest.approx(alone.loglik, rel=1e-12)
    assert "few is known only roughly" in said(fit)


def test_tied_effects_are_said() -> None:
    fit = fitted(table(), random="time|person")
    (spread,) = fit.spreads
    assert spread.edge
    correlation = spread.covariance[0, 1] / np.prod(spread.sd)
    assert abs(correlation) == pytest.approx(1.0, abs=1e-4)
    assert "perfectly tied" in said(fit)


def test_rows_of_a_person_taken_as_strangers_are_said() -> None:
    assert "add a random intercept per person" in said(fitted(table()))
    assert "add a random intercept per person" in said(fitted(table(), random="1|therapist"))
    assert "add a random intercept" not in said(fitted(table(visits=1), "acts ~ arm"))


def test_a_level_for_every_row_is_said() -> None:
    data = table()
    made = matrix(data)
    groups = {"row": np.arange(made.n, dtype=np.int64)}
    fit = fit_counts(made, random="1|row", groups=groups)
    assert "every row is a level" in said(fit)


def test_laplace_is_said_to_be_off_by_as_much_as_it_is() -> None:
    data = table(persons=100, visits=2, spread=2.5, k=np.inf)
    data["acts"] = data["acts"] // 6
    fit = fitted(data, "acts ~ arm", family="poisson", random="1|person")
    gap = float(fit.warnings[-1].split("off by ")[1].split(" in")[0])
    assert "quadrature=15" in fit.warnings[-1]
    made, grid = fit.matrix, np.linspace(-8, 8, 2001)
    mean = np.exp(made.x @ fit.beta + fit.spreads[0].sd[0] * grid[:, None])
    logs = stats.poisson.logpmf(made.y, mean)
    persons = np.stack([logs[:, made.subject == one].sum(axis=1) for one in range(100)])
    density = np.exp(persons + stats.norm.logpdf(grid))
    exact = float(np.log(density.sum(axis=1) * (grid[1] - grid[0])).sum())
    assert gap == pytest.approx(abs(exact - fit.loglik), rel=0.06)


def test_points_enough_are_left_without_a_word() -> None:
    fit = fitted(table(), random="1|person", quadrature=15)
    assert fit.warnings == ()


def test_persons_without_a_therapist_have_no_effect_of_one() -> None:
    """A partially nested trial: only one arm has therapists."""
    data = table(spread=0.2, k=4.0, persons=60)
    made = matrix(data)
    groups = {**codes(data, made, ("therapist",)), **made.factor_codes}
    fit = fit_counts(made, random="1|therapist in arm=MIT, 1|subject", groups=groups)
    alone = fit_counts(made, random="1|subject", groups=groups)
    assert len(fit.spreads[0].levels) == 5
    assert fit.loglik >= alone.loglik - 1e-9
    assert [spread.constant for spread in fit.spreads] == [False, True]
    with pytest.raises(TrialError, match="effects that only some have"):
        fit.rate(np.array([1.0, 1.0, 0.5, 0.5]), average=True)
