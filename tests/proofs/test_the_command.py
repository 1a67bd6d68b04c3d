"""``openimt catalogue prove``: what is proved, whom a lost gate would harm, what it prints."""

import json
from pathlib import Path

import pytest

from openimt.exchange.schema import schemas
from tests.command_line import run
from tests.schema_validator import faults
from tests.unit.catalogue.copies import slip

Capsys = pytest.CaptureFixture[str]
SCHEMA = schemas()["catalogue-prove.schema.json"]
GATE = 'id = "r7.ongoing_threat"\nwhen = { judgement = "ongoing_threat" }'
TURNED = 'id = "r7.ongoing_threat"\nwhen = { not = { judgement = "ongoing_threat" } }'


def test_a_turned_gate_is_refuted_and_the_planner_takes_the_person_shown(
    capsys: Capsys, tmp_path: Path
) -> None:
    folder = slip(tmp_path / "turned", "modules/r7.toml", GATE, TURNED)
    shown = tmp_path / "person.json"
    ran = run(capsys, "catalogue", "prove", folder, "--save", shown, "--json")
    assert ran.code == 2
    assert ran.err.startswith("openimt: not proved: gates_hold")
    assert list(faults(ran.document, SCHEMA, SCHEMA)) == []
    refuted = next(p for p in ran.document["properties"] if not p["proved"])
    assert refuted["against"].startswith("trauma.ongoing_threat")
    person = json.loads(shown.read_text())
    assert person == refuted["counterexample"]
    judged = {j["criterion"]: j["met"] for j in person["judgements"]}
    assert judged["ongoing_threat"] is True
    plan = run(capsys, "plan", shown, "--catalogue", folder, "--json").document
    assert {p["module"]: p["start_week"] for p in plan["placements"]}["r7"] == 0
    kept = run(capsys, "plan", shown, "--json").document
    assert "r7" in {left["module"] for left in kept["left_out"]}
