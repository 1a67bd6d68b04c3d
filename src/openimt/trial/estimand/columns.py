"""Columns of a data table as text or numbers, with the row of whatever is refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from openimt.errors import TrialError
from openimt.trial.matrix import Floats
from openimt.trial.model.cells import natural, to_number
from openimt.trial.model.frame import Frame, categorical, frame_of, numeric

if TYPE_CHECKING:
    from pandas import DataFrame


@dataclass(frozen=True, eq=False)
class Table:
    """A data table with the place of every row in its file."""

    frame: Frame

    @classmethod
    def of(cls, data: "DataFrame", file: str | None = None) -> "Table":
        """The table of a data frame."""
        return cls(frame_of(data, file))

    @property
    def file(self) -> str | None:
        """The file it came from."""
        return self.frame.file

    def has(self, name: str) -> bool:
        """Whether there is such a column."""
        return name in self.frame.names

    def texts(self, name: str, *, as_numbers: bool = False) -> tuple[str, ...]:
        """A column as text, empty where missing. With ``as_numbers`` "2.0" is "2"."""
        made = categorical(self.frame, name, as_numbers=as_numbers)
        return tuple(made.levels[code] if code >= 0 else "" for code in made.codes)

    def numbers(self, name: str) -> Floats:
        """A column as numbers, NaN where missing."""
        return numeric(self.frame, name).values

    def refuse(self, says: str, place: int | None = None, name: str | None = None) -> TrialError:
        """The error that names the file, and the row at a place."""
        row = None if place is None else self.frame.rows[place]
        return TrialError(says, file=self.file, row=row, field=name)


def all_numbers(words: Sequence[str]) -> bool:
    """Whether every word is a finite number.

    >>> all_numbers(["2", "10.5"]), all_numbers(["week 2"])
    (True, False)
    """
    read = [to_number(word) for word in words]
    return all(number is not None and np.isfinite(number) for number in read)


def in_order(words: Sequence[str]) -> tuple[str, ...]:
    """Each word once, numbers in their order ("10" after "2")."""
    return tuple(sorted(set(words), key=natural))
