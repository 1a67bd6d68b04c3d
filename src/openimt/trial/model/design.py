"""The columns of a design matrix as products of what the formula names, so that rows can be made.

A column such as ``armMIT:log(base)`` is the product of an indicator and a number. Knowing the
parts, a row can be made for anybody, averaged over levels, or reduced to what a joint test of
one term asks, without evaluating the formula again.
"""

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from openimt.errors import TrialError
from openimt.trial.matrix import Floats, Value
from openimt.trial.model.words import Atom

Part = tuple[int, int]
"""Which atom, and which of its levels; -1 for a number."""
Given = Floats | float
"""What stands for an atom in a row: weights of its levels, or a number."""


@dataclass(frozen=True)
class Ingredient:
    """An atom with its levels; without levels it is a number."""

    atom: Atom
    levels: tuple[str, ...] = ()

    def given(self, value: Value) -> Given:
        """A value of the column as weights of levels, or as the number the formula makes of it."""
        if not self.levels:
            return transformed(self.atom, float(value))
        text = value if isinstance(value, str) else f"{value:g}"
        if text not in self.levels:
            raise TrialError(f"'{text}' is no level of '{self.atom.column}'")
        return np.array([1.0 if level == text else 0.0 for level in self.levels])

    def name(self, level: int) -> str:
        """How a column that holds this level, or this number, is called."""
        return self.atom.label + (self.levels[level] if level >= 0 else "")


@dataclass(frozen=True, eq=False)
class Design:
    """The columns of a design matrix: each the product of its parts, the intercept of none."""

    ingredients: tuple[Ingredient, ...]
    columns: tuple[tuple[Part, ...], ...]
    means: Mapping[str, float]
    """Mean of each numeric column over the analysed rows."""

    def __call__(self, values: Mapping[str, Value]) -> Floats:
        """The row, shape (p,), for one value of every variable; extra values are passed over."""
        missing = [one.atom.column for one in self.ingredients if one.atom.column not in values]
        if missing:
            raise TrialError(f"no value is given for '{missing[0]}', which the formula uses")
        return self.row([one.given(values[one.atom.column]) for one in self.ingredients])

    def row(self, given: Sequence[Given], needed: Collection[int] = ()) -> Floats:
        """The row for what is given for each atom; a column without a needed atom is 0."""
        made = []
        for parts in self.columns:
            value = 1.0
            for atom, level in parts:
                value *= _factor(given[atom], level)
            lacks = needed and not {atom for atom, _ in parts}.issuperset(needed)
            made.append(0.0 if lacks else value)
        return np.array(made)

    def name(self, parts: Sequence[Part]) -> str:
        """What a column of these parts is called, such as ``armMIT:month18``."""
        called = [self.ingredients[atom].name(level) for atom, level in parts]
        return ":".join(called) or "(Intercept)"

    def average(self, ingredient: Ingredient) -> Given:
        """Equal weights of all levels, or the number at the mean of its column."""
        if ingredient.levels:
            return np.full(len(ingredient.levels), 1 / len(ingredient.levels))
        return transformed(ingredient.atom, self.means[ingredient.atom.column])


def _factor(given: Given, level: int) -> float:
    return given if isinstance(given, float) else float(given[level])


FUNCTIONS: Mapping[str, tuple[Callable[[float], float], float]] = {
    "log": (math.log, 0.0),
    "log10": (math.log10, 0.0),
    "log1p": (math.log1p, -1.0),
    "sqrt": (math.sqrt, -math.ulp(0.0)),
    "exp": (math.exp, -math.inf),
}
"""Each function of a number, and the value it must lie above."""


def transformed(atom: Atom, number: float) -> float:
    """What the formula makes of a number; one for which it has no value raises TrialError.

    >>> transformed(Atom("x", "log"), 1.0), transformed(Atom("x", "I", 2), 3.0)
    (0.0, 9.0)
    """
    if atom.function not in FUNCTIONS:
        return float(number**atom.power)
    function, above = FUNCTIONS[atom.function]
    try:
        if number <= above:
            raise ValueError
        return function(number)
    except (ValueError, OverflowError):
        says = f"is {number:g}, for which {atom.label} has no value; use the column as it is"
        raise TrialError(says, field=atom.column) from None
