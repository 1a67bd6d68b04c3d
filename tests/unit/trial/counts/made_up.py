"""Small invented trials of counts, as tables and as model matrices."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from openimt.trial.matrix import Floats, Ints, ModelMatrix
from openimt.trial.model.formula import model_matrix


def table(
    seed: int = 1, persons: int = 40, visits: int = 4, *, k: float = 0.6, spread: float = 0.7
) -> pd.DataFrame:
    """Two arms alternating, four sites, therapists crossed with them, counts of mean about 3."""
    chance = np.random.default_rng(seed)
    person = np.repeat(np.arange(persons), visits)
    month = np.tile(3 * (1 + np.arange(visits)), persons)
    arm = person % 2
    log_mean = 1.2 - 0.5 * arm - 0.03 * month + chance.normal(0.0, spread, persons)[person]
    weeks = chance.integers(8, 17, person.size)
    mean = weeks / 12 * np.exp(log_mean)
    hidden = chance.gamma(k, 1 / k, person.size) if np.isfinite(k) else np.ones(person.size)
    return pd.DataFrame(
        {
            "person": [f"p{one:03d}" for one in person],
            "arm": np.where(arm == 1, "MIT", "DBT"),
            "month": month,
            "time": month / 12,
            "site": [f"s{one}" for one in chance.integers(0, 4, persons)[person]],
            "therapist": [f"t{one}" for one in chance.integers(0, 5, persons)[person]],
            "weeks": weeks,
            "acts": chance.poisson(mean * hidden),
        }
    )


def matrix(data: pd.DataFrame, formula: str = "acts ~ arm*time") -> ModelMatrix:
    """The table under a formula, with DBT as the reference."""
    return model_matrix(data, formula, subject="person", reference={"arm": "DBT"})


def column(data: pd.DataFrame, made: ModelMatrix, name: str) -> Floats:
    """A numeric column at the analysed rows."""
    return np.asarray(data[name].to_numpy()[made.source_row - 2], dtype=np.float64)


def codes(data: pd.DataFrame, made: ModelMatrix, names: Sequence[str]) -> dict[str, Ints]:
    """Grouping columns at the analysed rows."""
    rows = data.iloc[made.source_row - 2]
    return {
        name: np.unique(rows[name].to_numpy(), return_inverse=True)[1].astype(np.int64)
        for name in names
    }


def slope(value, at: Floats, step: float = 1e-3) -> Floats:
    """The gradient of ``value`` by four differences a parameter."""

    def along(move: Floats) -> float:
        return (
            8 * (value(at + move) - value(at - move))
            - (value(at + 2 * move) - value(at - 2 * move))
        ) / (12 * step)

    return np.array([along(move) for move in step * np.eye(len(at))])
