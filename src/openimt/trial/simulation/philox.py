"""Random numbers by counting: Philox4x64-10 (Salmon, Moraes, Dror and Shaw 2011), compiled.

Every number is a pure function of (seed, replicate, stream, unit, place), so a replicate gives
the same numbers whichever worker draws it and whatever was drawn before. The four words of a
unit are those of NumPy's ``Philox(key=[seed, replicate], counter=[0, unit, stream, 0])``, so
that a reader can draw them without this package.
"""

from typing import Any

import numpy as np
from llvmlite import ir
from numba import njit, uint64
from numba.extending import intrinsic

from openimt.trial.simulation.compiled import OUTER

_MULTIPLY_A = np.uint64(0xD2E7470EE14C6C93)
_MULTIPLY_B = np.uint64(0xCA5A826395121157)
_WEYL_A = np.uint64(0x9E3779B97F4A7C15)
_WEYL_B = np.uint64(0xBB67AE8584CAA73B)
_ZERO = np.uint64(0)
_SPARE = np.uint64(11)
_STEP = 2.0**-53

Words = tuple[np.uint64, np.uint64, np.uint64, np.uint64]


@intrinsic
def _high_word(context: Any, a: Any, b: Any) -> Any:  # noqa: ARG001 - the compiler's form
    """The upper half of a product of 64 by 64 bits: one instruction of the processor."""

    def build(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        wide = ir.IntType(128)
        one, two = (builder.zext(argument, wide) for argument in arguments)
        high = builder.lshr(builder.mul(one, two), ir.Constant(wide, 64))
        return builder.trunc(high, ir.IntType(64))

    return uint64(uint64, uint64), build


@njit("uint64(uint64, uint64)", **OUTER)
def high_word(a: np.uint64, b: np.uint64) -> np.uint64:
    """The upper 64 bits of the 128-bit product."""
    product: Any = _high_word
    high: np.uint64 = product(a, b)
    return high


@njit("UniTuple(uint64, 4)(uint64, uint64, uint64, uint64, uint64)", **OUTER)
def block(
    place: np.uint64, unit: np.uint64, stream: np.uint64, seed: np.uint64, replicate: np.uint64
) -> Words:
    """Four random words of 64 bits for one counter and key."""
    a, b, c, d = place, unit, stream, _ZERO
    key_a, key_b = seed, replicate
    for _ in range(10):
        high_a: np.uint64 = high_word(_MULTIPLY_A, a)
        high_b: np.uint64 = high_word(_MULTIPLY_B, c)
        a, b, c, d = high_b ^ b ^ key_a, _MULTIPLY_B * c, high_a ^ d ^ key_b, _MULTIPLY_A * a
        key_a = key_a + _WEYL_A
        key_b = key_b + _WEYL_B
    return a, b, c, d


@njit("void(uint64, uint64, uint64, uint64, float64[::1])", **OUTER)
def fill_uniform(
    seed: np.uint64, replicate: np.uint64, stream: np.uint64, unit: np.uint64, out: np.ndarray
) -> None:
    """Fill ``out`` with uniforms of 53 bits, strictly between 0 and 1."""
    size = out.shape[0]
    for start in range(0, size, 4):
        words = block(uint64(start // 4 + 1), unit, stream, seed, replicate)
        for j in range(min(4, size - start)):
            out[start + j] = ((words[j] >> _SPARE) + 0.5) * _STEP
