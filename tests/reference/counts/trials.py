"""The two invented trials as model matrices, for the tests beside."""

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from openimt.trial.counts import CountFit, fit_counts
from openimt.trial.matrix import ModelMatrix
from openimt.trial.model.formula import model_matrix

HERE = Path(__file__).parent


@cache
def table(name: str) -> pd.DataFrame:
    """A file of this folder, with the years since the start."""
    data = pd.read_csv(HERE / f"{name}.csv")
    return data.assign(time=data["month"] / 12)


def rows(
    name: str, formula: str = "acts ~ arm*time", *, weeks: bool = True
) -> tuple[ModelMatrix, dict[str, Any]]:
    """A file under a formula, with its groups and its weeks of exposure in the matrix's order."""
    data = table(name)
    matrix = model_matrix(data, formula, subject="person", reference={"arm": "DBT"})
    used = data.iloc[matrix.source_row - 2]
    codes = {
        column: np.unique(used[column].to_numpy(), return_inverse=True)[1].astype(np.int64)
        for column in ("person", "site", "therapist")
    }
    offset = used["weeks"].to_numpy(dtype=np.float64) if weeks else None
    return matrix, {"groups": codes, "offset": offset}


def fitted(name: str, formula: str = "acts ~ arm*time", *, weeks: bool = True, **asked) -> CountFit:
    """A count model of a file."""
    matrix, given = rows(name, formula, weeks=weeks)
    return fit_counts(matrix, **given, **asked)
