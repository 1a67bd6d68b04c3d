"""The same models by glmmTMB 1.1.5, lme4 1.1.31, MASS 7.3 and stats of R 4.2.2 (Debian 12).

``glmmtmb.R`` and ``others.R`` made the ``.json`` files; their ``.out`` files show the runs. R's
optimisers stop early, so both programs polish with Newton steps on R's own likelihood before they
write. Reached here (largest difference over all models): log-likelihood 3e-15 relative; estimates
6e-9 standard errors; standard errors 3e-8 relative, but 7e-7 for the coefficients and dispersion of
the hurdles without random effects, whose Hessian R has by differences in a nearly flat direction.
"""

import json

import numpy as np
import pytest
from scipy.stats import poisson

from tests.reference.counts.trials import HERE, fitted, table

GLMMTMB = json.loads((HERE / "glmmtmb.json").read_text())
OTHERS = json.loads((HERE / "others.json").read_text())
PERSON = {"random": "1|person"}
MODELS = {
    "poisson_glm": ("visits", {"family": "poisson"}),
    "nb2_glm": ("self_harm", {}),
    "nb1_glm": ("self_harm", {"family": "nb1"}),
    "poisson_person": ("visits", {"family": "poisson", **PERSON}),
    "nb2_person": ("self_harm", PERSON),
    "nb1_person": ("self_harm", {"family": "nb1", **PERSON}),
    "nb2_person_site": ("self_harm", {"random": "1|person, 1|site"}),
    "nb2_person_site_therapist": ("self_harm", {"random": "1|person, 1|site, 1|therapist"}),
    "poisson_person_therapist": (
        "visits",
        {"family": "poisson", "random": "1|person, 1|therapist"},
    ),
    "poisson_slope": ("self_harm", {"family": "poisson", "random": "time|person"}),
    "nb2_factor_month": (
        "self_harm",
        {"formula": "acts ~ arm*C(month)", "weeks": False, "random": "1|person"},
    ),
    "hurdle_nb2_glm": ("self_harm", {"hurdle": True}),
    "hurdle_nb2_person": ("self_harm", {"hurdle": True, **PERSON}),
    "hurdle_nb2_person_only_counts": ("self_harm", {"hurdle": True, "zero_random": (), **PERSON}),
    "hurdle_nb1_glm": ("self_harm", {"hurdle": True, "family": "nb1"}),
    "hurdle_poisson_person": ("visits", {"hurdle": True, "family": "poisson", **PERSON}),
}
LOOSE_SE = {"hurdle_nb2_glm": 2e-6, "hurdle_nb1_glm": 2e-6}


class Told:
    """What glmmTMB said of one model: estimates and standard errors by the kind of parameter."""

    def __init__(self, name: str) -> None:
        told = GLMMTMB[name]
        self.names = np.array(told["names"])
        self.numbers = np.array(told["estimate"], dtype=float)
        self.errors = np.array(told["se"], dtype=float)
        self.loglik = told["loglik"]
        self.gradient = told["gradient"]

    def of(self, kind: str) -> tuple[np.ndarray, np.ndarray]:
        chosen = self.names == kind
        return self.numbers[chosen], self.errors[chosen]


@pytest.fixture(scope="module")
def fits():
    """Each model is fitted once."""
    made = {}

    def get(name: str):
        if name not in made:
            data, asked = MODELS[name]
            made[name] = fitted(data, **asked)
        return made[name]

    return get


@pytest.mark.parametrize("name", MODELS)
def test_r_stood_at_its_maximum(name: str) -> None:
    assert Told(name).gradient < 1e-8


@pytest.mark.parametrize("name", MODELS)
def test_log_likelihood_with_all_constants(fits, name: str) -> None:
    assert fits(name).loglik == pytest.approx(Told(name).loglik, rel=1e-13)


@pytest.mark.parametrize("name", MODELS)
def test_coefficients_and_their_standard_errors(fits, name: str) -> None:
    fit, told = fits(name), Told(name)
    parts = [("beta", fit)] + ([("betazi", fit.zero)] if fit.zero else [])
    for kind, part in parts:
        estimate, se = told.of(kind)
        assert np.max(np.abs(part.beta - estimate) / se) < 3e-8
        errors = np.sqrt(np.diag(part.vcov))
        assert errors == pytest.approx(se, rel=LOOSE_SE.get(name, 1e-7))


@pytest.mark.parametrize("name", [name for name in MODELS if "poisson" not in name])
def test_dispersion(fits, name: str) -> None:
    fit, ((size,), (se,)) = fits(name), Told(name).of("betad")
    assert np.log(fit.dispersion) == pytest.approx(size, abs=3e-9)
    assert fit.dispersion_se == pytest.approx(se, rel=LOOSE_SE.get(name, 1e-7))


@pytest.mark.parametrize("name", [name for name in MODELS if "person" in name])
def test_spread_between_levels(fits, name: str) -> None:
    """glmmTMB gives log standard deviations, in the order of the formula, the zero part apart."""
    fit, told = fits(name), Told(name)
    for kind, part in (("theta", fit), ("thetazi", fit.zero)):
        logs, _ = told.of(kind)
        found = [np.log(sd) for spread in (part.spreads if part else ()) for sd in spread.sd]
        assert found == pytest.approx(logs[: len(found)], abs=2e-8)
        assert len(found) == len(logs) - (name == "poisson_slope" and kind == "theta")


def test_correlation_of_intercept_and_slope(fits) -> None:
    """glmmTMB's third number t stands for the correlation t / sqrt(1 + t^2)."""
    t = Told("poisson_slope").of("theta")[0][2]
    (spread,) = fits("poisson_slope").spreads
    found = spread.covariance[0, 1] / np.prod(spread.sd)
    assert found == pytest.approx(t / np.sqrt(1 + t**2), abs=1e-9)


@pytest.mark.parametrize("points", [25, 9])
def test_quadrature_against_lme4(points: int) -> None:
    """By quadrature lme4 gives the deviance, from which the saturated model has been taken."""
    told = OTHERS[f"poisson_person_agq{points}"]
    fit = fitted("visits", family="poisson", random="1|person", quadrature=points)
    y = table("visits")["acts"].to_numpy()
    whole = -told["deviance"] / 2 + poisson.logpmf(y, y).sum()
    assert fit.loglik == pytest.approx(whole, rel=1e-11)
    assert fit.spreads[0].sd[0] == pytest.approx(told["estimate"][0], abs=1e-9)
    assert fit.beta == pytest.approx(np.array(told["estimate"][1:]), abs=1e-9)
    errors = np.sqrt(np.diag(fit.vcov))
    assert errors == pytest.approx(np.array(told["se"][1:]), rel=1e-7)


def test_poisson_without_random_effects_against_glm() -> None:
    told, fit = OTHERS["glm_poisson"], fitted("visits", family="poisson")
    assert fit.loglik == pytest.approx(told["loglik"], rel=1e-13)
    assert fit.beta == pytest.approx(told["estimate"], abs=1e-11)
    assert np.sqrt(np.diag(fit.vcov)) == pytest.approx(told["se"], rel=1e-7)


def test_nb2_without_random_effects_against_mass() -> None:
    """MASS treats k as known in its standard errors of the coefficients; so those are not asked."""
    told, fit = OTHERS["glm_nb"], fitted("self_harm")
    assert fit.loglik == pytest.approx(told["loglik"], rel=1e-13)
    assert fit.beta == pytest.approx(told["estimate"], abs=1e-9)
    assert fit.dispersion == pytest.approx(told["theta"], rel=1e-6)
