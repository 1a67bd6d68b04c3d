"""The page *Analyse a trial* runs from the wide table to the report, and says what is printed."""

import re
import shlex
import shutil
from pathlib import Path

import pytest

from tests.command_line import run
from tests.real_data import ROOT

PAGE = ROOT / "docs" / "how-to" / "analyse-a-trial.md"
TEXT = PAGE.read_text(encoding="utf-8")
BLOCK = re.compile(
    r"^```console\n\$ (?P<command>.*?)\n(?P<shown>.*?)^```", re.MULTILINE | re.DOTALL
)
PYTHON = re.compile(r"^```python\n(?P<code>.*?)^```", re.MULTILINE | re.DOTALL)


def pattern(shown: str) -> str:
    """What is shown, with ``...`` for anything."""
    return ".*".join(re.escape(part.strip()) for part in shown.split("..."))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(ROOT / "docs" / "examples", tmp_path / "docs" / "examples")
    (tmp_path / "docs" / "how-to").mkdir()
    monkeypatch.chdir(tmp_path / "docs" / "how-to")
    return tmp_path


def test_the_commands_print_what_the_page_says(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    found = [(match["command"], match["shown"]) for match in BLOCK.finditer(TEXT)]
    assert [command.split()[0] for command, _ in found] == ["head", *["openimt"] * 3]
    first = (folder / "docs/examples/btheb_wide.csv").read_text().splitlines(keepends=True)[:3]
    assert found[0][1] == "".join(first)
    for command, shown in found[1:]:
        words = shlex.split(command)[1:]
        target = words[-1] if ">" in words else None
        ran = run(capsys, *(words[: words.index(">")] if target else words))
        assert ran.code == 0, ran.err
        if target:
            Path(target).write_text(ran.out, encoding="utf-8")
        else:
            printed = ran.out + ran.err
            assert re.search(pattern(shown), printed, re.DOTALL), printed
    assert {"report.html", "report.pdf"} <= {path.name for path in Path("report").iterdir()}


def test_the_python_of_the_page_runs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    match = PYTHON.search(TEXT)
    assert match is not None
    known: dict[str, object] = {}
    exec(match["code"], known)
    table = known["model"].contrasts("treatment")
    assert round(table.estimate.iloc[-1], 2) == -0.74
