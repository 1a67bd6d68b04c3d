"""Simulate a design many times: chunks out to workers, rows back in the order of the replicates."""

import os
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter, process_time

import numpy as np

from openimt.errors import TrialError
from openimt.trial.design.trial_design import TrialDesign
from openimt.trial.matrix import Floats
from openimt.trial.simulation.checkpoint import Checkpoint, Run
from openimt.trial.simulation.chunk import COMPILED, Chunk
from openimt.trial.simulation.pool import Pieces, in_processes, in_this_process, on_cluster
from openimt.trial.simulation.recipe import digest
from openimt.trial.simulation.rows import COLUMNS
from openimt.trial.simulation.summary import Summary, summarise

Told = Callable[[int, int], None]
"""Is told how many replicates are done, and of how many."""

WORTH_A_POOL = 4_000
"""Fewer compiled trials than this are done before a second process has started."""


@dataclass(frozen=True, eq=False)
class Simulated:
    """A run: its summary, its rows (as in ``Chunk``), and what it took.

    ``seconds``: from start to end without compilation. ``per_second_per_core``: trials a second of
    CPU time. ``compile_seconds``: CPU time to load the compiled loops, or to compile them.
    """

    summary: Summary
    rows: Floats
    seconds: float
    per_second_per_core: float
    compile_seconds: float


@dataclass(frozen=True)
class Means:
    """With what a run is done. None of it changes a number of the result.

    ``workers``: processes (None: one a core that may be used). ``chunk``: trials handed out at a
    time. ``dask``: the address of a scheduler instead of processes. ``resume``: a file that keeps
    what is done. A script that runs more than one worker begins with the usual
    ``if __name__ == "__main__":``, as worker processes import it.
    """

    workers: int | None = None
    chunk: int | None = None
    dask: str | None = None
    resume: Path | None = None


def simulate(
    design: TrialDesign,
    replicates: int,
    *,
    seed: int | None = None,
    means: Means | None = None,
    told: Told | None = None,
) -> Simulated:
    """Simulate and analyse ``replicates`` trials.

    The same design, seed and number of replicates give the same rows to the last bit, for any
    workers, chunk size and cluster of machines of one kind, resumed or not.

    >>> from openimt.trial.design.read import read_design
    >>> made = simulate(read_design("equipoise"), 200, means=Means(workers=1))
    >>> made.summary.replicates, made.summary.not_converged
    (200, 0)
    """
    if replicates < 1:
        raise TrialError("at least one replicate is simulated", field="replicates")
    means, seed = means or Means(), design.seed if seed is None else seed
    compiled = warm(design)
    started = perf_counter()
    chunks, fresh = _gather(design, seed, replicates, means, told)
    seconds = perf_counter() - started
    rows = _in_order(chunks, replicates)
    cpu = sum(chunk.seconds for chunk in fresh)
    count = sum(len(chunk.rows) for chunk in fresh)
    rate = count / cpu if cpu > 0 else 0.0
    return Simulated(summarise(design, rows), rows, seconds, rate, compiled)


def warm(design: TrialDesign) -> float:
    """Load the compiled loops, compiling and keeping them the first time; CPU seconds."""
    if find_spec("numba") is None or find_spec("scipy") is None:
        says = "simulating needs compiled loops; install them with: pip install 'openimt[trial]'"
        raise TrialError(says)
    if design.analysis.model not in COMPILED:
        return 0.0
    started = process_time()
    import openimt.trial.simulation.trials  # noqa: F401 - importing it compiles it

    return process_time() - started


def _gather(
    design: TrialDesign, seed: int, replicates: int, means: Means, told: Told | None
) -> tuple[list[Chunk], list[Chunk]]:
    """All chunks, and those of them that were worked on now."""
    run = Run(digest(design), seed, replicates)
    kept = None if means.resume is None else Checkpoint(means.resume, run)
    done, fresh = ([] if kept is None else list(kept.done)), list[Chunk]()
    try:
        pieces = list(_pieces(done, replicates, means.chunk or _chunk(design, replicates)))
        count = sum(len(chunk.rows) for chunk in done)
        with closing(_worked(design, seed, pieces, means)) as worked:
            for chunk in worked:
                fresh.append(chunk)
                count += len(chunk.rows)
                if kept is not None:
                    kept.add(chunk)
                if told is not None:
                    told(count, replicates)
    finally:
        if kept is not None:
            kept.close()
    return done + fresh, fresh


def _chunk(design: TrialDesign, replicates: int) -> int:
    """About a tenth of a second of work, so that a bar moves and Ctrl-C is quick."""
    if design.analysis.model not in COMPILED:
        return 5
    work = design.people * len(design.visits.at) ** 2
    return max(20, min(500, 5_000_000 // work, replicates))


def _pieces(done: list[Chunk], replicates: int, chunk: int) -> Iterator[tuple[int, int]]:
    """What is left to do, in chunks, around what is done."""
    left = np.ones(replicates, dtype=bool)
    for each in done:
        left[each.first : each.first + len(each.rows)] = False
    start = 0
    while start < replicates:
        if not left[start]:
            start += 1
            continue
        stop = start
        while stop < min(start + chunk, replicates) and left[stop]:
            stop += 1
        yield start, stop - start
        start = stop


def _worked(design: TrialDesign, seed: int, pieces: Pieces, means: Means) -> Generator[Chunk]:
    if means.dask is not None:
        return on_cluster(design, seed, pieces, means.dask)
    workers = means.workers or cores()
    listed = list(pieces)
    small = sum(count for _, count in listed) < WORTH_A_POOL
    if workers == 1 or (small and means.workers is None and design.analysis.model in COMPILED):
        return in_this_process(design, seed, listed)
    return in_processes(design, seed, listed, min(workers, max(1, len(listed))))


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _in_order(chunks: list[Chunk], replicates: int) -> Floats:
    rows = np.empty((replicates, COLUMNS))
    for chunk in chunks:
        rows[chunk.first : chunk.first + len(chunk.rows)] = chunk.rows
    return rows
