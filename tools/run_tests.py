"""Runs the tests in stages and says at the end how each went and how long it took.

Together the stages of `make test` and of `make screens` (``--screens``) hold every test under
``tests/`` but the proofs, each once: what the first leaves to browsers and
processes, the second runs.
The core's stages never load Django (tests/conftest.py), so they cannot lean on the web.
Arguments that are not ours go to pytest as they are.
"""

import argparse
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

ROOT = Path(__file__).resolve().parent.parent
NOTHING_COLLECTED = 5

STAGES = {
    "core": ("unit", "spec", "generative", "reference"),
    "web": ("web",),
    "examples": ("../src/openimt",),
    "journeys": ("journeys",),
    "docs and house": ("docs", "house"),
}
SCREENS = {"screens": ("web",), "further journeys": ("journeys",)}
EVERY = STAGES | SCREENS
AT_ONCE = "not (journey or processes) or always"
"""Which tests of the web and which journeys `make test` runs; `make screens` runs all others."""

NOW, LATER = ["-m", AT_ONCE], ["-m", f"not ({AT_ONCE})"]
# One worker founds the clinic of a file, fills its demo or sets its papers, and only once.
BY_FILE = ["--dist", "loadfile"]
OPTIONS = {
    # Whoever is done first takes some of what still waits for the other.
    "core": ["--dist", "worksteal"],
    "examples": ["--doctest-modules"],
    "web": [*BY_FILE, "--no-loadscope-reorder", *NOW],
    "screens": [*BY_FILE, "--no-loadscope-reorder", *LATER],
    "journeys": [*BY_FILE, *NOW],
    "docs and house": ["--dist", "worksteal"],
    "further journeys": [*BY_FILE, *LATER],
}
BESIDE = {"web": "examples", "journeys": "docs and house"}
"""The web begins by waiting for its tables; the journeys for the demo clinic to open, and later for
its pages. Others use that time, and what they say is shown afterwards."""

ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
"""Each worker and each process that a test starts reads the same files: once is enough."""

Result = tuple[int, float]


def command(stage: str, workers: int, extra: list[str]) -> list[str] | None:
    """How pytest is called for a stage; None when there is nothing of it."""
    folders = [ROOT / "tests" / name for name in EVERY[stage]]
    there = [str(folder.resolve()) for folder in folders if folder.exists()]
    words = [sys.executable, "-m", "pytest", "-q", "-n", str(workers)]
    return [*words, *OPTIONS.get(stage, []), *there, *extra] if there else None


def run(stage: str, workers: int, extra: list[str], said: IO[bytes] | None = None) -> Result:
    """``said``: takes what the stage says, instead of the screen."""
    asked = command(stage, workers, extra)
    if asked is None:
        return NOTHING_COLLECTED, 0.0
    if said is None:
        print(f"\n== {stage}", flush=True)
    began = time.monotonic()
    done = subprocess.run(
        asked,
        cwd=ROOT,
        env=ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        stdout=said,
        stderr=said,
        check=False,
    )
    return done.returncode, time.monotonic() - began


def run_both(stage: str, beside: str, workers: int, extra: list[str]) -> dict[str, Result]:
    """Two stages at once, what the second says after the first."""
    with TemporaryFile() as said, ThreadPoolExecutor(1) as pool:
        second = pool.submit(run, beside, workers, extra, said)
        results = {stage: run(stage, workers, extra), beside: second.result()}
        said.seek(0)
        print(f"\n== {beside}, meanwhile\n{said.read().decode(errors='replace')}", flush=True)
    return results


def run_all(stages: list[str], workers: int, extra: list[str]) -> dict[str, Result]:
    results: dict[str, Result] = {}
    for stage in stages:
        beside = BESIDE.get(stage)
        if stage in results:
            continue
        if beside in stages and beside not in results and workers > 1:
            results |= run_both(stage, beside, workers, extra)
        else:
            results[stage] = run(stage, workers, extra)
    return results


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--stage", action="append", choices=list(EVERY))
    parser.add_argument("--screens", action="store_true")
    ours, extra = parser.parse_known_args()
    began = time.monotonic()
    stages = ours.stage or list(SCREENS if ours.screens else STAGES)
    results = run_all(stages, ours.workers, extra)
    words = {0: "passed", NOTHING_COLLECTED: "no tests"}
    print()
    for stage, (code, seconds) in results.items():
        print(f"{stage:<16} {words.get(code, 'FAILED'):<9} {seconds:6.1f} s")
    print(f"{'together':<26} {time.monotonic() - began:6.1f} s")
    return 0 if all(code in words for code, _ in results.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
