"""Sandwich covariances where the answer is known."""

import numpy as np
import pytest

from openimt.trial.repeated import People, fit_repeated, fit_sums
from tests.trial_builders import bare_matrix, btheb, last_visit


def test_one_visit_and_two_arms_is_welch() -> None:
    """With one visit, cr2 is the difference of means with each arm's own variance, and its degrees
    of freedom are near those of Welch: both are given by the arms' numbers when variances agree."""
    chance = np.random.default_rng(3)
    arm = np.repeat([0.0, 1.0], [30, 12])
    y = chance.normal(size=42) + arm
    x = np.column_stack([np.ones(42), arm])
    trial = bare_matrix(x, y, np.arange(42), np.zeros(42))
    fit = fit_repeated(trial, df="satterthwaite", vcov="cr2")
    groups = [y[arm == a] for a in (0, 1)]
    welch = sum(g.var(ddof=1) / g.size for g in groups)
    assert fit.vcov[1, 1] == pytest.approx(welch, rel=1e-10)
    parts = [1 / g.size for g in groups]
    known = sum(parts) ** 2 / sum(p**2 / (g.size - 1) for p, g in zip(parts, groups, strict=True))
    assert fit.contrast(np.array([0.0, 1.0])).df == pytest.approx(known, rel=1e-10)


def test_the_corrections_grow() -> None:
    trial = btheb()
    towards = last_visit(trial, "BtheB")
    plain, reduced, jackknife = (
        fit_repeated(trial, df="satterthwaite", vcov=name).contrast(towards)
        for name in ("cr0", "cr2", "cr3")
    )
    assert plain.se < reduced.se < jackknife.se
    assert plain.estimate == reduced.estimate == jackknife.estimate


def test_the_jackknife_is_near_to_leaving_out_each_person() -> None:
    """The sandwich cr3 leaves out one person at a time with Sigma held; here it moves too."""
    trial = btheb()
    towards = last_visit(trial, "BtheB")
    people = People.of(trial)
    everyone, whole = people.sums(), fit_sums(people.sums())
    left = [
        float(towards @ fit_sums(everyone - people.sums([i]), start=whole).beta)
        for i in range(len(trial.subjects))
    ]
    real = np.sqrt(np.sum((np.array(left) - towards @ whole.beta) ** 2))
    robust = fit_repeated(trial, df="satterthwaite", vcov="cr3").contrast(towards).se
    assert robust == pytest.approx(real, rel=0.02)
