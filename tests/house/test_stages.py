"""No test falls between the stages: what runs at once, what runs later and the proofs are all."""

import ast
import re
from itertools import product

import pytest
from _pytest.mark.expression import Expression

from tests.house.tree import ROOT, parsed
from tools import check, run_tests

MARKERS = ("journey", "processes", "always", "slow")
HOLD_NO_TESTS = {"output", "phone", "__pycache__"}
"""The scripts under ``phone`` are run by a test of the web."""


def chosen(stage: str, marks: set[str]) -> bool:
    """Whether the stage runs a test of its folder that is marked so."""
    options = run_tests.OPTIONS.get(stage, [])
    if "-m" not in options:
        return True
    return Expression.compile(options[options.index("-m") + 1]).evaluate(marks.__contains__)


def test_every_folder_of_tests_is_in_a_stage_or_among_the_proofs() -> None:
    staged = {name for folders in run_tests.EVERY.values() for name in folders}
    there = {path.name for path in (ROOT / "tests").iterdir() if path.is_dir()}
    assert there - HOLD_NO_TESTS == (staged | {check.PROOFS.name}) & there


@pytest.mark.parametrize("folder", ["unit", "web", "journeys", "docs", "house"])
def test_every_test_of_a_folder_runs_once_whatever_its_marks(folder: str) -> None:
    of_it = [stage for stage, folders in run_tests.EVERY.items() if folder in folders]
    for given in product((False, True), repeat=len(MARKERS)):
        marks = {mark for mark, there in zip(MARKERS, given, strict=True) if there}
        assert sum(chosen(stage, marks) for stage in of_it) == 1, (folder, marks)


def test_ci_runs_checks_tests_and_screens() -> None:
    said = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert re.findall(r"^make (\w+) \|\| failed=1$", said, re.MULTILINE) == [
        "check",
        "test",
        "screens",
    ]


def test_the_journeys_that_run_at_once_are_the_four_named_ones() -> None:
    """Each of those who sign in has one: clinician, patient, team lead, author."""
    assert {
        node.name
        for path in (ROOT / "tests" / "journeys").glob("test_*.py")
        for node in parsed(path).body
        if isinstance(node, ast.FunctionDef)
        if any("mark.always" in ast.unparse(one) for one in node.decorator_list)
    } == {
        "test_clinician_from_caseload_to_session",
        "test_patient_is_answered_before_the_form_is_sent",
        "test_team_lead_sees_an_alert_through",
        "test_author_reads_a_module",
    }
