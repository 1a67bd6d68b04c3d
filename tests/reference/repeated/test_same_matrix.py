"""A formula gives the matrix that the certified answers were asked of, column by column."""

from collections.abc import Callable

import numpy as np
import pytest

from openimt.trial.matrix import ModelMatrix
from openimt.trial.repeated import fit_repeated
from tests.trial_builders import HERE, btheb, imt_b

FORMULAS = {
    "btheb_long.csv": (btheb, "bdi ~ bdi.pre*month + drug + length + arm*month", "arm TAU"),
    "imt_mmrm_b.csv": (imt_b, "iip ~ month*arm + site + sex", "arm DBT"),
}


def alike(name: str) -> tuple[str, ...]:
    """A column's name whatever the order of its parts and the name of the visits."""
    return tuple(sorted(name.replace("month", "visit").split(":")))


@pytest.mark.parametrize("file", FORMULAS)
def test_a_formula_says_the_same_as_the_columns_by_hand(file: str) -> None:
    pandas = pytest.importorskip("pandas")
    from openimt.trial.model.formula import model_matrix

    made, formula, reference = FORMULAS[file]
    build: Callable[[], ModelMatrix] = made
    byhand = build()
    table = pandas.read_csv(HERE / file, dtype=str)
    asked = dict([reference.split()])
    read = model_matrix(table, formula, subject="id", visit="month", reference=asked)
    order = [[alike(n) for n in read.names].index(alike(n)) for n in byhand.names]
    np.testing.assert_array_equal(read.x[:, order], byhand.x)
    np.testing.assert_array_equal(read.y, byhand.y)
    np.testing.assert_array_equal(read.source_row, byhand.source_row)
    assert (read.visits, read.subjects) == (byhand.visits, byhand.subjects)
    assert fit_repeated(read).loglik == pytest.approx(fit_repeated(byhand).loglik, rel=1e-13)
