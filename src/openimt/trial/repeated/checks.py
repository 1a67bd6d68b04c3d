"""What is refused before a search begins, each in a plain sentence with its remedy."""

import numpy as np

from openimt.errors import TrialError
from openimt.trial.matrix import Floats, ModelMatrix
from openimt.trial.repeated.structure import Structure, simpler
from openimt.trial.repeated.sums import Sums

LARGEST_UN = 25
"""Most visits for ``un``: 325 parameters, each a direction the likelihood bends in."""
_DEPENDENT = 1e-9
_NOTHING_LEFT = 1e-10
_COPIED = 1e-12
_TOLD_APART = 1e-13


def check_size(matrix: ModelMatrix) -> None:
    """Refuse fewer rows than coefficients, and numbers that are not finite."""
    if matrix.n <= matrix.p:
        raise TrialError(
            f"There are {matrix.n} rows for {matrix.p} coefficients; "
            "take terms out of the formula or collect more rows."
        )
    if not (np.isfinite(matrix.x).all() and np.isfinite(matrix.y).all()):
        raise TrialError("The data hold a number that is not finite; leave that row out.")


def check_columns(upper: Floats, x: Floats, names: tuple[str, ...]) -> None:
    """Refuse columns that others add up to; ``upper`` is the triangle of a QR of x."""
    size = np.linalg.norm(x, axis=0)
    alone = np.abs(np.diag(upper))
    bad = np.flatnonzero(alone <= _DEPENDENT * np.where(size > 0.0, size, 1.0))
    if bad.size:
        raise TrialError(
            f"The column {names[bad[0]]!r} is a sum of the columns before it, so its coefficient "
            "cannot be told; take that term out of the formula or merge the levels."
        )


def check_outcome(matrix: ModelMatrix, left: Floats, y: Floats) -> float:
    """The residual deviation; refuses an outcome that never varies or that the terms give."""
    if np.ptp(matrix.y) == 0.0:
        raise TrialError(
            f"The outcome {matrix.outcome!r} is {matrix.y[0]:g} in every row; "
            "choose an outcome that varies."
        )
    unit = float(np.sqrt(left @ left / left.size))
    if unit <= _NOTHING_LEFT * float(np.sqrt(y @ y / y.size)):
        raise TrialError(
            f"The terms of the formula give the outcome {matrix.outcome!r} exactly; "
            "look whether the outcome is among them."
        )
    return unit


def check_covariance(sums: Sums, kind: Structure) -> None:
    """Refuse a structure with more parameters than these persons and visits can tell."""
    visits, p = sums.observed.shape[1], len(sums.layout.names)
    count = kind.count(visits) * len(sums.group_names)
    if kind.name == "un" and visits > LARGEST_UN:
        raise TrialError(
            f"Unstructured covariance of {visits} visits has {count} parameters; "
            f"choose {simpler(kind, visits)}, which have few."
        )
    if sums.rows - p <= count:
        fewer = simpler(kind, visits, (sums.rows - p) / len(sums.group_names))
        advice = f"choose {fewer}" if fewer else "take terms out or collect more rows"
        raise TrialError(
            f"{kind.name} has {count} covariance parameters for {sums.rows} rows and {p} "
            f"coefficients, more than the data can tell; {advice}."
        )
    _check_pairs(sums, kind)
    _check_told_apart(sums)


def _check_told_apart(sums: Sums) -> None:
    """Refuse coefficients that these persons cannot tell apart, though others may have."""
    layout, patterns = sums.layout, sums.count.size
    places = layout.loadings.shape[1]
    at_visit = sums.observed.T.astype(np.float64) @ sums.products.reshape(patterns, -1)
    each = at_visit.reshape(-1, places, places) @ layout.loadings
    gram = (layout.loadings.transpose(0, 2, 1) @ each).sum(axis=0)[:-1, :-1]
    size = np.sqrt(np.diag(gram))
    size = np.where(size > 0.0, size, 1.0)
    values, vectors = np.linalg.eigh(gram / np.outer(size, size))
    if values[0] <= _TOLD_APART:
        share = np.abs(layout.basis @ (vectors[:, 0] / size))
        raise TrialError(
            f"These persons cannot tell the coefficient {layout.names[int(share.argmax())]!r} "
            "from others; take that term out of the formula or merge the levels."
        )


def check_repeats(matrix: ModelMatrix, kind: Structure) -> None:
    """Refuse ``un`` where one visit's outcome follows exactly from another's, as in a copy."""
    if kind.name != "un":
        return
    shape = (len(matrix.subjects), len(matrix.visits))
    seen, outcome = np.zeros(shape), np.zeros(shape)
    seen[matrix.subject, matrix.visit] = 1.0
    outcome[matrix.subject, matrix.visit] = matrix.y - matrix.y.mean()
    shared = np.maximum(seen.T @ seen, 1.0)
    # Sums over the persons of each pair: of the first visit, of its square, of the product.
    total = outcome.T @ seen
    square = (outcome**2).T @ seen - total**2 / shared
    product = outcome.T @ outcome - total * total.T / shared
    apart = square * square.T - product**2
    enough = np.maximum(5.0, np.minimum.outer(np.diag(shared), np.diag(shared)) / 2)
    moves = square > _COPIED * shared * float(np.mean((matrix.y - matrix.y.mean()) ** 2))
    copied = moves & moves.T & (shared >= enough) & (apart <= _COPIED * square * square.T)
    pairs = np.argwhere(np.tril(copied, -1))
    if pairs.size:
        late, early = (matrix.visits[k] for k in pairs[0])
        raise TrialError(
            f"The outcome at visit {late} follows exactly from visit {early} in everyone who "
            "attended both; look whether one was copied, and leave it out."
        )


def _check_pairs(sums: Sums, kind: Structure) -> None:
    pairs = sums.pairs
    for group, name in enumerate(sums.group_names):
        where = f" in group {name}" if len(sums.group_names) > 1 else ""
        empty = np.flatnonzero(np.diag(pairs[group]) == 0)
        if empty.size and kind.own:
            visit = sums.layout.visits[empty[0]]
            raise TrialError(
                f"Nobody{where} attended visit {visit}; leave that visit out, or choose a "
                "structure with one variance: cs, ar1 or toep."
            )
        apart = np.argwhere(np.tril(pairs[group] == 0, -1))
        if apart.size and kind.name == "un":
            late, early = (sums.layout.visits[k] for k in apart[0])
            raise TrialError(
                f"Nobody{where} attended both visit {early} and visit {late}, so their covariance "
                "cannot be told; choose csh, ar1h or adh."
            )
