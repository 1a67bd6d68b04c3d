"""Tables of files as data frames, and the word to say when the trial extra is missing."""

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from openimt.errors import TrialError
from openimt.exchange.decimal_mark import check_decimal_mark
from openimt.exchange.table import Table, read_table
from openimt.trial.model.cells import MISSING, is_missing, to_number

if TYPE_CHECKING:
    from pandas import DataFrame


def read_frame(path: Path, names: Collection[str] = ()) -> "DataFrame":
    """A CSV file as a data frame of texts, None where missing; its index is the row of the file.

    Any separator, quotes and byte order mark are read. A file that is no table raises
    ExchangeError; one whose decimals can be read in two ways, or a machine without pandas,
    TrialError with the remedy. ``names``: columns whose cells are names even where they look like
    numbers.
    """
    need_extra()
    import pandas as pd

    table = read_trial_table(path, names)
    cells = [[_text(cell) for cell in row.cells] for row in table.rows]
    rows = pd.Index([row.row for row in table.rows], name="row")
    return pd.DataFrame(cells, columns=list(table.columns), index=rows, dtype=object)


def read_trial_table(path: Path, names: Collection[str] = ()) -> Table:
    """The table in a file of a trial, all of whose numbers are written in one way."""
    table = read_table(path)
    check_decimal_mark(table, MISSING, names)
    return table


def with_points(data: "DataFrame") -> "DataFrame":
    """The table with decimal points for decimal commas in its columns of numbers.

    The marks must have been checked; a table that is written with commas between its cells
    should not hold others within its numbers.
    """
    made = data.copy()
    for name in made.columns:
        cells = made[name].tolist()
        if all(to_number(cell) is not None for cell in cells):
            made[name] = [None if cell is None else cell.replace(",", ".") for cell in cells]
    return made


def need_extra() -> None:
    """Refuse, with the remedy, where what a trial needs is not installed."""
    from importlib.util import find_spec

    missing = [name for name in ("pandas", "scipy", "formulaic") if find_spec(name) is None]
    if missing:
        says = f'the analysis of trials needs {missing[0]}; run: pip install "openimt[trial]"'
        raise TrialError(says)


def _text(cell: str) -> str | None:
    text = cell.strip()
    return None if is_missing(text) else text
