"""How long a model of self-harm counts takes, and R's glmmTMB beside it where it is installed."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

from benchmarks.table import Row, cpu_seconds
from openimt.trial.counts import fit_counts
from tests.reference.counts.trials import HERE
from tests.reference.counts.trials import rows as trial_rows

PROGRAM = Path(__file__).parent / "counts.R"
BAR = 0.1
TIMES = 9


def rows() -> list[Row]:
    """120 people, six visits each but for one in ten: 636 rows, exposure as offset."""
    person = _took(random="1|person")
    crossed = _took(random="1|person, 1|site, 1|therapist")
    return [
        Row("counts: NB2, random intercept, Laplace", _ms(person), "ms", _ms(BAR), person < BAR),
        Row("counts: the same by 9 points", _ms(_took(random="1|person", quadrature=9)), "ms"),
        Row("counts: NB2 without random effects", _ms(_took()), "ms"),
        Row("counts: NB2, persons, sites, therapists crossed", _ms(crossed), "ms"),
        _glmmtmb(person),
    ]


def _took(**asked: Any) -> float:
    """CPU seconds of a fit, the model matrix in hand."""
    matrix, given = trial_rows("self_harm")
    return cpu_seconds(lambda: fit_counts(matrix, **given, **asked), TIMES)


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:.0f}"


def _glmmtmb(ours: float) -> Row:
    what = "counts: the first by R glmmTMB"
    program = shutil.which("Rscript")
    if program is None:
        return Row(what, "R is not installed", "")
    said = subprocess.run(
        [program, str(PROGRAM)], cwd=HERE, capture_output=True, text=True, check=False
    )
    if said.returncode:
        return Row(what, "r-cran-glmmtmb is not installed", "")
    theirs = float(said.stdout)
    return Row(what, _ms(theirs), "ms", f"{theirs / ours:.0f} x ours")
