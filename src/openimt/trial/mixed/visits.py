"""Moments of V = blockdiag(Sigma of each person's visits + Z S Z') person by person.

Parameters are those of the residual structure, then the entries of the S of every effect that
belongs to persons, such as a slope of their own. Rows stand at their visit; where a person was not
seen, the inverse is zero. Unlike for independent residuals the work grows with the persons.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from openimt.errors import TrialError
from openimt.trial.matrix import Floats, Ints, ModelMatrix
from openimt.trial.mixed.effects import Effect
from openimt.trial.mixed.layout import matrix_of
from openimt.trial.mixed.moments import Moments
from openimt.trial.repeated.parameters import Parameters


@dataclass(frozen=True, eq=False)
class Persons:
    """``b`` (N, T, columns of B+) and ``seen`` (N, T) of N persons at T visits.

    ``z`` holds (N, T, k) for every effect that belongs to persons; ``level`` (N,) names the
    person's level of it, -1 where there is none.
    """

    b: Floats
    seen: NDArray[np.bool_]
    z: tuple[Floats, ...]
    level: tuple[Ints, ...]

    @property
    def count(self) -> int:
        """How many rows there are."""
        return int(self.seen.sum())


def persons(matrix: ModelMatrix, b: Floats, effects: Sequence[Effect]) -> Persons:
    """The rows of B+ by person and visit."""
    shape = (len(matrix.subjects), len(matrix.visits))
    if shape[1] < 2:
        raise TrialError(
            "a covariance over visits needs a visit column with two visits or more; name it, or "
            "leave the covariance out"
        )
    seen = np.zeros(shape, dtype=np.bool_)
    seen[matrix.subject, matrix.visit] = True
    if seen.sum() < matrix.n:
        raise TrialError("a person has two rows at one visit; keep one of them")
    return Persons(
        _spread(matrix, b, shape),
        seen,
        tuple(_spread(matrix, effect.scaled, shape) for effect in effects),
        tuple(_level(matrix, effect, shape[0]) for effect in effects),
    )


def of_persons(effect: Effect, matrix: ModelMatrix) -> bool:
    """Whether every person has at most one level of the effect, and no level two persons."""
    inside = effect.codes >= 0
    both = np.unique(np.stack([matrix.subject[inside], effect.codes[inside]]), axis=1)
    alone = [np.unique(line).size == both.shape[1] for line in both]
    everywhere = not np.intersect1d(matrix.subject[inside], matrix.subject[~inside]).size
    return all(alone) and everywhere


def _spread(matrix: ModelMatrix, rows: Floats, shape: tuple[int, int]) -> Floats:
    found = np.zeros((*shape, rows.shape[1]))
    found[matrix.subject, matrix.visit] = rows
    return found


def _level(matrix: ModelMatrix, effect: Effect, count: int) -> Ints:
    found = np.full(count, -1, dtype=np.int64)
    found[matrix.subject] = effect.codes
    return found


@dataclass(frozen=True, eq=False)
class Inverse:
    """The inverse of every person's V, zero where not seen, (N, T, T), and log|V| of all."""

    w: Floats
    logdet: float

    @classmethod
    def of(cls, people: Persons, sigma: Floats, covariances: Sequence[Floats]) -> "Inverse | None":
        """None where a V is not positive definite."""
        v = np.broadcast_to(sigma, (len(people.b), *sigma.shape))
        for z, s in zip(people.z, covariances, strict=True):
            v = v + z @ s @ z.transpose(0, 2, 1)
        both = people.seen[:, :, None] & people.seen[:, None, :]
        v = np.where(both, v, np.eye(len(sigma)))
        try:
            root = np.linalg.cholesky(v)
        except np.linalg.LinAlgError:
            return None
        diagonal = np.diagonal(root, axis1=1, axis2=2)
        w = np.where(both, np.linalg.inv(v), 0.0)
        return cls((w + w.transpose(0, 2, 1)) / 2, 2 * float(np.log(diagonal).sum()))

    def gram(self, people: Persons) -> Floats:
        """B'V^-1 B."""
        wb = self.w @ people.b
        return _cross(people.b, wb)


def moments(
    people: Persons,
    inverse: Inverse,
    written: Parameters,
    theta: Floats,
    widths: Sequence[int],
) -> Moments:
    """All sums; ``widths`` are those of the effects that belong to persons."""
    w, wb = inverse.w, inverse.w @ people.b
    first = _derivatives(people, written.first(theta), widths)
    k, columns, own = len(first), wb.shape[2], len(theta)
    dwb = np.concatenate([d @ wb for d in first], axis=2)
    p = _cross(wb, dwb).reshape(columns, k, columns).transpose(1, 0, 2)
    q = _cross(dwb, w @ dwb).reshape(k, columns, k, columns).transpose(0, 2, 1, 3)
    wd = [w @ d for d in first]
    traces = [[float(np.vdot(one.transpose(0, 2, 1), two)) for two in wd] for one in wd]
    trace = [float(np.einsum("nii->", one)) for one in wd]
    second = written.second(theta)
    trace_bend, p_bend = np.zeros((k, k)), np.zeros((k, k, columns, columns))
    trace_bend[:own, :own] = np.tensordot(second, w.sum(axis=0), 2)
    visits = w.shape[1]
    outer = wb.reshape(len(wb), -1).T @ wb.reshape(len(wb), -1)
    outer = outer.reshape(visits, columns, visits, columns).transpose(0, 2, 1, 3)
    p_bend[:own, :own] = np.tensordot(second, outer, 2)
    a = _cross(people.b, wb)
    return Moments(
        inverse.logdet,
        (a + a.T) / 2,
        np.array(trace),
        (p + p.transpose(0, 2, 1)) / 2,
        np.array(traces),
        q,
        trace_bend,
        p_bend,
    )


def _derivatives(people: Persons, structure: Floats, widths: Sequence[int]) -> list[Floats]:
    """V by every parameter: (T, T) for the structure's, (N, T, T) for an effect's."""
    found = list(structure)
    for z, width in zip(people.z, widths, strict=True):
        units = [matrix_of(row, width) for row in np.eye(width * (width + 1) // 2)]
        found += [np.asarray(z @ unit @ z.transpose(0, 2, 1)) for unit in units]
    return found


def _cross(left: Floats, right: Floats) -> Floats:
    """The sum over persons of left'right."""
    return left.reshape(-1, left.shape[2]).T @ right.reshape(-1, right.shape[2])
