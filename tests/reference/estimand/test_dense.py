"""The package against a dense, person-by-person reference: equal to 1e-9."""

from dataclasses import replace

import numpy as np
import pytest

from openimt.trial.estimand import Answer, answer_estimand, estimand_from
from openimt.trial.estimand.finding import Finding
from tests.reference.estimand import dense
from tests.reference.estimand.invented import invented, plan, tables

CLOSE = {"rtol": 0, "atol": 1e-9}


def dropouts(trial: dense.Trial) -> np.ndarray:
    """The first visit from which on an assumption holds: the event, or when nothing more came."""
    there = ~np.isnan(trial.y)
    last = np.array([row.nonzero()[0].max(initial=-1) + 1 for row in there])
    return np.minimum(trial.first, last)


def assumed(trial: dense.Trial, name: str) -> dense.Trial:
    visits = trial.y.shape[1]
    first = np.full(len(trial.arm), visits) if name == "MAR" else dropouts(trial)
    return replace(trial, first=first, assumption=(name,) * len(trial.arm))


def answered(trial: dense.Trial, text: str = "") -> Answer:
    data, events = tables(trial)
    return answer_estimand(estimand_from(plan(trial, "J2R", text)), data, events)


def numbers(finding: Finding, visits: int) -> tuple[np.ndarray, np.ndarray]:
    both = [*finding.means, *finding.differences]
    order = list(dict.fromkeys(one.visit for one in both))
    rows = [[one.contrast for one in both if one.visit == visit] for visit in order]
    assert len(rows) == visits
    return (
        np.array([[c.estimate for c in row] for row in rows]),
        np.array([[c.se for c in row] for row in rows]),
    )


TRIALS = {
    "two arms": invented(1, n=24),
    "three arms": invented(2, n=30, arms=3),
    "four visits": invented(3, n=26, visits=4),
    "no gaps between": invented(4, n=24, gaps=0.0),
}


@pytest.mark.parametrize("which", TRIALS)
def test_estimates_are_those_of_the_definitions(which: str) -> None:
    trial = TRIALS[which]
    made = answered(trial)
    for finding in made.sensitivity:
        values, _ = numbers(finding, trial.y.shape[1])
        np.testing.assert_allclose(
            values, dense.estimate(assumed(trial, finding.label)), **CLOSE, err_msg=finding.label
        )


def test_covariances_by_arm() -> None:
    trial = replace(invented(5, n=44), by_arm=True)
    for finding in answered(trial, "by_arm = true\n").sensitivity:
        values, _ = numbers(finding, 3)
        np.testing.assert_allclose(values, dense.estimate(assumed(trial, finding.label)), **CLOSE)


def test_the_planned_analysis_takes_those_without_an_event_as_missing_at_random() -> None:
    trial = replace(invented(9, n=26), assumption=("J2R",) * 26)
    values, _ = numbers(answered(trial, "[sensitivity]\nmissing = []\n").planned, 3)
    np.testing.assert_allclose(values, dense.estimate(trial), **CLOSE)


def test_a_covariate_with_one_slope_for_all_visits() -> None:
    trial = replace(invented(6, n=24), constant=(False, True))
    data, events = tables(trial)
    text = plan(trial).replace('by_visit = ["baseline", "sex"]', "")
    made = answer_estimand(estimand_from(text), data, events)
    for finding in made.sensitivity:
        values, _ = numbers(finding, 3)
        np.testing.assert_allclose(values, dense.estimate(assumed(trial, finding.label)), **CLOSE)


@pytest.mark.parametrize("name", ["MAR", "CIR"])
def test_the_jackknife_is_that_of_the_whole_procedure_again(name: str) -> None:
    """Each of the 20 refits of the reference starts from nothing; ours are warm."""
    trial = invented(7, n=20, visits=2, gaps=0.05)
    finding = next(one for one in answered(trial).sensitivity if one.label == name)
    _, se = numbers(finding, 2)
    np.testing.assert_allclose(se, dense.jackknife(assumed(trial, name)), **CLOSE)


def test_deltas_shift_what_was_imputed() -> None:
    trial = invented(8, n=20, visits=2, gaps=0.05)
    text = "[sensitivity]\nmissing = []\n[sensitivity.delta]\nMIT = [0, 4, 3]\nDBT = [0, 2, 2]\n"
    (tip,) = answered(trial, text).tipping
    reference = replace(trial, assumption=("J2R",) * 20)
    for one in tip.grid[::2]:
        delta = (one.delta_reference, one.delta)
        assert one.estimate == pytest.approx(dense.estimate(reference, delta)[-1, -1], abs=1e-9)
    last = tip.grid[-1]
    assert last.se == pytest.approx(dense.jackknife(reference, (2.0, 4.0))[-1, -1], abs=1e-9)
