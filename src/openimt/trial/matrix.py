"""A model's data as numbers: the design matrix, the outcome, and who and when each row was."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Value = str | float
"""A level of a factor, or a number."""


@dataclass(frozen=True)
class Factor:
    """A categorical variable. The first of its ``levels`` is the reference."""

    name: str
    levels: tuple[str, ...]


@dataclass(frozen=True)
class Term:
    """One term of a formula, such as ``arm:month``, and the columns it fills."""

    name: str
    variables: tuple[str, ...]
    columns: tuple[int, ...]


class RowMaker(Protocol):
    """Makes a row of the design matrix for a person who is not in the data."""

    def __call__(self, values: Mapping[str, Value]) -> Floats:
        """The row, shape (p,), for one value of every variable of the formula."""
        ...


@dataclass(frozen=True, eq=False)
class ModelMatrix:
    """The analysed rows of a trial, in the order subject, visit; only rows with an outcome.

    ``x`` has shape (n, p) and full column rank; ``y`` shape (n,). ``subject`` and ``visit`` are
    codes from 0 that index ``subjects`` and ``visits``; without visits ``visit`` is all 0.
    ``source_row`` is the row of the data (header = row 1) each analysed row came from.
    """

    outcome: str
    names: tuple[str, ...]
    x: Floats
    y: Floats
    terms: tuple[Term, ...]
    factors: tuple[Factor, ...]
    row_means: Mapping[str, float]
    """Mean of each numeric variable over analysed rows (as emmeans takes it)."""
    subject_means: Mapping[str, float]
    """Mean of each numeric variable over analysed persons."""
    subject: Ints
    subjects: tuple[str, ...]
    visit: Ints
    visits: tuple[str, ...]
    source_row: Ints
    make_row: RowMaker
    factor_codes: Mapping[str, Ints] = field(default_factory=dict)
    """For each factor the place of its level at each analysed row, shape (n,)."""
    warnings: tuple[str, ...] = ()
    """What was left out of the analysis, and why."""

    @property
    def n(self) -> int:
        """How many rows are analysed."""
        return int(self.x.shape[0])

    @property
    def p(self) -> int:
        """How many coefficients the mean has."""
        return int(self.x.shape[1])
