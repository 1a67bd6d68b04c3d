"""Mediation on persons whose answer can be worked out on paper, and on many whose truth is set."""

from math import sqrt

import numpy as np
import pytest

from openimt.trial.mediation import MediationData, mediate
from openimt.trial.mediation.paths import covariance, designs


def people(arm, mediator, outcome, covariates=None, names=(), **words) -> MediationData:
    n = len(arm)
    made = np.empty((n, 0)) if covariates is None else np.asarray(covariates, float).reshape(n, -1)
    times = {"mediator_at": 6.0, "outcome_at": 18.0} | words
    return MediationData(
        np.asarray(arm),
        np.asarray(mediator, float),
        np.asarray(outcome, float),
        made,
        names,
        **times,
    )


ARM = np.repeat([0, 1], 12)
E = np.tile([1.0, -1.0, 1.0, -1.0], 6)
U = np.tile([1.0, 1.0, -1.0, -1.0], 6)


def test_a_product_of_coefficients_on_paper() -> None:
    """M = A + e and Y = 2 A + 3 M + u with e, u of +1 and -1, at right angles to all else.

    So b1 = 1, t1 = 2, t2 = 3: indirect 3, direct 2, total 5. What A leaves of M is e, of Y it is
    3 e + u, and their correlation 3 / sqrt(10): there the indirect effect would vanish.
    """
    mediator = ARM + E
    made = mediate(people(ARM, mediator, 2 * ARM + 3 * mediator + U), interaction=False, draws=200)
    found = [effect.estimate for effect in made.effects]
    assert found == pytest.approx([1, 3, 3, 2, 5])
    assert made.sensitivity.rho == pytest.approx(3 / sqrt(10))
    assert made.sensitivity.indirect_at(3 / sqrt(10)) == pytest.approx(0, abs=1e-12)
    assert made.sensitivity.indirect_at(0) == pytest.approx(3)
    # (s1/s2) (r - .6 sqrt((1-r^2)/(1-.36))) = sqrt(10) (3/sqrt(10) - .75 / sqrt(10)) = 2.25
    assert made.sensitivity.indirect_at(0.6) == pytest.approx(2.25)


def test_its_standard_errors_on_paper() -> None:
    """Residual variance of M: 24 / 22; of b1 that times 1/12 + 1/12."""
    mediator = ARM + E
    data = people(ARM, mediator, 2 * ARM + 3 * mediator + U)
    both = designs(data, interaction=False)
    assert covariance(both.mediator, data.mediator)[1, 1] == pytest.approx(24 / 22 / 6)
    # Y: residual variance 24 / 21; M given A has a sum of squares of 24
    assert covariance(both.outcome, data.outcome)[2, 2] == pytest.approx(24 / 21 / 24)


def test_an_interaction_on_paper() -> None:
    """Y = 2 A + 3 M + A M + u: the slope under treatment is 4, the mediator without it is 0 on
    average. Indirect 1 x 4, direct 2 + 1 x 0."""
    mediator = ARM + E
    outcome = 2 * ARM + 3 * mediator + ARM * mediator + U
    made = mediate(people(ARM, mediator, outcome), draws=200)
    found = [effect.estimate for effect in made.effects]
    assert found == pytest.approx([1, 4, 4, 2, 6])
    # Under treatment Y leaves 4 e + u: r = 4 / sqrt(17)
    assert made.sensitivity.rho == pytest.approx(4 / sqrt(17))


def test_the_direct_effect_stands_at_the_untreated_mediator() -> None:
    """As above with the mediator 10 higher for all: E(M | A = 0) = 10, direct 2 + 10."""
    mediator = ARM + E + 10
    outcome = 2 * ARM + 3 * mediator + ARM * mediator + U
    made = mediate(people(ARM, mediator, outcome), draws=200)
    assert made.direct.estimate == pytest.approx(12)
    assert made.indirect.estimate == pytest.approx(4)


def world(n: int, seed: int, *, hidden: tuple[float, float] = (0.0, 0.0)):
    """People with b = (1, .5, .8), t = (2, -1, 1.5, .6, .4) and a hidden cause of both."""
    rng = np.random.default_rng(seed)
    arm = rng.integers(0, 2, n)
    base = rng.normal(1.0, 1.0, n)
    cause, e, u = rng.normal(size=(3, n))
    mediator = 1 + 0.5 * arm + 0.8 * base + hidden[0] * cause + e
    outcome = 2 - arm + 1.5 * mediator + 0.6 * arm * mediator + 0.4 * base + hidden[1] * cause + u
    return people(arm, mediator, outcome, base, ("base",))


def test_the_truth_of_many_people_is_found() -> None:
    """E(M | A = 0) = 1.8: direct -1 + .6 x 1.8 = .08, indirect .5 x 2.1 = 1.05."""
    made = mediate(world(100_000, 1), interval="monte_carlo", draws=2000)
    assert made.direct.estimate == pytest.approx(0.08, abs=4 * made.direct.se)
    assert made.indirect.estimate == pytest.approx(1.05, abs=4 * made.indirect.se)
    assert made.indirect.se < 0.02
    assert made.total.estimate == pytest.approx(1.13, abs=4 * made.total.se)


def test_a_hidden_cause_misleads_and_its_rho_puts_it_right() -> None:
    """Cause .8 on M, .9 on Y: .8 U + e and .9 U + u correlate by .72 / sqrt(1.64 x 1.81)."""
    data = world(200_000, 2, hidden=(0.8, 0.9))
    made = mediate(data, interval="monte_carlo", draws=500)
    rho = 0.72 / sqrt(1.64 * 1.81)
    assert made.indirect.estimate > 1.05 + 10 * made.indirect.se
    assert made.sensitivity.indirect_at(rho) == pytest.approx(1.05, abs=0.04)
    assert made.sensitivity.rho > rho


def test_both_intervals_agree_where_much_is_known() -> None:
    data = world(800, 3)
    boot, drawn = (mediate(data, interval=one, draws=2000) for one in ("bootstrap", "monte_carlo"))
    assert boot.indirect.estimate == drawn.indirect.estimate
    for name in ("a", "b", "indirect", "direct", "total"):
        one, other = getattr(boot, name), getattr(drawn, name)
        assert one.se == pytest.approx(other.se, rel=0.1), name
        assert one.low == pytest.approx(other.low, abs=0.4 * one.se), name


def test_intervals_cover_and_hold_their_level() -> None:
    """80 trials in which nothing happens to the mediator: 0 lies outside in 5 % or fewer."""
    missed = 0
    for seed in range(80):
        rng = np.random.default_rng(seed)
        arm = np.repeat([0, 1], 30)
        mediator = rng.normal(size=60)
        outcome = 0.6 * mediator + rng.normal(size=60)
        made = mediate(people(arm, mediator, outcome), interaction=False, draws=300, seed=seed)
        missed += not made.indirect.low <= 0 <= made.indirect.high
    assert missed <= 9


def test_the_direct_effect_knows_that_covariates_vary() -> None:
    """M = 5 C and an interaction of 1: the mean of C in 100 people moves direct by .5."""
    rng = np.random.default_rng(6)
    arm, base = np.repeat([0, 1], 50), rng.normal(size=100)
    mediator = 5 * base + 0.5 * arm + 0.3 * rng.normal(size=100)
    outcome = arm + mediator + arm * mediator + 0.3 * rng.normal(size=100)
    made = mediate(people(arm, mediator, outcome, base, ("base",)), draws=1000)
    assert made.direct.se == pytest.approx(0.5, rel=0.25)


def test_the_same_seed_gives_the_same_interval_whatever_the_order_of_rows() -> None:
    data = world(300, 4)
    made = mediate(data, draws=500)
    assert made.indirect == mediate(data, draws=500).indirect
    turned = people(
        data.arm[::-1], data.mediator[::-1], data.outcome[::-1], data.covariates[::-1], data.names
    )
    again = mediate(turned, draws=500)
    assert again.indirect.estimate == pytest.approx(made.indirect.estimate, rel=1e-10)
    assert again.indirect.se == pytest.approx(made.indirect.se, rel=0.2)


def test_scales_turn_through() -> None:
    """Outcome x 10, mediator x 100: effects x 10, slope x 0.1; arms exchanged: signs."""
    data = world(400, 5)
    made = mediate(data, interaction=False, draws=300)
    scaled = people(data.arm, 100 * data.mediator, 10 * data.outcome, data.covariates, data.names)
    again = mediate(scaled, interaction=False, draws=300)
    assert again.indirect.estimate == pytest.approx(10 * made.indirect.estimate)
    assert again.b.estimate == pytest.approx(0.1 * made.b.estimate)
    assert again.sensitivity.rho == pytest.approx(made.sensitivity.rho)
    turned = people(1 - data.arm, data.mediator, data.outcome, data.covariates, data.names)
    other = mediate(turned, interaction=False, draws=300)
    assert other.indirect.estimate == pytest.approx(-made.indirect.estimate)
    assert other.direct.estimate == pytest.approx(-made.direct.estimate)
