"""Random numbers by counting: Philox4x64-10 (Salmon, Moraes, Dror and Shaw 2011), compiled.

Every number is a pure function of (seed, replicate, stream, unit, place), so a replicate gives
the same numbers whichever worker draws it and whatever was drawn before. The four words of a
unit are those of NumPy's ``Philox(key=[seed, replicate], counter=[0, unit, stream, 0])``, so
that a reader can draw them without this package.
"""

import numpy as np
from numba import njit, uint64

_LOW = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)
_MULTIPLY_A = np.uint64(0xD2E7470EE14C6C93)
_MULTIPLY_B = np.uint64(0xCA5A826395121157)
_WEYL_A = np.uint64(0x9E3779B97F4A7C15)
_WEYL_B = np.uint64(0xBB67AE8584CAA73B)
_ZERO = np.uint64(0)
_SPARE = np.uint64(11)
_STEP = 2.0**-53

Words = tuple[np.uint64, np.uint64, np.uint64, np.uint64]


@njit(uint64(uint64, uint64), cache=True, inline="always")
def high_word(a: np.uint64, b: np.uint64) -> np.uint64:
    """The upper 64 bits of the 128-bit product, by four products of 32 bits."""
    a_low, a_high = a & _LOW, a >> _HALF
    b_low, b_high = b & _LOW, b >> _HALF
    middle = a_high * b_low + ((a_low * b_low) >> _HALF)
    other = a_low * b_high + (middle & _LOW)
    return a_high * b_high + (middle >> _HALF) + (other >> _HALF)


@njit("UniTuple(uint64, 4)(uint64, uint64, uint64, uint64, uint64)", cache=True)
def block(
    place: np.uint64, unit: np.uint64, stream: np.uint64, seed: np.uint64, replicate: np.uint64
) -> Words:
    """Four random words of 64 bits for one counter and key."""
    a, b, c, d = place, unit, stream, _ZERO
    key_a, key_b = seed, replicate
    for _ in range(10):
        high_a, low_a = high_word(_MULTIPLY_A, a), _MULTIPLY_A * a
        high_b, low_b = high_word(_MULTIPLY_B, c), _MULTIPLY_B * c
        a, b, c, d = high_b ^ b ^ key_a, low_b, high_a ^ d ^ key_b, low_a
        key_a = key_a + _WEYL_A
        key_b = key_b + _WEYL_B
    return a, b, c, d


@njit("void(uint64, uint64, uint64, uint64, float64[::1])", cache=True)
def fill_uniform(
    seed: np.uint64, replicate: np.uint64, stream: np.uint64, unit: np.uint64, out: np.ndarray
) -> None:
    """Fill ``out`` with uniforms of 53 bits, strictly between 0 and 1."""
    size = out.shape[0]
    for start in range(0, size, 4):
        words = block(uint64(start // 4 + 1), unit, stream, seed, replicate)
        for j in range(min(4, size - start)):
            out[start + j] = ((words[j] >> _SPARE) + 0.5) * _STEP
