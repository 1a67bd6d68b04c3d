"""Where chunks are worked on: in this process, in a pool of processes, or on a Dask cluster."""

import os
import signal
from collections.abc import Generator, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from multiprocessing import get_context
from typing import Any

from openimt.errors import TrialError
from openimt.trial.design.trial_design import TrialDesign
from openimt.trial.simulation.chunk import Chunk, simulate_chunk

Pieces = Iterable[tuple[int, int]]
"""First replicate and number of replicates of each chunk."""
PATIENCE = "10s"
"""How long a scheduler may take to answer."""
_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")


def in_this_process(design: TrialDesign, seed: int, pieces: Pieces) -> Generator[Chunk]:
    """One chunk after another."""
    for first, count in pieces:
        yield simulate_chunk(design, seed, first, count)


def in_processes(design: TrialDesign, seed: int, pieces: Pieces, workers: int) -> Generator[Chunk]:
    """As many chunks at once as there are workers, in the order in which they are done.

    Each worker is a fresh process with one thread for linear algebra, whose matrices are tiny.
    Left early, by Ctrl-C for one, the chunks at work are finished and no other is begun.
    """
    with _one_thread_each():
        pool = ProcessPoolExecutor(workers, get_context("spawn"), initializer=_deaf_to_ctrl_c)
        try:
            yield from _flow(pool, design, seed, pieces, workers)
        except BrokenProcessPool:
            says = "a worker process was ended from outside, perhaps for want of memory"
            raise TrialError(f"{says}; ask for fewer --workers") from None
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _flow(
    pool: ProcessPoolExecutor, design: TrialDesign, seed: int, pieces: Pieces, workers: int
) -> Generator[Chunk]:
    """Hand out two chunks a worker, and a new one for each that comes back."""
    left, waiting = iter(pieces), set[Future[Chunk]]()
    while True:
        for first, count in left:
            waiting.add(pool.submit(simulate_chunk, design, seed, first, count))
            if len(waiting) >= 2 * workers:
                break
        if not waiting:
            return
        done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
        yield from (future.result() for future in done)


def _deaf_to_ctrl_c() -> None:
    """Ctrl-C reaches every process of a terminal; the one that hands out the work answers it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


class _one_thread_each:  # noqa: N801 - used like the functions of contextlib
    """Sets the libraries' thread counts for the processes started inside."""

    def __enter__(self) -> None:
        self._before = {name: os.environ.get(name) for name in _THREADS}
        os.environ.update(dict.fromkeys(_THREADS, "1"))

    def __exit__(self, *_: object) -> None:
        for name, value in self._before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def on_cluster(design: TrialDesign, seed: int, pieces: Pieces, address: str) -> Generator[Chunk]:
    """All chunks to a Dask scheduler, in the order in which they are done."""
    if find_spec("distributed") is None:
        raise TrialError("'--dask' needs Dask; install it with: pip install 'openimt[cluster]'")
    distributed: Any = import_module("distributed")
    try:
        client = distributed.Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        says = f"no Dask scheduler answers ({type(error).__name__}); look at the address"
        raise TrialError(says, field=address) from None
    with client:
        futures = [
            client.submit(simulate_chunk, design, seed, first, count, pure=False)
            for first, count in pieces
        ]
        try:
            for future in distributed.as_completed(futures, loop=client.loop):
                yield future.result()
        except ModuleNotFoundError as error:
            says = f"its workers have no '{error.name}'; install openimt[trial] there, too"
            raise TrialError(says, field=address) from None
        finally:
            with suppress(OSError):
                client.cancel(futures)
