"""The algebra of a formula's terms, done by formulaic over neutral names, and read back.

Each variable goes in as ``v0``, ``v1`` … with levels 0, 1 … , so that whatever a column or a
level is called, the names that come out can be read back without doubt.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from openimt.errors import TrialError
from openimt.trial.matrix import Floats, Term
from openimt.trial.model.design import Design, Ingredient, Part, transformed
from openimt.trial.model.frame import Categories, Variable
from openimt.trial.model.words import Atom, Recipe

if TYPE_CHECKING:
    from formulaic import Formula

CODED = re.compile(r"v(?P<atom>[0-9]+)(?:\[(?:T\.)?(?P<level>[0-9]+)\])?")
INTERCEPT = "Intercept"


@dataclass(frozen=True, eq=False)
class Coded:
    """A design matrix of shape (n, p), its columns' names, its terms, and how rows are made."""

    x: Floats
    names: tuple[str, ...]
    terms: tuple[Term, ...]
    design: Design


def code_design(recipe: Recipe, variables: Sequence[Variable], n: int) -> Coded:
    """The design matrix of a formula with treatment contrasts over complete variables.

    ``variables`` stand in the order of the recipe's atoms, each with n values; the first level
    of a categorical one is its reference. A formula without any term raises TrialError.
    """
    import pandas as pd

    ingredients = tuple(map(_ingredient, recipe.atoms, variables))
    table = {
        f"v{place}": _values(one, of)
        for place, (one, of) in enumerate(zip(ingredients, variables, strict=True))
    }
    made = _algebra(recipe).get_model_matrix(pd.DataFrame(table, index=range(n)))
    columns = tuple(_parts(str(name)) for name in made.columns)
    if not columns:
        raise TrialError("the formula leaves no term; keep at least the intercept")
    means = {
        of.name: float(np.mean(of.values)) for of in variables if not isinstance(of, Categories)
    }
    design = Design(ingredients, columns, means)
    x = np.ascontiguousarray(made.to_numpy(dtype=np.float64))
    return Coded(x, tuple(map(design.name, columns)), _terms(made.model_spec, recipe), design)


def crossed(recipe: Recipe) -> tuple[tuple[int, ...], ...]:
    """For each term of a formula the places of its atoms."""
    return tuple(_places(term) for term in _algebra(recipe))


def _algebra(recipe: Recipe) -> "Formula":
    from formulaic import Formula

    return Formula(recipe.algebra)


def _ingredient(atom: Atom, variable: Variable) -> Ingredient:
    return Ingredient(atom, variable.levels if isinstance(variable, Categories) else ())


def _values(ingredient: Ingredient, variable: Variable) -> Any:
    import pandas as pd

    if isinstance(variable, Categories):
        labels = pd.Index([str(code) for code in range(len(variable.levels))])
        return pd.Categorical.from_codes(variable.codes, categories=labels)
    return np.array([transformed(ingredient.atom, number) for number in variable.values])


def _parts(name: str) -> tuple[Part, ...]:
    """``v0[T.1]:v2`` as atom 0 at level 1 times atom 2."""
    if name == INTERCEPT:
        return ()
    found = [CODED.fullmatch(part) for part in name.split(":")]
    return tuple((int(one["atom"]), int(one["level"] or -1)) for one in found if one)


def _terms(spec: Any, recipe: Recipe) -> tuple[Term, ...]:
    """The terms with the columns they fill; the intercept is none."""
    made, at = [], 0
    for structure in spec.structure:
        columns = tuple(range(at, at + len(structure.columns)))
        at += len(structure.columns)
        places = _places(structure.term)
        if places:
            atoms = [recipe.atoms[place] for place in places]
            name = ":".join(atom.label for atom in atoms)
            made.append(Term(name, tuple(atom.column for atom in atoms), columns))
    return tuple(made)


def _places(term: Any) -> tuple[int, ...]:
    return tuple(int(str(factor)[1:]) for factor in term.factors if str(factor) != "1")
