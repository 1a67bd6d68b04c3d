"""The word banks for invented people, and choosing from them by a seeded generator."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np


@cache
def words() -> Mapping[str, Any]:
    """The tables of ``words.toml``."""
    text = files("openimt.simulate").joinpath("words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def one(bank: Sequence[str], rng: np.random.Generator) -> str:
    """One of a bank."""
    return bank[int(rng.integers(len(bank)))]


def some(bank: Sequence[str], count: int, rng: np.random.Generator) -> tuple[str, ...]:
    """So many different ones of a bank, in its order."""
    chosen = rng.permutation(len(bank))[: min(count, len(bank))]
    return tuple(bank[int(n)] for n in sorted(chosen))
