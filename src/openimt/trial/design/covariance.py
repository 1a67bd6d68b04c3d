"""How a person's values at several visits go together: correlation from a few numbers."""

import numpy as np

from openimt.errors import TrialError
from openimt.trial.design.table import Table
from openimt.trial.matrix import Floats

STRUCTURES = ("stable-ar1", "ar1", "cs", "un")
SIX_MONTHS = 6.0


def stable_ar1(months: tuple[float, ...], stable: float, six_months: float) -> Floats:
    """A stable part, and a rest that fades with time.

    corr(s, t) = stable + (1 - stable) a^(|s - t| / 6), with a such that it is ``six_months`` for
    visits six months apart. ``stable = 0`` is AR(1) in continuous time.

    >>> stable_ar1((0, 6, 12), 0.4, 0.6).round(3).tolist()[0]
    [1.0, 0.6, 0.467]
    """
    lag = np.abs(np.subtract.outer(np.asarray(months), np.asarray(months)))
    fading = (six_months - stable) / (1.0 - stable)
    made: Floats = stable + (1.0 - stable) * fading ** (lag / SIX_MONTHS)
    return made


def read_correlation(table: Table, months: tuple[float, ...]) -> Floats:
    """The correlation of the visits that a ``[…correlation]`` table asks for."""
    table.only({"structure", "stable", "six_months", "r", "matrix"})
    structure = table.one_of("structure", STRUCTURES)
    if structure == "un":
        made = _matrix(table, len(months))
    elif structure == "cs":
        r = table.number("r", 0.0, 0.999)
        made = np.where(np.eye(len(months)) > 0, 1.0, r)
    else:
        made = _fading(table, structure, months)
    if np.linalg.eigvalsh(made)[0] < 1e-6:
        raise table.error(
            "these correlations cannot all hold, or two visits are the same; lower one of them"
        )
    return made


def _fading(table: Table, structure: str, months: tuple[float, ...]) -> Floats:
    six = table.number("six_months", 0.001, 0.999)
    stable = table.number("stable", 0.0, 0.998) if structure == "stable-ar1" else 0.0
    if stable >= six:
        says = "'stable' is what is left of 'six_months' when time fades the rest; make it smaller"
        raise table.error(says, "stable")
    return stable_ar1(months, stable, six)


def _matrix(table: Table, visits: int) -> Floats:
    rows = table.need("matrix")
    if not isinstance(rows, list) or len(rows) != visits:
        raise table.error(f"'matrix' has {visits} rows, one a visit, baseline first", "matrix")
    made = np.array([_row(table, row, visits) for row in rows])
    if not np.allclose(made, made.T) or not np.allclose(np.diag(made), 1.0):
        raise table.error("'matrix' is symmetric with 1 on its diagonal", "matrix")
    return made


def _row(table: Table, row: object, visits: int) -> tuple[float, ...]:
    values = table.as_numbers(row, -1.0, 1.0, "matrix")
    if len(values) != visits:
        raise _short(table, visits)
    return values


def _short(table: Table, visits: int) -> TrialError:
    return table.error(f"each row of 'matrix' has {visits} numbers", "matrix")
