"""Complete, balanced data have an answer in closed form, also where visits nearly repeat."""

import numpy as np
import pytest

from openimt.trial.repeated import fit_repeated
from tests.trial_builders import bare_matrix

PERSONS, VISITS = 60, 3


@pytest.mark.parametrize("noise", [0.03, 0.1, 1.0])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_un_has_the_degrees_of_freedom_of_the_balanced_answer(noise: float, seed: int) -> None:
    chance = np.random.default_rng(seed)
    wide = 2 * chance.normal(size=(PERSONS, 1)) + noise * chance.normal(size=(PERSONS, VISITS))
    arm = np.arange(PERSONS) % 2
    person, visit = (part.ravel() for part in np.mgrid[0:PERSONS, 0:VISITS])
    when = np.eye(VISITS)[visit]
    x = np.concatenate([when, when * arm[person][:, None]], axis=1)
    found = fit_repeated(bare_matrix(x, wide.ravel(), person, visit))
    left = wide - np.stack([wide[arm == k].mean(axis=0) for k in (0, 1)])[arm]
    np.testing.assert_allclose(found.sigma[0], left.T @ left / (PERSONS - 2), rtol=1e-11)
    last = found.contrast(np.array([0, 0, 0, 0, 0, 1]))
    assert last.df == pytest.approx(58, rel=1e-8)
    change = found.contrast(np.array([0, 0, 0, 1, 0, -1]))
    assert change.df == pytest.approx(58, rel=1e-9)
