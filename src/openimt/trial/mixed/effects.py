"""The rows of a trial as random effects: who belongs to which level, and with what values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from openimt.errors import TrialError
from openimt.trial.matrix import Floats, Ints, ModelMatrix
from openimt.trial.mixed.terms import RandomTerm

Levels = Mapping[str, Sequence[str]]


@dataclass(frozen=True, eq=False)
class Effect:
    """One random term over n rows, k coefficients and L levels.

    ``codes`` has shape (n,) and is -1 where a row belongs to no level; ``z`` has shape (n, k) and
    holds zeros there. ``root`` is the upper triangle R, shape (k, k), of ``z = zr R`` in which
    ``zr`` has unit mean square and no correlation; the fit works with ``zr``.
    """

    term: RandomTerm
    names: tuple[str, ...]
    levels: tuple[str, ...]
    codes: Ints
    z: Floats
    root: Floats

    @property
    def width(self) -> int:
        """How many coefficients a level has."""
        return len(self.names)

    @property
    def scaled(self) -> Floats:
        """``zr``, shape (n, k)."""
        return np.asarray(np.linalg.solve(self.root.T, self.z.T).T, dtype=np.float64)

    @property
    def columns(self) -> Floats:
        """The columns of Z in scaled units, shape (n, k L), coefficient by coefficient."""
        count = len(self.levels)
        found = np.zeros((len(self.codes), self.width * count))
        rows = np.flatnonzero(self.codes >= 0)
        for a, values in enumerate(self.scaled.T):
            found[rows, a * count + self.codes[rows]] = values[rows]
        return found


def random_effects(
    matrix: ModelMatrix,
    terms: Sequence[RandomTerm],
    groups: Mapping[str, Ints],
    levels: Levels,
    values: Mapping[str, Floats],
) -> tuple[Effect, ...]:
    """Every term's levels, codes and values; refuses what cannot be told apart from the data."""
    return tuple(_effect(matrix, term, groups, levels, values) for term in terms)


def _effect(
    matrix: ModelMatrix,
    term: RandomTerm,
    groups: Mapping[str, Ints],
    levels: Levels,
    values: Mapping[str, Floats],
) -> Effect:
    raw, belongs = _joined(matrix, term, groups, levels)
    names, z = _values(matrix, term, values)
    z = np.where(belongs[:, None], z, 0.0)
    found, codes = np.unique(raw[belongs], return_inverse=True)
    full = np.full(matrix.n, -1, dtype=np.int64)
    full[belongs] = codes
    labels = _labels(term, groups, levels, raw, belongs, found.size)
    return Effect(term, names, labels, full, z, _root(z[belongs], term))


def _joined(
    matrix: ModelMatrix, term: RandomTerm, groups: Mapping[str, Ints], levels: Levels
) -> tuple[Ints, np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    """A code for every combination of the term's factors, and which rows belong to one."""
    columns = [_codes(matrix, name, groups) for name in term.factors]
    named = np.all([column >= 0 for column in columns], axis=0)
    asked = _asked(matrix, term, groups, levels)
    missing = np.flatnonzero(asked & ~named)
    if missing.size:
        raise _nameless(matrix, term, missing)
    raw = np.zeros(matrix.n, dtype=np.int64)
    for column in columns:
        raw = raw * (int(column.max(initial=0)) + 1) + column
    return raw, asked


def _codes(matrix: ModelMatrix, name: str, groups: Mapping[str, Ints]) -> Ints:
    if name not in groups:
        raise TrialError(
            f"the random effects name '{name}', which is not among the grouping columns given: "
            f"{', '.join(sorted(groups)) or 'none'}"
        )
    codes = np.asarray(groups[name], dtype=np.int64)
    if codes.shape != (matrix.n,):
        raise TrialError(
            f"'{name}' has {codes.size} codes for {matrix.n} analysed rows; give one code a row"
        )
    return codes


def _asked(
    matrix: ModelMatrix, term: RandomTerm, groups: Mapping[str, Ints], levels: Levels
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which rows ought to belong to a level."""
    if not term.variable:
        return np.ones(matrix.n, dtype=np.bool_)
    codes = _codes(matrix, term.variable, groups)
    known = list(levels.get(term.variable, ()))
    unknown = [level for level in term.levels if level not in known]
    if unknown:
        raise TrialError(
            f"'{term}' speaks of {term.variable} {unknown[0]!r}, which the data do not have; "
            f"they have {', '.join(known) or 'no named levels'}"
        )
    return np.isin(codes, [known.index(level) for level in term.levels])


def _nameless(matrix: ModelMatrix, term: RandomTerm, missing: Ints) -> TrialError:
    first = int(matrix.source_row[missing[0]])
    only = (
        "" if term.variable else f"; if only people of some arms have one, write '{term} in arm=…'"
    )
    rows = "1 analysed row has" if missing.size == 1 else f"{missing.size} analysed rows have"
    return TrialError(
        f"{rows} no {term.group}, the first is row {first}: fill it in{only}", field=term.group
    )


def _labels(
    term: RandomTerm,
    groups: Mapping[str, Ints],
    levels: Levels,
    raw: Ints,
    belongs: np.ndarray[tuple[int], np.dtype[np.bool_]],
    count: int,
) -> tuple[str, ...]:
    """The levels' names in the order of their codes, joined by ``:`` for a combination."""
    rows = np.flatnonzero(belongs)
    _, first = np.unique(raw[rows], return_index=True)
    parts = [_named(levels.get(name), groups[name][rows[first]]) for name in term.factors]
    return tuple(":".join(part[i] for part in parts) for i in range(count))


def _named(names: Sequence[str] | None, codes: Ints) -> list[str]:
    return [str(code) if names is None else str(names[code]) for code in codes]


def _values(
    matrix: ModelMatrix, term: RandomTerm, values: Mapping[str, Floats]
) -> tuple[tuple[str, ...], Floats]:
    names, columns = (["(Intercept)"], [np.ones((matrix.n, 1))]) if term.intercept else ([], [])
    for slope in term.slopes:
        name, column = _slope(matrix, slope, values)
        names += name
        columns.append(column)
    return tuple(names), np.hstack(columns)


def _slope(
    matrix: ModelMatrix, slope: str, values: Mapping[str, Floats]
) -> tuple[list[str], Floats]:
    """A slope's columns: given by hand, or those of the fixed term of that name."""
    if slope in values:
        column = np.asarray(values[slope], dtype=np.float64).reshape(matrix.n, -1)
        several = column.shape[1] > 1
        return [f"{slope}[{i}]" if several else slope for i in range(column.shape[1])], column
    for term in matrix.terms:
        if slope in {term.name, *(() if len(term.variables) > 1 else term.variables)}:
            return [matrix.names[i] for i in term.columns], matrix.x[:, list(term.columns)]
    raise TrialError(
        f"the random slope '{slope}' is neither a term of the fixed effects nor a numeric column "
        "of the data; add it to the formula or correct its name"
    )


def _root(z: Floats, term: RandomTerm) -> Floats:
    if not np.isfinite(z).all():
        raise TrialError(
            f"a slope of '{term}' holds a value that is not a finite number; remove it"
        )
    q, r = np.linalg.qr(z)
    sign = np.where(np.diag(r) < 0, -1.0, 1.0)
    root = sign[:, None] * r / np.sqrt(max(q.shape[0], 1))
    size = np.sqrt((z**2).mean(axis=0))
    if z.shape[0] < z.shape[1] or np.any(np.abs(np.diag(root)) <= 1e-7 * size) or not size.all():
        raise TrialError(
            f"the slopes of '{term}' have no spread of their own over the rows it covers; "
            "take out the one that is constant or follows from the others"
        )
    return np.asarray(root, dtype=np.float64)
