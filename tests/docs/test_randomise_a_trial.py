"""The page *Randomise a trial* runs from the scheme to the reveal, and says what is printed."""

import re
import shlex
import shutil
from pathlib import Path

import pytest

from tests.command_line import run
from tests.docs.test_command_line import BLOCK, expect
from tests.real_data import ROOT

TEXT = (ROOT / "docs" / "how-to" / "randomise-a-trial.md").read_text(encoding="utf-8")
SCHEME = ROOT / "docs" / "reference" / "examples" / "scheme.toml"


def code(language: str) -> str:
    found = re.search(rf"^```{language}\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "scheme.toml").write_text(code("toml"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def commands() -> list[tuple[str, list[str]]]:
    found: list[tuple[str, list[str]]] = []
    for block in BLOCK.findall(TEXT):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            else:
                found[-1][1].append(line)
    return found


def test_the_page_runs_as_it_stands(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    listed = commands()
    assert len(listed) >= 10
    for command, shown in listed:
        words = shlex.split(command)
        assert words[:3] == ["openimt", "trial", "randomise"]
        ran = run(capsys, *words[1:])
        patterns = [line.replace("head …", "head ") for line in shown]
        cut = [line if "head …" not in line else "…" for line in shown]
        expect(command, cut, ran.out + ran.err, ran.code)
        assert all(line in ran.out + ran.err for line in patterns if line.endswith("head "))
    exec(code("python"), {})
    assert capsys.readouterr().out == "mit\n"


def test_the_scheme_of_the_page_is_that_of_the_reference() -> None:
    assert SCHEME.read_text(encoding="utf-8") == code("toml")


def test_a_page_that_lies_would_be_found(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    shutil.copy(SCHEME, folder / "again.toml")
    ran = run(capsys, "trial", "randomise", "predict", "again.toml", "--replicates", 100)
    with pytest.raises(AssertionError):
        expect("predict", ["120 persons, 1000 simulated trials", "…"], ran.out, ran.code)
