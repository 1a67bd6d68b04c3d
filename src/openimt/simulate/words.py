"""The word banks for invented people, and choosing from them by a seeded generator."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np


@cache
def words() -> Mapping[str, Any]:
    """The tables of ``words.toml``, with the German ones of ``words.de.toml`` beside them."""
    banks, german = _bank("words.toml"), _bank("words.de.toml")
    both = {name: {**banks[name], **tables} for name, tables in german.items()}
    return {**banks, **both}


def _bank(name: str) -> dict[str, Any]:
    return tomllib.loads(files("openimt.simulate").joinpath(name).read_text(encoding="utf-8"))


def one(bank: Sequence[str], rng: np.random.Generator) -> str:
    """One of a bank."""
    return bank[int(rng.integers(len(bank)))]


def some(bank: Sequence[str], count: int, rng: np.random.Generator) -> tuple[str, ...]:
    """So many different ones of a bank, in its order."""
    chosen = rng.permutation(len(bank))[: min(count, len(bank))]
    return tuple(bank[int(n)] for n in sorted(chosen))
