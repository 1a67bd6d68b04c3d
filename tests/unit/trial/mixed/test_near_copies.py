"""Visits that repeat each other but for a little noise: right to the last digit, or refused."""

import numpy as np
import pytest

from openimt.errors import TrialError
from openimt.trial.matrix import Floats
from openimt.trial.mixed import fit_mixed, parse_random
from openimt.trial.mixed.newton import Bottom
from openimt.trial.mixed.result import MixedFit
from tests.trial_builders import bare_matrix

PERSONS, VISITS = 60, 3
ARM = np.arange(PERSONS) % 2


def outcomes(noise: float) -> Floats:
    """What each person has at each visit: nearly the same three times over."""
    chance = np.random.default_rng(1)
    own = 10 + 2 * chance.normal(size=(PERSONS, 1))
    return own + noise * chance.normal(size=(PERSONS, VISITS))


def fitted(noise: float, df: str = "kr") -> MixedFit:
    person, visit = (part.ravel() for part in np.mgrid[0:PERSONS, 0:VISITS])
    when = np.eye(VISITS)[visit]
    x = np.concatenate([when, when * ARM[person][:, None]], axis=1)
    made = bare_matrix(x, outcomes(noise).ravel(), person, visit)
    return fit_mixed(made, parse_random("1|id"), {"id": person}, df=df)


@pytest.mark.parametrize("noise", [1e-6, 1e-5, 1e-4, 1e-3, 0.01, 1.0])
def test_the_fit_is_the_analysis_of_variance(noise: float) -> None:
    """Balanced data have an answer in closed form: mean squares between and within persons."""
    wide, found = outcomes(noise), fitted(noise)
    cells = np.stack([wide[arm == ARM].mean(axis=0) for arm in (0, 1)])
    left = wide - cells[ARM]
    own = left.mean(axis=1)
    within = float(((left - own[:, None]) ** 2).sum()) / ((PERSONS - 2) * (VISITS - 1))
    between = float((own**2).sum()) / (PERSONS - 2)
    assert found.residual_variance == pytest.approx(within, rel=1e-9)
    variance = found.components[0].covariance[0, 0]
    assert variance == pytest.approx(between - within / VISITS, rel=1e-12)
    apart = cells[1] - cells[0]
    overall = found.contrast(np.array([0, 0, 0, 1, 1, 1]) / 3)
    assert overall.se == pytest.approx(np.sqrt(between * 4 / PERSONS), rel=1e-12)
    assert overall.df == pytest.approx(58, abs=1e-10)
    change = found.contrast(np.array([0, 0, 0, 1, -1, 0]))
    assert change.estimate == pytest.approx(apart[0] - apart[1], rel=1e-7)
    assert change.se == pytest.approx(np.sqrt(2 * within * 4 / PERSONS), rel=1e-9)
    assert change.df == pytest.approx(116, abs=1e-9)
    course = found.joint(np.array([[0, 0, 0, 1, -1, 0], [0, 0, 0, 0, 1, -1]]))
    ratio = ((apart - apart.mean()) ** 2).sum() / 2 / (within * 4 / PERSONS)
    assert (course.f, course.den_df) == pytest.approx((ratio, 116), rel=1e-6)


@pytest.mark.parametrize("df", ["satterthwaite", "normal"])
def test_other_degrees_of_freedom_keep_their_digits_too(df: str) -> None:
    found = fitted(1e-5, df).contrast(np.array([0, 0, 0, 1, -1, 0]))
    expected = {"satterthwaite": 116.0, "normal": np.inf}[df]
    assert found.df == pytest.approx(expected, rel=1e-9)


def test_copies_in_all_but_the_last_digits_are_refused() -> None:
    with pytest.raises(TrialError, match=r"same id repeat each other almost exactly.*one row each"):
        fitted(1e-8)


def test_no_numbers_come_from_a_search_that_did_not_settle(monkeypatch: pytest.MonkeyPatch) -> None:
    def stuck(surface: object, start: Floats) -> Bottom:
        return Bottom(start, 0.0, 0.04, 200)

    monkeypatch.setattr("openimt.trial.mixed.settle.descend", stuck)
    with pytest.raises(TrialError, match=r"did not settle \(gradient 4.0e-02.*copied"):
        fitted(1.0)
