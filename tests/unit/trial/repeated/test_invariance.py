"""What must not matter does not: the order of rows, labels, coding, units."""

from dataclasses import replace

import numpy as np
import pytest

from openimt.trial.linear import Contrast
from openimt.trial.matrix import ModelMatrix
from openimt.trial.repeated import People, RepeatedFit, fit_repeated, fit_sums
from tests.trial_builders import bare_matrix, btheb, last_visit

TRIAL = btheb()
TOWARDS = last_visit(TRIAL, "BtheB")
FIT = fit_repeated(TRIAL)


def numbers(found: Contrast) -> list[float]:
    return [found.estimate, found.se, found.df, found.p, found.low, found.high]


def same(found: RepeatedFit, weights: np.ndarray = TOWARDS, unit: float = 1.0) -> None:
    ours, theirs = found.contrast(weights), FIT.contrast(TOWARDS)
    scaled = [theirs.estimate * unit, theirs.se * unit, theirs.df, theirs.p]
    np.testing.assert_allclose(numbers(ours)[:4], scaled, rtol=1e-9)


def rebuilt(order: np.ndarray, subject: np.ndarray, visit: np.ndarray) -> ModelMatrix:
    return bare_matrix(TRIAL.x[order], TRIAL.y[order], subject[order], visit[order])


def test_the_order_of_rows_and_of_people() -> None:
    chance = np.random.default_rng(5)
    order, people = chance.permutation(TRIAL.n), chance.permutation(len(TRIAL.subjects))
    found = fit_repeated(rebuilt(order, people[TRIAL.subject], TRIAL.visit))
    same(found)
    assert found.loglik == pytest.approx(FIT.loglik, rel=1e-13)


def test_the_labels_of_visits() -> None:
    same(fit_repeated(replace(TRIAL, visits=("10", "2", "b", "a"))))


def test_the_order_of_visits_for_a_structure_without_order() -> None:
    turned = np.array([2, 0, 3, 1])
    found = fit_repeated(rebuilt(np.arange(TRIAL.n), TRIAL.subject, turned[TRIAL.visit]))
    same(found)
    np.testing.assert_allclose(found.sigma[0][np.ix_(turned, turned)], FIT.sigma[0], rtol=1e-9)


def test_the_coding_of_the_arm() -> None:
    """Arms as -1 and 1 halve the coefficients; which arm is the reference turns their sign."""
    x = TRIAL.x.copy()
    arm = [j for j, name in enumerate(TRIAL.names) if "armBtheB" in name]
    plain = x[:, 7].copy()
    for j in arm:
        present = x[:, j] != 0 if j == 7 else TRIAL.x[:, j - 9] != 0
        x[:, j] = np.where(present | (j == 7), 1 - 2 * plain, 0)
    assert TRIAL.names[7] == "armBtheB"
    same(fit_repeated(replace(TRIAL, x=x)), -2 * TOWARDS)


def test_any_change_of_basis() -> None:
    turn = np.random.default_rng(2).normal(size=(TRIAL.p, TRIAL.p))
    same(fit_repeated(replace(TRIAL, x=TRIAL.x @ turn)), TOWARDS @ turn)


@pytest.mark.parametrize("unit", [1e-9, 1e6])
def test_the_unit_of_the_outcome(unit: float) -> None:
    found = fit_repeated(replace(TRIAL, y=TRIAL.y * unit))
    same(found, unit=unit)
    np.testing.assert_allclose(found.sigma, FIT.sigma * unit**2, rtol=1e-9)


def test_where_the_outcome_begins() -> None:
    found = fit_repeated(replace(TRIAL, y=TRIAL.y + 1e6)).contrast(TOWARDS)
    np.testing.assert_allclose(numbers(found)[:3], numbers(FIT.contrast(TOWARDS))[:3], rtol=1e-7)


def test_the_unit_and_the_beginning_of_a_covariate() -> None:
    x, moved = TRIAL.x.copy(), [j for j, name in enumerate(TRIAL.names) if "bdi.pre" in name]
    for j in moved:
        x[:, j] = np.where(TRIAL.x[:, j] != 0, 1e4 * (TRIAL.x[:, j] + 2000), 0)
    same(fit_repeated(replace(TRIAL, x=x)))


def test_a_weight_that_all_rows_share_changes_sigma_alone() -> None:
    found = fit_repeated(TRIAL, weights=np.full(TRIAL.n, 4.0))
    same(found)
    np.testing.assert_allclose(found.sigma, 4 * FIT.sigma, rtol=1e-9)
    assert found.loglik == pytest.approx(FIT.loglik + 0.0, rel=1e-9)


def test_satterthwaite_and_kenward_roger_share_degrees_of_freedom() -> None:
    plain = fit_repeated(TRIAL, df="satterthwaite").contrast(TOWARDS)
    adjusted, logs = FIT.contrast(TOWARDS), fit_repeated(TRIAL, df="kr-logchol").contrast(TOWARDS)
    assert plain.df == pytest.approx(adjusted.df, rel=1e-12)
    assert logs.df == pytest.approx(adjusted.df, rel=1e-12)
    assert plain.se < adjusted.se
    assert logs.se < adjusted.se


def test_a_joint_test_of_one_row_is_the_square_of_t() -> None:
    for df in ("kr", "satterthwaite", "residual"):
        fit = fit_repeated(TRIAL, df=df)
        one, joint = fit.contrast(TOWARDS), fit.joint(TOWARDS[None])
        assert joint.f == pytest.approx(one.t**2, rel=1e-10)
        assert joint.p == pytest.approx(one.p, rel=1e-9)
        assert joint.den_df == pytest.approx(one.df)


def test_kenward_rogers_joint_test_does_not_depend_on_how_it_is_written() -> None:
    rows = np.eye(TRIAL.p)[-3:]
    turn = np.random.default_rng(8).normal(size=(3, 3))
    one, two = FIT.joint(rows), FIT.joint(turn @ rows)
    for name in ("f", "den_df", "p", "scale"):
        assert getattr(one, name) == pytest.approx(getattr(two, name), rel=1e-9)


def test_the_scale_of_one_row_is_one() -> None:
    """Kenward and Roger's lambda and m give back Satterthwaite's test for a single contrast."""
    scale, df = FIT.small.kenward_roger((TOWARDS @ FIT.likelihood.sums.layout.basis)[None])
    assert scale == pytest.approx(1.0, rel=1e-9)
    assert df == pytest.approx(FIT.contrast(TOWARDS).df, rel=1e-9)


def test_normal_and_residual_degrees_of_freedom() -> None:
    normal = fit_repeated(TRIAL, df="normal")
    assert np.isinf(normal.contrast(TOWARDS).df)
    assert np.isinf(normal.joint(np.eye(TRIAL.p)[-3:]).den_df)
    assert normal.contrast(TOWARDS).high == pytest.approx(
        normal.contrast(TOWARDS).estimate + 1.959963984540054 * normal.contrast(TOWARDS).se
    )
    assert fit_repeated(TRIAL, df="residual").contrast(TOWARDS).df == TRIAL.n - TRIAL.p


def test_a_crowd_makes_every_test_normal() -> None:
    """A million copies of everyone: Sigma is as good as known, F is a chi-squared over its rank."""
    people = People.of(TRIAL)
    once = people.sums()
    many = replace(once, count=once.count * 10**6, products=once.products * 10**6)
    fit = fit_sums(many)
    found = fit.joint(np.eye(TRIAL.p)[-3:])
    assert found.scale == pytest.approx(1.0, abs=1e-6)
    assert found.den_df > 1e6
    assert fit.contrast(TOWARDS).se == pytest.approx(np.sqrt(TOWARDS @ fit.model_vcov @ TOWARDS))
