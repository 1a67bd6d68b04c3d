"""Certified answers of two programs (see README.md), to the digits that are asked for.

A number agrees to eight digits or better; the log-likelihood to 1e-10 relative.
"""

from functools import cache
from typing import Any

import numpy as np
import pytest

from openimt.trial.linear import Contrast
from openimt.trial.matrix import ModelMatrix
from openimt.trial.repeated import RepeatedFit, fit_repeated
from tests.trial_builders import answers, btheb, imt_b, last_visit, weights_by_row

DIGITS = 1e-8
TRIALS = {"btheb": (btheb, "BtheB"), "imt_mmrm_b": (imt_b, "MIT")}
STRUCTURES = ("cs", "csh", "ar1", "ar1h", "toep", "toeph", "ad", "adh")
DF = {"kr": "kr_linear", "kr-logchol": "kr_logchol", "satterthwaite": "satterthwaite"}
VCOV = {"cr0": "Empirical", "cr2": "Empirical-Bias-Reduced", "cr3": "Empirical-Jackknife"}

both = pytest.mark.parametrize("trial", TRIALS)


@cache
def matrix(trial: str) -> ModelMatrix:
    return TRIALS[trial][0]()


@cache
def fit(trial: str, **asked: Any) -> RepeatedFit:
    return fit_repeated(matrix(trial), **asked)


def at_the_last_visit(trial: str, fitted: RepeatedFit) -> Contrast:
    return fitted.contrast(last_visit(matrix(trial), TRIALS[trial][1]))


def agrees(found: Contrast, wanted: dict[str, float], digits: float = DIGITS) -> None:
    ours = [found.estimate, found.se, found.df, found.t, found.p]
    theirs = [wanted[name] for name in ("est", "se", "df", "t", "p")]
    np.testing.assert_allclose(ours, theirs, rtol=digits)


@both
def test_the_restricted_likelihood(trial: str) -> None:
    wanted, found = answers(trial)["reml"], fit(trial)
    assert found.loglik == pytest.approx(wanted["logLik"], rel=1e-10)
    assert found.aic == pytest.approx(wanted["aic"], rel=1e-10)
    assert found.bic == pytest.approx(wanted["bic"], rel=1e-10)
    assert found.max_gradient < 1e-6
    np.testing.assert_allclose(found.sigma[0], wanted["sigma"], rtol=DIGITS)


@both
def test_the_unrestricted_likelihood(trial: str) -> None:
    wanted, found = answers(trial)["ml"], fit(trial, method="ml", df="satterthwaite")
    assert found.loglik == pytest.approx(wanted["logLik"], rel=1e-10)
    assert found.aic == pytest.approx(wanted["aic"], rel=1e-10)
    assert found.bic == pytest.approx(wanted["bic"], rel=1e-10)
    np.testing.assert_allclose(found.sigma[0], wanted["sigma"], rtol=DIGITS)
    np.testing.assert_allclose(found.beta, [row["est"] for row in wanted["coef"]], rtol=DIGITS)
    ours = [one.se for one in found.coefficients]
    np.testing.assert_allclose(ours, [row["se"] for row in wanted["coef"]], rtol=DIGITS)


@both
@pytest.mark.parametrize("df", DF)
def test_every_coefficient(trial: str, df: str) -> None:
    wanted = answers(trial)["reml"][f"coef_{DF[df]}"]
    found = fit(trial, df=df).coefficients
    assert [one.term for one in found] == [row["name"] for row in wanted]
    ours = [[one.estimate, one.se, one.df] for one in found]
    theirs = [[row["est"], row["se"], row["df"]] for row in wanted]
    np.testing.assert_allclose(ours, theirs, rtol=DIGITS)


@both
@pytest.mark.parametrize("df", DF)
def test_the_last_visit(trial: str, df: str) -> None:
    agrees(
        at_the_last_visit(trial, fit(trial, df=df)), answers(trial)["reml"]["last_visit"][DF[df]]
    )


@both
@pytest.mark.parametrize(("df", "name"), [("satterthwaite", "vcov"), ("kr", "vcov_kr_linear")])
def test_the_covariance_of_the_coefficients(trial: str, df: str, name: str) -> None:
    wanted = np.array(answers(trial)["reml"][name])
    size = np.sqrt(np.outer(np.diag(wanted), np.diag(wanted)))
    assert np.abs((fit(trial, df=df).vcov - wanted) / size).max() < DIGITS


@both
@pytest.mark.parametrize("df", ["kr", "satterthwaite"])
@pytest.mark.parametrize("test", ["arm_by_visit", "arm_at_all_visits"])
def test_joint_tests(trial: str, df: str, test: str) -> None:
    names, arm = matrix(trial).names, f"arm{TRIALS[trial][1]}"
    chosen = [n for n in names if n.endswith(f":{arm}") or (n == arm and test != "arm_by_visit")]
    found = fit(trial, df=df).joint(np.eye(len(names))[[names.index(n) for n in chosen]])
    wanted = answers(trial)["reml"][f"joint_{DF[df]}"][test]
    assert found.num_df == wanted["num_df"]
    ours, theirs = [found.f, found.den_df, found.p], [wanted[k] for k in ("f", "denom_df", "p")]
    np.testing.assert_allclose(ours, theirs, rtol=DIGITS)


@both
@pytest.mark.parametrize("covariance", STRUCTURES)
def test_other_structures(trial: str, covariance: str) -> None:
    wanted = answers(trial)["structures"][covariance]
    for df in ("kr", "satterthwaite"):
        found = fit(trial, covariance=covariance, df=df)
        assert found.loglik == pytest.approx(wanted["logLik"], rel=1e-10)
        np.testing.assert_allclose(found.sigma[0], wanted["sigma"], rtol=DIGITS)
        agrees(at_the_last_visit(trial, found), wanted[DF[df]])


@both
@pytest.mark.parametrize("vcov", VCOV)
def test_sandwiches(trial: str, vcov: str) -> None:
    found = fit(trial, df="satterthwaite", vcov=vcov)
    agrees(at_the_last_visit(trial, found), answers(trial)["sandwich_last_visit"][VCOV[vcov]])


@both
def test_a_covariance_for_each_arm(trial: str) -> None:
    wanted, used = answers(trial)["grouped_by_arm"], matrix(trial)
    arms = used.x[:, used.names.index(f"arm{TRIALS[trial][1]}")].astype(np.int64)
    names = tuple(wanted["sigma"])
    found = fit_repeated(used, df="satterthwaite", groups=arms, group_names=names)
    assert found.loglik == pytest.approx(wanted["logLik"], rel=1e-10)
    np.testing.assert_allclose(found.sigma, [wanted["sigma"][n] for n in names], rtol=DIGITS)
    agrees(at_the_last_visit(trial, found), wanted["satterthwaite"])


@both
def test_weights_that_differ_within_a_person(trial: str) -> None:
    wanted, used = answers(trial)["weighted"], matrix(trial)
    found = fit_repeated(used, df="satterthwaite", weights=weights_by_row(used))
    assert found.loglik == pytest.approx(wanted["logLik"], rel=1e-10)
    agrees(at_the_last_visit(trial, found), wanted["satterthwaite"])
