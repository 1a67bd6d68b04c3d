"""The flow of an invented trial goes into a report as it is, and agrees with its outcomes."""

import csv
from pathlib import Path

import pytest

from openimt.trial.report.flow import flow
from tests.command_line import run


def test_who_was_lost_is_who_has_no_later_outcome(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    data, people = tmp_path / "trial.csv", tmp_path / "people.csv"
    ran = run(capsys, "trial", "simulate", "equipoise", "--data", data, "--flow", people)
    assert ran.code == 0, ran.err
    listed = list(csv.DictReader(people.read_text("utf-8").splitlines()))
    seen: dict[str, float] = {}
    for row in csv.DictReader(data.read_text("utf-8").splitlines()):
        if row["ders"]:
            seen[row["person"]] = float(row["month"])
    counted = flow(listed)
    assert (counted.assessed, counted.allocated) == (120, 120)
    assert sum(arm.analysed for arm in counted.arms) == len(seen)
    for person in listed:
        last = seen.get(person["id"], 0.0)
        assert person["lost"] == ("" if last == 18 else f"left after month {last:g}")
