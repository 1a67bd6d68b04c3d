"""What must hold of reference-based imputation in every trial, whatever its numbers."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openimt.trial.estimand import Answer, answer_estimand, estimand_from
from openimt.trial.estimand.attributes import Assumption, Estimand
from openimt.trial.estimand.imputing import completed
from openimt.trial.estimand.means import mean_form
from openimt.trial.estimand.occurrences import occurrences
from openimt.trial.estimand.records import Records, records
from openimt.trial.estimand.refitting import refits
from openimt.trial.estimand.rules import Cells, apply_rules
from tests.reference.estimand.dense import Trial
from tests.reference.estimand.invented import invented, plan, tables

FEW = settings(max_examples=max(1, settings().max_examples // 8))
"""Every example fits models; an eighth of the usual number is enough each day."""
seeds = st.integers(0, 10**6)
CLOSE = {"rtol": 0, "atol": 1e-8}


def parts(trial: Trial, missing: str, instead: Assumption | None = None):
    estimand = estimand_from(plan(trial, missing))
    data, events = tables(trial)
    people = records(data, estimand)
    cells = apply_rules(estimand, people, occurrences(events, estimand, people), instead)
    return estimand, people, cells


def filled(estimand: Estimand, people: Records, cells: Cells) -> np.ndarray:
    form = mean_form(people)
    fits = refits(people, form, cells.fit, estimand.model).whole
    return completed(cells, form, people.arm, fits)[0]


def lasting(trial: Trial, seed: int, earliest: int = 0) -> Trial:
    """Five in each arm leave for good, after so many visits at least."""
    rng = np.random.default_rng(seed)
    n, visits = trial.y.shape
    first = np.full(n, visits)
    for arm in range(int(trial.arm.max()) + 1):
        people = rng.permutation(np.flatnonzero(trial.arm == arm))[:5]
        first[people] = rng.integers(earliest, visits, len(people))
    y = np.where(np.arange(visits) >= first[:, None], np.nan, trial.y)
    return replace(trial, y=y, first=first)


@FEW
@given(seeds, st.sampled_from(["un", "csh", "ar1", "toeph", "ad"]))
def test_missing_at_random_is_the_mixed_model(seed: int, covariance: str) -> None:
    """With every covariate free at each visit the conditional-mean analysis is the MMRM itself.

    The normal equations sum z_i (x) S_i^-1 r_i = 0 of the mixed model say that the completed
    residuals sum z_i (x) S W_i r_i = 0 are those of least squares, whatever was missing.
    """
    trial = invented(seed, n=30)
    estimand, people, cells = parts(replace(trial, first=np.full(30, 3)), "MAR")
    form = mean_form(people)
    fits = refits(people, form, cells.fit, replace(estimand.model, covariance=covariance)).whole
    y = completed(cells, form, people.arm, fits)[0]
    by_least_squares = np.linalg.lstsq(form.own, y, rcond=None)[0]
    np.testing.assert_allclose(by_least_squares, form.by_visit(fits.beta)[0], **CLOSE)


@FEW
@given(seeds)
def test_with_nothing_missing_all_assumptions_say_the_same(seed: int) -> None:
    trial = invented(seed, n=24, gaps=0.0)
    trial = replace(trial, y=np.where(np.isnan(trial.y), 20.0 + seed % 7, trial.y))
    seen = [filled(*parts(trial, "J2R", one)) for one in Assumption]
    for one in seen:
        np.testing.assert_array_equal(one, trial.y)


@FEW
@given(seeds)
def test_in_the_reference_arm_every_reference_is_its_own(seed: int) -> None:
    trial = lasting(invented(seed, n=30, gaps=0.0), seed)
    arm = trial.arm == 0
    mar = filled(*parts(trial, "MAR"))
    for one in (Assumption.J2R, Assumption.CR, Assumption.CIR):
        np.testing.assert_allclose(filled(*parts(trial, "MAR", one))[arm], mar[arm], **CLOSE)


@FEW
@given(seeds)
def test_an_event_before_the_first_visit_makes_one_of_three(seed: int) -> None:
    """Jump to, copy, and copy increments of the reference start from the same place then."""
    trial = invented(seed, n=30, gaps=0.0)
    gone = np.random.default_rng(seed).permutation(30)[:6]
    trial.y[gone] = np.nan
    trial = replace(trial, first=np.where(np.isin(np.arange(30), gone), 0, 3))
    seen = [filled(*parts(trial, name)) for name in ("J2R", "CR", "CIR")]
    for one in seen[1:]:
        np.testing.assert_allclose(one, seen[0], **CLOSE)


@FEW
@given(seeds, st.floats(-3, 3))
def test_parallel_arms_make_copied_increments_missing_at_random(seed: int, gap: float) -> None:
    """Where the reference changes as the arm does, only the arm's lead is left: CIR is MAR.

    Whoever leaves before the first visit has gained nothing yet, so all are measured once here.
    """
    trial = lasting(invented(seed, n=30, gaps=0.0), seed, earliest=1)
    estimand, people, cells = parts(trial, "CIR")
    form = mean_form(people)
    fits = refits(people, form, cells.fit, estimand.model).whole
    fits.beta[:, form.place[1]] = gap
    made = completed(cells, form, people.arm, fits)
    mar = completed(parts(trial, "MAR")[2], form, people.arm, fits)
    np.testing.assert_allclose(made, mar, **CLOSE)


@FEW
@given(seeds)
def test_jumping_dilutes_by_the_share_that_stayed(seed: int) -> None:
    """All who leave do so before the first visit, no covariates but an even baseline: J2R = s MAR.

    With the share s of an arm measured, its imputed mean is s times its own and 1 - s times the
    reference's, so the difference is s times the one under MAR.
    """
    rng = np.random.default_rng(seed)
    n, stayed = 24, 8
    trial = invented(seed, n=n, gaps=0.0)
    y = rng.normal(10 - trial.arm[:, None], 3, (n, 3))
    gone = np.flatnonzero(trial.arm == 1)[stayed:]
    y[gone] = np.nan
    first = np.where(np.isin(np.arange(n), gone), 0, 3)
    trial = replace(trial, y=y, first=first)
    mean = {}
    for name in ("MAR", "J2R"):
        estimand, people, cells = parts(trial, name)
        form = mean_form(people)
        flat = replace(form, own=form.own[:, :2], reference=form.reference[:, :2],
                       place=form.place[:2], names=form.names[:6])  # fmt: skip
        fits = refits(people, flat, cells.fit, estimand.model).whole
        done = completed(cells, flat, people.arm, fits)[0]
        mean[name] = done[trial.arm == 1].mean(axis=0) - done[trial.arm == 0].mean(axis=0)
    np.testing.assert_allclose(mean["J2R"], stayed / 12 * mean["MAR"], **CLOSE)


def answered(trial: Trial) -> Answer:
    data, events = tables(trial)
    text = '[sensitivity]\nmissing = ["CIR"]\n[sensitivity.delta]\nMIT = [0, 3, 2]\n'
    return answer_estimand(estimand_from(plan(trial, "J2R", text)), data, events)


@FEW
@given(seeds)
def test_a_delta_of_nothing_changes_nothing(seed: int) -> None:
    made = answered(invented(seed, n=26, visits=2))
    base = made.planned.at("6")[0].contrast
    tip = made.tipping[0]
    zero = next(one for one in tip.grid if not one.delta and not one.delta_reference)
    assert zero.estimate == pytest.approx(base.estimate, abs=1e-10)
    assert zero.se == pytest.approx(base.se, abs=1e-10)
    assert zero.p == pytest.approx(base.p, abs=1e-10)


@FEW
@given(seeds, st.floats(0.1, 50), st.floats(-100, 100))
def test_units_and_the_order_of_people_do_not_matter(seed: int, scale: float, shift: float) -> None:
    trial = invented(seed, n=26, visits=2)
    order = np.random.default_rng(seed).permutation(26)
    other = replace(
        trial, arm=trial.arm[order], x=trial.x[order] * [scale, 1] + [shift, 0],
        y=trial.y[order] * scale + shift, first=trial.first[order],
    )  # fmt: skip
    for one, two in zip(answered(trial).findings, answered(other).findings, strict=True):
        for a, b in zip(one.differences, two.differences, strict=True):
            tight = {"rel": 1e-6, "abs": 1e-7 * scale}
            assert b.contrast.estimate == pytest.approx(scale * a.contrast.estimate, **tight)
            assert b.contrast.se == pytest.approx(scale * a.contrast.se, **tight)
