"""Tables of files as data frames, and the word to say when the trial extra is missing."""

from pathlib import Path
from typing import TYPE_CHECKING

from openimt.errors import TrialError
from openimt.exchange.table import MISSING, read_table

if TYPE_CHECKING:
    from pandas import DataFrame


def read_frame(path: Path) -> "DataFrame":
    """A CSV file as a data frame of texts, None where missing; its index is the row of the file.

    Any separator, quotes and byte order mark are read. A file that is no table raises
    ExchangeError; a machine without pandas TrialError with the command that brings it.
    """
    need_extra()
    import pandas as pd

    table = read_table(path)
    cells = [[_text(cell) for cell in row.cells] for row in table.rows]
    rows = pd.Index([row.row for row in table.rows], name="row")
    return pd.DataFrame(cells, columns=list(table.columns), index=rows, dtype=object)


def need_extra() -> None:
    """Refuse, with the remedy, where what a trial needs is not installed."""
    from importlib.util import find_spec

    missing = [name for name in ("pandas", "scipy", "formulaic") if find_spec(name) is None]
    if missing:
        says = f'the analysis of trials needs {missing[0]}; run: pip install "openimt[trial]"'
        raise TrialError(says)


def _text(cell: str) -> str | None:
    text = cell.strip()
    return None if text in MISSING else text
