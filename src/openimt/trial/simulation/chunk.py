"""A chunk of replicates, as a worker runs it: a design and two numbers in, rows out."""

from collections.abc import Callable
from dataclasses import dataclass
from time import thread_time

import numpy as np

from openimt.trial.design.trial_design import Model, TrialDesign
from openimt.trial.matrix import Floats
from openimt.trial.simulation.recipe import in_order, recipe
from openimt.trial.simulation.rows import COLUMNS

COMPILED = (Model.MMRM, Model.ANCOVA)


@dataclass(frozen=True, eq=False)
class Chunk:
    """Rows of replicates ``first`` and following, and the CPU seconds they took.

    The columns stand in ``rows``.
    """

    first: int
    rows: Floats
    seconds: float


def simulate_chunk(design: TrialDesign, seed: int, first: int, count: int) -> Chunk:
    """Simulate and analyse ``count`` trials; a row depends on seed and replicate alone."""
    if design.analysis.model not in COMPILED:
        from openimt.trial.simulation.modelled import modelled_rows

        run = modelled_rows
    else:
        run = _compiled_rows
    started = thread_time()
    rows = run(design, seed, first, count)
    return Chunk(first, rows, thread_time() - started)


def _compiled_rows(design: TrialDesign, seed: int, first: int, count: int) -> Floats:
    from openimt.trial.simulation.trials import run_trials

    run: Callable[..., None] = run_trials
    made, rows = recipe(design), np.empty((count, COLUMNS))
    run(seed, first, *in_order(made.growth), *in_order(made.question), rows)
    return rows
