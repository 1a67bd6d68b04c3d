"""One column of a data table: its cells as numbers or as categories, and what is missing.

A column of text that holds numbers counts as numbers; one that mixes numbers and words is
refused, because a guess would either lose values or make a category of every number.
"""

import math
import re
from dataclasses import dataclass

import numpy as np

from openimt.errors import TrialError
from openimt.trial.matrix import Floats, Ints

MISSING = frozenset({"", "na", "n/a", "#n/a", "nan", "null", "."})
"""Cells that say that nothing was observed, in any case of letters."""
CODES = "NA, N/A, #N/A, NaN, null or ."
"""The same for a sentence, without the empty cell."""
LARGEST, SMALLEST = 1e50, 1e-50
"""Beyond these, sums of squares and products leave the range of the computer's numbers."""
NUMBER = re.compile(
    r"[+-]?(?:(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)(?:[eE][+-]?[0-9]+)?|inf(?:inity)?)",
    re.IGNORECASE,
)
PARTS = re.compile(r"([0-9]+)")


@dataclass(frozen=True, eq=False)
class Column:
    """The cells of a column with the rows they stand in, for errors that name the place.

    ``cells`` holds texts, numbers, truth values, or None for a missing one; ``order`` is a
    given order of the categories, empty where the data name none.
    """

    name: str
    cells: tuple[str | float | None, ...]
    rows: tuple[int, ...]
    file: str | None = None
    order: tuple[str, ...] = ()

    def refuse(self, says: str, place: int | None = None) -> TrialError:
        """The error that names this column and, where given, the row at ``place``."""
        row = None if place is None else self.rows[place]
        return TrialError(says, file=self.file, row=row, field=self.name)


def is_missing(cell: str | float | None) -> bool:
    """Whether a cell says that nothing was observed.

    >>> [is_missing(cell) for cell in (None, " NA ", float("nan"), "", 0.0, "no")]
    [True, True, True, True, False, False]
    """
    if isinstance(cell, str):
        return cell.strip().lower() in MISSING
    return cell is None or math.isnan(cell)


def to_number(cell: str | float | None) -> float | None:
    """A cell as a number: nan where it is missing, None where it is a word.

    >>> to_number(" 2,5 "), to_number("1e-3"), to_number("NA"), to_number("often")
    (2.5, 0.001, nan, None)
    """
    if is_missing(cell):
        return math.nan
    if not isinstance(cell, str):
        return float(cell) if cell is not None else math.nan
    text = cell.strip()
    return float(text.replace(",", ".")) if NUMBER.fullmatch(text) else None


def holds_numbers(column: Column) -> bool:
    """Whether the column is one of numbers. A mixture of numbers and words raises TrialError."""
    if column.order:
        return False
    read = [to_number(cell) for cell in column.cells]
    words = [place for place, number in enumerate(read) if number is None]
    if not words:
        return True
    numbers = sum(number is not None and not math.isnan(number) for number in read)
    if numbers:
        says = (
            f"is '{column.cells[words[0]]}' among {_count(numbers, 'number')}; a missing value is "
            f"an empty cell, {CODES}; for categories write C({column.name})"
        )
        raise column.refuse(says, words[0])
    return False


def numbers(column: Column) -> Floats:
    """The column as numbers, shape (n,), nan where missing. Words, infinity: TrialError."""
    made = np.full(len(column.cells), math.nan)
    for place, cell in enumerate(column.cells):
        number = to_number(cell)
        if number is None:
            says = f"is '{cell}'; expected a number; where it is missing, an empty cell, {CODES}"
            raise column.refuse(says, place)
        if math.isinf(number):
            says = "is infinite; correct the value, or leave the cell empty where it is missing"
            raise column.refuse(says, place)
        check_size(column, place, number, f"is {number:g}")
        made[place] = number
    return made


def check_size(column: Column, place: int, number: float, what: str) -> None:
    """A number too large or too small to calculate with is refused; ``what`` begins the words."""
    size = abs(number)
    if size > LARGEST or 0 < size < SMALLEST:
        extreme = "large" if size > LARGEST else "small"
        says = f"{what}, too {extreme} to calculate with; correct the row, or use another unit"
        raise column.refuse(says, place)


def text_of(cell: str | float) -> str:
    """A cell as the name of a category; whole numbers without a decimal point.

    >>> text_of(3.0), text_of(" MIT "), text_of(True)
    ('3', 'MIT', 'True')
    """
    if isinstance(cell, str):
        return cell.strip()
    whole = not isinstance(cell, bool) and float(cell).is_integer()
    return str(int(cell)) if whole else str(cell)


def categories(column: Column, *, as_numbers: bool = False) -> tuple[Ints, tuple[str, ...]]:
    """Codes from 0 (-1 where missing), shape (n,), and the levels they stand for.

    Levels stand in the order the data name, else in number order within the text, so that
    "C10" comes after "C2". With ``as_numbers`` cells that say the same number are one level:
    a visit "2.0" is the visit "2".
    """
    names = [_name(cell, as_numbers) for cell in column.cells]
    seen = {name for name in names if name is not None}
    given = [level for level in column.order if level in seen]
    levels = (*given, *sorted(seen.difference(given), key=natural))
    codes = {name: code for code, name in enumerate(levels)}
    made = [-1 if name is None else codes[name] for name in names]
    return np.array(made, dtype=np.int64), levels


def _name(cell: str | float | None, as_number: bool) -> str | None:
    if cell is None or is_missing(cell):
        return None
    number = to_number(cell) if as_number else None
    return text_of(cell if number is None else number)


def natural(name: str) -> tuple[float, tuple[tuple[str, int], ...], str]:
    """A key that sorts numbers as numbers, alone and within text.

    >>> sorted(["10", "2", "-1", "week 10", "week 2"], key=natural)
    ['-1', '2', '10', 'week 2', 'week 10']
    """
    number = to_number(name)
    if number is not None and not math.isnan(number):
        return (number, (), name)
    parts = [*PARTS.split(name), "-1"]
    pairs = tuple((parts[n], int(parts[n + 1])) for n in range(0, len(parts), 2))
    return (math.inf, pairs, name)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
