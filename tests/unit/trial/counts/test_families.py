"""Every family: the value is scipy's, every slope is that of the value."""

import math

import numpy as np
import pytest
from scipy import stats

from openimt.trial.counts.families import Logistic, Nb1, Nb2, Poisson
from openimt.trial.counts.rising import SINGLE, rising
from openimt.trial.counts.truncated import Truncated
from tests.unit.trial.counts.made_up import slope

Y = np.array([0.0, 1, 2, 5, SINGLE - 1, SINGLE, SINGLE + 1, 40, 300, 5000])
MU = np.array([0.1, 0.3, 2, 5, 9, 12, 20, 30, 200, 7000])
ETA = np.log(MU)
SPREADS = (-3.0, -0.5, 1.0, 6.0)
COUNTS = (Poisson, Nb2, Nb1)


def both(make):
    """The family over all counts, and cut at 0 over those above."""
    return [make(Y), Truncated(make(np.maximum(Y, 1.0)))]


@pytest.mark.parametrize("psi", SPREADS)
def test_values_are_those_of_scipy(psi: float) -> None:
    k = math.exp(psi)
    wanted = {
        Poisson: stats.poisson.logpmf(Y, MU),
        Nb2: stats.nbinom.logpmf(Y, k, k / (k + MU)),
        Nb1: stats.nbinom.logpmf(Y, MU / k, 1 / (1 + k)),
    }
    for make, values in wanted.items():
        assert make(Y).curve(ETA, psi)[0] == pytest.approx(values, rel=2e-12, abs=2e-12)


@pytest.mark.parametrize("psi", SPREADS)
@pytest.mark.parametrize(
    "family", [one for make in COUNTS for one in both(make)] + [Logistic(Y > 2)]
)
def test_every_slope_is_that_of_the_value_below_it(family, psi: float) -> None:
    s = family.slopes(ETA, psi)
    for below, name in (("value", "d1"), ("d1", "d2"), ("d2", "d3")):
        found = differences(
            lambda move, below=below: getattr(family.slopes(ETA + move, psi), below)
        )
        assert found == pytest.approx(getattr(s, name), rel=1e-9, abs=1e-9 * 7000)
    for below, name in (("value", "p0"), ("d1", "p1"), ("d2", "p2")):
        found = differences(
            lambda move, below=below: getattr(family.slopes(ETA, psi + move), below)
        )
        assert found == pytest.approx(getattr(s, name), rel=1e-9, abs=1e-9 * 7000)


def differences(value):
    """The slope at 0, elementwise."""
    step = 1e-3
    return (8 * (value(step) - value(-step)) - (value(2 * step) - value(-2 * step))) / (12 * step)


@pytest.mark.parametrize(
    "family", [one for make in COUNTS for one in both(make)] + [Logistic(Y > 2)]
)
def test_the_short_form_says_the_same_as_the_long_one(family) -> None:
    s = family.slopes(ETA, 0.4)
    for short, long in zip(family.curve(ETA, 0.4), (s.value, s.d1, s.d2), strict=True):
        assert short == pytest.approx(long, rel=1e-13)


@pytest.mark.parametrize("make", COUNTS)
def test_chances_of_every_count_above_zero_sum_to_one(make) -> None:
    y = np.arange(1.0, 400.0)
    chance = np.exp(Truncated(make(y)).curve(np.full(y.shape, 0.7), 0.3)[0])
    assert chance.sum() == pytest.approx(1.0, abs=1e-12)


@pytest.mark.parametrize("make", [Nb2, Nb1])
def test_the_edge_of_a_negative_binomial_is_poisson(make) -> None:
    far = 25.0 if make is Nb2 else -25.0
    plain, edge = Poisson(Y).slopes(ETA, 0.0), make(Y).slopes(ETA, far)
    for name in ("value", "d1", "d2", "d3"):
        assert getattr(edge, name) == pytest.approx(getattr(plain, name), rel=1e-5, abs=1e-5)
    assert np.max(np.abs(edge.p0)) < 1e-3


@pytest.mark.parametrize("k", [1e-4, 0.3, 5.0, 1e3, 1e9])
def test_the_rising_factorial_is_the_sum_it_stands_for(k: float) -> None:
    y = np.array([0.0, 1, 2, SINGLE, SINGLE + 1, 100, 3000])
    wanted = [math.fsum(math.log1p(j / k) for j in range(int(one))) for one in y]
    value, first, second, third = rising(y, np.full(y.shape, k), 3)
    assert value == pytest.approx(wanted, rel=1e-13, abs=1e-12)
    shares = [[j / (k + j) for j in range(int(one))] for one in y]
    assert first == pytest.approx([-math.fsum(s) for s in shares], rel=1e-12, abs=2e-12)
    wanted = [math.fsum(s * (1 - s) for s in row) for row in shares]
    assert second == pytest.approx(wanted, rel=1e-10, abs=1e-10)
    wanted = [-math.fsum(s * (1 - s) * (1 - 2 * s) for s in row) for row in shares]
    assert third == pytest.approx(wanted, rel=1e-9, abs=1e-9)


def test_the_helper_of_these_tests_finds_a_known_slope() -> None:
    assert slope(lambda v: float(v[0] ** 3 + v[1]), np.array([2.0, 1.0])) == pytest.approx([12, 1])
