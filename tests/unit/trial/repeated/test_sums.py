"""Sums by pattern: added, taken away, and fitted, they say what all rows together say."""

import numpy as np
import pytest

from openimt.trial.matrix import ModelMatrix
from openimt.trial.repeated import People, fit_repeated, fit_sums
from openimt.trial.repeated.products import Folded, Packed
from tests.trial_builders import bare_matrix, btheb, imt_b, weights_by_row

TRIAL = btheb()
PEOPLE = People.of(TRIAL)


def without(matrix: ModelMatrix, person: int) -> ModelMatrix:
    rows = matrix.subject != person
    subject = matrix.subject[rows]
    subject = subject - (subject > person)
    return bare_matrix(matrix.x[rows], matrix.y[rows], subject, matrix.visit[rows])


def test_how_many_are_summed() -> None:
    sums = PEOPLE.sums()
    assert (sums.persons, sums.rows) == (97, 280)
    assert sums.pairs[0].diagonal().sum() == 280


def test_visits_and_their_products_with_the_arm_ask_for_no_place_of_their_own() -> None:
    """1, baseline, drug, length and arm are enough for fourteen coefficients."""
    assert PEOPLE.layout.places == 5
    assert People.of(imt_b()).layout.places == 10


def test_a_covariate_that_changes_fills_a_place_for_each_visit() -> None:
    x = np.column_stack([TRIAL.x, np.random.default_rng(1).normal(size=TRIAL.n)])
    wandering = bare_matrix(x, TRIAL.y, TRIAL.subject, TRIAL.visit)
    assert People.of(wandering).layout.places == 5 + 4


def test_a_slope_over_time_is_a_multiple_of_the_arm() -> None:
    arm, when = TRIAL.x[:, 7], np.array([2.0, 3.0, 5.0, 8.0])[TRIAL.visit]
    x = np.column_stack([np.ones(TRIAL.n), when, arm, when * arm])
    assert People.of(bare_matrix(x, TRIAL.y, TRIAL.subject, TRIAL.visit)).layout.places == 2


def test_the_layout_gives_back_every_row() -> None:
    for weights in (None, weights_by_row(TRIAL)):
        people = People.of(TRIAL, weights=weights)
        wide = np.einsum("iq,tqm->itm", people.vectors, people.layout.loadings)
        rows = wide[TRIAL.subject, TRIAL.visit]
        root = np.ones(TRIAL.n) if weights is None else np.sqrt(weights)
        x = rows[:, :-1] @ np.linalg.inv(people.layout.basis)
        np.testing.assert_allclose(x, TRIAL.x * root[:, None], atol=1e-11)
        y = rows[:, -1] * people.layout.unit + x @ people.layout.origin
        np.testing.assert_allclose(y, TRIAL.y * root, atol=1e-11)


def test_one_taken_away_is_a_fit_without_that_row() -> None:
    whole = fit_sums(PEOPLE.sums())
    for person in (0, 17, 96):
        part = fit_sums(PEOPLE.sums() - PEOPLE.sums([person]), start=whole)
        alone = fit_repeated(without(TRIAL, person))
        np.testing.assert_allclose(part.beta, alone.beta, rtol=1e-9)
        np.testing.assert_allclose(part.vcov, alone.vcov, rtol=1e-8)
        np.testing.assert_allclose(part.sigma, alone.sigma, rtol=1e-8)
        assert part.loglik == pytest.approx(alone.loglik, rel=1e-11)


def test_parts_add_up_to_the_whole_whatever_their_order() -> None:
    order = np.random.default_rng(4).permutation(97)
    parts = [PEOPLE.sums(some) for some in np.array_split(order, 7)]
    whole = sum(parts[1:], start=parts[0])
    everyone = PEOPLE.sums()
    np.testing.assert_array_equal(whole.observed, everyone.observed)
    np.testing.assert_array_equal(whole.count, everyone.count)
    np.testing.assert_allclose(whole.products, everyone.products, atol=1e-11)
    np.testing.assert_allclose(fit_sums(whole).beta, fit_sums(everyone).beta, rtol=1e-12)


def test_someone_drawn_twice_counts_twice() -> None:
    sums = PEOPLE.sums([3, 3, 3, 8])
    assert sums.persons == 4
    once = PEOPLE.sums([3])
    np.testing.assert_allclose(
        sums.products.sum(axis=0), (once + once + once + PEOPLE.sums([8])).products.sum(axis=0)
    )


def test_a_warm_start_ends_at_the_same_place() -> None:
    cold = fit_sums(PEOPLE.sums())
    warm = fit_sums(PEOPLE.sums(), start=cold.sigma)
    np.testing.assert_allclose(warm.beta, cold.beta, rtol=1e-12)
    assert warm.iterations <= 1


@pytest.mark.parametrize("covariance", ["un", "ar1h", "toep"])
def test_starts_of_other_structures(covariance: str) -> None:
    cold = fit_sums(PEOPLE.sums(), covariance=covariance)
    other = fit_sums(PEOPLE.sums(), covariance="un").sigma
    warm = fit_sums(PEOPLE.sums(), covariance=covariance, start=other)
    np.testing.assert_allclose(warm.sigma, cold.sigma, rtol=1e-8)


@pytest.mark.parametrize("weighted", [False, True])
def test_both_ways_to_weigh_the_products(weighted: bool) -> None:
    trial = imt_b()
    sums = People.of(trial, weights=weights_by_row(trial) if weighted else None).sums()
    packed, folded = Packed(sums), Folded(sums)
    chance = np.random.default_rng(6)
    weights = chance.normal(size=(3, *sums.products.shape[:1], 7, 7))
    weights = weights + weights.transpose(0, 1, 3, 2)
    matrices = chance.normal(size=(2, trial.p + 1, trial.p + 1))
    matrices = matrices + matrices.transpose(0, 2, 1)
    np.testing.assert_allclose(packed.gram(weights), folded.gram(weights), atol=1e-9)
    np.testing.assert_allclose(packed.spread(matrices), folded.spread(matrices), atol=1e-9)
    part = slice(2, 9)
    few = weights[:, part]
    np.testing.assert_allclose(packed.gram(few, part), folded.gram(few, part), atol=1e-9)


def test_someone_who_never_came_is_not_counted() -> None:
    more = bare_matrix(TRIAL.x, TRIAL.y, TRIAL.subject + 1, TRIAL.visit)
    fit = fit_repeated(more)
    assert fit.likelihood.sums.persons == 97
    assert fit.bic == pytest.approx(fit_repeated(TRIAL).bic, rel=1e-12)


def test_an_iteration_does_not_grow_with_the_number_of_people() -> None:
    """A thousand times as many persons leave arrays of the same size to iterate over."""
    many = PEOPLE.sums(np.tile(np.arange(97), 1000))
    assert many.products.shape == PEOPLE.sums().products.shape
    fit = fit_sums(many)
    np.testing.assert_allclose(
        fit.beta, fit_sums(PEOPLE.sums(), method="ml", df="normal").beta, rtol=1e-3
    )
    assert fit.max_gradient < 1e-6
