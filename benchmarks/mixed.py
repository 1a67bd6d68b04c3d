"""How long a mixed model takes: one real fit with Kenward-Roger, beside statsmodels and R's lme4.

The others are measured where they are installed, in the same run, and left out where they are not.
"""

import shutil
import subprocess
import warnings
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.table import Row, cpu_seconds
from openimt.trial.mixed import fit_mixed, parse_random
from openimt.trial.model.formula import model_matrix

ROOT = Path(__file__).parent.parent
DATA = ROOT / "tests/reference/mixed/sites.csv"
FORMULA = "y ~ base + arm*month"
WEIGHTS = np.array([0.0, 0, 1, 0, 18])
FULL = "1|site, 1|therapist, month|id"
LINES = "month|id"
R_TIMES = 5


def rows() -> list[Row]:
    """120 people at 6 sites, 14 therapists who cross them, 4 visits."""
    full, lines = _own(FULL), _own(LINES)
    found = [
        _told("fit sites, crossed therapists, patient lines, with KR", full),
        _told("fit patient lines, with KR", lines),
    ]
    if find_spec("statsmodels"):
        found.append(_compared("the same by statsmodels MixedLM, no df", _statsmodels(), lines))
    r = _lme4()
    if r is not None:
        found.append(_compared("sites, therapists, lines by lme4 and pbkrtest", r, full))
    return found


def _own(random: str) -> float:
    data = pd.read_csv(DATA)
    matrix = model_matrix(data, FORMULA, subject="id", reference={"arm": "TAU"})
    terms = parse_random(random)
    groups = {name: pd.factorize(data[name])[0] for name in ("site", "therapist", "id")}
    groups = {name: codes[matrix.source_row - 2] for name, codes in groups.items()}
    return cpu_seconds(lambda: fit_mixed(matrix, terms, groups).contrast(WEIGHTS), times=9)


def _statsmodels() -> float:
    from statsmodels.regression.mixed_linear_model import MixedLM

    data = pd.read_csv(DATA)

    def fit() -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            MixedLM.from_formula(FORMULA, data, re_formula="~month", groups="id").fit()

    return cpu_seconds(fit, times=3)


def _lme4() -> float | None:
    program = shutil.which("Rscript")
    if program is None:
        return None
    script = Path(__file__).with_suffix(".R")
    call = [program, str(script), str(DATA), str(R_TIMES)]
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    return float(done.stdout.split()[-1]) if done.returncode == 0 else None


def _told(what: str, seconds: float) -> Row:
    return Row(what, f"{1000 * seconds:.1f}", "ms")


def _compared(what: str, seconds: float, own: float) -> Row:
    return Row(what, f"{1000 * seconds:.0f}", "ms", f"{seconds / own:.0f} times ours")
