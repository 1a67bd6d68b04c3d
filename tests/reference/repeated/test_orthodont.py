"""Orthodont (27 children, 4 ages): nlme::gls, and what is known exactly of complete data.

``orthodont.out`` is the raw output of ``orthodont.R``. gls stops its search early: its
log-likelihoods are right to 1e-10 relative, its estimates and standard errors to about 2e-5
of a standard error.
"""

import csv
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from openimt.trial.matrix import ModelMatrix
from openimt.trial.repeated import RepeatedFit, fit_repeated
from tests.trial_builders import bare_matrix

HERE = Path(__file__).resolve().parent
AGES = ("8", "10", "12", "14")
STRUCTURES = ("un", "cs", "csh", "ar1", "ar1h")


@cache
def said_by_gls() -> dict[tuple[str, ...], np.ndarray]:
    lines = [line.split() for line in (HERE / "orthodont.out").read_text().splitlines()[1:]]
    return {tuple(words[:4]): np.array(words[4:], float) for words in lines}


@cache
def children(part: str) -> ModelMatrix:
    """distance ~ age * sex; every fifth row left out of the incomplete part."""
    with (HERE / "orthodont.csv").open(encoding="utf-8") as lines:
        rows = [r for r in csv.DictReader(lines) if part == "complete" or r["left_out"] == "0"]
    ids = sorted({row["Subject"] for row in rows})
    age = np.eye(4)[[AGES.index(row["age"]) for row in rows]]
    girl = np.array([[float(row["Sex"] == "Female")] for row in rows])
    x = np.hstack([np.ones_like(girl), age[:, 1:], girl, girl * age[:, 1:]])
    subject = [ids.index(row["Subject"]) for row in rows]
    return bare_matrix(x, [float(r["distance"]) for r in rows], subject, age.argmax(axis=1))


@cache
def fit(part: str, covariance: str = "un", method: str = "reml", df: str = "kr") -> RepeatedFit:
    return fit_repeated(children(part), covariance=covariance, method=method, df=df)


@pytest.mark.parametrize("covariance", STRUCTURES)
@pytest.mark.parametrize("method", ["reml", "ml"])
@pytest.mark.parametrize("part", ["complete", "incomplete"])
def test_gls_says_the_same(part: str, method: str, covariance: str) -> None:
    found, said = fit(part, covariance, method, "satterthwaite"), said_by_gls()
    key = (part, method, covariance)
    assert found.loglik == pytest.approx(said[*key, "logLik"][0], rel=1e-10)
    # gls stopped below the top, never above it.
    assert found.loglik >= said[*key, "logLik"][0] - 1e-9
    assert (np.abs(found.beta - said[*key, "beta"]) < 2e-5 * said[*key, "se"]).all()
    n, p = found.matrix.n, found.matrix.p
    inflated = 1.0 if method == "reml" else n / (n - p)
    se = np.sqrt(np.diag(found.vcov) * inflated)
    np.testing.assert_allclose(se, said[*key, "se"], rtol=2e-5)


def wide() -> tuple[np.ndarray, np.ndarray]:
    """Children by ages, and who is a girl."""
    trial = children("complete")
    return trial.y.reshape(27, 4), trial.x[::4, 4] == 1.0


def pooled() -> np.ndarray:
    y, girl = wide()
    left = np.concatenate([y[group] - y[group].mean(axis=0) for group in (girl, ~girl)])
    return left.T @ left / 25


def test_complete_data_give_the_pooled_covariance() -> None:
    np.testing.assert_allclose(fit("complete").sigma[0], pooled(), rtol=1e-10)
    ml = fit("complete", method="ml", df="satterthwaite")
    np.testing.assert_allclose(ml.sigma[0], pooled() * 25 / 27, rtol=1e-10)


@pytest.mark.parametrize("df", ["kr", "satterthwaite"])
@pytest.mark.parametrize("visit", range(4))
def test_complete_data_give_the_t_test_of_each_age(df: str, visit: int) -> None:
    """Two groups, complete: Student's test on 25 degrees of freedom, at each age and of change."""
    y, girl = wide()
    weights = np.zeros(8)
    weights[[4, 4 + visit]] = 1.0
    found = fit("complete", df=df).contrast(weights)
    variance = pooled()[visit, visit] * (1 / girl.sum() + 1 / (~girl).sum())
    assert found.estimate == pytest.approx(y[girl, visit].mean() - y[~girl, visit].mean())
    assert found.se == pytest.approx(np.sqrt(variance), rel=1e-9)
    assert found.df == pytest.approx(25, rel=1e-8)


def test_complete_data_give_hotellings_test() -> None:
    """Kenward and Roger's scaled F is exactly Hotelling's, on 4 and 22 degrees of freedom."""
    y, girl = wide()
    rows = np.zeros((4, 8))
    rows[:, 4] = 1.0
    rows[[1, 2, 3], [5, 6, 7]] = 1.0
    found = fit("complete").joint(rows)
    gap = y[girl].mean(axis=0) - y[~girl].mean(axis=0)
    squared = gap @ np.linalg.solve(pooled() * (1 / 11 + 1 / 16), gap)
    assert found.den_df == pytest.approx(22, rel=1e-8)
    assert found.f == pytest.approx(squared * 22 / (4 * 25), rel=1e-8)
