"""Whether the table compares arms: one arm a person, two arms or more, people in each."""

from itertools import pairwise

import numpy as np

from openimt.trial.matrix import ModelMatrix
from openimt.trial.model.cells import to_number
from openimt.trial.model.frame import Categories, Frame, complete, listed, numeric

EVEN = frozenset({"ar1", "ar1h", "toep", "toeph"})
ORDERED = frozenset({"ad", "adh"})
"""Structures that rest on the order of the visits, and those that rest on their spacing too."""


def check_arms(
    frame: Frame, outcome: str, arm: str, subject: str, reference: str | None = None
) -> None:
    """Refuse a person in two arms, one arm alone, an arm without outcomes, a foreign reference."""
    column = frame.column(arm)
    y, people, arms = (
        numeric(frame, outcome),
        complete(frame, subject, "person"),
        complete(frame, arm, "arm"),
    )
    check_one_each(frame, people, arms)
    if len(arms.levels) < 2:
        raise column.refuse(f"has one arm only, '{arms.levels[0]}'; a comparison needs two")
    if reference is not None and reference not in arms.levels:
        says = f"has no arm '{reference}' to compare with; its arms: {listed(arms.levels)}"
        raise column.refuse(says)
    if not y.present.any():
        raise frame.column(outcome).refuse("has no value at all; fill in the outcome")
    seen = set(arms.codes[y.present].tolist())
    unseen = [level for code, level in enumerate(arms.levels) if code not in seen]
    if unseen:
        says = f"nobody in {listed(unseen)} has an outcome; take the rows of this arm out"
        raise column.refuse(says)


def check_one_each(frame: Frame, people: Categories, said: Categories) -> None:
    """A column that says one thing of each person; for two things, TrialError with both rows."""
    first: dict[int, int] = {}
    for row, (person, level) in enumerate(zip(people.codes, said.codes, strict=True)):
        before = first.setdefault(int(person), row)
        if said.codes[before] != level:
            says = (
                f"'{people.levels[person]}' is in '{said.levels[said.codes[before]]}' in row "
                f"{frame.rows[before]} and in '{said.levels[level]}' in row {frame.rows[row]}; "
                f"a person belongs to one {said.name}"
            )
            raise frame.column(said.name).refuse(says, row)


def check_rows(frame: Frame, matrix: ModelMatrix) -> None:
    """Without visits or random effects, rows of one person are not independent: refused."""
    times = np.bincount(matrix.subject)
    if times.max() > 1:
        who = matrix.subjects[int(times.argmax())]
        rows = matrix.source_row[matrix.subject == times.argmax()].tolist()
        says = (
            f"'{who}' has {int(times.max())} outcomes, in rows {', '.join(map(str, rows[:6]))}"
            f"{' …' if len(rows) > 6 else ''}; name the column of visits, or give random effects"
        )
        raise frame.column(matrix.outcome).refuse(says, None)


def spacing(matrix: ModelMatrix, visit: str | None, structure: str | None) -> tuple[str, ...]:
    """A warning where a covariance rests on an order or a spacing that the visits do not have."""
    if visit is None or structure not in {*EVEN, *ORDERED} or len(matrix.visits) < 3:
        return ()
    times = [to_number(name) for name in matrix.visits]
    if any(time is None for time in times):
        order = ", ".join(matrix.visits)
        return (f"'{visit}' holds words; the {structure} covariance takes them as: {order}",)
    known = [time for time in times if time is not None]
    steps = {round(after - before, 9) for before, after in pairwise(known)}
    if structure in EVEN and len(steps) > 1:
        says = f"the {structure} covariance takes visits as evenly spaced, and those of '{visit}' "
        return (says + "are not; un, adh or csh do not mind",)
    return ()


def empty_cells(matrix: ModelMatrix, arm: str, visit: str | None) -> tuple[str, ...]:
    """A warning for each arm at a visit whose mean is told though nobody there has an outcome."""
    factors = {factor.name: factor for factor in matrix.factors}
    if visit not in factors or arm not in factors or arm not in matrix.factor_codes:
        return ()
    arms, visits = factors[arm].levels, matrix.visits
    seen = set(zip(matrix.factor_codes[arm].tolist(), matrix.visit.tolist(), strict=True))
    return tuple(
        f"nobody in '{one}' has an outcome at {visit} {when}; its mean rests on the formula alone"
        for a, one in enumerate(arms)
        for v, when in enumerate(visits)
        if (a, v) not in seen
    )
