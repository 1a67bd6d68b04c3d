"""Counter-based random numbers against NumPy's own, and the normal against SciPy's."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtri

from openimt.trial.simulation.normal import fill_normal, normal_quantile
from openimt.trial.simulation.philox import block, fill_uniform, high_word

WORD = st.integers(0, 2**64 - 1)


def as_numpy_draws(seed: int, replicate: int, stream: int, unit: int, size: int) -> list[int]:
    key = np.array([seed, replicate], dtype=np.uint64)
    counter = np.array([0, unit, stream, 0], dtype=np.uint64)
    return [int(word) for word in np.random.Philox(key=key, counter=counter).random_raw(size)]


@settings(max_examples=40)
@given(WORD, WORD, WORD, WORD)
def test_the_words_are_those_of_numpy(seed: int, replicate: int, stream: int, unit: int) -> None:
    ours = [int(word) for n in (1, 2, 3) for word in block(n, unit, stream, seed, replicate)]
    assert ours == as_numpy_draws(seed, replicate, stream, unit, 12)


@settings(max_examples=100)
@given(WORD, WORD)
def test_the_upper_half_of_a_product(a: int, b: int) -> None:
    assert int(high_word(a, b)) == a * b >> 64


def test_uniforms_use_53_bits_and_never_touch_the_ends() -> None:
    out = np.empty(6)
    fill_uniform(1, 2, 3, 4, out)
    words = as_numpy_draws(1, 2, 3, 4, 6)
    assert out.tolist() == [((word >> 11) + 0.5) * 2.0**-53 for word in words]


def test_every_part_of_the_key_matters() -> None:
    seen = set()
    for change in range(5):
        key = [1, 2, 3, 4]
        if change < 4:
            key[change] += 1
        out = np.empty(1)
        fill_uniform(*key, out)
        seen.add(float(out[0]))
    assert len(seen) == 5


@pytest.mark.parametrize("reach", ["centre", "tails", "far tails"])
def test_the_normal_quantile_is_exact(reach: str) -> None:
    grid = {
        "centre": np.linspace(0.001, 0.999, 997),
        "tails": np.concatenate([np.logspace(-9, -2, 300), 1 - np.logspace(-9, -2, 300)]),
        "far tails": np.logspace(-300, -10, 300),
    }[reach]
    ours = np.array([normal_quantile(u) for u in grid])
    assert np.allclose(ours, ndtri(grid), rtol=2e-15, atol=2e-15)


def test_normals_are_normal() -> None:
    out = np.empty(40_000)
    fill_normal(5, 0, 0, 0, out)
    assert abs(out.mean()) < 4 / 200
    assert abs(out.var() - 1) < 4 * np.sqrt(2) / 200
    assert abs(np.mean(out**4) - 3) < 4 * np.sqrt(96) / 200
    assert abs(np.corrcoef(out[:-1], out[1:])[0, 1]) < 4 / 200
