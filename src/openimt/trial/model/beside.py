"""Columns beside the formula, such as a site, a weight or a time of exposure, at analysed rows."""

from dataclasses import dataclass

import numpy as np

from openimt.trial.matrix import Floats, Ints
from openimt.trial.model.cells import holds_numbers
from openimt.trial.model.frame import Frame, categorical, numeric


@dataclass(frozen=True, eq=False)
class Beside:
    """The table a model matrix was made from; ``places``, shape (n,), are its analysed rows."""

    frame: Frame
    places: Ints

    def is_number(self, name: str) -> bool:
        """Whether the table has this column and it holds numbers."""
        return name in self.frame.names and holds_numbers(self.frame.column(name))

    def numbers(self, name: str) -> Floats:
        """A numeric column at the analysed rows, shape (n,), nan where missing."""
        return numeric(self.frame, name).values[self.places]

    def positive(self, name: str, what: str) -> Floats:
        """A numeric column above 0 in every analysed row; anything else raises TrialError."""
        values = self.numbers(name)
        wrong = np.flatnonzero(~(values > 0))
        if wrong.size:
            place = int(self.places[wrong[0]])
            said = "empty" if np.isnan(values[wrong[0]]) else f"{values[wrong[0]]:g}"
            says = f"is {said}; {what} is a number above 0"
            raise self.frame.column(name).refuse(says, place)
        return values

    def codes(self, name: str) -> tuple[Ints, tuple[str, ...]]:
        """A grouping column: codes (n,), -1 where missing, and the levels in their order."""
        made = categorical(self.frame, name)
        return made.codes[self.places], made.levels
