"""Small invented trials, once as arrays for the dense reference and once as tables."""

import numpy as np
import pandas as pd

from tests.reference.estimand.dense import Trial

NAMES = ("DBT", "MIT", "GPM")


def invented(
    seed: int = 1, n: int = 36, visits: int = 3, arms: int = 2, *, gaps: float = 0.1
) -> Trial:
    """A trial with drop-out, gaps, and some who were measured after leaving therapy."""
    rng = np.random.default_rng(seed)
    arm = np.arange(n) % arms
    x = np.column_stack([rng.normal(20, 5, n), rng.integers(0, 2, n)])
    root = np.tril(0.5 + rng.random((visits, visits)))
    y = x[:, :1] * 0.5 + rng.normal(size=(n, visits)) @ root.T * 3
    y -= np.arange(1, visits + 1) * (1 + 0.7 * arm[:, None])
    first = np.where(rng.random(n) < 0.4, rng.integers(0, visits, n), visits)
    for person in np.flatnonzero(first < visits):
        if rng.random() < 0.7:
            y[person, first[person] :] = np.nan
    y[(rng.random(y.shape) < gaps) & (np.arange(n) > 5)[:, None]] = np.nan
    return Trial(arm, x, y, ("MAR",) * n, first, baseline=x[:, 0])


def tables(trial: Trial) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The outcomes as a long table, and who left therapy after which visit."""
    n, visits = trial.y.shape
    rows = [
        {"id": f"P{i:03}", "arm": NAMES[trial.arm[i]], "month": 3 * (t + 1), "y": trial.y[i, t],
         "base": trial.x[i, 0], "sex": trial.x[i, 1]}
        for i in range(n) for t in range(visits)
    ]  # fmt: skip
    left = [
        {"id": f"P{i:03}", "event": "therapy_dropout", "at": 3 * trial.first[i]}
        for i in range(n) if trial.first[i] < visits
    ]  # fmt: skip
    return pd.DataFrame(rows), pd.DataFrame(left, columns=["id", "event", "at"])


PLAN = """
id = "primary"
question = "Does MIT lower symptoms more than DBT?"

[treatment]
column = "arm"
reference = "DBT"
arms = { ARMS }

[population]
subject = "id"
says = "adults with BPD"

[variable]
outcome = "y"
visit = "month"
at = AT
baseline = "base"
same_scale = true

[[event]]
kind = "therapy_dropout"
strategy = "treatment policy"
missing = "MISSING"

[model]
covariates = ["sex"]
by_visit = ["baseline", "sex"]
"""


def plan(trial: Trial, missing: str = "J2R", text: str = "") -> str:
    """The estimand of an invented trial as TOML; ``text`` is added at the end."""
    arms = ", ".join(f'{NAMES[a]} = "therapy {a}"' for a in range(int(trial.arm.max()) + 1))
    at = str(3 * trial.y.shape[1])
    made = PLAN.replace("{ ARMS }", f"{{ {arms} }}").replace("MISSING", missing)
    return made.replace("at = AT", f"at = {at}") + text
