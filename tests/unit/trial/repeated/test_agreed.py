"""Places that share sums alone get the fit that all their records together give."""

import numpy as np
import pytest

from openimt.errors import TrialError
from openimt.trial.repeated import fit_repeated, fit_sums
from openimt.trial.repeated.agreed import agree, people_under
from tests.trial_builders import btheb, last_visit

TRIAL = btheb()
TOWARDS = last_visit(TRIAL, "BtheB")
PLACES = ("(Intercept)", "bdi.pre", "drugYes", "length>6m", "armBtheB")
MEAN, UNIT = 23.0, 9.0


def maps() -> np.ndarray:
    """z is 1, (baseline - 23) / 10, drug, length, arm."""
    found = np.zeros((4, 5, TRIAL.p))
    for j, name in enumerate(TRIAL.names):
        first, *rest = name.split(":")
        visit = next((part for part in (first, *rest) if part.startswith("visit")), None)
        base = next((part for part in (first, *rest) if not part.startswith("visit")), PLACES[0])
        at = range(4) if visit is None else [("2", "3", "5", "8").index(visit[5:])]
        found[at, PLACES.index(base), j] = 1.0
    found[:, 0] += MEAN * found[:, 1]
    found[:, 1] *= 10.0
    return found


def records() -> tuple[np.ndarray, np.ndarray]:
    z, y = np.ones((97, 5)), np.full((97, 4), np.nan)
    z[TRIAL.subject, 1:] = TRIAL.x[:, [1, 5, 6, 7]]
    z[:, 1] = (z[:, 1] - MEAN) / 10
    y[TRIAL.subject, TRIAL.visit] = TRIAL.y
    return z, y


def layout(unit: float = UNIT):
    return agree(TRIAL.visits, TRIAL.names, maps(), unit=unit)


def test_sums_of_three_places_give_the_pooled_fit() -> None:
    z, y = records()
    place = np.random.default_rng(2).integers(0, 3, 97)
    # Every place agrees on the layout by itself; no object is shared.
    sums = [people_under(layout(), z[place == k], y[place == k]).sums() for k in range(3)]
    found, whole = fit_sums(sums[0] + sums[1] + sums[2]), fit_repeated(TRIAL)
    assert found.loglik == pytest.approx(whole.loglik, rel=1e-12)
    np.testing.assert_allclose(found.beta, whole.beta, rtol=1e-8)
    ours, theirs = found.contrast(TOWARDS), whole.contrast(TOWARDS)
    np.testing.assert_allclose(
        [ours.se, ours.df, ours.p], [theirs.se, theirs.df, theirs.p], rtol=1e-9
    )


def test_coefficients_the_outcome_is_taken_about_change_nothing() -> None:
    z, y = records()
    about = np.where(np.array(TRIAL.names) == "(Intercept)", 15.0, 0.0)
    moved = agree(TRIAL.visits, TRIAL.names, maps(), origin=about, unit=UNIT)
    one = fit_sums(people_under(layout(), z, y).sums())
    two = fit_sums(people_under(moved, z, y).sums())
    np.testing.assert_allclose(one.beta, two.beta, rtol=1e-9)
    assert one.loglik == pytest.approx(two.loglik, rel=1e-12)


def test_groups_of_all_places() -> None:
    z, y = records()
    arm = z[:, 4].astype(np.int64)
    asked = {"group_names": ("TAU", "BtheB")}
    half = np.arange(97) < 50
    sums = [people_under(layout(), z[k], y[k], group=arm[k], **asked).sums() for k in (half, ~half)]
    rows = TRIAL.x[:, 7].astype(np.int64)
    whole = fit_repeated(TRIAL, groups=rows, group_names=("TAU", "BtheB"))
    np.testing.assert_allclose(fit_sums(sums[0] + sums[1]).beta, whole.beta, rtol=1e-8)


def test_what_does_not_fit_is_refused() -> None:
    z, y = records()
    one = people_under(layout(), z, y).sums()
    with pytest.raises(TrialError, match="same layout and groups"):
        one + people_under(layout(unit=8.0), z, y).sums()
    with pytest.raises(TrialError, match="same layout and groups"):
        one + people_under(layout(), z, y, group_names=("all",)).sums()
    with pytest.raises(TrialError, match="needs 5 numbers in z and 4 outcomes"):
        people_under(layout(), z[:, :3], y)
    with pytest.raises(TrialError, match="not finite; leave that person out"):
        people_under(layout(), np.where(z == 1, np.inf, z), y)
    with pytest.raises(TrialError, match="unit must be a number above 0"):
        layout(unit=0.0)
    with pytest.raises(TrialError, match="a row for each of 3 visits"):
        agree(TRIAL.visits[:3], TRIAL.names, maps())


def test_columns_that_no_place_can_tell_apart_are_refused() -> None:
    z, y = records()
    z[:, 4] = z[:, 0]
    with pytest.raises(TrialError, match=r"cannot tell the coefficient .* from others"):
        fit_sums(people_under(layout(), z, y).sums())
