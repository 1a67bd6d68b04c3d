"""The examples of the command-line page, run as they stand there."""

import re
import shlex
import shutil
from pathlib import Path

import pytest

from openimt.assess.instruments import known
from tests.command_line import run
from tests.real_data import ROOT

PAGE = ROOT / "docs" / "reference" / "command-line.md"
TEXT = PAGE.read_text(encoding="utf-8")
BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
ANYTHING = "…"


def examples() -> list[tuple[str, list[str]]]:
    """Each command of the page with the lines that it is said to print."""
    found: list[tuple[str, list[str]]] = []
    for block in BLOCK.findall(TEXT):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            else:
                found[-1][1].append(line)
    return found


def test_every_command_of_the_page_runs_and_prints_what_it_says(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "examples"
    shutil.copytree(PAGE.parent / "examples", folder)
    monkeypatch.chdir(folder)
    listed = examples()
    assert len(listed) >= 8
    for command, shown in listed:
        words = shlex.split(command)
        target = words[words.index(">") + 1] if ">" in words else None
        arguments = words[1 : words.index(">")] if target else words[1:]
        assert words[0] == "openimt"
        ran = run(capsys, *arguments)
        if target:
            (folder / target).write_text(ran.out, encoding="utf-8")
            assert (ran.code, shown) == (0, []), command
        else:
            expect(command, shown, ran.out + ran.err, ran.code)


def expect(command: str, shown: list[str], printed: str, code: int) -> None:
    wanted = [line for line in shown if not line.startswith("[exit ")]
    exits = [int(line[6:-1]) for line in shown if line.startswith("[exit ")]
    assert code == (exits[0] if exits else 0), (command, printed)
    pattern = "\n".join(".*" if line == ANYTHING else re.escape(line) for line in wanted)
    assert re.fullmatch(pattern + r"\n*", printed, re.DOTALL), (command, printed)


def test_a_wrong_example_would_be_found() -> None:
    with pytest.raises(AssertionError):
        expect("x", ["this", "…"], "that\nmore\n", 0)
    with pytest.raises(AssertionError):
        expect("x", ["this"], "this\n", 2)
    expect("x", ["this", "…", "[exit 2]"], "this\nmore\nand more\n", 2)


def test_the_page_names_every_instrument() -> None:
    missing = [name for name in known() if f"`{name}`" not in TEXT]
    assert not missing
