"""Joint tests of a model's terms, each asking whether an effect is there on average.

Every test is one of type III, stated by what it asks and not by how the formula was coded: for
``arm:month`` whether the differences between arms are the same at every visit; for ``arm`` whether
arms differ on the equal-weight average over visits. A number counts by its slope, averaged over
the levels of the factors it interacts with; where two variables interact, the effect of the one is
taken at the mean of the other if that is a number. SAS takes it at 0 instead, R's emmeans as here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np

from openimt.errors import TrialError
from openimt.trial.linear import Fitted, FTest
from openimt.trial.matrix import Floats
from openimt.trial.means import cells_of
from openimt.trial.model.design import Design, Given

INDEPENDENT = 1e-9
"""A row this near to a sum of others, relative to its length, adds nothing to a joint test."""


@dataclass(frozen=True)
class Effect:
    """An effect by name, such as ``arm:month``, and its joint test."""

    name: str
    test: FTest


def effects(fit: Fitted) -> tuple[Effect, ...]:
    """A joint test for every term of the formula and for every margin of an interaction.

    A margin that the formula leaves out, as ``arm`` in ``month + arm:month``, is tested too,
    because its effect is in the model. Raises TrialError where the model was made without a
    formula.
    """
    design = fit.matrix.make_row
    if not isinstance(design, Design):
        raise TrialError("joint tests of terms need a model that was made from a formula")
    made = []
    for atoms in _every_effect(design, fit):
        weights = independent(_hypothesis(design, atoms))
        if len(weights):
            name = ":".join(design.ingredients[atom].atom.label for atom in atoms)
            made.append(Effect(name, fit.joint(weights)))
    return tuple(made)


def arm_at_all_visits(fit: Fitted, arm: str, visit: str) -> Effect:
    """Whether arms differ at any visit: main effect and interaction in one joint test.

    It asks of every arm the difference from the first at the first visit and how that difference
    has changed by each later one. Satterthwaite's denominator (Fai and Cornelius 1996) depends
    on how the question is split; this split is that of the coefficients, as R's mmrm tests them.
    Kenward-Roger does not depend on it.
    """
    cells = cells_of(fit.matrix, arm, visit)
    base = {cell.visit: cell.weights for cell in cells if cell.arm == cells[0].arm}
    rows, first = [], np.zeros(fit.matrix.p)
    for cell in cells:
        if cell.arm != cells[0].arm:
            difference = cell.weights - base[cell.visit]
            starts = cell.visit == cells[0].visit
            first = difference if starts else first
            rows.append(difference if starts else difference - first)
    return Effect(f"{arm} at all visits", fit.joint(independent(np.array(rows))))


def independent(rows: Floats) -> Floats:
    """The rows that do not follow from those before them; shape (r, p) with r <= the rank."""
    kept: list[Floats] = []
    basis: list[Floats] = []
    for row in rows:
        length = float(np.linalg.norm(row))
        rest = row.astype(np.float64)
        for _ in range(2):
            for direction in basis:
                rest = rest - direction * float(direction @ rest)
        size = float(np.linalg.norm(rest))
        if size > INDEPENDENT * length:
            basis.append(rest / size)
            kept.append(row)
    return np.array(kept).reshape(len(kept), rows.shape[-1])


def _every_effect(design: Design, fit: Fitted) -> Iterator[tuple[int, ...]]:
    """Each term's atoms, margins before the term; only levels are averaged away, never slopes."""
    seen: set[frozenset[int]] = set()
    for term in fit.matrix.terms:
        columns = [design.columns[column] for column in term.columns]
        atoms = tuple(atom for atom, _ in max(columns, key=len, default=()))
        for size in range(1, len(atoms) + 1):
            for chosen in combinations(atoms, size):
                slopes = [atom for atom in atoms if not design.ingredients[atom].levels]
                if set(slopes) <= set(chosen) and frozenset(chosen) not in seen:
                    seen.add(frozenset(chosen))
                    yield chosen


def _hypothesis(design: Design, atoms: tuple[int, ...]) -> Floats:
    """Differences of levels from the first and slopes of numbers, all else averaged."""
    changes = [_changes(design, atom) for atom in atoms]
    rows = []
    for change in product(*changes):
        given = [design.average(one) for one in design.ingredients]
        for atom, value in zip(atoms, change, strict=True):
            given[atom] = value
        rows.append(design.row(given, needed=atoms))
    return np.array(rows)


def _changes(design: Design, atom: int) -> list[Given]:
    count = len(design.ingredients[atom].levels)
    if not count:
        return [1.0]
    unit = np.eye(count)
    return [unit[level] - unit[0] for level in range(1, count)]
