"""The page on estimands says what the program says, and its picture is the program's."""

import re
import shlex
import shutil
from pathlib import Path

import pytest

from tests.command_line import run
from tests.real_data import ROOT

PAGE = ROOT / "docs" / "explanation" / "estimands.md"
TEXT = PAGE.read_text(encoding="utf-8")
EXAMPLES = ROOT / "docs" / "reference" / "examples" / "estimand"


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    copied = tmp_path / "estimand"
    shutil.copytree(EXAMPLES, copied)
    monkeypatch.chdir(copied)
    return copied


def test_the_command_prints_what_the_page_shows(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    (block,) = blocks("console")
    command, _, shown = block.partition("\n")
    ran = run(capsys, *shlex.split(command.removeprefix("$ openimt ")))
    assert ran.code == 0
    assert ran.out.splitlines() == shown.splitlines()
    kept = (ROOT / "docs" / "images" / "tipping-point.svg").read_text(encoding="utf-8")
    assert words((folder / "tipping.svg").read_text(encoding="utf-8")) == words(kept)


def words(svg: str) -> list[str]:
    """What the picture says; where a letter stands may differ with the fonts of a machine."""
    return re.findall(r">([^<>]+)</text>", svg)


def test_the_python_of_the_page_runs(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    (block,) = blocks("python")
    held: dict[str, object] = {}
    exec(compile(block, str(PAGE), "exec"), held)
    assert capsys.readouterr().out.startswith("primary: After 18 months")


def test_the_toml_of_the_page_is_that_of_the_example() -> None:
    whole = (EXAMPLES / "primary.toml").read_text(encoding="utf-8")
    assert len(blocks("toml")) == 2
    for block in blocks("toml"):
        assert block.strip() in whole
