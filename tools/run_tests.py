"""Runs the tests in stages and says at the end how each went and how long it took.

The core's stages never load Django (tests/conftest.py), so they cannot lean on the web.
Arguments that are not ours go to pytest as they are.
"""

import argparse
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOTHING_COLLECTED = 5

STAGES = {
    "core": ("unit", "spec", "generative", "reference"),
    "examples": ("../src/openimt",),
    "web": ("web",),
    "journeys": ("journeys",),
    "docs and house": ("docs", "house"),
}
OPTIONS = {
    "examples": ["--doctest-modules"],
    "journeys": ["--dist", "loadfile"],
}


def run(stage: str, workers: int, extra: list[str]) -> tuple[int, float]:
    folders = [ROOT / "tests" / name for name in STAGES[stage]]
    there = [str(folder.resolve()) for folder in folders if folder.exists()]
    if not there:
        return NOTHING_COLLECTED, 0.0
    print(f"\n== {stage}", flush=True)
    began = time.monotonic()
    command = [sys.executable, "-m", "pytest", "-q", "-n", str(workers)]
    command += [*OPTIONS.get(stage, []), *there, *extra]
    done = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, check=False)
    return done.returncode, time.monotonic() - began


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--stage", action="append", choices=list(STAGES))
    ours, extra = parser.parse_known_args()
    results = {stage: run(stage, ours.workers, extra) for stage in ours.stage or STAGES}
    words = {0: "passed", NOTHING_COLLECTED: "no tests"}
    print()
    for stage, (code, seconds) in results.items():
        print(f"{stage:<16} {words.get(code, 'FAILED'):<9} {seconds:6.1f} s")
    print(f"{'together':<26} {sum(seconds for _, seconds in results.values()):6.1f} s")
    return 0 if all(code in words for code, _ in results.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
