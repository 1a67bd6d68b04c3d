"""Which rows are analysed, and plain words for those that cannot be."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from openimt.trial.matrix import Ints
from openimt.trial.model.cells import is_missing
from openimt.trial.model.frame import Categories, Frame, Numbers, Variable
from openimt.trial.model.words import Atom

Flags = NDArray[np.bool_]


CODES = ("site", "centre", "center", "clinic", "hospital", "therapist", "rater", "ward", "stratum")
"""Words in the names of columns whose numbers are usually codes."""


def taken_as_numbers(variables: Mapping[Atom, Variable]) -> tuple[str, ...]:
    """A warning for each number that is more likely a code, such as a site from 1 to 8."""
    suspect = [
        atom.column
        for atom, one in variables.items()
        if isinstance(one, Numbers)
        and not atom.function
        and any(word in atom.column.casefold() for word in CODES)
        and len(set(one.values[one.present].tolist())) > 2
    ]
    return tuple(
        f"'{name}' holds numbers and is taken as one; if they are codes, write C({name})"
        for name in suspect
    )


def left_out(
    frame: Frame,
    y: Numbers,
    who: Categories,
    variables: Mapping[Atom, Variable],
    also: Sequence[str],
) -> tuple[Ints, tuple[str, ...]]:
    """The rows with an outcome and all that is needed beside it, and a warning for each lack.

    A row without an outcome needs no warning: that is what the model is for. A person without
    any outcome, or a row that has one and lacks a covariate, is said with its number.
    """
    present = y.present
    warnings = _people_without(y.name, who, present)
    needed = {one.name: one.present for one in variables.values()}
    for name in also:
        cells = frame.column(name).cells
        needed.setdefault(name, np.array([not is_missing(cell) for cell in cells]))
    keep = present.copy()
    for name, known in needed.items():
        warnings += _rows_without(name, who, present & ~known)
        if keep.any() and not (keep & known).any():
            says = "is empty wherever there is an outcome; fill it in, or leave it out of the model"
            raise frame.column(name).refuse(says)
        keep &= known
    return np.flatnonzero(keep), tuple(warnings)


def _people_without(outcome: str, who: Categories, present: Flags) -> list[str]:
    without = len(who.levels) - len(set(who.codes[present].tolist()))
    if not without:
        return []
    have, tell = ("has", "tells") if without == 1 else ("have", "tell")
    of = f"{without} of {len(who.levels)} people"
    return [f"{of} {have} no '{outcome}' and {tell} the model nothing"]


def _rows_without(name: str, who: Categories, lacking: Flags) -> list[str]:
    if not lacking.any():
        return []
    people = len(set(who.codes[lacking].tolist()))
    rows = int(lacking.sum())
    row, person = _count(rows, "row", "rows"), _count(people, "person", "people")
    lacks, are = ("lacks", "is") if rows == 1 else ("lack", "are")
    says = (
        f"{row} of {person} with an outcome {lacks} '{name}' and {are} left out; fill it in, or "
        f"leave '{name}' out of the model"
    )
    return [says]


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
