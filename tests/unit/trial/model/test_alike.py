"""Ids that differ only by their spelling are said, and named first where a model is refused."""

from pathlib import Path

import pytest

from openimt.trial.model.alike import alike_ids
from tests.command_line import refused, run

Capsys = pytest.CaptureFixture[str]
COLUMNS = ("--outcome", "y", "--arm", "arm", "--subject", "id", "--visit", "month")


@pytest.mark.parametrize(
    ("ids", "how"),
    [
        (("001", "1"), "leading zeros"),
        (("p01", "p1"), "leading zeros"),
        (("P1", "p1"), "capitals"),
        (("p 1", "p1"), "blanks"),
        (("P 01", "p1"), "zeros, capitals or blanks"),
    ],
)
def test_ids_that_look_alike_are_said(ids: tuple[str, str], how: str) -> None:
    (said,) = alike_ids([*ids, "q7"], "id")
    assert said == (
        f"'{ids[0]}' and '{ids[1]}' in 'id' are taken as two people and differ only by {how}; "
        "write one"
    )


def test_others_are_not() -> None:
    assert alike_ids(["1", "10", "100", "1.5", "1.05", "p1", "q1"], "id") == ()


def table(path: Path, visits: tuple[str, ...]) -> Path:
    rows = ["id,arm,month,y"]
    for n in range(1, 13):
        for when, visit in enumerate(visits):
            who = f"{n:03}" if when == 0 else n
            rows.append(f"{who},{'AB'[n % 2]},{visit},{n * 7 % 5 + when + n % 3 * when}")
    path.write_text("\n".join(rows) + "\n")
    return path


def test_a_refusal_names_them_first(capsys: Capsys, tmp_path: Path) -> None:
    path = table(tmp_path / "t.csv", ("1", "2"))
    said = refused(run(capsys, "trial", "analyse", path, *COLUMNS))
    first, _, then = said.partition("(and 11 more such ids); write one. ")
    assert "'001' and '1' in 'id' are taken as two people and differ only by leading" in first
    assert "Nobody attended both" in then


def test_an_analysis_warns_of_them(capsys: Capsys, tmp_path: Path) -> None:
    path = table(tmp_path / "t.csv", ("1", "2", "3"))
    ran = run(capsys, "trial", "analyse", path, *COLUMNS, "--covariance", "cs", "--json")
    assert any("'001' and '1' in 'id'" in said for said in ran.document["warnings"])
