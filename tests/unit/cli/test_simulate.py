"""``openimt simulate patients``: files on disk, one JSON document, the report on standard error."""

import json
from pathlib import Path

from typer.testing import CliRunner

from openimt.cli.simulate import app

ASKED = ["patients", "--n", "3", "--seed", "5"]


def test_it_writes_and_reports(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, [*ASKED, "--out", str(tmp_path), "--json"])
    assert done.exit_code == 0, done.output
    report = json.loads(done.stdout)
    assert (report["people"], report["world"], report["seed"]) == (3, "clinic", 5)
    assert all((tmp_path / name).is_file() for name in report["files"])
    assert {m["name"] for m in report["margins"]} >= {"responded", "worse", "left_quarter_1"}
    assert "3 invented people" in done.stderr


def test_without_json_standard_output_stays_empty(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, [*ASKED, "--out", str(tmp_path)])
    assert (done.exit_code, done.stdout) == (0, "")


def test_a_plan_can_be_asked_for_what_was_written(tmp_path: Path) -> None:
    from openimt.cli.app import app as whole

    CliRunner().invoke(app, [*ASKED, "--out", str(tmp_path)])
    file = str(tmp_path / "assessments" / "p0001.json")
    done = CliRunner().invoke(whole, ["plan", file, "--json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["placements"]
