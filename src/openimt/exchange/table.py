"""Tables from outside: CSV with any separator, quotes, decimal comma, byte order mark."""

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from openimt.errors import ExchangeError
from openimt.exchange.json_file import read_text

SEPARATORS = ("\t", ";", "|", ",", "^", "~")
"""Tried in this order; the one that fits most rows wins."""
LAST_RESORT = (" ", ":")
"""Tried only when no other separates anything: texts and times are full of them."""
IN_NAMES = frozenset("_-.'\"()[]")
"""Signs that stand within the names of columns and separate nothing."""
SAID_SEPARATOR = re.compile(r'"?sep=(.)"?\r?\n')
"""The line by which a spreadsheet program says its separator before the heading."""
LOOK_AT = 50
ID_COLUMNS = ("id", "patient", "person", "subject")
"""Columns that say who, in any case of letters; looked for when none is named."""
MISSING = frozenset({"", "NA", "null"})
"""Cells that say *not answered*."""
NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?")


@dataclass(frozen=True)
class TableRow:
    """One line of a table. ``row`` counts as a spreadsheet does: the header is row 1."""

    row: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table as text: its columns by name and its rows."""

    file: str
    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]
    separator: str = ""

    def place(self, column: str) -> int:
        """Where a column stands; a column that is not there raises ExchangeError."""
        if column in self.columns:
            return self.columns.index(column)
        shown = ", ".join(f"'{name}'" for name in self.columns[:12])
        more = " …" if len(self.columns) > 12 else ""
        says = f"has no column '{column}'; its columns: {shown}{more}"
        raise ExchangeError(says, file=self.file, row=1, field=column)


def read_table(path: Path) -> Table:
    """The table in a file. Empty, binary, otherwise encoded, ragged or doubled: ExchangeError."""
    return parse_table(read_text(path), str(path))


def parse_table(text: str, file: str) -> Table:
    """The table in a text; rows without a single cell filled are passed over."""
    said = SAID_SEPARATOR.match(text)
    separator = said.group(1) if said else find_separator(text)
    records = _records(text, separator, file)[bool(said) :]
    if not records:
        raise ExchangeError("is empty", file=file)
    header = [name.strip() for name in records[0].cells]
    body = [record for record in records[1:] if any(cell.strip() for cell in record.cells)]
    header, body = _one_wider(header, body)
    _check_header(header, file)
    if not body:
        raise ExchangeError("has a heading and no rows", file=file)
    for record in body:
        _check_width(record, len(header), file)
    return Table(file, tuple(header), tuple(body), separator)


def _one_wider(header: list[str], body: list[TableRow]) -> tuple[list[str], list[TableRow]]:
    """A table whose every row has one cell more than the heading.

    Either a separator ends each row, or a program left the heading of the row names away. Names
    differ from row to row, and beside a column that says who they are numbers; anything else stays
    as it is and is refused, because a table read one column off would score the wrong answers.
    """
    if not body or any(len(record.cells) != len(header) + 1 for record in body):
        return header, body
    if all(not record.cells[-1].strip() for record in body):
        return header, [TableRow(record.row, record.cells[:-1]) for record in body]
    names = {record.cells[0].strip() for record in body}
    says_who = header[0].casefold() in ID_COLUMNS
    if len(names) < len(body) or "" in names or (says_who and not all(map(str.isdigit, names))):
        return header, body
    return ["", *header], body


def find_separator(text: str) -> str:
    r"""The separator that splits the heading and most rows into the same number of cells.

    >>> find_separator("id;q1;q2\np1;1,5;2\n")
    ';'
    """
    lines = list(islice((line for line in _lines(text) if line.strip()), LOOK_AT))
    heading = lines[0].strip() if lines else ""
    odd = {sign for sign in heading if not sign.isalnum() and sign not in IN_NAMES}
    for tried in (SEPARATORS, LAST_RESORT, tuple(sorted(odd))):
        fits = {separator: _fit(lines, separator) for separator in tried}
        best = max(tried, key=lambda separator: fits[separator], default=",")
        if fits.get(best, (0.0, 1)) > (0.0, 1):
            return best
    return ","


def _fit(lines: list[str], separator: str) -> tuple[float, int]:
    """How large a share of the rows is as wide as the heading, and how wide that is."""
    try:
        widths = [len(cells) for cells in csv.reader(lines, delimiter=separator)]
    except csv.Error:
        return (0.0, 1)
    if not widths or widths[0] < 2:
        return (0.0, 1)
    usual, times = Counter(widths[1:] or widths).most_common(1)[0]
    return (times / len(widths) if usual in {widths[0], widths[0] + 1} else 0.0, widths[0])


def _lines(text: str) -> io.StringIO:
    """The text line by line as the csv module wants it: line ends kept, no odd ones invented."""
    return io.StringIO(text, newline="")


def to_number(cell: str) -> float | None:
    """A cell as a number, None when missing; anything else raises ValueError.

    >>> to_number(" 2,5 "), to_number("NA")
    (2.5, None)
    """
    text = cell.strip()
    if text in MISSING:
        return None
    if not NUMBER.fullmatch(text):
        raise ValueError(text)
    return float(text.replace(",", "."))


def _check_quotes(text: str, separator: str, file: str) -> None:
    """A quote that is never closed would make one cell of all that follows."""
    row = 1
    try:
        for _ in csv.reader(_lines(text), delimiter=separator, strict=True):
            row += 1
    except csv.Error as error:
        if "unexpected end" in str(error):
            says = "a quote opens in this row and is never closed; close it, or take it out"
            raise ExchangeError(says, file=file, row=row) from None


def _records(text: str, separator: str, file: str) -> list[TableRow]:
    if text.count('"') % 2:
        _check_quotes(text, separator, file)
    try:
        reader = csv.reader(_lines(text), delimiter=separator)
        return [TableRow(n, tuple(cells)) for n, cells in enumerate(reader, start=1) if cells]
    except csv.Error as error:
        raise ExchangeError(f"is no readable table: {error}", file=file) from None


def _check_header(header: list[str], file: str) -> None:
    named = [name for name in header if name]
    if not named:
        raise ExchangeError("has no column names in its first row", file=file, row=1)
    for name, times in Counter(named).items():
        if times > 1:
            says = f"has the column '{name}' {times} times; give each its own name"
            raise ExchangeError(says, file=file, row=1, field=name)


def _check_width(record: TableRow, wanted: int, file: str) -> None:
    if len(record.cells) != wanted:
        cells = "1 cell" if len(record.cells) == 1 else f"{len(record.cells)} cells"
        says = f"has {cells}; the heading has {wanted}"
        if any("\n" in cell or "\r" in cell for cell in record.cells):
            says += (
                "; a quote that opens in this row is closed rows below or never: mend the quotes"
            )
        raise ExchangeError(says, file=file, row=record.row)
