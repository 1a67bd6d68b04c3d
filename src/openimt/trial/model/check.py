"""Whether the data can answer what a formula asks: each refusal one sentence with a remedy."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from openimt.errors import TrialError
from openimt.trial.matrix import Floats, Ints
from openimt.trial.model.cells import Column, check_size
from openimt.trial.model.design import FUNCTIONS, transformed
from openimt.trial.model.frame import Categories, listed
from openimt.trial.model.words import Atom

SAME = 1e-9
"""A column of unit length nearer than this to a sum of others is that sum."""
COUNTS = 1e-6
"""A share in such a sum below this is rounding."""


@dataclass(frozen=True)
class Place:
    """Where the data stand: file and row of each row, for errors."""

    file: str | None
    rows: tuple[int, ...]


def check_outcome(column: Column, y: Floats) -> None:
    """An outcome that nobody has or that never differs is refused."""
    if not y.size:
        raise column.refuse("has no value that can be analysed; fill in the outcome")
    if np.ptp(y) == 0:
        raise column.refuse(f"is {y[0]:g} in every analysed row; an outcome must vary")


def check_function(atom: Atom, column: Column, values: Floats, keep: Ints) -> None:
    """A number for which the formula's function has no value is refused with its row."""
    above = FUNCTIONS[atom.function][1] if atom.function in FUNCTIONS else -math.inf
    wrong = [row for row in sorted(keep.tolist()) if values[row] <= above]
    if wrong:
        says = f"is {values[wrong[0]]:g}, for which {atom.label} has no value; use it as it is"
        raise column.refuse(says, wrong[0])
    if atom.function in {"exp", "I"}:
        for row in sorted(keep.tolist()):
            _check_made(atom, column, float(values[row]), row)


def _check_made(atom: Atom, column: Column, value: float, row: int) -> None:
    try:
        made = transformed(atom, value)
    except (TrialError, OverflowError):
        made = math.inf
    check_size(column, row, made, f"is {value:g}, which makes {atom.label} {made:g}")


def check_levels(variable: Categories, column: Column, visit: str | None) -> None:
    """A category with one level only tells nobody apart, nor does a level in two spellings."""
    if len(variable.levels) < 2 and variable.name == visit:
        says = f"has one visit only, '{variable.levels[0]}'; leave the visit out"
        raise column.refuse(says)
    if len(variable.levels) < 2:
        says = f"is '{variable.levels[0]}' in every analysed row; leave it out of the formula"
        raise column.refuse(says)
    plain: dict[str, str] = {}
    for level in variable.levels:
        other = plain.setdefault(level.casefold(), level)
        if other != level:
            says = (
                f"says '{other}' and '{level}', which differ in capitals alone; write one of them"
            )
            raise column.refuse(says)


def check_visits(visits: Categories, keep: Ints, column: Column) -> None:
    """A visit at which nobody has an outcome cannot be estimated."""
    seen = set(visits.codes[keep].tolist())
    unseen = [level for code, level in enumerate(visits.levels) if code not in seen]
    if unseen:
        says = f"nobody has an outcome at {listed(unseen)}; take the rows of this visit out"
        raise column.refuse(says)


def check_twice(who: Categories, visits: Categories, keep: Ints, place: Place) -> None:
    """Two outcomes of one person at one visit are refused, with both rows."""
    first: dict[tuple[int, int], int] = {}
    for row in keep.tolist():
        key = (int(who.codes[row]), int(visits.codes[row]))
        if key in first:
            raise _twice(who, visits, first[key], row, place)
        first[key] = row


def _twice(who: Categories, visits: Categories, one: int, other: int, place: Place) -> TrialError:
    person, visit = who.levels[who.codes[one]], visits.levels[visits.codes[one]]
    says = (
        f"'{person}' has two outcomes at {visits.name} {visit}, in rows {place.rows[one]} and "
        f"{place.rows[other]}; keep one of them"
    )
    return TrialError(says, file=place.file, row=place.rows[other], field=visits.name)


def check_cells(factors: Sequence[Categories], file: str | None) -> None:
    """Levels that the formula crosses must all occur together, or their effect is not there."""
    seen = set(zip(*(factor.codes.tolist() for factor in factors), strict=True))
    for cell in product(*(range(len(factor.levels)) for factor in factors)):
        if cell not in seen:
            named = zip(factors, cell, strict=True)
            shown = " and ".join(f"{one.name} '{one.levels[code]}'" for one, code in named)
            crossed = " and ".join(f"'{one.name}'" for one in factors)
            says = (
                f"no analysed row has {shown}; take one of these levels out of the data, or do "
                f"not cross {crossed} in the terms"
            )
            raise TrialError(says, file=file)


def check_rank(x: Floats, names: Sequence[str], file: str | None) -> None:
    """More coefficients than rows, or columns that follow from others, are refused by name."""
    n, p = x.shape
    if n <= p:
        says = f"has {n} rows to analyse for {p} coefficients; use fewer terms"
        raise TrialError(says, file=file)
    length = np.sqrt(np.sum(x * x, axis=0))
    triangle = np.asarray(np.linalg.qr(x / np.where(length > 0, length, 1.0), mode="r"))
    for column in range(p):
        if abs(triangle[column, column]) < SAME * math.sqrt(p):
            raise _follows(triangle, column, names, file)


def _follows(triangle: Floats, column: int, names: Sequence[str], file: str | None) -> TrialError:
    share = np.linalg.lstsq(triangle[:column, :column], triangle[:column, column], rcond=None)[0]
    others = [names[place] for place in range(column) if abs(share[place]) > COUNTS]
    if not others:
        says = f"'{names[column]}' is 0 in every analysed row; leave it out of the formula"
        return TrialError(says, file=file)
    says = (
        f"'{names[column]}' cannot be told apart from {listed(others)}: it follows from them in "
        "every analysed row; leave one of these terms out"
    )
    return TrialError(says, file=file)
