"""The other commands: version, catalogue, simulate, demo and serve; and real processes."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from openimt import __version__
from openimt.catalogue.load import PACKAGED, load
from openimt.cli import web
from openimt.errors import ServiceError
from tests.command_line import refused, run

Capsys = pytest.CaptureFixture[str]


def process(*arguments: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from openimt.cli import main; main()", *arguments]
    return subprocess.run(command, capture_output=True, text=True, input=stdin, check=False)


def test_the_version(capsys: Capsys) -> None:
    assert run(capsys, "--version").out == f"openimt {__version__}\n"


def test_help_names_every_command(capsys: Capsys) -> None:
    shown = run(capsys, "--help").out
    for command in ("score", "plan", "replan", "catalogue", "simulate", "demo", "serve"):
        assert command in shown


def test_the_packaged_catalogue_is_sound(capsys: Capsys) -> None:
    ran = run(capsys, "catalogue", "check", "--json")
    assert ran.code == 0
    assert ran.document["sound"] is True
    assert all(one["level"] == "warning" for one in ran.document["findings"])
    assert "sound" in run(capsys, "catalogue", "check").out


def broken_catalogue(folder: Path) -> Path:
    """The packaged catalogue with a target in one module that there is not."""
    for path in PACKAGED.rglob("*.toml"):
        copy = folder / path.relative_to(PACKAGED)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    module = folder / "modules" / "r3.toml"
    text = module.read_text(encoding="utf-8")
    assert 'target = "emotion_intensity"' in text
    text = text.replace('target = "emotion_intensity"', 'target = "emotion_intensiti"')
    module.write_text(text, encoding="utf-8")
    return folder


def test_an_unknown_target_is_found_with_file_and_line(capsys: Capsys, tmp_path: Path) -> None:
    folder = broken_catalogue(tmp_path)
    ran = run(capsys, "catalogue", "check", "--catalogue", folder, "--json")
    assert ran.code == 2
    assert ran.document["sound"] is False
    found = ran.document["findings"][0]
    assert found["file"].endswith("r3.toml")
    assert found["line"] > 0
    assert "emotion_intensiti" in found["says"]
    assert run(capsys, "catalogue", "check", folder).code == 2


def test_no_plan_is_made_from_a_broken_catalogue(capsys: Capsys, tmp_path: Path) -> None:
    assessment = tmp_path / "a.json"
    assessment.write_text('{"patient": "p1", "on": "2026-11-22"}')
    folder = broken_catalogue(tmp_path / "catalogue")
    says = refused(run(capsys, "plan", assessment, "--catalogue", folder, "--json"))
    assert "r3.toml" in says
    assert "line" in says


def test_a_catalogue_that_is_not_there(capsys: Capsys, tmp_path: Path) -> None:
    for command in (["catalogue", "check"], ["catalogue", "show", "r3"]):
        assert refused(run(capsys, *command, "--catalogue", tmp_path / "none"))


def test_a_module_and_a_therapy_are_shown(capsys: Capsys) -> None:
    shown = run(capsys, "catalogue", "show", "r3").out
    assert load().module("r3").name in shown
    assert run(capsys, "catalogue", "show", "R3").out == shown
    assert run(capsys, "catalogue", "show", "r3", "--json").document["id"] == "r3"
    assert load().therapy("imt").name in run(capsys, "catalogue", "show", "imt").out
    assert run(capsys, "catalogue", "show", "imt", "--json").document["binds_phases"] is True


def test_every_entry_can_be_shown(capsys: Capsys) -> None:
    for name in [*load().modules, *load().therapies]:
        assert run(capsys, "catalogue", "show", name).code == 0
        json.dumps(run(capsys, "catalogue", "show", name, "--json").document)


def test_an_unknown_entry_is_refused(capsys: Capsys) -> None:
    assert "no module or therapy 'z9'" in refused(run(capsys, "catalogue", "show", "z9"))


def test_the_same_seed_gives_the_same_bytes(capsys: Capsys, tmp_path: Path) -> None:
    folders = [tmp_path / "a", tmp_path / "b", tmp_path / "c"]
    for folder, seed in zip(folders, (5, 5, 6), strict=True):
        ran = run(capsys, "simulate", "patients", "--n", 4, "--seed", seed, "--out", folder)
        assert (ran.code, ran.out) == (0, "")
    files = [
        {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.*")}
        for folder in folders
    ]
    assert files[0] == files[1]
    assert files[0] != files[2]
    assessments = sorted((folders[0] / "assessments").glob("*.json"))
    assert len(assessments) == 4
    for path in assessments:
        assert run(capsys, "plan", path, "--json").code == 0


def test_an_unknown_world_is_refused(capsys: Capsys, tmp_path: Path) -> None:
    options = ["--n", 1, "--seed", 1, "--out", tmp_path, "--world", "mars"]
    assert "mars" in refused(run(capsys, "simulate", "patients", *options))


@pytest.mark.parametrize("command", [web.demo, web.serve])
def test_a_missing_web_part_is_said_with_the_command_that_brings_it(
    monkeypatch: pytest.MonkeyPatch, command: object
) -> None:
    monkeypatch.setitem(sys.modules, "openimt_clinic.run", None)
    with pytest.raises(ServiceError, match=r"pip install 'openimt\[clinic\]'"):
        command()  # type: ignore[operator]


def test_a_bug_in_the_web_part_stays_a_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not isinstance(web._missing(ModuleNotFoundError(name="somewhere")), ServiceError)


def test_as_a_real_process(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,q1,q2,q3,q4,q5,q6,q7\nJörg,1,1,1,1,1,1,1\n", encoding="utf-8")
    good = process("score", str(path), "--instrument", "gad7", "--json")
    assert (good.returncode, good.stderr) == (0, "")
    assert json.loads(good.stdout)["rows"][0]["id"] == "Jörg"
    bad = process("score", str(path), "--instrument", "phq9")
    assert (bad.returncode, bad.stdout) == (2, "")
    assert len(bad.stderr.splitlines()) == 1
    assert process("--help").returncode == 0


def test_the_installed_command_is_the_same(tmp_path: Path) -> None:
    script = Path(sys.executable).parent / "openimt"
    if not script.exists():
        pytest.skip("openimt is not installed as a command here")
    done = subprocess.run([str(script), "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"openimt {__version__}\n"
