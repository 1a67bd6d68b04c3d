"""The compiled fit against the textbook's full matrices, and what it refuses to fit."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openimt.trial.matrix import Floats, Ints
from openimt.trial.simulation.fit import fit_contrast
from tests.unit.trial.simulation.dense import Dense, dense_fit

BY_VISIT, ONE_SLOPE = "by visit", "one slope"


def trial(seed: int, people: int, visits: int, missing: float) -> tuple[Floats, Floats]:
    """Outcomes with gaps and drop-out, and intercept, arm, baseline."""
    chance = np.random.default_rng(seed)
    shape = chance.normal(size=(visits, visits)) * 0.4 + np.eye(visits)
    z = np.column_stack([np.ones(people), np.arange(people) % 2, chance.normal(size=people)])
    y = chance.normal(size=(people, visits)) @ shape + 0.4 * z[:, 2:] + 3.0
    y[chance.random(y.shape) < missing] = np.nan
    gone = chance.integers(1, 4 * visits, people)
    y[np.arange(visits) >= gone[:, None]] = np.nan
    return y, z


def places(visits: int, kind: str) -> Ints:
    made = np.arange(3 * visits).reshape(3, visits).T
    if kind == ONE_SLOPE:
        made[:, 2] = 2 * visits
    return np.ascontiguousarray(made)


def fitted(y: Floats, z: Floats, place: Ints) -> tuple[int, Floats, Floats, Floats]:
    contrast = np.zeros(place.max() + 1)
    contrast[place[-1, 1]] = 1.0
    sigma, out = np.eye(y.shape[1]), np.zeros(4)
    steps = fit_contrast(y, z, 0, place, contrast, sigma, out)
    return steps, out, sigma, contrast


def by_the_book(y: Floats, z: Floats, place: Ints, sigma: Floats, contrast: Floats) -> Dense:
    who, when = np.nonzero(~np.isnan(y))
    x = np.zeros((len(who), len(contrast)))
    for row, (i, t) in enumerate(zip(who, when, strict=True)):
        for a in range(z.shape[1]):
            x[row, place[t, a]] += z[i, a]
    return dense_fit(y[who, when], x, who, when, sigma, contrast)


@settings(max_examples=12, deadline=None)
@given(
    st.integers(0, 10**6),
    st.integers(26, 40),
    st.integers(1, 4),
    st.sampled_from([0.0, 0.15]),
    st.sampled_from([BY_VISIT, ONE_SLOPE]),
)
def test_it_is_the_textbook(seed: int, people: int, visits: int, missing: float, kind: str) -> None:
    y, z = trial(seed, people, visits, missing)
    place = places(visits, kind)
    steps, out, sigma, contrast = fitted(y, z, place)
    if steps < 0:  # a draw that has no maximum: too few people with both of two visits
        return
    book = by_the_book(y, z, place, sigma, contrast)
    assert np.abs(book.gradient).max() < 1e-6
    assert out[0] == pytest.approx(book.estimate, rel=1e-9, abs=1e-10)
    assert out[1:].tolist() == pytest.approx([book.se, book.kr_se, book.df], rel=1e-8)


def test_complete_data_are_closed_form() -> None:
    """Without gaps the last visit's comparison is that of the last visit alone, df = n - 3."""
    y, z = trial(3, 30, 3, 0.0)
    y = np.where(np.isnan(y), 3.0 + np.arange(90).reshape(30, 3) % 7, y)
    _, out, *_ = fitted(y, z, places(3, BY_VISIT))
    beta, residual, *_ = np.linalg.lstsq(z, y[:, -1], rcond=None)
    se = np.sqrt(residual[0] / 27 * np.linalg.inv(z.T @ z)[1, 1])
    assert out.tolist() == pytest.approx([beta[1], se, se, 27.0], rel=1e-9)


def test_the_order_of_people_does_not_matter() -> None:
    y, z = trial(8, 40, 4, 0.1)
    place, turn = places(4, BY_VISIT), np.random.default_rng(1).permutation(40)
    _, one, *_ = fitted(y, z, place)
    _, two, *_ = fitted(y[turn], z[turn], place)
    assert one.tolist() == pytest.approx(two.tolist(), rel=1e-9)


def test_another_scale_is_only_another_scale() -> None:
    y, z = trial(8, 40, 3, 0.1)
    place = places(3, ONE_SLOPE)
    steps, one, *_ = fitted(y, z, place)
    again, two, *_ = fitted(1000 * y, z, place)
    assert steps > 0
    assert again > 0
    assert two[:3].tolist() == pytest.approx((1000 * one[:3]).tolist(), rel=1e-8)
    assert two[3] == pytest.approx(one[3], rel=1e-8)


def unseen_last_visit(y: Floats) -> None:
    y[:, -1] = np.nan


def arm_without_anybody(y: Floats) -> None:
    y[1::2, -1] = np.nan


def never_both(y: Floats) -> None:
    y[::3, 0] = np.nan
    y[1::3, 1] = np.nan
    y[2::3, :] = np.nan


def twice_the_same(y: Floats) -> None:
    y[:, 1] = y[:, 0]


@pytest.mark.parametrize(
    "spoil", [unseen_last_visit, arm_without_anybody, never_both, twice_the_same]
)
def test_what_has_no_answer_is_not_answered(spoil) -> None:
    y, z = trial(4, 36, 2, 0.0)
    spoil(y)
    assert fitted(y, z, places(2, BY_VISIT))[0] == -1
