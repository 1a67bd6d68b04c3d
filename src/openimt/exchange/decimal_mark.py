"""Whether a table writes its decimals in one way: a comma may also part thousands.

Read cell by cell, ``1,024`` is 1.024 where it was meant as 1024, and nothing downstream can tell.
So a table whose marks can be read in two ways is refused before any of its numbers is used.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from openimt.errors import TrialError
from openimt.exchange.table import Table

NUMBER = re.compile(
    r"[+-]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)(?:e[+-]?[0-9]+)?|[+-]?inf(?:inity)?", re.IGNORECASE
)
GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:[.,'’\u00a0\u202f ][0-9]{3})+(?:[.,][0-9]+)?")
"""Thousands set apart; with one comma or point it may be a decimal as well."""
EITHER = re.compile(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}")
"""A comma that may be a decimal comma or part thousands."""
WHOLE = re.compile(r"[+-]?[0-9]{3,}")
"""A whole number so large that decimals of three places do not stand beside it."""
REMEDY = "write every number with the same decimal mark and no thousands separators"


@dataclass(frozen=True)
class Cell:
    """A number as it is written, and where."""

    row: int
    column: str
    text: str


def check_decimal_mark(table: Table, missing: frozenset[str], names: Collection[str] = ()) -> None:
    """Refuse a table that writes numbers in two ways, or in one that can be read in two.

    Only columns all of whose filled cells are numbers are looked at; ``missing`` holds the codes
    of an empty cell, in small letters; columns of ``names`` are left aside. Raises
    TrialError with row and column.
    """
    columns = [
        column for column in _columns_of_numbers(table, missing) if column[0].column not in names
    ]
    cells = [cell for column in columns for cell in column]
    for cell in cells:
        if not NUMBER.fullmatch(cell.text):
            raise _refuse(table, cell, f"is '{cell.text}', which sets thousands apart; {REMEDY}")
    commas = [cell for cell in cells if "," in cell.text]
    points = [cell for cell in cells if "." in cell.text]
    if commas and points:
        fewer, other = sorted((commas, points), key=len)
        where = f"'{other[0].text}' in row {other[0].row} of '{other[0].column}'"
        says = f"is '{fewer[0].text}', and {where} has another decimal mark; {REMEDY}"
        raise _refuse(table, fewer[0], says)
    _check_either(table, columns, commas)


def _check_either(table: Table, columns: list[list[Cell]], commas: list[Cell]) -> None:
    """A comma before three digits, where the table does not use the comma for decimals."""
    unsure = [cell for cell in commas if EITHER.fullmatch(cell.text)]
    if table.separator != "," and len(unsure) == len(commas):
        large = {cell.column for column in columns for cell in column if WHOLE.fullmatch(cell.text)}
        unsure = [cell for cell in unsure if cell.column in large]
    elif table.separator != ",":
        return
    if unsure:
        number = unsure[0].text
        says = (
            f"is '{number}', which may be {number.replace(',', '')} or {number.replace(',', '.')}; "
            f"{REMEDY}"
        )
        raise _refuse(table, unsure[0], says)


def _columns_of_numbers(table: Table, missing: frozenset[str]) -> Iterator[list[Cell]]:
    for place, name in enumerate(table.columns):
        texts = ((row.row, row.cells[place].strip()) for row in table.rows)
        cells = [Cell(row, name, text) for row, text in texts if text.lower() not in missing]
        if cells and all(
            NUMBER.fullmatch(one.text) or GROUPED.fullmatch(one.text) for one in cells
        ):
            yield cells


def _refuse(table: Table, cell: Cell, says: str) -> TrialError:
    return TrialError(says, file=table.file, row=cell.row, field=cell.column)
