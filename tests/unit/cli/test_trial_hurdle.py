"""A hurdle from the command line: how many where any, and the odds of none."""

import math
from pathlib import Path

import pytest

from openimt.exchange.schema import schemas
from tests.command_line import refused, run
from tests.schema_validator import faults

Capsys = pytest.CaptureFixture[str]
COLUMNS = ("--outcome", "acts", "--arm", "arm", "--subject", "id")
A = [0] * 6 + [1] * 8 + [2] * 5 + [3] * 4 + [5] * 3 + [8] * 2
B = [0] * 14 + [1] * 6 + [2] * 4 + [3] * 2 + [4, 9]
ODDS = (14 / 14) / (6 / 22)


@pytest.fixture
def acts(tmp_path: Path) -> Path:
    rows = [("A", count) for count in A] + [("B", count) for count in B]
    lines = [f"p{n},{arm},{count}" for n, (arm, count) in enumerate(rows)]
    path = tmp_path / "acts.csv"
    path.write_text("\n".join(["id,arm,acts", *lines]) + "\n")
    return path


@pytest.mark.parametrize("family", ["poisson", "nb2", "nb1"])
def test_the_zero_part_is_told_in_odds(capsys: Capsys, acts: Path, family: str) -> None:
    asked = (*COLUMNS, "--family", family, "--hurdle")
    made = run(capsys, "trial", "analyse", acts, *asked, "--json").document
    schema = schemas()["trial-analyse.schema.json"]
    assert list(faults(made, schema, schema)) == []
    assert made["model"]["hurdle"] is True
    assert made["call"].endswith("--hurdle")
    one = made["fit"]["zero"]["coefficients"][1]
    se = math.sqrt(1 / 14 + 1 / 14 + 1 / 6 + 1 / 22)
    low, high = (ODDS * math.exp(sign * 1.959964 * se) for sign in (-1, 1))
    assert one["term"] == "armB"
    assert one["odds_ratio"] == pytest.approx(ODDS, rel=1e-6)
    assert one["odds_ratio_ci"] == pytest.approx([low, high], rel=1e-5)
    assert "rate" not in made["ls_means"][0]
    assert made["contrasts"][0]["ratio"] == pytest.approx(
        math.exp(made["fit"]["coefficients"][1]["estimate"])
    )


def test_poisson_above_zero_matches_its_equation(capsys: Capsys, acts: Path) -> None:
    """The truncated mean m / (1 - exp(-m)) is the mean of the counts above 0 in each arm."""
    asked = (*COLUMNS, "--family", "poisson", "--hurdle", "--json")
    made = run(capsys, "trial", "analyse", acts, *asked).document
    for mean, counts in zip(made["ls_means"], (A, B), strict=True):
        some = [count for count in counts if count]
        rate = math.exp(mean["estimate"])
        assert rate / -math.expm1(-rate) == pytest.approx(sum(some) / len(some), rel=1e-6)


def test_the_page_shows_both_parts(capsys: Capsys, acts: Path) -> None:
    shown = run(capsys, "trial", "analyse", acts, *COLUMNS, "--family", "nb2", "--hurdle").out
    assert "hurdle: logistic, and negative binomial (NB2) above 0" in shown
    assert "Rate ratios to arm A, where there was any" in shown
    assert "Odds of none at all" in shown
    assert any(line.split()[:2] == ["armB", "3.67"] for line in shown.splitlines())
    assert "\nRates" not in shown


def test_a_report_refuses_it(capsys: Capsys, acts: Path, tmp_path: Path) -> None:
    asked = (*COLUMNS, "--family", "nb2", "--hurdle", "--json")
    results = tmp_path / "results.json"
    results.write_text(run(capsys, "trial", "analyse", acts, *asked).out)
    said = refused(run(capsys, "trial", "report", results, "--out", tmp_path / "report"))
    assert "is of a hurdle, whose two parts no report words yet; analyse without --hurdle" in said


def test_what_contradicts_itself_is_refused(capsys: Capsys, acts: Path) -> None:
    said = refused(run(capsys, "trial", "analyse", acts, *COLUMNS, "--hurdle"))
    assert "a hurdle is for counts; add --family nb2, or leave it out" in said
    said = refused(run(capsys, "trial", "analyse", acts, *COLUMNS, "--family", "nb2", "--reml"))
    assert "counts are fitted by maximum likelihood; leave --reml out" in said
