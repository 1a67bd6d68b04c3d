"""The same bytes for any workers, chunks and interruptions; nothing is lost or done twice."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from openimt.errors import TrialError
from openimt.trial.design.read import read_design
from openimt.trial.simulation.checkpoint import Checkpoint, Run
from openimt.trial.simulation.chunk import simulate_chunk
from openimt.trial.simulation.recipe import digest
from openimt.trial.simulation.run import Means, simulate
from tests.unit.trial.design.written import design_file, small

TRIALS = 400
ONE = Means(workers=1)


@pytest.mark.parametrize("means", [Means(workers=1, chunk=7), Means(workers=2, chunk=90)])
def test_workers_and_chunks_change_no_byte(means: Means, tmp_path: Path) -> None:
    design = small(tmp_path)
    alone = simulate(design, TRIALS, means=ONE)
    other = simulate(design, TRIALS, means=means)
    assert alone.rows.tobytes() == other.rows.tobytes()
    assert alone.summary == other.summary
    assert alone.summary.replicates == TRIALS


def test_a_replicate_is_the_same_in_a_longer_run(tmp_path: Path) -> None:
    design = small(tmp_path)
    short, long = simulate(design, 20, means=ONE), simulate(design, 60, means=ONE)
    assert short.rows.tobytes() == long.rows[:20].tobytes()


def test_another_seed_gives_other_trials(tmp_path: Path) -> None:
    design = small(tmp_path)
    own, other = simulate(design, 20, means=ONE), simulate(design, 20, seed=8, means=ONE)
    assert not set(own.rows[:, 0]) & set(other.rows[:, 0])


def test_more_loss_leaves_the_outcomes_as_they_were(tmp_path: Path) -> None:
    """Common random numbers: only who is lost differs, so that designs can be compared closely."""
    ours = simulate(small(tmp_path), 50, means=ONE).rows[:, 0]
    harder = small(tmp_path, "quarterly = [0.1, 0.05]", "quarterly = [0.15, 0.05]")
    theirs = simulate(harder, 50, means=ONE).rows[:, 0]
    assert 0.5 < ((ours - theirs) ** 2).mean() ** 0.5 / ours.std() * 2 < 2
    assert abs(ours - theirs).max() > 0


class TestResume:
    """A file of what is done."""

    def test_a_cut_file_goes_on_to_the_same_bytes(self, tmp_path: Path) -> None:
        design, path = small(tmp_path), tmp_path / "run.part"
        means = Means(workers=1, chunk=50, resume=path)
        whole = simulate(design, TRIALS, means=means)
        path.write_bytes(path.read_bytes()[: 60 * TRIALS * 48 // 100 + 13])  # in mid-record
        told: list[int] = []
        again = simulate(design, TRIALS, means=means, told=lambda done, _: told.append(done))
        assert again.rows.tobytes() == whole.rows.tobytes()
        assert TRIALS / 2 < told[0] < TRIALS  # what was whole is not done again
        assert told[-1] == TRIALS

    def test_a_finished_file_needs_no_work(self, tmp_path: Path) -> None:
        design, path = small(tmp_path), tmp_path / "run.part"
        means = Means(workers=1, resume=path)
        whole = simulate(design, TRIALS, means=means)
        told: list[int] = []
        again = simulate(design, TRIALS, means=means, told=lambda done, _: told.append(done))
        assert told == []
        assert again.rows.tobytes() == whole.rows.tobytes()
        assert again.per_second_per_core == 0.0

    def test_spoilt_rows_are_done_again(self, tmp_path: Path) -> None:
        design, path = small(tmp_path), tmp_path / "run.part"
        whole = simulate(design, TRIALS, means=Means(workers=1, chunk=50, resume=path))
        spoilt = bytearray(path.read_bytes())
        spoilt[-1000] ^= 1
        path.write_bytes(bytes(spoilt))
        again = simulate(design, TRIALS, means=Means(workers=1, chunk=33, resume=path))
        assert again.rows.tobytes() == whole.rows.tobytes()

    @pytest.mark.parametrize("what", ["design", "seed", "replicates"])
    def test_a_file_of_another_run_is_refused(self, what: str, tmp_path: Path) -> None:
        design, path = small(tmp_path), tmp_path / "run.part"
        Checkpoint(path, Run(digest(design), 7, 10)).close()
        replicates, seed = (20 if what == "replicates" else 10), (8 if what == "seed" else 7)
        other = small(tmp_path, "sd = 5", "sd = 6") if what == "design" else design
        with pytest.raises(TrialError, match=f"another {what}"):
            simulate(other, replicates, seed=seed, means=Means(workers=1, resume=path))

    def test_some_other_file_is_left_alone(self, tmp_path: Path) -> None:
        path = tmp_path / "thesis.txt"
        path.write_text("years of work\n", encoding="utf-8")
        with pytest.raises(TrialError, match="not a file of a stopped simulation"):
            simulate(small(tmp_path), 10, means=Means(workers=1, resume=path))
        assert path.read_text(encoding="utf-8") == "years of work\n"

    def test_a_folder_that_is_not_there(self, tmp_path: Path) -> None:
        path = tmp_path / "nowhere" / "run.part"
        with pytest.raises(TrialError, match="cannot be written"):
            simulate(small(tmp_path), 10, means=Means(workers=1, resume=path))


def test_a_worker_that_dies_is_told_with_a_remedy(tmp_path: Path) -> None:
    """A chunk that ends its process stands for one that the system ends for want of memory."""
    from openimt.trial.simulation import pool

    design = small(tmp_path)
    with pytest.raises(TrialError, match="ask for fewer --workers"):
        list(pool.in_processes(_Deadly(), 7, [(0, 1)], 1))  # type: ignore[arg-type]
    assert simulate(design, 5, means=ONE).summary.replicates == 5


class _Deadly:
    """A design that ends the process which looks at it."""

    def __getattr__(self, name: str) -> object:
        if name == "analysis":
            os._exit(9)
        raise AttributeError(name)


def test_a_disk_that_is_full_is_told(tmp_path: Path) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no device that is always full")
    with pytest.raises(TrialError, match="cannot be written"):
        simulate(small(tmp_path), 10, means=Means(workers=1, resume=full))


def test_a_run_that_is_interrupted_stops_cleanly_and_goes_on(tmp_path: Path) -> None:
    """Ctrl-C in mid-run: exit 130, one sentence, no process left; the rest gives the same bytes."""
    file, path, trials = design_file(tmp_path), tmp_path / "run.part", 60_000
    openimt = Path(sys.executable).parent / "openimt"
    command = [str(openimt), "trial", "simulate", str(file), "--resume"]
    command += [str(path), "--replicates", str(trials), "--workers", "1", "--chunk", "20"]
    started = subprocess.Popen(
        command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    )
    until = time.monotonic() + 60
    while not path.exists() or path.stat().st_size < 5_000:
        assert started.poll() is None, started.communicate()
        assert time.monotonic() < until
        time.sleep(0.05)
    os.killpg(started.pid, signal.SIGINT)
    out, err = started.communicate(timeout=30)
    assert (started.returncode, out) == (130, b"")
    assert err.decode().startswith("openimt: stopped; the same command goes on from")
    design = read_design(file)
    kept = Checkpoint(path, Run(digest(design), 7, trials))
    kept.close()
    assert 0 < sum(len(chunk.rows) for chunk in kept.done) < trials
    last = kept.done[-1]
    again = simulate_chunk(design, 7, last.first, len(last.rows))
    assert again.rows.tobytes() == last.rows.tobytes()
