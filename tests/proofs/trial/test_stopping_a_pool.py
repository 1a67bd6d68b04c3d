"""Ctrl-C with worker processes: one sentence, nobody left behind, and the same bytes after."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.proofs.trial.null_trial import null_trial

OPENIMT = Path(sys.executable).parent / "openimt"


def test_a_pool_stops_and_goes_on(tmp_path: Path) -> None:
    null_trial(tmp_path, 40)
    part = tmp_path / "run.part"
    command = [str(OPENIMT), "trial", "simulate", str(tmp_path / "null.toml"), "--json"]
    command += ["--replicates", "40000", "--no-timing", "--workers", "2"]
    kept = [*command, "--resume", str(part)]
    started = subprocess.Popen(kept, stderr=subprocess.PIPE, start_new_session=True)
    until = time.monotonic() + 120
    while not part.exists() or part.stat().st_size < 100_000:
        assert started.poll() is None
        assert time.monotonic() < until
        time.sleep(0.02)
    os.killpg(started.pid, signal.SIGINT)
    _, err = started.communicate(timeout=60)
    assert started.returncode == 130
    assert err.decode().splitlines() == [f"openimt: stopped; the same command goes on from {part}"]
    _wait_until_gone(started.pid)
    done = part.stat().st_size
    again = subprocess.run(kept, capture_output=True, check=True).stdout
    assert part.stat().st_size > done
    whole = subprocess.run([*command, "--chunk", "77"], capture_output=True, check=True).stdout
    assert again == whole
    assert json.loads(again)["replicates"] == 40_000


def _wait_until_gone(group: int) -> None:
    """Nobody of the group is left after a moment, in which what tracks shared memory ends, too."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    raise AssertionError("a process of the stopped run is still there")
