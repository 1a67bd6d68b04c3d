"""How fast lists are drawn again: ten thousand new trials of 120 persons, minimised, and tested."""

from time import process_time

import numpy as np

from benchmarks.table import Row
from openimt.trial.randomise import BalancedFactor, Method, Scheme, predict, rerandomise
from openimt.trial.randomise.rerandomise import redraw
from openimt.trial.randomise.statistic import AdjustedMeans

NEW_TRIALS = 10_000
BAR = 3.0
"""Seconds of CPU that an analyst waits for a test without wondering."""


def rows() -> list[Row]:
    """A re-randomisation test, and a report on what can be foreseen."""
    test, foreseen = _test(), _foreseen()
    return [
        Row("re-randomisation test, 10,000 x 120, CPU", f"{test:.2f}", "s", "3 s", test < BAR),
        Row("predictability, 1,000 x 120, CPU", f"{foreseen:.2f}", "s"),
    ]


def scheme() -> Scheme:
    """Two arms, minimised over five sites and medication."""
    site = BalancedFactor("site", tuple("abcde"))
    drugs = BalancedFactor("medication", ("none", "one", "several"))
    return Scheme(("dbt", "mit"), (1, 1), Method.MINIMISE, (site, drugs), n=120, site="site")


def _test() -> float:
    rng = np.random.default_rng(1)
    levels = np.column_stack([rng.integers(0, 5, 120), rng.integers(0, 3, 120)])
    arms = redraw(scheme(), levels, 1, seed=2)[0]
    statistic = AdjustedMeans(rng.normal(size=120), rng.normal(size=(120, 4)))
    before = process_time()
    rerandomise(scheme(), levels, arms, statistic, replicates=NEW_TRIALS)
    return process_time() - before


def _foreseen() -> float:
    before = process_time()
    predict(scheme())
    return process_time() - before
