"""Simulated and analysed trials a second, beside one fit of statsmodels and of R's nlme.

Everything is measured in one run, so that the ratios hold on any machine. What is not installed
is said instead of measured.
"""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import warnings
from importlib.util import find_spec
from pathlib import Path
from statistics import median

from benchmarks.table import Row, cpu_seconds
from openimt.trial.design.read import read_design
from openimt.trial.design.trial_design import TrialDesign
from openimt.trial.simulation.chunk import simulate_chunk
from openimt.trial.simulation.invented import invent, outcomes_table
from openimt.trial.simulation.run import Means, simulate, warm

PEOPLE = 120
FOUR, SEVEN = "0, 3, 6, 9, 12", "0, 2, 4, 6, 8, 10, 12, 14"
MANY, MINUTE = 100_000, 60.0
AT_FOUR, AT_SEVEN = 3_000, 500
COLD = 25.0
TIMES_STATSMODELS, TIMES_GLS = 1_000, 300
DESIGN = """
name = "measured"
people = {people}
[visits]
at = [{at}]
[[arm]]
id = "a"
[[arm]]
id = "b"
[[outcome]]
id = "score"
mean = 20
sd = 5
change = {{ a = -1.0, b = -0.6 }}
[drop_out]
depends_on_last = 0.3
"""
GLS = """
suppressMessages(library(nlme))
d <- read.csv(commandArgs(TRUE)[1], stringsAsFactors = TRUE)
d$visit <- match(d$month, sort(unique(d$month))); d$month <- factor(d$month)
d <- d[!is.na(d$score), ]
once <- function() gls(score ~ arm * month + score_base * month, data = d,
  correlation = corSymm(form = ~ visit | person), weights = varIdent(form = ~ 1 | visit))
invisible(once())
cat(sum(system.time(for (k in 1:3) once())[1:2]) / 3)
"""


def rows() -> list[Row]:
    """Compilation, trials a second at 4 and 7 visits, 100,000 trials, and the others' fits."""
    four, seven = _design(FOUR), _design(SEVEN)
    warm(four)
    rate = _rate(four, 1500)
    return [
        _cold(),
        _told("trials of 120 x 4, simulated and analysed, KR", rate, AT_FOUR),
        _told("trials of 120 x 7, simulated and analysed, KR", _rate(seven, 300), AT_SEVEN),
        _many(four),
        *_statsmodels(four, rate),
        *_gls(four, rate),
    ]


def _design(at: str) -> TrialDesign:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "design.toml"
        path.write_text(DESIGN.format(people=PEOPLE, at=at), encoding="utf-8")
        return read_design(path)


def _rate(design: TrialDesign, trials: int) -> float:
    """Trials a second of CPU time, the median of five chunks."""
    simulate_chunk(design, 1, 0, 10)
    taken = [simulate_chunk(design, 1, n * trials, trials).seconds for n in range(5)]
    return trials / median(taken)


def _cold() -> Row:
    """CPU time of a process that finds no compiled code and keeps none of ours."""
    with tempfile.TemporaryDirectory() as folder:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            [sys.executable, "-c", "import openimt.trial.simulation.trials"],
            env=os.environ | {"NUMBA_CACHE_DIR": folder},
            check=True,
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    took = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    what = "compiling the loops, once, CPU"
    return Row(what, f"{took:.1f}", "s", f"{COLD:.0f} s", took < COLD)


def _told(what: str, rate: float, bar: int) -> Row:
    return Row(what, f"{rate:,.0f}", "a second and core", f"{bar:,}", rate >= bar)


def _many(design: TrialDesign) -> Row:
    """By the clock, from nothing but compiled code to the summary; not one fit may fail."""
    made = simulate(design, MANY, means=Means(workers=2))
    clears = made.seconds < MINUTE and made.summary.not_converged == 0
    what = f"{MANY:,} trials of 120 x 4 with KR, two workers, by the clock"
    return Row(what, f"{made.seconds:.1f}", "s", f"{MINUTE:.0f} s", clears)


def _statsmodels(design: TrialDesign, rate: float) -> list[Row]:
    what = "one fit of such a trial by statsmodels MixedLM (slopes, no df)"
    if find_spec("statsmodels") is None:
        return [Row(what, "not installed", "")]
    from statsmodels.regression.mixed_linear_model import MixedLM

    data = outcomes_table(invent(design, 1, 0)).dropna()
    formula = "score ~ C(arm)*C(month) + score_base*C(month)"

    def fit() -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            MixedLM.from_formula(formula, data, re_formula="~month", groups="person").fit()

    return [_beside(what, cpu_seconds(fit, times=3), rate, TIMES_STATSMODELS)]


def _gls(design: TrialDesign, rate: float) -> list[Row]:
    what = "one fit of such a trial by R nlme::gls (the same model, no KR)"
    program = shutil.which("Rscript")
    if program is None:
        return [Row(what, "R is not installed", "")]
    with tempfile.TemporaryDirectory() as folder:
        data, script = Path(folder) / "trial.csv", Path(folder) / "gls.R"
        outcomes_table(invent(design, 1, 0)).to_csv(data, index=False)
        script.write_text(GLS, encoding="utf-8")
        done = subprocess.run(
            [program, str(script), str(data)], capture_output=True, text=True, check=False
        )
    if done.returncode:
        return [Row(what, "r-cran-nlme is not installed", "")]
    return [_beside(what, float(done.stdout), rate, TIMES_GLS)]


def _beside(what: str, seconds: float, rate: float, bar: int) -> Row:
    ratio = seconds * rate
    unit = f"ms = {ratio:,.0f} of our trials"
    return Row(what, f"{1000 * seconds:.0f}", unit, f"{bar:,} trials", ratio >= bar)
