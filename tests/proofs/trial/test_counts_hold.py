"""Count models over many invented trials: no peak is missed, intervals cover what they should."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from openimt.errors import TrialError
from openimt.trial.counts import fit_counts
from openimt.trial.matrix import ModelMatrix
from openimt.trial.model.formula import model_matrix

RANDOM = ("", "1|subject", "time|subject")
TRIALS = 400
RATIO = 0.6


def trial(chance, persons: int, visits: int, k: float, spread: float, rate: float) -> ModelMatrix:
    """Two arms by some visits, rates falling, the arm ``RATIO`` times the other."""
    person = np.repeat(np.arange(persons), visits)
    time = np.tile(np.arange(visits), persons) / visits
    arm = person % 2
    mean = rate * RATIO**arm * np.exp(-0.5 * time + chance.normal(0, spread, persons)[person])
    hidden = chance.gamma(k, 1 / k, person.size) if np.isfinite(k) else 1.0
    data = pd.DataFrame({"id": person, "arm": np.where(arm, "MIT", "DBT"), "time": time}).assign(
        acts=chance.poisson(mean * hidden)
    )
    return model_matrix(data, "acts ~ arm + time", subject="id")


@pytest.mark.parametrize("seed", range(24))
def test_a_wider_model_is_never_less_likely(seed: int) -> None:
    chance = np.random.default_rng(seed)
    sizes = int(chance.choice([12, 40, 100])), int(chance.choice([2, 4, 6]))
    k, spread = chance.choice([0.2, 0.5, 2.0, np.inf]), chance.choice([0.0, 0.5, 1.5])
    try:
        made = trial(chance, *sizes, k, spread, float(chance.choice([0.3, 2.0, 10.0])))
        found = {
            (family, random): fit_counts(made, family=family, random=random).loglik
            for family in ("poisson", "nb2", "nb1")
            for random in RANDOM
        }
    except TrialError as error:
        assert "no ratio can be estimated" in error.says  # noqa: PT017
        return
    for family in ("poisson", "nb2", "nb1"):
        for narrow, wide in pairwise(RANDOM):
            assert found[family, wide] >= found[family, narrow] - 1e-6
    for random in RANDOM:
        assert min(found["nb2", random], found["nb1", random]) >= found["poisson", random] - 1e-6


def test_intervals_of_a_rate_ratio_cover_it() -> None:
    """95 % intervals, 120 people by 4 visits, k = .5: within 3 Monte Carlo errors of .95."""
    chance = np.random.default_rng(20261122)
    held = []
    for _ in range(TRIALS):
        fit = fit_counts(trial(chance, 120, 4, 0.5, 0.7, 4.0), random="1|subject")
        (ratio,) = fit.rate_ratios("arm")
        held.append(ratio.low <= RATIO <= ratio.high)
    assert np.mean(held) == pytest.approx(0.95, abs=3 * np.sqrt(0.95 * 0.05 / TRIALS))
