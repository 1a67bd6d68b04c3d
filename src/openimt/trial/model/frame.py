"""A data table as typed variables: who, when, categories in their order, and numbers.

Rows are named as a spreadsheet names them, the heading being row 1. A table read from a file
brings its own row numbers as an index called ``row``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from openimt.errors import TrialError
from openimt.trial.matrix import Floats, Ints
from openimt.trial.model.cells import Column, categories, numbers, text_of

if TYPE_CHECKING:
    from pandas import DataFrame

ROW = "row"
"""The name of an index that says which row of the file each row was."""
HEADING = 1
"""The row of the heading."""


@dataclass(frozen=True, eq=False)
class Frame:
    """A data table with the place of every row in its file."""

    data: "DataFrame"
    rows: tuple[int, ...]
    file: str | None = None
    read: dict[str, Column] = field(default_factory=dict, repr=False)
    """The columns that were asked for before."""

    def column(self, name: str) -> Column:
        """One column; a name that is not there raises TrialError with the names that are."""
        if name not in self.read:
            self.read[name] = self._column(name)
        return self.read[name]

    def _column(self, name: str) -> Column:
        if name not in self.data.columns:
            raise TrialError(_no_column(name, self.names), file=self.file, field=name)
        series = self.data[name]
        order: tuple[str, ...] = ()
        if series.dtype.name == "category":
            order = tuple(text_of(level) for level in series.cat.categories)
        elif series.dtype.name == "bool":
            series = series.astype(str)
        return Column(name, tuple(map(_cell, series.tolist())), self.rows, self.file, order)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in the order of the table."""
        return tuple(str(name) for name in self.data.columns)


@dataclass(frozen=True, eq=False)
class Numbers:
    """A numeric variable: values of shape (n,), nan where missing."""

    name: str
    values: Floats

    @property
    def present(self) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
        """Where a value was observed, shape (n,)."""
        return ~np.isnan(self.values)


@dataclass(frozen=True, eq=False)
class Categories:
    """A categorical variable: codes of shape (n,) that index ``levels``, -1 where missing."""

    name: str
    codes: Ints
    levels: tuple[str, ...]

    @property
    def present(self) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
        """Where a level was observed, shape (n,)."""
        return self.codes >= 0


Variable = Numbers | Categories


def frame_of(data: "DataFrame", file: str | None = None) -> Frame:
    """The table with its rows named; an empty table or two columns of one name: TrialError."""
    if not len(data):
        raise TrialError("has no rows", file=file)
    twice = [str(name) for name in data.columns[data.columns.duplicated()]]
    if twice:
        says = f"has the column '{twice[0]}' more than once; give each its own name"
        raise TrialError(says, file=file, field=twice[0])
    if data.index.name == ROW:
        return Frame(data, tuple(int(row) for row in data.index), file)
    return Frame(data, tuple(range(HEADING + 1, HEADING + 1 + len(data))), file)


def numeric(frame: Frame, name: str) -> Numbers:
    """A column as numbers; words or infinite values raise TrialError with the row."""
    return Numbers(name, numbers(frame.column(name)))


def categorical(frame: Frame, name: str, *, as_numbers: bool = False) -> Categories:
    """A column as categories. With ``as_numbers`` "2.0" and "2" are one level, as visits are."""
    return Categories(name, *categories(frame.column(name), as_numbers=as_numbers))


def complete(frame: Frame, name: str, what: str, *, as_numbers: bool = False) -> Categories:
    """A column as categories of which none may be missing, such as who or which arm."""
    made = categorical(frame, name, as_numbers=as_numbers)
    if not made.present.all():
        place = int(np.flatnonzero(~made.present)[0])
        says = f"is empty; every row must say its {what}: fill it in, or take the row out"
        raise frame.column(name).refuse(says, place)
    return made


def chosen(variable: Categories, keep: Ints, first: str | None = None) -> Categories:
    """The variable on the rows of ``keep``, without empty levels, with ``first`` leading."""
    codes = variable.codes[keep]
    used = [variable.levels[code] for code in sorted(set(codes.tolist()))]
    if first is not None and first in used:
        used = [first, *(level for level in used if level != first)]
    place = {level: code for code, level in enumerate(used)}
    made = [place[variable.levels[code]] for code in codes]
    return Categories(variable.name, np.array(made, dtype=np.int64), tuple(used))


def listed(names: Sequence[str], most: int = 8) -> str:
    """Names in quotes for a sentence, no more than reads well.

    >>> listed(["a", "b", "c"], most=2)
    "'a', 'b' …"
    """
    return ", ".join(f"'{name}'" for name in names[:most]) + (" …" if len(names) > most else "")


def check_first(reference: Mapping[str, str], name: str, levels: Sequence[str]) -> str | None:
    """The level that is to lead; one that the column does not hold raises TrialError."""
    first = reference.get(name)
    if first is not None and first not in levels:
        says = f"never says '{first}', which is to be the reference; it says {listed(levels)}"
        raise TrialError(says, field=name)
    return first


def _no_column(name: str, names: Sequence[str]) -> str:
    near = [one for one in names if one.casefold() == name.casefold()]
    if near:
        return f"has no column '{name}'; did you mean '{near[0]}'?"
    return f"has no column '{name}'; its columns: {listed(names, 12)}"


def _cell(value: Any) -> str | float | None:
    """A value of any column as text, number or None."""
    if value is None or isinstance(value, str | float | int):
        return value
    try:
        missing = bool(np.isnan(value))
    except TypeError:
        return None if str(value) in {"NaT", "<NA>"} else str(value)
    return None if missing else float(value)
