"""A course from outside: a series of numbers by day, by session or by prompt, for drawing.

Such a series has no instrument behind it: it is drawn as it is and changes no plan.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean
from zoneinfo import ZoneInfo

from openimt.errors import ExchangeError
from openimt.exchange.moments import moment_of
from openimt.exchange.table import Table, TableRow, to_number

ANY_ZONE = ZoneInfo("UTC")
LONGEST = 3660
"""The most days a series may last, ten years: a slip of the century ends here."""


@dataclass(frozen=True)
class SeriesColumns:
    """Where a series lies in a table.

    ``values``: columns added up for one value. ``when``: a column of days, or of whole numbers
    that count from ``first`` on, ``every_days`` apart (empty: the rows' own order counts).
    ``a_day``: with rows in order, so many make one day. ``person`` and ``who`` pick one person's
    rows. ``lowest`` and ``highest``: the range of one value column.
    """

    values: tuple[str, ...]
    lowest: float
    highest: float
    when: str = ""
    first: date | None = None
    every_days: int = 7
    a_day: int = 1
    person: str = ""
    who: str = ""


@dataclass(frozen=True)
class Series:
    """One person's series: a value a day (the mean where a day has several), in time order."""

    points: tuple[tuple[date, float], ...]
    lowest: float
    highest: float
    left_out: int


def read_series(table: Table, columns: SeriesColumns) -> Series:
    """The series of a table. Rows with a gap in a value column are left out and counted.

    Raises ExchangeError with row and field for a column that is not there, a value that is no
    number or out of range, a day that cannot be read, and for a series without a value.
    """
    rows = _rows(table, columns)
    places = [(name, table.place(name)) for name in columns.values]
    days: dict[date, list[float]] = {}
    left_out = 0
    for number, row in enumerate(rows):
        value = _value(row, places, columns, table.file)
        if value is None:
            left_out += 1
        else:
            days.setdefault(_day(row, number, columns, table), []).append(value)
    if not days:
        raise ExchangeError("holds no value of this series", file=table.file)
    _check_length(days, table.file)
    parts = len(columns.values)
    points = tuple((day, fmean(days[day])) for day in sorted(days))
    return Series(points, columns.lowest * parts, columns.highest * parts, left_out)


def people_in(table: Table, column: str) -> tuple[str, ...]:
    """Everybody whom a column names, in the file's order."""
    place = table.place(column)
    return tuple(dict.fromkeys(row.cells[place].strip() for row in table.rows))


def _rows(table: Table, columns: SeriesColumns) -> Sequence[TableRow]:
    if not columns.person:
        return table.rows
    place = table.place(columns.person)
    found = [row for row in table.rows if row.cells[place].strip() == columns.who]
    if not found:
        says = f"has no row of '{columns.who}'"
        raise ExchangeError(says, file=table.file, field=columns.person)
    return found


def _value(
    row: TableRow, places: Sequence[tuple[str, int]], columns: SeriesColumns, file: str
) -> float | None:
    numbers = [_number(row, name, at, columns, file) for name, at in places]
    told = [number for number in numbers if number is not None]
    return sum(told) if len(told) == len(numbers) else None


def _number(row: TableRow, name: str, at: int, columns: SeriesColumns, file: str) -> float | None:
    cell = row.cells[at]
    try:
        value = to_number(cell)
    except ValueError:
        says = f"is '{cell.strip()[:40]}'; expected a number, or an empty cell"
        raise ExchangeError(says, file=file, row=row.row, field=name) from None
    if value is not None and not columns.lowest <= value <= columns.highest:
        says = f"is {value:g}; expected a number from {columns.lowest:g} to {columns.highest:g}"
        raise ExchangeError(says, file=file, row=row.row, field=name)
    return value


def _day(row: TableRow, number: int, columns: SeriesColumns, table: Table) -> date:
    """The row's day: its cell as a day, or the first day and what its cell or place counts."""
    if not columns.when:
        return _counted(number // columns.a_day, columns, table, row)
    cell = row.cells[table.place(columns.when)].strip()
    if moment := moment_of(cell, ANY_ZONE):
        return moment.date()
    if cell.isdecimal() and len(cell) < 5:
        return _counted(int(cell), columns, table, row)
    says = f"is '{cell[:40]}'; expected a day such as 2026-11-22, or a whole number"
    raise ExchangeError(says, file=table.file, row=row.row, field=columns.when)


def _counted(count: int, columns: SeriesColumns, table: Table, row: TableRow) -> date:
    if columns.first is None:
        says = "says no days; give the day on which the series begins"
        raise ExchangeError(says, file=table.file, row=row.row)
    return columns.first + timedelta(days=count * columns.every_days)


def _check_length(days: dict[date, list[float]], file: str) -> None:
    first, last = min(days), max(days)
    if (last - first).days > LONGEST:
        raise ExchangeError(f"runs from {first} to {last}; at most ten years", file=file)
