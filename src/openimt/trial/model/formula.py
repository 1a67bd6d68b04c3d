"""A data table and a formula as the numbers of a model.

The algebra of terms is formulaic's, with treatment contrasts: the first level of a factor is its
reference. What the formula names is read here, so that no text of a formula is ever evaluated.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from openimt.trial.matrix import Factor, Floats, Ints, ModelMatrix
from openimt.trial.model import check
from openimt.trial.model.alike import alike_ids
from openimt.trial.model.cells import holds_numbers
from openimt.trial.model.coding import code_design, crossed
from openimt.trial.model.frame import (
    Categories,
    Frame,
    Numbers,
    Variable,
    categorical,
    check_first,
    chosen,
    complete,
    frame_of,
    numeric,
)
from openimt.trial.model.left_out import left_out, taken_as_numbers
from openimt.trial.model.words import Atom, Recipe, read_terms, split_formula

if TYPE_CHECKING:
    from pandas import DataFrame


@dataclass(frozen=True)
class Asked:
    """What is asked of a table: outcome, terms, who, when, and what else must be known."""

    outcome: str
    recipe: Recipe
    subject: str
    visit: str | None
    reference: Mapping[str, str]
    categorical: frozenset[str]
    also: tuple[str, ...]


def model_matrix(
    data: "DataFrame",
    formula: str,
    *,
    subject: str,
    visit: str | None = None,
    reference: Mapping[str, str] | None = None,
    file: str | None = None,
    categorical: Collection[str] = (),
    also: Sequence[str] = (),
) -> ModelMatrix:
    """The analysed rows of a table under a formula such as ``bdi ~ bdi.pre*visit + arm*visit``.

    Text columns, ``visit``, the columns of ``categorical`` and those with a ``reference`` are
    factors, other columns numbers. Levels stand in number or alphabetical order, the one named
    by ``reference`` first. Rows without outcome are passed over; rows without a covariate, or
    without a value in a column of ``also``, are left out with a warning. ``file`` names the
    source in errors. Data that cannot answer the formula raise TrialError.

    >>> import pandas as pd
    >>> table = pd.DataFrame(
    ...     {
    ...         "id": list("aabbcc"),
    ...         "week": [2, 10] * 3,
    ...         "y": [3, 1, 4, 2, 6, 3],
    ...         "arm": ["x", "x", "y", "y", "x", "x"],
    ...     }
    ... )
    >>> made = model_matrix(table, "y ~ arm + week", subject="id", visit="week")
    >>> made.names, made.visits, made.n
    (('(Intercept)', 'army', 'week10'), ('2', '10'), 6)
    """
    made, _ = matrix_of(
        frame_of(data, file),
        formula,
        subject=subject,
        visit=visit,
        reference=reference or {},
        categorical=categorical,
        also=also,
    )
    return made


def matrix_of(
    frame: Frame,
    formula: str,
    *,
    subject: str,
    visit: str | None,
    reference: Mapping[str, str],
    categorical: Collection[str],
    also: Sequence[str],
) -> tuple[ModelMatrix, Ints]:
    """As :func:`model_matrix`, with the place in the frame of every analysed row, shape (n,)."""
    outcome, right = split_formula(formula)
    forced = frozenset({*categorical, *reference, *([visit] if visit else [])})
    recipe = read_terms(right, frame.names)
    asked = Asked(outcome, recipe, subject, visit, reference, forced, tuple(also))
    if any(atom.column == outcome for atom in recipe.atoms):
        says = "is the outcome and stands in the terms too; take it out of the terms"
        raise frame.column(outcome).refuse(says)
    return _matrix(frame, asked)


def _matrix(frame: Frame, asked: Asked) -> tuple[ModelMatrix, Ints]:
    y = numeric(frame, asked.outcome)
    who = complete(frame, asked.subject, "person")
    when = _visits(frame, asked, who)
    variables = {atom: _variable(frame, atom, asked) for atom in asked.recipe.atoms}
    keep, warnings = left_out(frame, y, who, variables, asked.also)
    keep = keep[np.lexsort((when.codes[keep], who.codes[keep]))]
    _check_kept(frame, asked, keep, y, who, when)
    kept = {atom: _kept(frame, atom, one, keep, asked) for atom, one in variables.items()}
    _check_crossed(frame, asked.recipe, kept)
    coded = code_design(asked.recipe, [kept[atom] for atom in asked.recipe.atoms], len(keep))
    check.check_rank(coded.x, coded.names, frame.file)
    people = chosen(who, keep)
    numbers = {one.name: one.values for one in kept.values() if isinstance(one, Numbers)}
    factors = {one.name: one for one in kept.values() if isinstance(one, Categories)}
    made = ModelMatrix(
        outcome=asked.outcome,
        names=coded.names,
        x=coded.x,
        y=y.values[keep],
        terms=coded.terms,
        factors=tuple(Factor(one.name, one.levels) for one in factors.values()),
        row_means={name: float(np.mean(values)) for name, values in numbers.items()},
        subject_means={name: _by_person(values, people) for name, values in numbers.items()},
        subject=people.codes,
        subjects=people.levels,
        visit=when.codes[keep],
        visits=when.levels,
        source_row=np.array(frame.rows, dtype=np.int64)[keep],
        make_row=coded.design,
        factor_codes={name: one.codes for name, one in factors.items()},
        warnings=(
            *warnings,
            *alike_ids(people.levels, asked.subject),
            *taken_as_numbers(variables),
        ),
    )
    return made, keep


def _check_kept(
    frame: Frame, asked: Asked, keep: Ints, y: Numbers, who: Categories, when: Categories
) -> None:
    check.check_outcome(frame.column(asked.outcome), y.values[keep])
    if asked.visit:
        place = check.Place(frame.file, frame.rows)
        check.check_visits(when, keep, frame.column(asked.visit))
        check.check_twice(who, when, np.sort(keep), place)


def _visits(frame: Frame, asked: Asked, who: Categories) -> Categories:
    if asked.visit:
        return complete(frame, asked.visit, "visit", as_numbers=True)
    return Categories("", np.zeros(len(who.codes), dtype=np.int64), ("",))


def _variable(frame: Frame, atom: Atom, asked: Asked) -> Variable:
    """The column behind an atom; a column stays either a number or a factor throughout."""
    column = frame.column(atom.column)
    forced = atom.column in asked.categorical
    both = {one.function == "C" for one in asked.recipe.atoms if one.column == atom.column}
    if len(both) > 1 and not forced:
        raise column.refuse("stands in the terms as a number and as C( ); use one of the two")
    if atom.function not in {"", "C"}:
        if forced:
            raise column.refuse(f"is categorical here; {atom.label} needs a number")
        return numeric(frame, atom.column)
    if forced or atom.function == "C" or not holds_numbers(column):
        return categorical(frame, atom.column, as_numbers=atom.column == asked.visit)
    return numeric(frame, atom.column)


def _kept(frame: Frame, atom: Atom, variable: Variable, keep: Ints, asked: Asked) -> Variable:
    if isinstance(variable, Numbers):
        check.check_function(atom, frame.column(atom.column), variable.values, keep)
        return replace(variable, values=variable.values[keep])
    first = check_first(asked.reference, variable.name, variable.levels)
    made = chosen(variable, keep, first)
    if first is not None and first not in made.levels:
        says = f"nobody of '{first}', the reference, has an outcome; choose another reference"
        raise frame.column(variable.name).refuse(says)
    check.check_levels(made, frame.column(variable.name), asked.visit)
    return made


def _check_crossed(frame: Frame, recipe: Recipe, kept: Mapping[Atom, Variable]) -> None:
    """Every combination of levels that a term crosses must occur in the data."""
    for places in crossed(recipe):
        crossing = [kept[recipe.atoms[place]] for place in places]
        factors = [one for one in crossing if isinstance(one, Categories)]
        if len(factors) > 1:
            check.check_cells(factors, frame.file)


def _by_person(values: Floats, people: Categories) -> float:
    """The mean over persons of each person's own mean."""
    totals = np.bincount(people.codes, weights=values)
    return float(np.mean(totals / np.bincount(people.codes)))
