"""The published schemas are those of the program, and what it prints and reads fits them."""

import json
from pathlib import Path
from typing import Any

import pytest

from openimt.catalogue.load import PACKAGED
from openimt.exchange.schema import DOCUMENTS, schemas
from tests.command_line import run
from tests.schema_validator import faults
from tests.spec.trial.small_trial import small_trial, write_table
from tests.unit.catalogue.copies import slip
from tests.unit.cli.test_plan import ASSESSMENT
from tests.unit.exchange.test_assessment_file import FULL
from tools.write_schemas import FOLDER, text_of

Capsys = pytest.CaptureFixture[str]
SCHEMAS = schemas()
EVENTS = [{"kind": "suicide_attempt", "on": "2026-11-21"}]


def fits(value: Any, name: str) -> None:
    schema = SCHEMAS[f"{name}.schema.json"]
    assert list(faults(value, schema, schema)) == []


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_the_published_schema_is_up_to_date(name: str) -> None:
    published = (FOLDER / name).read_text(encoding="utf-8")
    assert published == text_of(SCHEMAS[name]), "run: python tools/write_schemas.py"


def test_no_schema_is_left_over() -> None:
    published = {path.name for path in FOLDER.glob("*.schema.json")}
    assert published == {f"{name}.schema.json" for name in DOCUMENTS}


def test_what_the_commands_print_fits(capsys: Capsys, tmp_path: Path) -> None:
    table = tmp_path / "a.csv"
    rows = "p1,1,1,1,1,1,1,1,1,1\np2,,1,1,1,1,1,1,1,0\n"
    table.write_text("id," + ",".join(f"q{n}" for n in range(1, 10)) + "\n" + rows)
    scores = run(capsys, "score", table, "--instrument", "phq9", "--json").document
    fits(scores, "scores")
    path, plan = tmp_path / "a.json", tmp_path / "p.json"
    path.write_text(json.dumps(ASSESSMENT))
    plan.write_text(run(capsys, "plan", path, "--json").out)
    fits(json.loads(plan.read_text()), "plan")
    path.write_text(json.dumps([ASSESSMENT]))
    fits(run(capsys, "plan", path, "--json").document, "plans")
    path.write_text(json.dumps(ASSESSMENT | {"events": EVENTS}))
    fits(run(capsys, "replan", path, "--current", plan, "--json").document, "replan")
    path.write_text(json.dumps(ASSESSMENT | {"ban": ["c1"]}))
    fits(run(capsys, "plan", path, "--json").document, "conflict")
    fits(run(capsys, "catalogue", "check", "--json").document, "catalogue-check")
    gaps = run(capsys, "catalogue", "gaps", "--largest", 1, "--json").document
    fits(gaps, "catalogue-gaps")
    other = slip(tmp_path / "other", "modules/r3.toml", "usual = 12", "usual = 9")
    ran = run(capsys, "catalogue", "diff", PACKAGED, other, "--json")
    fits(ran.document, "catalogue-diff")


@pytest.mark.parametrize("options", [(), ("--by-arm",), ("--random", "1|site"), ("--ml",)])
def test_what_an_analysis_prints_fits(
    options: tuple[str, ...], capsys: Capsys, tmp_path: Path
) -> None:
    table = write_table(tmp_path / "t.csv", small_trial())
    columns = ("--outcome", "score", "--arm", "arm", "--subject", "id", "--visit", "month")
    fits(
        run(capsys, "trial", "analyse", table, *columns, *options, "--json").document,
        "trial-analyse",
    )


def test_a_design_and_its_simulation_fit(capsys: Capsys) -> None:
    for name in ("equipoise", "tau-like"):
        fits(run(capsys, "trial", "design", name, "--json").document, "trial-design")
    for people in (8, 120):
        few = ("trial", "simulate", "equipoise", "--replicates", 5, "--people", people, "--json")
        fits(run(capsys, *few).document, "trial-simulate")
        reach = ("trial", "design", "equipoise", "--people", people, "--json")
        fits(run(capsys, *reach).document, "trial-design")
    fits(run(capsys, *few, "--no-timing").document, "trial-simulate")


@pytest.mark.parametrize("key", [None, *(key for key in FULL if key not in {"patient", "on"})])
def test_an_assessment_that_is_read_fits(key: str | None) -> None:
    fits(FULL if key is None else FULL | {key: None}, "assessment")


WRONG = [
    FULL | {"on": None},
    FULL | {"on": "soon"},
    FULL | {"events": [{"kind": "party", "on": "2026-01-01"}]},
    FULL | {"readings": {}},
    FULL | {"pin": "s1"},
    FULL | {"safety": {"imminent_risk": "no"}},
]


@pytest.mark.parametrize("value", WRONG)
def test_what_is_refused_does_not_fit(value: dict[str, Any]) -> None:
    schema = SCHEMAS["assessment.schema.json"]
    assert list(faults(value, schema, schema))
