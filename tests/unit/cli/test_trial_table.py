"""How the cells of a trial's table become numbers: one decimal mark, or a refusal."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.command_line import refused, run
from tests.spec.trial.small_trial import small_trial, write_table

Capsys = pytest.CaptureFixture[str]
COLUMNS = ("--outcome", "y", "--arm", "arm", "--subject", "id")
REMEDY = "write every number with the same decimal mark and no thousands separators"
Cells = Sequence[str]
WHOLE = ["998", "1012", "987", "1003", "1020", "995", "1008", "990"]
POINTS = ["2.1234", "1.9876", "2.5001", "1.7334", "2.2218", "2.0457", "1.8881", "2.3019"]
COMMAS = [cell.replace(".", ",") for cell in POINTS]
THREE = ["1,024", "1,011", "1,003", "1,042", "1,019", "1,055", "1,038", "1,007"]


def write(folder: Path, separator: str = ",", **columns: Cells) -> Path:
    """A table of eight people in two arms, every cell in quotes."""
    made = {"id": [f"p{n}" for n in range(8)], "arm": ["A", "B"] * 4, **columns}
    lines = [tuple(made), *zip(*made.values(), strict=True)]
    path = folder / "t.csv"
    path.write_text("".join(separator.join(f'"{c}"' for c in line) + "\n" for line in lines))
    return path


def put(cells: Cells, place: int, cell: str) -> list[str]:
    return [cell if at == place else other for at, other in enumerate(cells)]


AMBIGUOUS: dict[str, tuple[str, dict[str, Cells], str]] = {
    "one thousand among whole numbers": (
        ",",
        {"y": put(WHOLE, 2, "1,024")},
        "row 4, field y: is '1,024', which may be 1024 or 1.024; ",
    ),
    "the same between tabs": (
        "\t",
        {"y": put(WHOLE, 2, "1,024")},
        "row 4, field y: is '1,024', which may be 1024 or 1.024; ",
    ),
    "thousands throughout": (",", {"y": THREE}, "row 2, field y: is '1,024', which may be"),
    "thousands beside another column's decimals": (
        ",",
        {"y": THREE, "base": POINTS},
        "row 2, field y: is '1,024', and '2.1234' in row 2 of 'base' has another decimal mark; ",
    ),
    "one comma among points": (
        ",",
        {"y": put(POINTS, 3, "1,5")},
        "row 5, field y: is '1,5', and '2.1234' in row 2 of 'y' has another decimal mark; ",
    ),
    "one point among commas": (
        ";",
        {"y": put(COMMAS, 3, "1.234")},
        "row 5, field y: is '1.234', and '2,1234' in row 2 of 'y' has another decimal mark; ",
    ),
    "both marks in one cell": (
        ";",
        {"y": put(COMMAS, 3, "1.234,5")},
        "row 5, field y: is '1.234,5', which sets thousands apart; ",
    ),
    "an exposure, not the outcome": (
        ",",
        {"y": WHOLE, "days": put(WHOLE, 0, "1,095")},
        "row 2, field days: is '1,095', which may be 1095 or 1.095; ",
    ),
}


@pytest.mark.parametrize("slip", AMBIGUOUS)
def test_numbers_that_can_be_read_in_two_ways_are_refused(
    capsys: Capsys, tmp_path: Path, slip: str
) -> None:
    separator, columns, says = AMBIGUOUS[slip]
    path = write(tmp_path, separator, **columns)
    said = refused(run(capsys, "trial", "analyse", path, *COLUMNS))
    assert f"{path}, {says}" in said
    assert REMEDY in said


@pytest.mark.parametrize(
    ("separator", "cells"),
    [(",", POINTS), ("\t", POINTS), (";", COMMAS), ("\t", COMMAS), (",", COMMAS), (";", THREE)],
)
def test_one_decimal_mark_is_read(
    capsys: Capsys, tmp_path: Path, separator: str, cells: Cells
) -> None:
    path = write(tmp_path, separator, y=cells, note=put(["1.1"] * 8, 0, "see 1,5"))
    made = run(capsys, "trial", "analyse", path, *COLUMNS, "--json").document
    numbers = [float(cell.replace(",", ".")) for cell in cells]
    difference = sum(numbers[1::2]) / 4 - sum(numbers[::2]) / 4
    assert made["contrasts"][0]["estimate"] == pytest.approx(difference, rel=1e-9)


def test_other_commands_refuse_it_as_well(capsys: Capsys, tmp_path: Path) -> None:
    path = write(tmp_path, y2=put(WHOLE, 1, "1,024"), y8=WHOLE)
    asked = ("--wide", "y2,y8", "--outcome", "y")
    assert "field y2: is '1,024', which may be" in refused(
        run(capsys, "trial", "long", path, *asked)
    )


def test_a_long_table_with_decimal_commas_is_written_with_points(
    capsys: Capsys, tmp_path: Path
) -> None:
    path = write(tmp_path, ";", y2=THREE, y8=COMMAS)
    ran = run(capsys, "trial", "long", path, "--wide", "y2,y8", "--outcome", "y")
    assert ran.out.splitlines()[:3] == ["id,arm,visit,y", "p0,A,2,1.024", "p0,A,8,2.1234"]


@pytest.mark.parametrize("code", ["", "NA", "n/a", "#N/A", "NaN", "NULL", "."])
def test_usual_codes_of_a_missing_value_are_read(capsys: Capsys, tmp_path: Path, code: str) -> None:
    path = write(tmp_path, y=put(POINTS, 0, code))
    ran = run(capsys, "trial", "analyse", path, *COLUMNS, "--json")
    assert ran.document["fit"]["n_obs"] == 7
    assert "1 of 8 people has no 'y'" in ran.err


def test_another_word_is_refused_with_the_codes_there_are(capsys: Capsys, tmp_path: Path) -> None:
    path = write(tmp_path, y=put(POINTS, 0, "missing"))
    said = refused(run(capsys, "trial", "analyse", path, *COLUMNS))
    assert "row 2, field y: is 'missing'; expected a number; where it is missing, an empty" in said
    assert "NA, N/A, #N/A, NaN, null or ." in said


@pytest.mark.parametrize(
    ("column", "cell", "extreme"),
    [("y", "1e300", "large"), ("base", "1e300", "large"), ("base", "-2e-300", "small")],
)
def test_a_number_out_of_range_is_refused(
    capsys: Capsys, tmp_path: Path, column: str, cell: str, extreme: str
) -> None:
    columns = {"y": POINTS, "base": POINTS[::-1]}
    path = write(tmp_path, **columns | {column: put(columns[column], 5, cell)})
    asked = (*COLUMNS, "--terms", "arm + base")
    said = refused(run(capsys, "trial", "analyse", path, *asked))
    where = f"row 7, field {column}: is {float(cell):g}, too {extreme} to calculate with; correct"
    assert where in said


def test_what_a_function_makes_too_large_is_refused(capsys: Capsys, tmp_path: Path) -> None:
    path = write(tmp_path, y=POINTS, base=put(["1", "2", "4", "3"] * 2, 6, "900"))
    asked = (*COLUMNS, "--terms", "arm + exp(base)")
    said = refused(run(capsys, "trial", "analyse", path, *asked))
    assert "row 8, field base: is 900, which makes exp(base) inf, too large to calculate" in said


def test_a_large_number_within_range_leaves_true_words(capsys: Capsys, tmp_path: Path) -> None:
    path = write(tmp_path, y=put(POINTS, 0, "1e40"), base=put(POINTS[::-1], 3, "1e45"))
    ran = run(capsys, "trial", "analyse", path, *COLUMNS, "--terms", "arm + base")
    assert "RuntimeWarning" not in ran.err
    assert "is 0 in every" not in ran.err
    assert "exactly" not in ran.err


def test_a_quote_that_is_never_closed_is_named(capsys: Capsys, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    for row in ('"p2,B,2', 'p2,B,"2'):
        path.write_text(f"id,arm,y\np1,A,1\n{row}\np3,A,3\np4,B,4\n")
        said = refused(run(capsys, "trial", "analyse", path, *COLUMNS))
        assert "row 3: a quote opens in this row and is never closed; close it, or take" in said


def test_a_quote_closed_rows_below_is_named(capsys: Capsys, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text('id,arm,y\np1,A,1\n"p2,B,2\np3,A,3\np4",B,4\np5,A,1\np6,B,2\n')
    path.write_text(path.read_text().replace('p4",B,4', 'p4"'))
    said = refused(run(capsys, "trial", "analyse", path, *COLUMNS))
    assert "row 3: has 1 cell; the heading has 3; a quote that opens in this row" in said


def test_ids_with_points_stand_beside_decimal_commas(capsys: Capsys, tmp_path: Path) -> None:
    path = write(tmp_path, ";", y=COMMAS)
    path.write_text(path.read_text().replace('"p', '"1.0'))
    assert run(capsys, "trial", "analyse", path, *COLUMNS, "--json").document["fit"]["n_obs"] == 8


def test_an_outcome_that_hides_the_spread_of_others_is_named(
    capsys: Capsys, tmp_path: Path
) -> None:
    rows = small_trial()
    rows[7]["score"] = "1e40"
    path = write_table(tmp_path / "t.csv", rows)
    columns = ("--outcome", "score", "--arm", "arm", "--subject", "id", "--visit", "month")
    said = refused(run(capsys, "trial", "analyse", path, *columns))
    assert "row 9, field score: is 1e+40, far from all others; correct the row. The" in said
