"""One fit of a mixed model for repeated measures, its data in hand, and R's gls beside it."""

import os
import shutil
import subprocess
from pathlib import Path

import numpy as np

from benchmarks.table import Row, cpu_seconds
from openimt.trial.matrix import ModelMatrix
from openimt.trial.repeated import People, fit_repeated, fit_sums
from tests.trial_builders import btheb, imt_b, last_visit

BAR = 0.005
TIMES = 41
PEOPLE = 100_000
DATA = Path(__file__).resolve().parent.parent / "tests" / "reference" / "repeated"

GLS = """
suppressMessages(library(nlme))
d <- read.csv("btheb_long.csv", stringsAsFactors = TRUE)
d <- d[!is.na(d$bdi), ]
d$visit <- match(d$month, c(2, 3, 5, 8)); d$month <- factor(d$month)
once <- function() gls(bdi ~ bdi.pre * month + drug + length + arm * month, data = d,
  correlation = corSymm(form = ~ visit | id), weights = varIdent(form = ~ 1 | visit))
invisible(once())
cat(sum(system.time(for (k in 1:10) once())[1:2]) / 10)
"""


def rows() -> list[Row]:
    """CPU time of a fit with Kenward-Roger, of a refit without one person, and of many people."""
    small, large = btheb(), imt_b()
    took = _fit(small, "BtheB")
    # Others at work slow the small steps of one fit down, CPU time or not; then none is judged.
    busy = os.getloadavg()[0] > (os.cpu_count() or 1)
    bar, clears = (f"{_ms(BAR)} ms" + (", when quiet" if busy else "")), took < BAR
    seven = _fit(large, "MIT")
    return [
        Row(
            "MMRM + KR, BtheB (97 people, 4 visits)",
            _ms(took),
            "ms",
            bar,
            clears if clears or not busy else None,
        ),
        Row("MMRM + KR, 199 people, 7 visits, 22 coefficients", _ms(seven), "ms"),
        Row("MMRM without one person, from sums, BtheB", _ms(_refit(small)), "ms"),
        _crowd(small),
        *_gls(took),
    ]


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:.1f}"


def _fit(matrix: ModelMatrix, arm: str) -> float:
    towards = last_visit(matrix, arm)
    return cpu_seconds(lambda: fit_repeated(matrix).contrast(towards), TIMES)


def _refit(matrix: ModelMatrix) -> float:
    people = People.of(matrix)
    everyone, whole = people.sums(), fit_sums(people.sums())
    return cpu_seconds(lambda: fit_sums(everyone - people.sums([3]), start=whole), TIMES)


def _crowd(matrix: ModelMatrix) -> Row:
    """The sums of a thousand times the people, and the fit, which costs what it did before."""
    people = People.of(matrix)
    crowd = people.only(np.arange(PEOPLE) % len(matrix.subjects))
    sums = crowd.sums()
    fit, add = cpu_seconds(lambda: fit_sums(sums)), cpu_seconds(crowd.sums)
    what = f"MMRM of {PEOPLE:,} people from sums (and summing them)"
    return Row(what, f"{_ms(fit)} ({_ms(add)})", "ms")


def _gls(ours: float) -> list[Row]:
    """The same model by nlme::gls, without Kenward-Roger, which it does not have."""
    program = shutil.which("Rscript")
    if program is None:
        return [Row("R nlme::gls, BtheB", "R is not installed", "")]
    said = subprocess.run(
        [program, "-e", GLS], cwd=DATA, capture_output=True, text=True, check=False
    )
    if said.returncode:
        return [Row("R nlme::gls, BtheB", "r-cran-nlme is not installed", "")]
    theirs = float(said.stdout)
    ratio = f"{theirs / ours:.0f} x ours, one fit at a time"
    return [Row("R nlme::gls, BtheB, no KR", f"{1000 * theirs:.0f}", "ms", ratio)]
