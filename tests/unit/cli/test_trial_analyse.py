"""``openimt trial analyse``: what it reads, what it prints, what it says to whom."""

import importlib.util
import math
import shlex
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from tests.command_line import Ran, refused, run
from tests.spec.trial.small_trial import Row, small_trial, write_table

Capsys = pytest.CaptureFixture[str]
COLUMNS = ("--outcome", "score", "--arm", "arm", "--subject", "id", "--visit", "month")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return write_table(tmp_path / "trial.csv", small_trial())


def asked(capsys: Capsys, table: Path, *options: str) -> Any:
    ran = run(capsys, "trial", "analyse", table, *COLUMNS, *options, "--json")
    assert ran.code == 0, ran.err
    return ran.document


def answers(document: Any) -> tuple[Any, ...]:
    return tuple(document[key] for key in ("fit", "ls_means", "contrasts", "tests", "warnings"))


def test_the_document_has_the_keys_that_scripts_rely_on(capsys: Capsys, table: Path) -> None:
    document = asked(capsys, table, "--terms", "arm*month + base*month + site")
    assert {"fit", "ls_means", "contrasts", "tests", "warnings"} <= document.keys()
    fit = document["fit"]
    wanted = (
        "reml_loglik converged max_gradient iterations n_subjects n_obs covariance coefficients"
    )
    assert set(wanted.split()) <= fit.keys()
    assert fit["coefficients"][0].keys() == {"term", "estimate", "se", "df", "t", "p"}
    assert document["ls_means"][0].keys() == {"arm", "visit", "estimate", "se", "df", "ci"}
    row = {"visit", "arm", "versus", "estimate", "se", "df", "t", "p", "ci"}
    assert document["contrasts"][0].keys() == row
    assert document["tests"][0].keys() == {"effect", "f", "num_df", "den_df", "p"}
    assert (fit["n_subjects"], fit["n_obs"], len(fit["covariance"])) == (24, 72, 3)


def test_a_person_reads_a_calm_table(capsys: Capsys, table: Path) -> None:
    ran = run(capsys, "trial", "analyse", table, *COLUMNS, "--terms", "arm*month + base")
    lines = ran.out.splitlines()
    assert ran.err == ""
    assert lines[0] == "score ~ arm*month + base"
    assert lines[1] == "unstructured; REML; Kenward-Roger"
    assert "Differences from arm MIT" in lines
    assert "Means (base at the mean over analysed rows)" in lines
    assert "Joint tests" in lines
    assert max(map(len, lines)) <= 100
    at = lines.index("Differences from arm MIT")
    starts = [line.index("TAU") for line in lines[at + 2 : at + 5]]
    assert len(set(starts)) == 1


def test_by_default_the_first_arm_in_order_is_the_reference(capsys: Capsys, table: Path) -> None:
    document = asked(capsys, table)
    assert {row["versus"] for row in document["contrasts"]} == {"MIT"}
    assert document["model"]["reference"] == "MIT"
    assert document["model"]["formula"] == "score ~ arm*month"


def test_visits_stand_in_number_order(capsys: Capsys, tmp_path: Path) -> None:
    table = write_table(tmp_path / "t.csv", reversed(small_trial(visits=(10, 2, 0))))
    document = asked(capsys, table)
    assert [row["visit"] for row in document["contrasts"]] == ["0", "2", "10"]
    assert document["fit"]["visits"] == ["0", "2", "10"]


def changed(name: str, values: dict[object, object]) -> Iterable[Row]:
    return [row | {name: values[row[name]]} for row in small_trial()]


def test_arms_given_as_numbers_are_arms(capsys: Capsys, tmp_path: Path, table: Path) -> None:
    numbered = write_table(tmp_path / "n.csv", changed("arm", {"MIT": 1, "TAU": 2}))
    document = asked(capsys, numbered, "--reference", "1")
    assert {row["arm"] for row in document["ls_means"]} == {"1", "2"}
    named = asked(capsys, table, "--reference", "MIT")
    assert [row["estimate"] for row in document["contrasts"]] == [
        row["estimate"] for row in named["contrasts"]
    ]


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_any_separator_decimal_comma_and_byte_order_mark(
    separator: str, capsys: Capsys, tmp_path: Path, table: Path
) -> None:
    lines = table.read_text(encoding="utf-8").replace(",", separator).replace(".", ",")
    odd = tmp_path / "odd.csv"
    odd.write_text("\ufeff" + lines.replace("\n", "\r\n"), encoding="utf-8")
    terms = ("--terms", "arm*month + base")
    assert answers(asked(capsys, odd, *terms)) == answers(asked(capsys, table, *terms))


def test_a_wide_table_says_the_same_as_a_long_one(capsys: Capsys, tmp_path: Path) -> None:
    wide: dict[object, Row] = {}
    for row in small_trial():
        person = wide.setdefault(row["id"], {name: row[name] for name in ("id", "arm", "base")})
        person[f"score.{row['month']}m"] = row["score"]
    table = write_table(tmp_path / "wide.csv", wide.values())
    long = write_table(tmp_path / "long.csv", small_trial())
    terms = ("--terms", "arm*month + base*month")
    columns = ("--wide", "score.0m,score.3m,score.12m")
    assert answers(asked(capsys, table, *columns, *terms)) == answers(asked(capsys, long, *terms))
    said = refused(run(capsys, "trial", "analyse", table, *COLUMNS, "--wide", "score.0m,score.6m"))
    assert "has no column 'score.6m'" in said


def test_the_long_table_can_be_written(capsys: Capsys, tmp_path: Path) -> None:
    rows = [
        {"id": "a", "base": "1,5", "y2": 3, "y8": None},
        {"id": "b,c", "base": 2, "y2": 1, "y8": 4},
    ]
    table = write_table(tmp_path / "wide.csv", rows, separator=";")
    ran = run(
        capsys, "trial", "long", table, "--wide", "y2,y8", "--outcome", "y", "--visit", "week"
    )
    assert ran.out.splitlines() == [
        "id,base,week,y",
        "a,1.5,2,3",
        "a,1.5,8,",
        '"b,c",2,2,1',
        '"b,c",2,8,4',
    ]


def test_the_call_gives_the_same_answers_again(capsys: Capsys, table: Path) -> None:
    options = (
        "--terms",
        "arm*month + base",
        "--ml",
        "--covariance",
        "cs",
        "--weights",
        "proportional",
    )
    first = asked(capsys, table, *options, "--reference", "TAU")
    words = shlex.split(first["call"])
    assert words[:3] == ["openimt", "trial", "analyse"]
    assert run(capsys, *words[1:], "--json").document == first


def test_by_maximum_likelihood_the_key_is_loglik(capsys: Capsys, table: Path) -> None:
    fit = asked(capsys, table, "--ml")["fit"]
    assert "reml_loglik" not in fit
    assert math.isfinite(fit["loglik"])
    assert "loglik" not in asked(capsys, table)["fit"]


def test_random_effects_are_told(capsys: Capsys, table: Path) -> None:
    document = asked(capsys, table, "--random", "1|id, 1|site")
    random = {row["term"]: row for row in document["fit"]["random"]}
    assert {row["levels"] for row in random.values()} == {24, 3}
    assert len(document["fit"]["covariance"]) == 1
    assert document["model"]["covariance"] == "independent"
    both = asked(capsys, table, "--random", "1|site", "--covariance", "cs")
    assert len(both["fit"]["covariance"]) == 3


@pytest.mark.parametrize(
    "options",
    [
        ("--random", "month|id, 1|site", "--case-weights", "age"),
        ("--by-arm", "--covariance", "cs", "--case-weights", "base"),
        ("--outcome", "acts", "--family", "poisson", "--random", "1|site", "--offset", "days"),
    ],
)
def test_columns_beside_the_formula_go_with_their_rows(
    options: tuple[str, ...], capsys: Capsys, tmp_path: Path
) -> None:
    rows = list(counted())
    turned = sorted(rows, key=lambda row: hash((row["score"], 3)))
    assert turned != rows
    one = write_table(tmp_path / "one.csv", rows)
    other = write_table(tmp_path / "other.csv", turned)
    first, second = asked(capsys, one, *options), asked(capsys, other, *options)
    for key in ("ls_means", "contrasts"):
        for a, b in zip(first[key], second[key], strict=True):
            assert [b["estimate"], b["se"]] == pytest.approx([a["estimate"], a["se"]], rel=1e-6)


def counted() -> Iterable[Row]:
    return [
        row | {"acts": math.floor(float(str(row["score"])) / 5) % 5, "days": 20 + n % 7}
        for n, row in enumerate(small_trial())
    ]


def test_counts_are_told_as_rates_and_ratios(capsys: Capsys, tmp_path: Path) -> None:
    table = write_table(tmp_path / "acts.csv", counted())
    columns = ("--outcome", "acts", *COLUMNS[2:], "--family", "poisson", "--random", "1|id")
    command = ("trial", "analyse", table, *columns, "--offset", "days")
    document = run(capsys, *command, "--json").document
    first = document["contrasts"][0]
    assert first["df"] is None
    assert first["ratio"] == pytest.approx(math.exp(first["estimate"]))
    assert first["ratio_ci"] == pytest.approx([math.exp(end) for end in first["ci"]])
    rates = [row["rate"] for row in document["ls_means"]]
    assert rates[3] / rates[0] == pytest.approx(first["ratio"])
    assert "loglik" in document["fit"]
    page = run(capsys, *command).out
    assert "Rate ratios to arm MIT" in page


def test_counts_taken_as_independent_are_warned_of(capsys: Capsys, tmp_path: Path) -> None:
    table = write_table(tmp_path / "acts.csv", counted())
    columns = ("--outcome", "acts", *COLUMNS[2:], "--family", "poisson")
    said = run(capsys, "trial", "analyse", table, *columns, "--json").document["warnings"]
    assert len(said) == 1
    assert "independent" in said[0]


@pytest.mark.parametrize(
    ("visits", "covariance", "says"),
    [
        ((0, 3, 12), "ar1", "takes visits as evenly spaced, and those of 'month' are not"),
        ((0, 6, 12), "ar1", None),
        ((0, 3, 12), "adh", None),
        ((0, 3, 12), "un", None),
        (("week 2", "week 10", "end"), "adh", "takes them as: end, week 2, week 10"),
        (("week 2", "week 10", "end"), "cs", None),
    ],
)
def test_a_covariance_that_rests_on_time_says_what_it_takes_time_for(
    visits: tuple[object, ...], covariance: str, says: str | None, capsys: Capsys, tmp_path: Path
) -> None:
    table = write_table(tmp_path / "t.csv", small_trial(visits=visits))
    warnings = asked(capsys, table, "--covariance", covariance)["warnings"]
    assert len(warnings) == (says is not None)
    assert says is None or says in warnings[0]


def test_warnings_go_to_standard_error_and_into_the_document(
    capsys: Capsys, tmp_path: Path
) -> None:
    rows = [row | ({"score": None} if row["id"] == "p01" else {}) for row in small_trial()]
    table = write_table(tmp_path / "t.csv", rows)
    ran: Ran = run(capsys, "trial", "analyse", table, *COLUMNS, "--json")
    says = "1 of 24 people has no 'score' and tells the model nothing"
    assert ran.err == f"warning: {says}\n"
    assert ran.document["warnings"] == [says]


def test_what_is_not_installed_is_said_with_its_remedy(
    capsys: Capsys, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = importlib.util.find_spec
    gone = {"formulaic"}
    monkeypatch.setattr(
        importlib.util,
        "find_spec",
        lambda name, *rest: None if name in gone else known(name, *rest),
    )
    said = refused(run(capsys, "trial", "analyse", table, *COLUMNS))
    assert said.endswith('run: pip install "openimt[trial]"')


@pytest.mark.parametrize("text", ["", "id,arm\n", "a,b\n1,2,3\n"])
def test_a_file_that_is_no_table_is_refused(text: str, capsys: Capsys, tmp_path: Path) -> None:
    table = tmp_path / "no.csv"
    table.write_text(text, encoding="utf-8")
    assert str(table) in refused(run(capsys, "trial", "analyse", table, *COLUMNS))
