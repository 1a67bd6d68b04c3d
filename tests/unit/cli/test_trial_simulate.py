"""``openimt trial simulate`` as people and scripts call it."""

import csv
import json
from pathlib import Path

import pytest

from tests.command_line import refused, run
from tests.unit.trial.design.written import design_file

Capsys = pytest.CaptureFixture[str]
CONTRACT = {
    "replicates", "rejected", "power", "mcse", "bias", "coverage", "not_converged", "seconds",
    "per_second_per_core",
}  # fmt: skip
TIMES = {"seconds", "per_second_per_core", "compile_seconds"}


def simulate(capsys: Capsys, *arguments: object) -> str:
    ran = run(capsys, "trial", "simulate", *arguments)
    assert ran.code == 0, ran.err
    assert ran.err == ""
    return ran.out


def test_the_document_keeps_the_contract(capsys: Capsys, tmp_path: Path) -> None:
    out = simulate(capsys, design_file(tmp_path), "--replicates", 50, "--json")
    document = json.loads(out)
    assert set(document) >= CONTRACT
    assert document["replicates"] == 50
    assert document["rejected"] == round(document["power"] * 50)
    assert document["per_second_per_core"] > 100
    assert document["seconds"] > 0


def test_the_same_seed_is_the_same_bytes_but_for_times(capsys: Capsys, tmp_path: Path) -> None:
    file, path = design_file(tmp_path), tmp_path / "run.part"
    plain = ["--replicates", 60, "--json"]
    one = simulate(capsys, file, *plain, "--no-timing", "--workers", 1, "--chunk", 7)
    two = simulate(capsys, file, *plain, "--no-timing", "--resume", path)
    three = simulate(capsys, file, *plain, "--no-timing", "--resume", path)
    assert one == two == three
    timed = json.loads(simulate(capsys, file, *plain))
    assert {key: None if key in TIMES else value for key, value in timed.items()} == json.loads(one)


def test_a_seed_and_people_of_ones_own(capsys: Capsys, tmp_path: Path) -> None:
    file = design_file(tmp_path)
    arguments = ["--replicates", 20, "--json", "--no-timing"]
    own = json.loads(simulate(capsys, file, *arguments))
    other = json.loads(simulate(capsys, file, *arguments, "--seed", 2**40, "--people", 60))
    assert (own["seed"], own["people"]) == (7, 40)
    assert (other["seed"], other["people"]) == (2**40, 60)
    assert own["bias"] != other["bias"]


def test_a_person_reads_a_calm_table(capsys: Capsys, tmp_path: Path) -> None:
    out = simulate(capsys, design_file(tmp_path), "--replicates", 20, "--no-timing")
    assert out.splitlines()[0] == "small: 20 trials of 40 people"
    assert "\npower  " in out
    assert "± is a Monte Carlo standard error." in out
    assert "time" not in out


def test_where_nothing_differs_it_is_the_type_one_error(capsys: Capsys) -> None:
    assert "\ntype I error  " in simulate(capsys, "equipoise", "--replicates", 20)


def test_what_is_not_verified_is_labelled_wherever_it_prints(
    capsys: Capsys, tmp_path: Path
) -> None:
    label = "synthetic, unverified"
    assert label in simulate(capsys, "article-claim", "--replicates", 20).lower()
    assert label in simulate(capsys, "article-claim", "--replicates", 20, "--json")
    data = tmp_path / "data.csv"
    assert label in run(capsys, "trial", "simulate", "article-claim", "--data", data).err


def test_one_trial_as_a_table_and_its_analysis(capsys: Capsys, tmp_path: Path) -> None:
    """The table is the trial that the simulation analysed: the same answer, from its file."""
    file, data, events = design_file(tmp_path), tmp_path / "d.csv", tmp_path / "e.csv"
    ran = run(capsys, "trial", "simulate", file, "--data", data, "--events", events)
    assert (ran.code, ran.out) == (0, "")
    with data.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert len(rows) == 40 * 3
    assert events.read_text(encoding="utf-8") == "person,event,at\n"
    asked = ["--outcome", "score", "--arm", "arm", "--subject", "person", "--visit", "month"]
    asked += ["--reference", "b", "--terms", "arm*month + score_base*month", "--json"]
    found = run(capsys, "trial", "analyse", data, *asked).document["contrasts"][-1]
    one = json.loads(simulate(capsys, file, "--replicates", 1, "--json"))
    assert found["visit"] == "12"
    assert found["estimate"] - one["truth"] == pytest.approx(one["bias"], abs=2e-4)
    assert found["se"] == pytest.approx(one["mean_se"], rel=1e-4)
    assert found["df"] == pytest.approx(one["mean_df"], rel=1e-3)


def test_a_place_that_cannot_be_written(capsys: Capsys, tmp_path: Path) -> None:
    for option in ("--data", "--resume"):
        path = tmp_path / "nowhere" / "x"
        says = refused(run(capsys, "trial", "simulate", "equipoise", option, path))
        assert says.startswith(f"{path}: cannot be written")


@pytest.mark.parametrize("people", [1, 5, 7])
def test_too_few_people_for_the_analysis(people: int, capsys: Capsys) -> None:
    told = {
        refused(run(capsys, "trial", command, "equipoise", "--people", people))
        for command in ("design", "simulate")
    }
    assert len(told) == 1
    assert f"{people} people are too few" in told.pop()


def test_trials_that_cannot_be_fitted_are_told(capsys: Capsys) -> None:
    few = ("trial", "simulate", "equipoise", "--people", 10, "--replicates", 50, "--json")
    ran = run(capsys, *few)
    count, warnings = ran.document["not_converged"], ran.document["warnings"]
    assert 0 < count < 50
    assert warnings[0].startswith(f"{count} of 50 trials could not be fitted: in the power they")
    assert "bias, coverage and errors leave them out" in warnings[0]
    assert [f"warning: {one}" for one in warnings] == ran.err.splitlines()


def test_where_no_trial_can_be_fitted_there_is_no_power(capsys: Capsys, tmp_path: Path) -> None:
    file = design_file(tmp_path, "[0.1, 0.05]", "[0.9]")
    ran = run(capsys, "trial", "simulate", file, "--replicates", 20, "--json")
    assert ran.code == 0
    document = ran.document
    assert (document["not_converged"], document["rejected"]) == (20, 0)
    assert (document["power"], document["mcse"], document["coverage"]) == (None, None, None)
    assert document["warnings"][0].startswith("None of the 20 trials could be fitted")
    assert "nothing can be shown" in document["warnings"][1]
    shown = run(capsys, "trial", "simulate", file, "--replicates", 20)
    assert "\npower                   –\n" in shown.out
    assert "None of the 20 trials" in shown.err


def test_what_the_design_warns_of_the_simulation_warns_of(capsys: Capsys) -> None:
    says = run(capsys, "trial", "design", "tau-like", "--json").document["says"]
    ran = run(capsys, "trial", "simulate", "tau-like", "--replicates", 20, "--json")
    warnings = ran.document["warnings"]
    assert "one covariance for all" in warnings[0]
    assert "share therapists" in warnings[1]
    assert warnings == says[-2:]
    assert ran.err.splitlines() == [f"warning: {one}" for one in warnings]


def test_one_trial_has_no_monte_carlo_error(capsys: Capsys) -> None:
    one = json.loads(simulate(capsys, "equipoise", "--replicates", 1, "--json"))
    assert (one["mcse"], one["bias_mcse"], one["coverage_mcse"]) == (None, None, None)
    assert one["warnings"] == []
    assert "0.0000 ± –" in simulate(capsys, "equipoise", "--replicates", 1)
