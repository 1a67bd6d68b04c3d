"""The two invented trials as model matrices, for the tests beside."""

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from openimt.trial.counts import CountFit, fit_counts
from openimt.trial.model.formula import model_matrix

HERE = Path(__file__).parent


@cache
def table(name: str) -> pd.DataFrame:
    """A file of this folder, with the years since the start."""
    data = pd.read_csv(HERE / f"{name}.csv")
    return data.assign(time=data["month"] / 12)


def fitted(name: str, formula: str = "acts ~ arm*time", *, weeks: bool = True, **asked) -> CountFit:
    """Count models of a file; the order of the rows is that of the matrix."""
    data = table(name)
    matrix = model_matrix(data, formula, subject="person", reference={"arm": "DBT"})
    rows = data.iloc[matrix.source_row - 2]
    codes = {
        column: np.unique(rows[column].to_numpy(), return_inverse=True)[1].astype(np.int64)
        for column in ("person", "site", "therapist")
    }
    offset = rows["weeks"].to_numpy(dtype=np.float64) if weeks else None
    return fit_counts(matrix, groups=codes, offset=offset, **asked)
