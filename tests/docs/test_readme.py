"""Every command that the README prints runs as it stands there, on the real files it names."""

import json
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"```console\n(?P<lines>.*?)```", re.DOTALL)
COMMANDS = [
    line.removeprefix("$ ")
    for block in BLOCK.finditer((ROOT / "README.md").read_text(encoding="utf-8"))
    for line in block["lines"].splitlines()
]
DATA = Path(os.environ.get("OPENIMT_DATA", ROOT.parent / "shared" / "data")).resolve()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder to run in that has the README's own examples and nothing else."""
    folder = tmp_path_factory.mktemp("readme")
    (folder / "docs").symlink_to(ROOT / "docs")
    return folder


@cache
def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """What came of a command; each runs once in the folder, and what it wrote stays there."""
    program = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"PATH": program, "OPENIMT_DATA": str(DATA)}
    return subprocess.run(
        ["bash", "-c", command],
        check=False,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_there_are_commands() -> None:
    assert len(COMMANDS) >= 6


@pytest.mark.parametrize("number", range(len(COMMANDS)))
def test_the_command_runs(number: int, folder: Path) -> None:
    """In their order, since the second reads what the first wrote."""
    needed = COMMANDS[: number + 1] if "scores.json" in COMMANDS[number] else [COMMANDS[number]]
    if any("OPENIMT_DATA" in command for command in needed) and not DATA.exists():
        pytest.skip(f"the public files are not here; OPENIMT_DATA names their folder ({DATA.name})")
    for command in needed:
        done = run(command, folder)
        assert done.returncode == 0, done.stderr


@pytest.mark.skipif(not DATA.exists(), reason="the public files are not here (OPENIMT_DATA)")
def test_what_the_readme_says_of_the_408_patients_is_so(folder: Path) -> None:
    for command in COMMANDS[1:3]:
        assert run(command, folder).returncode == 0
    plans = json.loads((folder / "plans.json").read_text())["plans"]
    scores = json.loads((folder / "scores.json").read_text())["rows"]
    suicidal = {row["id"] for row in scores if row["safety"]}
    assert len(plans) == 408
    assert suicidal
    for plan in plans:
        placed = {p["module"] for p in plan["placements"]}
        offered = {"s1"} if plan["patient"] in suicidal else set()
        assert placed == {"c1", "c2", "c3", "c4", "c5", "c6"} | offered
        assert plan["phase"] != "safety"
        assert any("LPFS-BF" in wanted["what"] for wanted in plan["assess_next"])
        asked = {duty["id"] for duty in plan["duties"]}
        assert ("enquiry" in asked) == bool(offered)


@pytest.mark.skipif(not DATA.exists(), reason="the public files are not here (OPENIMT_DATA)")
def test_the_senders_total_differs_four_times(folder: Path) -> None:
    command = next(c for c in COMMANDS if "phq9_bundle_a" in c)
    assert run(command, folder).stderr.count("the sender states a total") == 4
