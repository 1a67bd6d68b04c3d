"""Count models against an integral on a plain grid: another program, another method, one answer."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.special import logsumexp

from openimt.errors import TrialError
from openimt.trial.counts import CountFit, fit_counts
from openimt.trial.counts.families import COUNTS
from openimt.trial.counts.grouping import grouped
from openimt.trial.counts.quadrature import Quadrature
from openimt.trial.matrix import ModelMatrix, Term
from openimt.trial.mixed.effects import random_effects
from openimt.trial.mixed.terms import parse_random

GRID = np.linspace(-8.0, 8.0, 1201)
WIDE = np.log(GRID[1] - GRID[0])
FEW = settings(max_examples=max(1, settings().max_examples // 3))
"""Each example is two fits and thousands of chances."""


@st.composite
def trials(draw) -> ModelMatrix:
    """Two arms, a covariate, 8 to 14 persons with some rows each; rates of any size."""
    chance = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    persons = draw(st.integers(8, 14))
    subject = np.sort(chance.integers(0, persons, persons * draw(st.integers(2, 3))))
    subject = np.unique(subject, return_inverse=True)[1].astype(np.int64)
    n, count = subject.size, int(subject.max()) + 1
    arm = (np.arange(count) % 2)[subject].astype(np.float64)
    x = np.column_stack([np.ones(n), arm, chance.normal(size=n)])
    rate, spread = draw(st.sampled_from([0.5, 3.0, 8.0])), draw(st.sampled_from([0.0, 0.5, 1.2]))
    k = draw(st.sampled_from([0.3, 2.0, np.inf]))
    mean = rate * np.exp(x @ [0.0, -0.4, 0.2] + chance.normal(0.0, 1.0, count)[subject] * spread)
    y = chance.poisson(mean * (chance.gamma(k, 1 / k, n) if np.isfinite(k) else 1.0))
    return ModelMatrix(
        outcome="acts",
        names=("(Intercept)", "arm", "age"),
        x=x,
        y=y.astype(np.float64),
        terms=(Term("arm", ("arm",), (1,)), Term("age", ("age",), (2,))),
        factors=(),
        row_means={},
        subject_means={},
        subject=subject,
        subjects=tuple(str(one) for one in range(count)),
        visit=np.zeros(n, dtype=np.int64),
        visits=("",),
        source_row=np.arange(2, n + 2),
        make_row=lambda values: np.zeros(3),
    )


def asked(matrix: ModelMatrix, **how) -> CountFit:
    """The fit; trials it refuses, or says its integral is off for, are another test's matter."""
    try:
        fit = fit_counts(matrix, random="1|subject", **how)
    except TrialError:
        assume(False)
        raise
    assume(not any("log-likelihood" in said for said in fit.warnings))
    return fit


def chances(family: str, y, mean, dispersion: float):
    """The log chance of y, as scipy's textbook distributions have it."""
    if family == "poisson" or dispersion in {0.0, np.inf}:
        return stats.poisson.logpmf(y, mean)
    if family == "nb2":
        return stats.nbinom.logpmf(y, dispersion, dispersion / (dispersion + mean))
    return stats.nbinom.logpmf(y, mean / dispersion, 1 / (1 + dispersion))


def by_grid(matrix: ModelMatrix, family: str, fit: CountFit) -> float:
    """The log-likelihood at the fit's parameters, by adding up 1201 values of the effect."""
    sd, total = float(fit.spreads[0].sd[0]), 0.0
    for person in range(len(matrix.subjects)):
        rows = matrix.subject == person
        mean = np.exp(matrix.x[rows] @ fit.beta + sd * GRID[:, None])
        logs = chances(family, matrix.y[rows], mean, fit.dispersion or 0.0).sum(axis=1)
        total += logsumexp(logs + stats.norm.logpdf(GRID)) + WIDE
    return float(total)


def with_points(points: int, matrix: ModelMatrix, family: str, fit: CountFit) -> float:
    """The log-likelihood at the fit's parameters by quadrature with more points."""
    free = fit.dispersion not in {None, 0.0, np.inf}
    last = [np.log(fit.dispersion)] if free else []
    made = COUNTS[family if free else "poisson"](matrix.y)
    codes = {"subject": matrix.subject}
    (effect,) = random_effects(matrix, parse_random("1|subject"), codes, {}, {})
    none = np.zeros(matrix.n)
    shape = Quadrature(matrix.x, none, made, (grouped(effect),), points=points)
    return shape(np.array([*fit.beta, fit.spreads[0].sd[0], *last]))[0]


@FEW
@given(trials(), st.sampled_from(["poisson", "nb2", "nb1"]))
def test_quadrature_is_the_integral(matrix: ModelMatrix, family: str) -> None:
    """Nine points are near; a hundred, at the same parameters, are the integral itself."""
    fit = asked(matrix, family=family, quadrature=9)
    wanted = by_grid(matrix, family, fit)
    assert fit.loglik == pytest.approx(wanted, abs=0.01)
    assert with_points(100, matrix, family, fit) == pytest.approx(wanted, rel=1e-6)


@FEW
@given(trials(), st.sampled_from(["poisson", "nb2", "nb1"]), st.integers(0, 2**32 - 1))
def test_no_parameters_near_are_likelier(matrix: ModelMatrix, family: str, seed: int) -> None:
    """On the grid, too, the integral is highest where the fit says."""
    fit = asked(matrix, family=family, quadrature=15)
    top = by_grid(matrix, family, fit)
    move = np.random.default_rng(seed).normal(size=3) * np.sqrt(np.diag(fit.vcov))
    for share in (1.0, 0.1):
        moved = CountFit(**{**vars(fit), "beta": fit.beta + share * move})
        assert by_grid(matrix, family, moved) < top + 0.01


@FEW
@given(trials(), st.sampled_from(["poisson", "nb2", "nb1"]))
def test_order_of_rows_and_scale_of_a_covariate_change_nothing(
    matrix: ModelMatrix, family: str
) -> None:
    first = asked(matrix, family=family)
    turn = np.argsort(-matrix.subject, kind="stable")
    scale = np.array([1.0, 1.0, 250.0])
    parts = {"x": matrix.x[turn] * scale, "y": matrix.y[turn], "subject": matrix.subject[turn]}
    other = fit_counts(ModelMatrix(**{**vars(matrix), **parts}), family=family, random="1|subject")
    assert other.loglik == pytest.approx(first.loglik, rel=1e-10)
    assert other.beta * scale == pytest.approx(first.beta, abs=1e-5)
    errors = np.sqrt(np.diag(first.vcov))
    assert np.sqrt(np.diag(other.vcov)) * scale == pytest.approx(errors, rel=1e-4)
