"""The re-randomisation test: exact on small trials, and true to the procedure."""

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest

from openimt.errors import TrialError
from openimt.trial.randomise.rerandomise import redraw, rerandomise
from openimt.trial.randomise.scheme import BalancedFactor, Method, Scheme
from openimt.trial.randomise.statistic import AdjustedMeans, dummies
from tests.unit.trial.randomise.schemes import scheme

NOBODY = np.zeros((8, 0), dtype=np.int64)
ONE_BLOCK = Scheme(
    ("a", "b"), (1, 1), Method.BLOCKS, block_sizes=(8,), one_block_size_on_purpose=True
)
Y = np.array([3.1, 4.7, 2.2, 9.8, 5.0, 8.1, 7.7, 6.4])
ARMS = np.array([0, 0, 0, 1, 0, 1, 1, 1])


def exact_p() -> float:
    """All C(8, 4) = 70 allocations of one block of 8, two-sided: twice the smaller tail."""
    values = []
    for chosen in combinations(range(8), 4):
        arm = np.isin(np.arange(8), chosen)
        values.append(Y[arm].mean() - Y[~arm].mean())
    observed = Y[ARMS == 1].mean() - Y[ARMS == 0].mean()
    above = sum(value >= observed - 1e-9 for value in values) / 70
    return 2 * above


def test_one_block_is_fishers_test() -> None:
    found = rerandomise(ONE_BLOCK, NOBODY, ARMS, AdjustedMeans(Y), replicates=20_000)
    assert found.statistic == pytest.approx(8.0 - 3.75)
    assert exact_p() == pytest.approx(2 / 70)
    assert found.p == pytest.approx(exact_p(), abs=4 * found.mcse)
    assert found.mcse == pytest.approx(2 * np.sqrt(1 / 70 * 69 / 70 / 20_000), rel=0.1)
    assert found.centre == pytest.approx(0, abs=0.1)


def test_one_sided_tails_add_up_with_the_ties() -> None:
    greater, less = (
        rerandomise(ONE_BLOCK, NOBODY, ARMS, AdjustedMeans(Y), replicates=2000, alternative=one)
        for one in ("greater", "less")
    )
    assert greater.p < 0.03
    assert less.p > 0.97
    assert greater.p + less.p >= 1


def test_any_statistic_will_do() -> None:
    def medians(arms: np.ndarray) -> float:
        return float(np.median(Y[arms == 1]) - np.median(Y[arms == 0]))

    found = rerandomise(ONE_BLOCK, NOBODY, ARMS, medians, replicates=999)
    assert found.statistic == pytest.approx(7.9 - 3.9)
    by_hand = rerandomise(ONE_BLOCK, NOBODY, ARMS, AdjustedMeans(Y), replicates=999)

    def means(arms: np.ndarray) -> float:
        return float(Y[arms == 1].mean() - Y[arms == 0].mean())

    again = rerandomise(ONE_BLOCK, NOBODY, ARMS, means, replicates=999)
    assert (again.p, again.mcse) == (by_hand.p, by_hand.mcse)


def test_the_difference_is_that_of_least_squares() -> None:
    rng = np.random.default_rng(2)
    covariates = rng.normal(size=(40, 2))
    arms = rng.integers(0, 3, size=40)
    y = covariates @ [1.0, -2.0] + arms + rng.normal(size=40)
    design = np.column_stack([np.ones(40), covariates, arms == 1, arms == 2])
    beta = np.linalg.lstsq(design, y, rcond=None)[0]
    assert AdjustedMeans(y, covariates, arm=2, versus=0, arms=3)(arms) == pytest.approx(beta[4])
    assert AdjustedMeans(y, covariates, arm=2, versus=1, arms=3)(arms) == pytest.approx(
        beta[4] - beta[3]
    )


def test_covariates_that_repeat_each_other_change_nothing() -> None:
    rng = np.random.default_rng(3)
    base = rng.normal(size=(20, 1))
    arms, y = rng.integers(0, 2, size=20), rng.normal(size=20)
    once = AdjustedMeans(y, base)(arms)
    assert AdjustedMeans(y, np.hstack([base, 2 * base, np.ones((20, 1))]))(arms) == pytest.approx(
        once
    )


def test_a_missing_outcome_stays_in_the_procedure() -> None:
    y = Y.copy()
    y[7] = np.nan
    statistic = AdjustedMeans(y)
    assert statistic.used == 7
    found = rerandomise(ONE_BLOCK, NOBODY, ARMS, statistic, replicates=999)
    assert found.statistic == pytest.approx(Y[[3, 5, 6]].mean() - 3.75)
    assert redraw(ONE_BLOCK, NOBODY, 50, 1).sum(axis=1).tolist() == [4] * 50


@pytest.mark.parametrize("method", ["blocks", "minimise", "big_stick", "urn", "simple"])
def test_new_trials_follow_the_procedure(method: str) -> None:
    planned = (
        scheme(method, block_sizes=(4,), open_label=False) if method == "blocks" else scheme(method)
    )
    levels = np.array([[n % 2, n % 3] for n in range(48)])
    drawn = redraw(planned, levels, 400, seed=2)
    assert drawn.shape == (400, 48)
    assert (drawn == redraw(planned, levels, 400, seed=2)).all()
    assert drawn.mean() == pytest.approx(0.5, abs=0.02)
    gap = np.abs(2 * drawn.sum(axis=1) - 48)
    assert {"blocks": gap.max() == 0, "big_stick": gap.max() <= 18}.get(method, True)
    first = redraw(planned, levels, 1500, seed=2)
    assert (first[:1000] == redraw(planned, levels, 1000, seed=2)).all()


def test_the_procedure_matters() -> None:
    """Outcomes that run with the order of entry: blocks of 2 know better than simple drawing."""
    y = np.arange(24.0) + np.tile([0, 1.0], 12)
    arms, nobody = np.tile([0, 1], 12), np.zeros((24, 0), dtype=np.int64)
    pairs = Scheme(("a", "b"), (1, 1), Method.BLOCKS, block_sizes=(2,), open_label=False)
    simple = Scheme(("a", "b"), (1, 1), Method.SIMPLE)
    matched = rerandomise(pairs, nobody, arms, AdjustedMeans(y), replicates=4000)
    wrong = rerandomise(simple, nobody, arms, AdjustedMeans(y), replicates=4000)
    assert matched.p < 0.002
    assert wrong.p > 0.3


def test_minimisation_with_an_unequal_ratio_keeps_its_level() -> None:
    """Under the null the test rejects in 5 %: 400 trials, each tested by its own procedure."""
    site = BalancedFactor("site", ("a", "b", "c"))
    planned = Scheme(("x", "y"), (1, 2), Method.MINIMISE, (site,), p=Fraction(9, 10))
    rng = np.random.default_rng(11)
    levels = rng.integers(0, 3, size=(36, 1))
    outcome = levels[:, 0] * 2.0 + rng.normal(size=36)
    statistic = AdjustedMeans(outcome)
    reference = statistic.many(redraw(planned, levels, 3000, seed=1))
    observed = statistic.many(redraw(planned, levels, 2000, seed=2))
    above = (reference[None, :] >= observed[:, None]).mean(axis=1)
    below = (reference[None, :] <= observed[:, None]).mean(axis=1)
    rejected = (2 * np.minimum(above, below) <= 0.05).mean()
    assert rejected == pytest.approx(0.05, abs=4 * np.sqrt(0.05 * 0.95 / 2000) + 0.005)


def test_a_tie_counts_whatever_the_order_of_summing() -> None:
    """The observed allocation itself, met again among the new ones, counts as extreme."""
    y = np.array([0.1, 0.2, 0.3, 0.1, 0.2, 0.3, 0.7, 0.7])
    found = rerandomise(
        ONE_BLOCK, NOBODY, ARMS, AdjustedMeans(y), replicates=5000, alternative="greater"
    )
    values = []
    for chosen in combinations(range(8), 4):
        arm = np.isin(np.arange(8), chosen)
        values.append(round(y[arm].mean() - y[~arm].mean(), 9))
    exact = sum(value >= round(AdjustedMeans(y)(ARMS), 9) for value in values) / 70
    assert found.p == pytest.approx(exact, abs=4 * found.mcse)


def test_dummies() -> None:
    assert dummies(["x", "x"]).shape == (2, 0)
    assert dummies(["b", "a"]).tolist() == [[1.0], [0.0]]


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: AdjustedMeans(Y, arm=1, versus=1), "between two arms"),
        (lambda: AdjustedMeans(np.append(Y[:7], np.inf)), "infinite"),
        (lambda: AdjustedMeans(Y, np.ones((7, 1))), "rows of covariates"),
        (
            lambda: AdjustedMeans(Y, np.full((8, 1), np.nan)),
            "missing for a person who has an outcome",
        ),
        (lambda: AdjustedMeans(np.append(Y[:2], np.full(6, np.nan))), "too few"),
        (
            lambda: rerandomise(ONE_BLOCK, NOBODY, ARMS, AdjustedMeans(Y), replicates=50),
            "999 or more",
        ),
        (lambda: rerandomise(ONE_BLOCK, NOBODY, ARMS + 1, AdjustedMeans(Y)), "codes from 0"),
        (lambda: rerandomise(ONE_BLOCK, NOBODY[:5], ARMS, AdjustedMeans(Y)), "shape"),
        (
            lambda: rerandomise(ONE_BLOCK, NOBODY, ARMS, AdjustedMeans(Y), alternative="up"),
            "not two-sided",
        ),
        (lambda: rerandomise(ONE_BLOCK, NOBODY, ARMS * 0, AdjustedMeans(Y)), "is an arm empty"),
    ],
)
def test_what_makes_no_sense_is_refused(make, says: str) -> None:
    with pytest.raises(TrialError, match=says):
        make()


def test_an_arm_that_may_stay_empty_is_said() -> None:
    simple = Scheme(("a", "b"), (1, 1), Method.SIMPLE)
    with pytest.raises(TrialError, match="an arm stays empty"):
        rerandomise(simple, NOBODY, ARMS, AdjustedMeans(Y), replicates=2000)
