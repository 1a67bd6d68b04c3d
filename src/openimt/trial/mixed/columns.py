"""The columns that random effects need, read from the table a model matrix was made from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from openimt.errors import TrialError
from openimt.trial.matrix import Floats, Ints, ModelMatrix
from openimt.trial.mixed.terms import RandomTerm
from openimt.trial.model.beside import Beside
from openimt.trial.model.frame import frame_of

if TYPE_CHECKING:
    from pandas import DataFrame


@dataclass(frozen=True, eq=False)
class RandomColumns:
    """What :func:`openimt.trial.mixed.fit_mixed` takes beside the matrix, row for analysed row.

    ``groups``: codes (n,), -1 where a cell is empty. ``levels``: the names behind the codes.
    ``values``: slopes that are no term of the fixed effects, shape (n,).
    """

    groups: Mapping[str, Ints]
    levels: Mapping[str, tuple[str, ...]]
    values: Mapping[str, Floats]


def random_columns(
    data: "DataFrame", matrix: ModelMatrix, terms: Sequence[RandomTerm], *, file: str | None = None
) -> RandomColumns:
    """Grouping factors and slopes of ``terms`` at the rows of ``matrix``.

    A column that is absent, or a slope that is empty in an analysed row, raises TrialError.
    """
    beside = Beside(frame_of(data, file), matrix)
    names = {name for term in terms for name in (*term.factors, term.variable) if name}
    read = {name: beside.codes(name) for name in sorted(names)}
    known = {term.name for term in matrix.terms}
    slopes = {slope for term in terms for slope in term.slopes} - known
    return RandomColumns(
        {name: codes for name, (codes, _) in read.items()},
        {name: levels for name, (_, levels) in read.items()},
        {name: _slope(beside, name, matrix) for name in sorted(slopes)},
    )


def _slope(beside: Beside, name: str, matrix: ModelMatrix) -> Floats:
    values = beside.numbers(name)
    missing = np.flatnonzero(np.isnan(values))
    if missing.size:
        raise TrialError(
            "is empty; a random slope needs a value in every analysed row",
            file=beside.frame.file,
            row=int(matrix.source_row[missing[0]]),
            field=name,
        )
    return values
