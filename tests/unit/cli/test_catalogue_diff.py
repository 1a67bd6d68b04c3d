"""``openimt catalogue diff`` and ``gaps`` from the outside."""

from pathlib import Path

import pytest

from openimt.catalogue.load import PACKAGED, load
from tests.command_line import refused, run
from tests.unit.catalogue.copies import copy, slip

Capsys = pytest.CaptureFixture[str]
DOSE = ("modules/r3.toml", "usual = 12", "usual = 9")


def test_two_that_say_the_same(capsys: Capsys, tmp_path: Path) -> None:
    ran = run(capsys, "catalogue", "diff", PACKAGED, copy(tmp_path))
    version = load().version
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [f"From {version} to {version}", "Both say the same."]


def test_a_change_of_dose_moves_plans(capsys: Capsys, tmp_path: Path) -> None:
    slip(tmp_path, *DOSE)
    text = run(capsys, "catalogue", "diff", PACKAGED, tmp_path).out
    assert "module r3 (Emotion-regulation skills): changed\n    also: dose" in text
    assert "Plans that change: " in text
    document = run(capsys, "catalogue", "diff", PACKAGED, tmp_path, "--json").document
    (module,) = document["modules"]
    assert (module["id"], module["how"], module["parts"]) == ("r3", "changed", ["dose"])
    assert {one["person"] for one in document["people"]} <= set(text.replace("  ", "").splitlines())
    assert all(change["why"] for one in document["people"] for change in one["changes"])


def test_further_people_are_planned_too(capsys: Capsys, tmp_path: Path) -> None:
    slip(tmp_path, *DOSE)
    mira = Path(__file__).parents[3] / "docs/examples/mira.json"
    text = run(capsys, "catalogue", "diff", PACKAGED, tmp_path, "--people", mira).out
    assert "\n  mira\n" in text


def test_a_folder_that_cannot_be_loaded_is_named(capsys: Capsys, tmp_path: Path) -> None:
    slip(tmp_path, "modules/r3.toml", 'kind = "specific"', 'kind = "sspecial"')
    says = refused(run(capsys, "catalogue", "diff", PACKAGED, tmp_path))
    assert says.startswith(f"{tmp_path}/modules/r3.toml, line ")
    assert "did you mean 'specific'?" in says


@pytest.mark.parametrize("content", [b"{", b"\xff", b'{"patient": 3}'])
def test_a_person_that_cannot_be_read_is_refused(
    capsys: Capsys, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "person.json"
    path.write_bytes(content)
    assert "person.json" in refused(
        run(capsys, "catalogue", "diff", PACKAGED, PACKAGED, "--people", path)
    )


def test_the_gaps_are_told_in_words_and_as_a_document(capsys: Capsys) -> None:
    text = run(capsys, "catalogue", "gaps", "--largest", "1").out
    document = run(capsys, "catalogue", "gaps", "--largest", "1", "--json").document
    assert f"No module that was tested itself (T1): {len(document['without_trial'])}" in text
    assert document["version"] == load().version
    assert {one["target"] for one in document["targets"]} == set(load().targets)
