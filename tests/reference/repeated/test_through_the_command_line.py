"""The certified answers, asked for as a user does: ``openimt trial analyse … --json``.

The numbers come from R mmrm 0.3.18 polished to full convergence (``ref_mmrm.json``; see the
README beside it). Every mean, difference and F agrees to 1e-7, every coefficient to 8 digits.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.command_line import run

HERE = Path(__file__).parent
REFERENCE = json.loads((HERE / "ref_mmrm.json").read_text(encoding="utf-8"))
TRIALS = {
    "btheb": ("btheb_long.csv", "bdi", "TAU", "bdi.pre*month + drug + length + arm*month"),
    "imt_mmrm_b": ("imt_mmrm_b.csv", "iip", "DBT", "month*arm + site + sex"),
}
METHODS = {"kr": "kr_linear", "satterthwaite": "satterthwaite"}
Capsys = pytest.CaptureFixture[str]
KEPT: dict[tuple[object, ...], Any] = {}


def asked(capsys: Capsys, trial: str, *options: str) -> Any:
    """The document for one trial; each question is asked once."""
    key = (trial, *options)
    if key not in KEPT:
        file, outcome, reference, terms = TRIALS[trial]
        columns = ("--outcome", outcome, "--arm", "arm", "--subject", "id", "--visit", "month")
        model = ("--reference", reference, "--terms", terms)
        command = ("trial", "analyse", HERE / file, *columns, *model, *options, "--json")
        ran = run(capsys, *command)
        assert ran.code == 0, ran.err
        KEPT[key] = ran.document
    return KEPT[key]


@cache
def known(trial: str) -> Any:
    return REFERENCE[trial]


def close(made: float, wanted: float, digits: float = 1e-7) -> bool:
    return made == pytest.approx(wanted, rel=digits, abs=1e-12)


def agree(made: dict[str, Any], wanted: dict[str, Any], digits: float = 1e-7) -> bool:
    """Whether a row of ours says what a row of the reference says, in all numbers it gives."""
    ours = {"est": made["estimate"], "se": made["se"], "df": made["df"]}
    ours |= {"lo": made["ci"][0], "hi": made["ci"][1]} if "ci" in made else {}
    ours |= {name: made[name] for name in ("t", "p") if name in made}
    shared = ours.keys() & wanted.keys()
    assert {"est", "se", "df"} <= shared
    return all(close(ours[name], wanted[name], digits) for name in shared)


@pytest.mark.parametrize("trial", TRIALS)
@pytest.mark.parametrize("df", METHODS)
def test_coefficients_to_eight_digits(trial: str, df: str, capsys: Capsys) -> None:
    fit = asked(capsys, trial, "--df", df)["fit"]
    wanted = known(trial)["reml"][f"coef_{METHODS[df]}"]
    assert len(fit["coefficients"]) == len(wanted)
    for made, row in zip(fit["coefficients"], wanted, strict=True):
        assert agree(made, row, 1e-8), (made, row)
    assert close(fit["reml_loglik"], known(trial)["reml"]["logLik"], 1e-10)
    assert (fit["n_subjects"], fit["n_obs"]) == (known(trial)["n_subjects"], known(trial)["n_obs"])
    assert fit["converged"] is True
    assert fit["max_gradient"] < 1e-6
    for ours, theirs in zip(fit["covariance"], known(trial)["reml"]["sigma"], strict=True):
        assert all(map(close, ours, theirs))


@pytest.mark.parametrize("trial", TRIALS)
@pytest.mark.parametrize(
    ("df", "weights"),
    [("kr", "equal"), ("satterthwaite", "equal"), ("satterthwaite", "proportional")],
)
def test_means_and_differences(trial: str, df: str, weights: str, capsys: Capsys) -> None:
    document = asked(capsys, trial, "--df", df, "--weights", weights)
    wanted = known(trial)["reml"][f"lsmeans_{weights}_{METHODS[df]}"]
    means = {(row["arm"], row["visit"]): row for row in wanted["means"]}
    assert len(document["ls_means"]) == len(means)
    for row in document["ls_means"]:
        assert agree(row, means[row["arm"], row["visit"]])
    assert [row["visit"] for row in document["contrasts"]] == [
        row["visit"] for row in wanted["diffs"]
    ]
    for row, theirs in zip(document["contrasts"], wanted["diffs"], strict=True):
        assert agree(row, theirs)
        assert row["versus"] == TRIALS[trial][2]


@pytest.mark.parametrize("trial", TRIALS)
@pytest.mark.parametrize("df", METHODS)
def test_joint_tests(trial: str, df: str, capsys: Capsys) -> None:
    tests = {row["effect"]: row for row in asked(capsys, trial, "--df", df)["tests"]}
    crossed = "arm:month" if "arm:month" in tests else "month:arm"
    wanted = known(trial)["reml"][f"joint_{METHODS[df]}"]
    for effect, name in ((crossed, "arm_by_visit"), ("arm at all visits", "arm_at_all_visits")):
        made, theirs = tests[effect], wanted[name]
        assert made["num_df"] == theirs["num_df"]
        assert close(made["f"], theirs["f"])
        assert close(made["den_df"], theirs["denom_df"])
        assert close(made["p"], theirs["p"])


@pytest.mark.parametrize("trial", TRIALS)
@pytest.mark.parametrize("covariance", ["csh", "ar1", "toeph"])
def test_other_structures(trial: str, covariance: str, capsys: Capsys) -> None:
    document = asked(capsys, trial, "--covariance", covariance, "--df", "kr")
    wanted = known(trial)["structures"][covariance]
    assert close(document["fit"]["reml_loglik"], wanted["logLik"], 1e-9)
    assert agree(document["contrasts"][-1], wanted["kr_linear"], 1e-6)


@pytest.mark.parametrize("trial", TRIALS)
def test_maximum_likelihood_and_the_default_of_mmrm(trial: str, capsys: Capsys) -> None:
    fit = asked(capsys, trial, "--ml")["fit"]
    assert close(fit["loglik"], known(trial)["ml"]["logLik"], 1e-10)
    for made, row in zip(fit["coefficients"], known(trial)["ml"]["coef"], strict=True):
        assert close(made["estimate"], row["est"])
        assert close(made["se"], row["se"])
    logchol = asked(capsys, trial, "--df", "kr-logchol")["contrasts"][-1]
    assert agree(logchol, known(trial)["reml"]["last_visit"]["kr_logchol"])


@pytest.mark.parametrize("trial", TRIALS)
@pytest.mark.parametrize(
    ("vcov", "name"),
    [("cr0", "Empirical"), ("cr2", "Empirical-Bias-Reduced"), ("cr3", "Empirical-Jackknife")],
)
def test_sandwiches(trial: str, vcov: str, name: str, capsys: Capsys) -> None:
    made = asked(capsys, trial, "--vcov", vcov)["contrasts"][-1]
    assert agree(made, known(trial)["sandwich_last_visit"][name])


@pytest.mark.parametrize("trial", TRIALS)
def test_a_covariance_for_each_arm(trial: str, capsys: Capsys) -> None:
    wanted = known(trial)["grouped_by_arm"]
    document = asked(capsys, trial, "--by-arm", "--df", "satterthwaite")
    assert document["fit"]["covariance"] is None
    by_arm = document["fit"]["covariance_by_arm"]
    for arm, sigma in wanted["sigma"].items():
        for ours, theirs in zip(by_arm[arm], sigma, strict=True):
            assert all(close(a, b, 1e-6) for a, b in zip(ours, theirs, strict=True))
    assert close(document["fit"]["reml_loglik"], wanted["logLik"], 1e-9)
    assert agree(document["contrasts"][-1], wanted["satterthwaite"], 1e-6)


@pytest.mark.parametrize("trial", TRIALS)
def test_weights_of_rows(trial: str, capsys: Capsys, tmp_path: Path) -> None:
    file, outcome, reference, terms = TRIALS[trial]
    heading, *rows = (HERE / file).read_text(encoding="utf-8").splitlines()
    weighted = [f"{row},{1 + number % 3 / 2}" for number, row in enumerate(rows, start=1)]
    table = tmp_path / "weighted.csv"
    table.write_text("\n".join([f"{heading},weight", *weighted]) + "\n", encoding="utf-8")
    columns = ("--outcome", outcome, "--arm", "arm", "--subject", "id", "--visit", "month")
    model = ("--reference", reference, "--terms", terms, "--case-weights", "weight")
    ran = run(
        capsys, "trial", "analyse", table, *columns, *model, "--df", "satterthwaite", "--json"
    )
    wanted = known(trial)["weighted"]
    assert close(ran.document["fit"]["reml_loglik"], wanted["logLik"], 1e-9)
    assert agree(ran.document["contrasts"][-1], wanted["satterthwaite"], 1e-6)
