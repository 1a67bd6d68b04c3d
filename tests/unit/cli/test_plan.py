"""``openimt plan`` and ``openimt replan`` as users' scripts call them."""

import json
from pathlib import Path
from typing import Any

import pytest

from openimt.catalogue.load import load
from tests.command_line import refused, run
from tests.real_data import real
from tests.unit.cli.test_score import QIDS
from tests.unit.exchange.test_assessment_file import FULL

Capsys = pytest.CaptureFixture[str]
ASSESSMENT: dict[str, Any] = FULL | {
    "readings": [
        {"measure": "bsl23", "value": 2.4, "on": "2026-11-20"},
        {"target": "emotion_intensity", "severity": 0.8, "sd": 0.1, "by": "clinician"},
    ],
    "preferences": {"n3": 1},
    "context": {"sessions_per_week": 1},
}
MODULES = set(load().modules)


def saved(folder: Path, data: object, name: str = "a.json") -> Path:
    path = folder / name
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def test_the_document_of_the_contract(capsys: Capsys, tmp_path: Path) -> None:
    ran = run(capsys, "plan", saved(tmp_path, ASSESSMENT), "--json")
    assert ran.code == 0
    plan = ran.document
    wanted = "catalogue phase placements left_out gates assess_next value bound gap seconds"
    assert set(wanted.split()) <= set(plan)
    placed = [one["module"] for one in plan["placements"]]
    left = [one["module"] for one in plan["left_out"]]
    assert sorted(placed + left) == sorted(MODULES)
    assert {f"c{n}" for n in range(1, 7)} <= set(placed)
    for one in plan["placements"]:
        assert 0 <= one["start_week"] < 78
        assert one["reasons"]
        if one["module"].startswith("c"):
            assert one["start_week"] == 0
    assert plan["gap"] >= 0


def test_for_a_person_at_a_terminal(capsys: Capsys, tmp_path: Path) -> None:
    ran = run(capsys, "plan", saved(tmp_path, ASSESSMENT))
    assert ran.code == 0
    for title in ("THE PLAN", "THROUGHOUT", "STILL TO FIND OUT", "NOT IN THIS PLAN"):
        assert title in ran.out
    assert "now in Containment" in ran.out
    assert load().module("s1").name in ran.out
    assert max(len(line) for line in ran.out.splitlines()) <= 100


def test_one_of_a_list_and_of_an_object(capsys: Capsys, tmp_path: Path) -> None:
    both = [ASSESSMENT, ASSESSMENT | {"patient": "p2"}]
    for data in (both, {"assessments": both}):
        ran = run(capsys, "plan", saved(tmp_path, data), "--json")
        assert [one["patient"] for one in ran.document["plans"]] == ["p1", "p2"]
    shown = run(capsys, "plan", saved(tmp_path, both)).out
    assert shown.count("THE PLAN") == 2


def test_options_shape_the_plan(capsys: Capsys, tmp_path: Path) -> None:
    path = saved(tmp_path, ASSESSMENT)
    short = run(capsys, "plan", path, "--horizon-weeks", 20, "--json").document
    assert short["horizon_weeks"] == 20
    assert all(one["start_week"] < 20 for one in short["placements"])
    poor = run(capsys, "plan", path, "--budget-sessions", 0, "--json").document
    rich = run(capsys, "plan", path, "--json").document
    assert len(poor["placements"]) < len(rich["placements"])
    assert run(capsys, "plan", path, "--time-limit", 1, "--json").code == 0


@pytest.mark.parametrize(
    "options",
    [["--horizon-weeks", 0], ["--budget-sessions", -1], ["--time-limit", 0], ["--horizon-weeks"]],
)
def test_options_out_of_range_are_exit_2(
    capsys: Capsys, tmp_path: Path, options: list[object]
) -> None:
    ran = run(capsys, "plan", saved(tmp_path, ASSESSMENT), *options)
    assert (ran.code, ran.out) == (2, "")


REFUSED: list[tuple[object, list[str], list[str]]] = [
    (ASSESSMENT | {"on": "soon"}, [], ["field on", "2026-11-22"]),
    ({"patient": "p1"}, [], ["field on", "is missing"]),
    (
        ASSESSMENT | {"readings": [{"target": "suicidality", "severity": 0.9}]},
        [],
        ["row 1", "readings[0].severity", "no severity"],
    ),
    (ASSESSMENT | {"events": [{"kind": "admission"}]}, [], ["events[0].on"]),
    (ASSESSMENT | {"ban": ["z9"]}, [], ["no module 'z9'", "field ban", "patient p1"]),
    (ASSESSMENT | {"therapy": "xyz"}, [], ["no therapy 'xyz'"]),
    (ASSESSMENT | {"readings": [{"target": "x", "severity": 0.9}]}, [], ["no target 'x'"]),
    (ASSESSMENT, ["--on", "2026-11-22"], ["--on is for scores"]),
    ({"instrument": {"id": "phq9"}, "rows": []}, [], ["add --on"]),
    ({"instrument": {"id": "phq9"}, "rows": []}, ["--on", "2026-11-22"], ["holds no rows"]),
    ({"instrument": {"id": "phq9"}, "rows": [{}]}, ["--on", "22.11."], ["--on", "is no day"]),
    ([], [], ["at least one"]),
    (5, [], ["expected an object"]),
]


@pytest.mark.parametrize("as_json", [True, False])
@pytest.mark.parametrize(("data", "options", "names"), REFUSED)
def test_refused_input_is_one_plain_sentence(
    capsys: Capsys,
    tmp_path: Path,
    data: object,
    options: list[str],
    names: list[str],
    as_json: bool,
) -> None:
    path = saved(tmp_path, data)
    says = refused(run(capsys, "plan", path, *options, *(["--json"] if as_json else [])))
    for word in names:
        assert word in says


def test_what_is_no_json_is_refused(capsys: Capsys, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    for text, names in [
        ("id,q1\np1,1\n", "is not JSON"),
        ("[" * 20_000 + "]" * 20_000, "levels deep"),
        ('{"patient": "p1", "on": "2026-11-22", "resilience": {"brs": NaN}}', "NaN"),
        ("", "is empty"),
    ]:
        path.write_text(text)
        assert names in refused(run(capsys, "plan", path, "--json"))
    assert "no such file" in refused(run(capsys, "plan", tmp_path / "none.json"))


def test_warnings_go_to_standard_error(capsys: Capsys, tmp_path: Path) -> None:
    odd = ASSESSMENT | {"colour": "blue", "safety": {"imminent_risk": True}}
    ran = run(capsys, "plan", saved(tmp_path, odd), "--json")
    assert ran.code == 0
    assert "'colour' is not known" in ran.err
    assert "names nobody who judged it" in ran.err
    assert ran.document["phase"] == "safety"


def test_an_impossible_request_says_what_collides(capsys: Capsys, tmp_path: Path) -> None:
    path = saved(tmp_path, ASSESSMENT | {"ban": ["c2"]})
    ran = run(capsys, "plan", path, "--json")
    assert ran.code == 2
    assert ran.document["minimal"] is True
    assert "ban:c2" in ran.document["conflict"]
    assert "c2" in ran.document["says"]
    assert len(ran.err.splitlines()) == 1
    assert refused(run(capsys, "plan", path))


def test_the_same_in_gives_the_same_out(capsys: Capsys, tmp_path: Path) -> None:
    path = saved(tmp_path, ASSESSMENT)
    plans = [run(capsys, "plan", path, "--json").document for _ in range(2)]
    for one in plans:
        one.pop("seconds")
    assert plans[0] == plans[1]


def test_a_new_plan_when_nothing_happened_keeps_the_old(capsys: Capsys, tmp_path: Path) -> None:
    path = saved(tmp_path, ASSESSMENT)
    plan = saved(tmp_path, run(capsys, "plan", path, "--json").document, "plan.json")
    ran = run(capsys, "replan", path, "--current", plan, "--json")
    assert ran.code == 0
    assert (ran.document["kept"], ran.document["changes"]) == (True, [])
    assert "AGAINST THE PLAN IN FORCE" in run(capsys, "replan", path, "--current", plan).out


def test_a_new_plan_after_an_attempt_says_what_changes(capsys: Capsys, tmp_path: Path) -> None:
    path = saved(tmp_path, ASSESSMENT)
    plan = saved(tmp_path, run(capsys, "plan", path, "--json").document, "plan.json")
    events = [{"kind": "suicide_attempt", "on": "2026-11-21"}]
    after = saved(tmp_path, ASSESSMENT | {"events": events, "ban": ["r1"]}, "after.json")
    made = run(capsys, "replan", after, "--current", plan, "--json").document
    assert made["phase"] == "safety"
    assert {"module", "what", "says"} <= set(made["changes"][0])
    assert "r1" in {change["module"] for change in made["changes"]}


def test_the_plan_in_force_among_several(capsys: Capsys, tmp_path: Path) -> None:
    both = saved(tmp_path, [ASSESSMENT | {"patient": "p0"}, ASSESSMENT], "both.json")
    plans = saved(tmp_path, run(capsys, "plan", both, "--json").document, "plans.json")
    path = saved(tmp_path, ASSESSMENT)
    assert run(capsys, "replan", path, "--current", plans, "--json").document["kept"] is True
    other = saved(tmp_path, ASSESSMENT | {"patient": "p9"}, "other.json")
    assert "no plan of patient 'p9'" in refused(run(capsys, "replan", other, "--current", plans))


def test_somebody_else_s_plan_is_refused(capsys: Capsys, tmp_path: Path) -> None:
    path = saved(tmp_path, ASSESSMENT)
    plan = saved(tmp_path, run(capsys, "plan", path, "--json").document, "plan.json")
    other = saved(tmp_path, ASSESSMENT | {"patient": "p2"}, "other.json")
    assert "patient 'p1'" in refused(run(capsys, "replan", other, "--current", plan, "--json"))
    says = refused(run(capsys, "replan", path, "--current", path, "--json"))
    assert "field catalogue" in says


def test_all_hospital_patients_in_one_command(capsys: Capsys, tmp_path: Path) -> None:
    """Nobody has a personality reading: safety, common modules, assess further, with reasons."""
    path = real("items/rogers_qids_ybocs_items.csv")
    scores = run(capsys, "score", path, "--instrument", "qids-sr16", "--items", QIDS, "--json")
    saved_scores = tmp_path / "scores.json"
    saved_scores.write_text(scores.out, encoding="utf-8")
    ran = run(capsys, "plan", saved_scores, "--on", "2026-11-22", "--json")
    assert ran.code == 0
    plans = ran.document["plans"]
    assert len(plans) == 408
    common = {f"c{n}" for n in range(1, 7)}
    for plan, row in zip(plans, scores.document["rows"], strict=True):
        placed = {one["module"] for one in plan["placements"]}
        asks = bool(row["safety"])
        assert placed == common | ({"s1"} if asks else set())
        assert any("personality" in one["what"] for one in plan["assess_next"])
        assert plan["phase"] == "containment"
        wanted = {one["response"] for one in row["safety"]}
        assert wanted <= {duty["response"] for duty in plan["duties"]}
        assert any("safety plan" in duty["says"] for duty in plan["duties"]) == asks
