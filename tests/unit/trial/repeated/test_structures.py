"""The table of structures: counts, derivatives, and what each Sigma looks like."""

import numpy as np
import pytest

from openimt.errors import TrialError
from openimt.trial.repeated.parameters import Entries, parameters
from openimt.trial.repeated.structure import STRUCTURES, structure
from tests.dense_repeated import sigma_of

every = pytest.mark.parametrize("name", STRUCTURES)
COUNTS = {
    "un": 15, "cs": 2, "csh": 6, "ar1": 2, "ar1h": 6, "toep": 5, "toeph": 9, "ad": 5, "adh": 9,
}  # fmt: skip


def theta(count: int) -> np.ndarray:
    return np.random.default_rng(3).normal(scale=0.5, size=count)


@every
def test_how_many_parameters(name: str) -> None:
    assert STRUCTURES[name].count(5) == parameters(STRUCTURES[name], 5).count == COUNTS[name]


@every
@pytest.mark.parametrize("visits", [1, 2, 5])
def test_sigma_entry_by_entry(name: str, visits: int) -> None:
    written = parameters(STRUCTURES[name], visits)
    at = theta(written.count)
    np.testing.assert_allclose(written.sigma(at), sigma_of(name, at, visits), rtol=1e-13)


@every
def test_derivatives(name: str) -> None:
    written = parameters(STRUCTURES[name], 4)
    at, step = theta(written.count), 1e-5 * np.eye(written.count)
    first = [(written.sigma(at + h) - written.sigma(at - h)) / 2e-5 for h in step]
    second = [(written.first(at + h) - written.first(at - h)) / 2e-5 for h in step]
    np.testing.assert_allclose(written.first(at), first, atol=1e-8)
    np.testing.assert_allclose(written.second(at), second, atol=1e-8)


@every
def test_the_sum_of_second_derivatives_is_what_it_says(name: str) -> None:
    written, slope = parameters(STRUCTURES[name], 4), np.arange(16.0).reshape(4, 4)
    slope = slope + slope.T
    at = theta(written.count)
    whole = np.tensordot(written.second(at), slope, 2)
    np.testing.assert_allclose(written.curl(at, slope), whole, atol=1e-10)


@every
def test_no_correlation_at_all_is_no_special_case(name: str) -> None:
    written = parameters(STRUCTURES[name], 4)
    at = np.zeros(written.count)
    np.testing.assert_allclose(written.sigma(at), np.eye(4), atol=1e-100)
    near = written.first(at + 1e-7)
    np.testing.assert_allclose(written.first(at), near, atol=1e-5)
    assert np.isfinite(written.second(at)).all()


@every
def test_a_start_keeps_a_sigma_of_its_own_kind(name: str) -> None:
    written = parameters(STRUCTURES[name], 4)
    kept = np.concatenate([[0.3] * STRUCTURES[name].deviations(4), [0.4] * 6])[: written.count]
    sigma = written.sigma(kept)
    np.testing.assert_allclose(written.sigma(written.near(sigma)), sigma, rtol=1e-12)


def test_a_start_is_positive_definite_even_from_an_impossible_sigma() -> None:
    odd = np.array([[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1.0]])
    for name in ("cs", "toep", "ar1h", "adh"):
        written = parameters(STRUCTURES[name], 3)
        assert np.linalg.eigvalsh(written.sigma(written.near(odd)))[0] > 0


def test_the_entries_of_sigma_are_linear() -> None:
    entries, sigma = Entries(3), np.array([[2, 1, 0], [1, 3, 1], [0, 1, 4.0]])
    assert (entries.sigma(entries.near(sigma)) == sigma).all()
    assert not entries.second(entries.near(sigma)).any()
    assert not entries.curl(entries.near(sigma), sigma).any()


def test_an_unknown_structure_is_told_the_known_ones() -> None:
    with pytest.raises(TrialError, match=r"no covariance structure 'ante'.*un, cs, csh"):
        structure("ante")
