"""Data that cannot be analysed as counts are refused here, each with its row and its remedy."""

import numpy as np

from openimt.errors import TrialError
from openimt.trial.matrix import Floats, ModelMatrix

LARGEST = 1e7
SPREAD = 1e-9
FAULTS = (
    "is not a finite number; correct it, or leave it empty when it is not known",
    "is negative, and a count cannot be; correct it, or leave it empty when it is not known",
    "is not a whole number; give the events counted, and the time as the offset, not the rate",
    "is above ten million; analyse such numbers with the gaussian family",
)


def checked_counts(matrix: ModelMatrix) -> Floats:
    """The outcome, if it is whole numbers from 0 of two persons or more, not all of them 0."""
    y = matrix.y
    faults = (~np.isfinite(y), y < 0, y != np.floor(y), y > LARGEST)
    for wrong, says in zip(faults, FAULTS, strict=True):
        if wrong.any():
            place = int(np.flatnonzero(wrong)[0])
            row = int(matrix.source_row[place])
            raise TrialError(f"{y[place]:g} {says}", row=row, field=matrix.outcome)
    if len(matrix.subjects) < 2:
        raise TrialError(
            "all rows are of one person, and the model compares persons; give the rows of all, or "
            "describe this person's course with openimt.track",
            field=matrix.outcome,
        )
    if not y.any():
        raise TrialError(
            "every count is 0, so neither a rate nor a ratio of rates can be estimated; report the "
            "exposure and that no event was seen",
            field=matrix.outcome,
        )
    return y


def log_exposure(matrix: ModelMatrix, offset: Floats | None) -> Floats:
    """The natural log of the exposure time of each row; 0 where none is given."""
    if offset is None:
        return np.zeros(matrix.n)
    time = np.asarray(offset, dtype=np.float64)
    if time.shape != (matrix.n,):
        raise TrialError(
            f"the offset has {time.size} values for {matrix.n} analysed rows; give one exposure "
            "time for every analysed row"
        )
    wrong = ~(np.isfinite(time) & (time > 0))
    if wrong.any():
        place = int(np.flatnonzero(wrong)[0])
        value = "missing" if np.isnan(time[place]) else f"{time[place]:g}"
        raise TrialError(
            f"the exposure time is {value}; give the time events were counted over (above 0, and "
            "not its logarithm), or take the row out",
            row=int(matrix.source_row[place]),
        )
    return np.log(time)


def refuse_too_few(rows: int, parameters: int, what: str) -> None:
    """More rows than parameters, or no answer."""
    if rows <= parameters:
        raise TrialError(
            f"{what} has {rows} rows for {parameters} parameters; give more rows or fewer terms"
        )


def refuse_separation(x: Floats, names: tuple[str, ...], fixed: Floats, sign: Floats) -> None:
    """Refuse where the likelihood rises for ever along some direction of the coefficients.

    Rows marked in ``fixed`` may not change; the others may only go the way of ``sign``. With
    counts: rows with events are fixed, rows without may go down (Santos Silva and Tenreyro 2010).
    With a yes or no: no row is fixed (Albert and Anderson 1984).
    """
    direction = _endless(x[fixed > 0], x[fixed == 0] * sign[fixed == 0, None])
    if direction is None:
        return
    named = [name for name, size in zip(names, direction, strict=True) if abs(size) > 1e-6]
    raise TrialError(
        f"no ratio can be estimated for {', '.join(named)}: with these coefficients rows with and "
        "without events are told apart completely (such as an arm with no event at all), so the "
        "estimate would be 0 or infinite and its standard error without meaning; report the events "
        "and the exposure of each arm as they are, or merge levels or leave out the term"
    )


def _endless(still: Floats, free: Floats) -> Floats | None:
    """A direction g with still g = 0 and free g >= 0, not all 0, or none; found by its shape."""
    p = free.shape[1]
    if len(still):
        _, sizes, axes = np.linalg.svd(np.linalg.qr(still, mode="r"), full_matrices=True)
        rank = int(np.sum(sizes > SPREAD * sizes[0] * max(still.shape)))
        basis = axes[rank:].T
    else:
        basis = np.eye(p)
    if not basis.shape[1] or not len(free):
        return None
    return _ray(free @ basis, basis)


def _ray(free: Floats, basis: Floats) -> Floats | None:
    # Only who analyses counts needs the solver, and importing it takes a while.
    from scipy.optimize import linprog

    size = np.max(np.abs(free), axis=1, keepdims=True)
    free = np.unique(free[size[:, 0] > SPREAD] / size[size[:, 0] > SPREAD], axis=0)
    if not len(free):
        return None
    found = linprog(-free.sum(axis=0), A_ub=-free, b_ub=np.zeros(len(free)), bounds=(-1.0, 1.0))
    if found.x is None or found.fun is None or found.fun > -1e-7:
        return None
    ray = basis @ found.x
    return np.asarray(ray / np.max(np.abs(ray)))
