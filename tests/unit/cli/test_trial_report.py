"""``openimt trial report`` as users' scripts call it."""

import json
from pathlib import Path

import pytest

from tests.command_line import refused, run
from tests.unit.trial.report.made_up import document, people

Capsys = pytest.CaptureFixture[str]


def results(folder: Path) -> Path:
    path = folder / "results.json"
    path.write_text(json.dumps(document()), encoding="utf-8")
    return path


def flow_file(folder: Path) -> Path:
    names = ("id", "arm", "excluded", "received", "stopped", "lost", "analysed")
    lines = [",".join(person.get(name, "") for name in names) for person in people()]
    path = folder / "people.csv"
    path.write_text("\n".join([",".join(names), *lines]), encoding="utf-8")
    return path


def test_a_report_in_one_command(capsys: Capsys, tmp_path: Path) -> None:
    out = tmp_path / "deep" / "report"
    people_file = flow_file(tmp_path)
    arguments = ["--out", out, "--people", people_file, "--json"]
    ran = run(capsys, "trial", "report", results(tmp_path), *arguments)
    assert ran.code == 0, ran.err
    assert sorted(path.name for path in out.iterdir()) == ran.document["files"]
    assert {"report.html", "report.pdf", "flow.svg", "forest.svg"} <= set(ran.document["files"])
    assert json.loads((out / "results.json").read_text("utf-8")) == document()
    assert "2" in ran.document["gaps"]["consort-2025"]


def test_a_person_reads_the_sentences(capsys: Capsys, tmp_path: Path) -> None:
    ran = run(capsys, "trial", "report", results(tmp_path), "--out", tmp_path / "r")
    assert "199 people with 1073 outcomes" in ran.out
    assert "lines answered" in ran.out


def test_nothing_is_written_when_something_is_refused(capsys: Capsys, tmp_path: Path) -> None:
    facts = tmp_path / "facts.toml"
    facts.write_text("[outcome]\nbetter = 'less'\n", encoding="utf-8")
    ran = run(
        capsys, "trial", "report", results(tmp_path), "--out", tmp_path / "r", "--facts", facts
    )
    assert "write lower or higher" in refused(ran)
    assert not (tmp_path / "r").exists()


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("results.json", "[1]", "holds no results"),
        ("results.json", "{}", "field ls_means: holds no list"),
        ("facts.toml", "a = ", "is not sound TOML"),
        ("people.csv", "id,arm\n1,\n", "row 2, field excluded"),
    ],
)
def test_a_bad_file_is_one_sentence(
    capsys: Capsys, tmp_path: Path, name: str, text: str, says: str
) -> None:
    good = {"results.json": results(tmp_path), "people.csv": flow_file(tmp_path)}
    (tmp_path / name).write_text(text, encoding="utf-8")
    options = ["--people", good["people.csv"]]
    options += ["--facts", tmp_path / "facts.toml"] if name == "facts.toml" else []
    arguments = [good["results.json"], "--out", tmp_path / "r", *options]
    assert says in refused(run(capsys, "trial", "report", *arguments))


def test_a_folder_that_cannot_be_is_one_sentence(capsys: Capsys, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("x")
    ran = run(capsys, "trial", "report", results(tmp_path), "--out", blocked / "r")
    assert "choose another folder" in refused(ran)


def test_baseline_needs_its_table(capsys: Capsys, tmp_path: Path) -> None:
    arguments = [results(tmp_path), "--out", tmp_path / "r", "--baseline", "age"]
    assert "needs --data FILE" in refused(run(capsys, "trial", "report", *arguments))
