"""Random effects with a residual structure, against nlme and glmmTMB (see README.md)."""

from functools import cache

import numpy as np
import pytest

from openimt.trial.mixed import MixedFit, fit_mixed, parse_random
from openimt.trial.model.formula import model_matrix
from tests.reference.mixed.answers import fitted, grouped, numbers, table

CASES = {
    "site_ar1": ("1|site", "ar1"),
    "site_un": ("1|site", "un"),
    "slopes_ar1": ("month|id", "ar1"),
    "crossed_ar1": ("1|site, 1|therapist", "ar1"),
    "crossed_cs": ("1|site, 1|therapist", "cs"),
}


@cache
def fit(case: str, method: str = "reml", df: str = "satterthwaite") -> MixedFit:
    random, covariance = CASES[case]
    data = table("sites.csv").assign(visit=lambda d: d["month"])
    reference = {"arm": "TAU"}
    matrix = model_matrix(
        data, "y ~ base + arm*month", subject="id", visit="visit", reference=reference
    )
    terms = parse_random(random)
    codes, levels = grouped(data, matrix, terms)
    return fit_mixed(
        matrix, terms, codes, levels=levels, method=method, df=df, covariance=covariance
    )


def spread(one: MixedFit) -> list[float]:
    """Variances of the effects, then of the residual, in R's order."""
    return [*np.concatenate([np.diag(c.covariance) for c in one.components]), one.residual[0, 0]]


@pytest.mark.parametrize("method", ["reml", "ml"])
@pytest.mark.parametrize("case", ["site_ar1", "site_un", "slopes_ar1"])
def test_against_nlme(case: str, method: str) -> None:
    name, one = f"{case}_{method.upper()}", fit(case, method)
    wanted = numbers(name, "loglik", "residual.out")[0]
    assert one.converged
    assert one.loglik == pytest.approx(wanted, rel=1e-10)
    assert one.loglik > wanted - 1e-10, "nlme has not found a better place"
    np.testing.assert_allclose(one.beta, numbers(name, "beta", "residual.out"), rtol=2e-4)
    theirs = numbers(name, "spread", "residual.out")[:-1]
    np.testing.assert_allclose(spread(one), theirs, rtol=1e-3)


@pytest.mark.parametrize("method", ["reml", "ml"])
def test_crossed_effects_against_glmmtmb(method: str) -> None:
    name, one = f"crossed_ar1_{method.upper()}", fit("crossed_ar1", method)
    wanted = numbers(name, "loglik", "residual.out")[0]
    # glmmTMB stands in for "no residual" with a variance near zero, which costs it digits.
    assert one.loglik == pytest.approx(wanted, rel=1e-8)
    np.testing.assert_allclose(one.beta, numbers(name, "beta", "residual.out"), rtol=5e-3)
    correlation = one.residual[0, 1] / one.residual[0, 0]
    theirs = numbers(name, "spread", "residual.out")
    np.testing.assert_allclose([*spread(one), correlation], theirs, rtol=1e-3)


def test_autocorrelation_falls_with_distance() -> None:
    residual = fit("site_ar1").residual
    assert residual[0, 1] / residual[0, 0] == pytest.approx(
        numbers("site_ar1_REML", "structure", "residual.out")[0], rel=1e-6
    )
    assert residual[0, 2] * residual[0, 0] == pytest.approx(residual[0, 1] ** 2, rel=1e-12)


@pytest.mark.parametrize("df", ["kr", "satterthwaite"])
def test_compound_symmetry_is_a_random_intercept(df: str) -> None:
    """Two engines, one model: blocks of persons with Sigma, and cross-products with 1|id."""
    one, other = fit("crossed_cs", df=df), fitted("sites", df)
    assert one.loglik == pytest.approx(other.loglik, rel=1e-13)
    np.testing.assert_allclose(one.vcov, other.vcov, rtol=1e-8)
    for weights in (np.eye(5)[2], np.array([0, 0, 1.0, 0, 18])):
        assert one.contrast(weights).df == pytest.approx(other.contrast(weights).df, rel=1e-9)
    ours, theirs = one.joint(np.eye(5)[2:]), other.joint(np.eye(5)[2:])
    assert [ours.f, ours.den_df, ours.scale] == pytest.approx(
        [theirs.f, theirs.den_df, theirs.scale], rel=1e-9
    )
    np.testing.assert_allclose(one.effects[1].estimate, other.effects[1].estimate, rtol=1e-7)
    np.testing.assert_allclose(one.effects[1].se, other.effects[1].se, rtol=1e-7)
    id_variance = other.components[2].covariance[0, 0]
    assert one.residual[0, 1] == pytest.approx(id_variance, rel=1e-8)
