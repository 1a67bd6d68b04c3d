"""The persons of a trial, each as one short vector, and their sums by pattern of visits.

The fit without each person in turn, as the jackknife asks for it:

>>> import pandas as pd
>>> from openimt.trial.model.formula import model_matrix
>>> from openimt.trial.repeated.fit import fit_sums
>>> table = pd.DataFrame({"who": [k // 2 for k in range(12)], "week": [4, 8] * 6})
>>> table["score"] = [9, 8, 7, 7, 8, 5, 9, 9, 6, 7, 8, 6]
>>> people = People.of(model_matrix(table, "score ~ week", subject="who", visit="week"))
>>> everyone = people.sums()
>>> whole = fit_sums(everyone)
>>> without = [fit_sums(everyone - people.sums([i]), start=whole).beta[1] for i in range(6)]
>>> [round(float(change), 2) for change in (whole.beta[1], *without)]
[-0.83, -0.8, -1.0, -0.4, -1.0, -1.2, -0.6]
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from openimt.errors import TrialError
from openimt.trial.matrix import Floats, Ints, ModelMatrix
from openimt.trial.repeated.checks import check_columns, check_outcome, check_size
from openimt.trial.repeated.layout import Flags, Layout, centre, compress, loadings, pad
from openimt.trial.repeated.sums import Sums, gather


@dataclass(frozen=True, eq=False)
class People:
    """Everyone who was analysed. ``vectors`` (persons, q + T) holds (z, y), 0 where not observed.

    ``observed`` (persons, T) says who attended when, ``group`` (persons,) whose covariance is
    meant, and ``log_weight`` (persons,) is the sum of the logarithms of the rows' weights. The
    order is that of ``matrix.subjects``.
    """

    layout: Layout
    vectors: Floats
    observed: Flags
    group: Ints
    log_weight: Floats
    group_names: tuple[str, ...] = ("",)

    @classmethod
    def of(
        cls,
        matrix: ModelMatrix,
        *,
        groups: Ints | None = None,
        group_names: Sequence[str] = (),
        weights: Floats | None = None,
    ) -> "People":
        """The persons of a model matrix.

        ``groups`` (n,) gives each row's covariance group, the same in all rows of a person;
        ``weights`` (n,), above 0, divide the residual variance of their row. Raises
        :class:`TrialError` for a design or an outcome that no model can be fitted to.
        """
        check_size(matrix)
        root = np.ones(matrix.n) if weights is None else np.sqrt(_positive(weights, matrix))
        x, y = matrix.x * root[:, None], matrix.y * root
        upper = np.asarray(np.linalg.qr(x, mode="r"))
        check_columns(upper, x, matrix.names)
        basis = np.linalg.inv(upper)
        about = basis @ ((x @ basis).T @ y)
        left = y - x @ about
        unit = check_outcome(matrix, left, y)
        shape = (len(matrix.subjects), len(matrix.visits))
        padded = pad(x, left / unit, matrix.subject, matrix.visit, shape)
        z, maps = centre(*compress(padded))
        layout = Layout(matrix.visits, matrix.names, loadings(maps @ basis), about, unit, basis)
        return cls(
            layout,
            np.concatenate([z, padded.y], axis=1),
            padded.observed,
            _of_persons(groups, matrix),
            np.asarray(np.bincount(matrix.subject, 2 * np.log(root), shape[0]), np.float64),
            tuple(group_names) or _names(groups),
        )

    def sums(self, who: Sequence[int] | Ints | Flags | None = None) -> Sums:
        """The sums of everyone, or of the persons named by number or by a mask."""
        chosen = self if who is None else self.only(np.asarray(who))
        seen = np.asarray(chosen.observed.any(axis=1))
        chosen = chosen if seen.all() else chosen.only(seen)
        return gather(
            self.layout,
            chosen.vectors,
            chosen.observed,
            chosen.group,
            float(chosen.log_weight.sum()),
            self.group_names,
        )

    def only(self, who: Ints | Flags) -> "People":
        """These persons alone, by number (again, if a number comes twice) or by a mask."""
        return replace(
            self,
            vectors=self.vectors[who],
            observed=self.observed[who],
            group=self.group[who],
            log_weight=self.log_weight[who],
        )


def _positive(weights: Floats, matrix: ModelMatrix) -> Floats:
    found = np.asarray(weights, dtype=np.float64)
    if found.shape != (matrix.n,):
        raise TrialError(f"There are {found.size} weights for {matrix.n} rows; give one a row.")
    bad = np.flatnonzero(~(np.isfinite(found) & (found > 0.0)))
    if bad.size:
        row = int(matrix.source_row[bad[0]])
        raise TrialError("A weight must be a number above 0; leave the row out instead.", row=row)
    return found


def _of_persons(groups: Ints | None, matrix: ModelMatrix) -> Ints:
    found = np.zeros(len(matrix.subjects), dtype=np.int64)
    if groups is None:
        return found
    rows = np.asarray(groups, dtype=np.int64)
    found[matrix.subject] = rows
    odd = np.flatnonzero(found[matrix.subject] != rows)
    if odd.size:
        who = matrix.subjects[matrix.subject[odd[0]]]
        raise TrialError(
            f"Person {who} belongs to two covariance groups; a group must not change over visits."
        )
    return found


def _names(groups: Ints | None) -> tuple[str, ...]:
    return ("",) if groups is None else tuple(str(g) for g in range(int(groups.max()) + 1))
