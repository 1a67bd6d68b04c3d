"""The people of a trial as arrays: arm, baseline and other covariates, outcome at each visit."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from openimt.errors import TrialError
from openimt.trial.estimand.attributes import Estimand
from openimt.trial.estimand.columns import Table, all_numbers, in_order
from openimt.trial.matrix import Floats, Ints

if TYPE_CHECKING:
    from pandas import DataFrame

DIGITS = re.compile(r"[0-9]+")


@dataclass(frozen=True, eq=False)
class Records:
    """What was measured, n persons at T visits after baseline, in no special order of persons.

    ``arm`` holds codes into ``arms``, whose first is the reference. ``y`` has shape (n, T), NaN
    where nothing was measured. ``covariates`` has shape (n, q), the baseline first; those marked
    in ``by_visit`` may act differently at each visit. ``times`` are the visits as numbers, or
    None where they are names. ``target`` is the place of the visit that answers the question.
    """

    persons: tuple[str, ...]
    arms: tuple[str, ...]
    arm: Ints
    visits: tuple[str, ...]
    times: Floats | None
    y: Floats
    covariates: Floats
    covariate_names: tuple[str, ...]
    by_visit: tuple[bool, ...]
    target: int
    outcome: str = "outcome"
    file: str | None = None

    @property
    def n(self) -> int:
        """How many persons."""
        return len(self.persons)


@dataclass(frozen=True, eq=False)
class _Rows:
    """The rows of the table, with the code of each row's person."""

    table: Table
    persons: tuple[str, ...]
    person: tuple[int, ...]


def records(data: "DataFrame", estimand: Estimand, file: str | None = None) -> Records:
    """The people of a long table, one row a person and visit.

    Raises TrialError for whatever cannot be analysed without guessing: a person in two arms or
    with no baseline, two rows for one visit, an arm nobody is in, a visit nobody attended.
    """
    rows = _rows(Table.of(data, file), estimand.population.subject)
    arm = _arm_codes(estimand, rows)
    visits, y, baseline = _outcomes(estimand, rows)
    columns, names, by_visit = _covariates(estimand, rows, baseline)
    return Records(
        persons=rows.persons,
        arms=estimand.treatment.ordered,
        arm=arm,
        visits=visits,
        times=np.array([float(one) for one in visits]) if all_numbers(visits) else None,
        y=y,
        covariates=columns,
        covariate_names=names,
        by_visit=by_visit,
        target=_target(visits, estimand.variable.at),
        outcome=estimand.variable.outcome,
        file=file,
    )


def _rows(table: Table, subject: str) -> _Rows:
    names = table.texts(subject)
    if "" in names:
        raise table.refuse("is empty; every row must say whose it is", names.index(""), subject)
    persons = in_order(names)
    code = {name: number for number, name in enumerate(persons)}
    return _Rows(table, persons, tuple(code[one] for one in names))


def _arm_codes(estimand: Estimand, rows: _Rows) -> Ints:
    field, arms = estimand.treatment.column, estimand.treatment.ordered
    named = _text_each(rows, field)
    for arm in named:
        if arm not in arms:
            says = f"is {arm!r}, which is no arm of the estimand; add it, or leave its rows out"
            raise rows.table.refuse(says, name=field)
    for arm in arms:
        if named.count(arm) < 2:
            says = f"fewer than two people are in the arm {arm}; nothing can be compared with it"
            raise rows.table.refuse(says, name=field)
    return np.array([arms.index(arm) for arm in named], dtype=np.int64)


def _text_each(rows: _Rows, field: str) -> list[str]:
    """The one text of each person."""
    values = rows.table.texts(field)
    firsts = _first_rows(rows, field, values)
    return [values[first] for first in firsts]


def _first_rows(rows: _Rows, field: str, values: Sequence[object]) -> list[int]:
    """A row of each person; somebody with no value, or with two, is refused."""
    found: dict[int, int] = {}
    for place, (person, value) in enumerate(zip(rows.person, values, strict=True)):
        first = found.setdefault(person, place)
        name = rows.persons[person]
        if value == "":
            raise rows.table.refuse(_no_value(name, field), place, field)
        if values[first] != value:
            says = f"{name} has {value!r} here and {values[first]!r} in another row; keep one"
            raise rows.table.refuse(says, place, field)
    return [found[person] for person in range(len(rows.persons))]


def _no_value(person: str, field: str) -> str:
    return (
        f"{person} has no {field}; everybody needs one: fill in the mean of the others "
        "(White and Thompson 2005), or leave the person out by a rule written down beforehand"
    )


def _outcomes(estimand: Estimand, rows: _Rows) -> tuple[tuple[str, ...], Floats, Floats | None]:
    """Visits after baseline, outcomes (n, T), and the baseline where it is one of the visits."""
    variable = estimand.variable
    at = rows.table.texts(variable.visit, as_numbers=True)
    if "" in at:
        says = "is empty; every row must say its visit"
        raise rows.table.refuse(says, at.index(""), variable.visit)
    visits = in_order(at)
    cells = [(person, visits.index(visit)) for person, visit in zip(rows.person, at, strict=True)]
    seen: set[tuple[int, int]] = set()
    for place, cell in enumerate(cells):
        if cell in seen:
            says = f"{rows.persons[cell[0]]} has two rows for the visit {at[place]}; keep one"
            raise rows.table.refuse(says, place, variable.visit)
        seen.add(cell)
    y = np.full((len(rows.persons), len(visits)), np.nan)
    y[tuple(np.array(cells).T)] = rows.table.numbers(variable.outcome)
    if variable.baseline_visit is not None:
        visits, y, baseline = _without_baseline(visits, y, variable.baseline_visit, rows)
        return visits, _checked(visits, y, rows), baseline
    if all_numbers(visits) and float(visits[0]) <= 0:
        says = f"the visit {visits[0]} is not after baseline; name it as variable.baseline_visit"
        raise rows.table.refuse(f"{says}, or leave its rows out")
    return visits, _checked(visits, y, rows), None


def _checked(visits: tuple[str, ...], y: Floats, rows: _Rows) -> Floats:
    """Refuses a visit without outcomes, and visits whose order their names do not tell."""
    for place in np.flatnonzero(np.isnan(y).all(axis=0)):
        says = f"nobody was measured at the visit {visits[place]}; leave its rows out"
        raise rows.table.refuse(says)
    if not all_numbers(visits) and len({DIGITS.sub("#", one) for one in visits}) > 1:
        says = f"the visits {', '.join(visits)} do not say their order; write them as numbers"
        raise rows.table.refuse(says)
    return y


def _without_baseline(
    visits: tuple[str, ...], y: Floats, visit: str, rows: _Rows
) -> tuple[tuple[str, ...], Floats, Floats]:
    if visit not in visits:
        raise rows.table.refuse(f"nobody has the baseline visit {visit}")
    place = visits.index(visit)
    if all_numbers(visits) and place != 0:
        says = f"the visit {visits[0]} is before the baseline visit {visit}; leave its rows out"
        raise rows.table.refuse(says)
    for person in np.flatnonzero(np.isnan(y[:, place])):
        raise rows.table.refuse(_no_value(rows.persons[person], "baseline"))
    return visits[:place] + visits[place + 1 :], np.delete(y, place, axis=1), y[:, place]


def _covariates(
    estimand: Estimand, rows: _Rows, baseline: Floats | None
) -> tuple[Floats, tuple[str, ...], tuple[bool, ...]]:
    """Covariates as columns, text as one column for each level but the first."""
    if baseline is None:
        baseline = _numbers_each(rows, str(estimand.variable.baseline))
    columns, names, sources = [baseline], ["baseline"], ["baseline"]
    for name in estimand.model.covariates:
        for label, column in [] if name == "baseline" else _columns(rows, name):
            columns.append(column)
            names.append(label)
            sources.append(name)
    for name in estimand.model.by_visit:
        if name not in sources:
            says = f"{name} is no covariate; name it under model.covariates, too"
            raise TrialError(says, field="model.by_visit")
    by_visit = tuple(source in estimand.model.by_visit for source in sources)
    return np.column_stack(columns), tuple(names), by_visit


def _numbers_each(rows: _Rows, name: str) -> Floats:
    values = rows.table.numbers(name)
    known = ["" if np.isnan(value) else float(value) for value in values]
    return np.asarray(values[_first_rows(rows, name, known)])


def _columns(rows: _Rows, name: str) -> list[tuple[str, Floats]]:
    values = _text_each(rows, name)
    if all_numbers(values):
        return [(name, _numbers_each(rows, name))]
    return [
        (f"{name}[{level}]", np.array([float(one == level) for one in values]))
        for level in in_order(values)[1:]
    ]


def _target(visits: tuple[str, ...], at: str) -> int:
    if at not in visits:
        says = f"nobody has a visit {at}; the visits after baseline are {', '.join(visits)}"
        raise TrialError(says, field="variable.at")
    return visits.index(at)
