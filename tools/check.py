"""Everything `make check` looks at, in one run: all of it, even when one part fails."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent


PROOFS = ROOT / "tests" / "proofs"
APART = ("trial", "phone")
"""Folders of proofs that take long, each beside the others."""


def checks() -> dict[str, list[str]]:
    """What takes longest begins first."""
    proving = ["python", "-m", "pytest", "-q"]
    rest = [f"--ignore={PROOFS / name}" for name in APART]
    return {
        **{f"proofs: {name}": [*proving, str(PROOFS / name)] for name in APART},
        "proofs": [*proving, str(PROOFS), *rest],
        "format": ["ruff", "format", "--check", "."],
        "lint": ["ruff", "check", "."],
        "types": ["mypy"],
        "floors": ["lint-imports", "--no-logo"],
        "spelling": ["python", "tools/spell.py"],
        "catalogue": ["openimt", "catalogue", "check"],
        "changes": ["python", "tools/catalogue_changes.py", "--check"],
    }


def run(command: list[str]) -> tuple[bool, str, float]:
    began = time.monotonic()
    done = subprocess.run(
        [str(BIN / command[0]), *command[1:]],
        cwd=ROOT,
        env=os.environ | {"NO_COLOR": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode == 0, done.stdout, time.monotonic() - began


def main() -> int:
    failed = []
    with ThreadPoolExecutor(max_workers=2) as pool:
        results = {name: pool.submit(run, command) for name, command in checks().items()}
        for name, result in results.items():
            passed, output, seconds = result.result()
            print(f"{name:<13} {'ok' if passed else 'FAILED':<7} {seconds:5.1f} s", flush=True)
            if not passed:
                failed.append(name)
                print(output.rstrip() + "\n", flush=True)
    print("All checks pass." if not failed else f"Failed: {', '.join(failed)}.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
