"""Tables as people really save them."""

import pytest

from openimt.errors import ExchangeError
from openimt.exchange.table import find_separator, parse_table, read_table, to_number
from tests.real_data import real


@pytest.mark.parametrize("separator", [",", ";", "\t", "|", "^", "~", ":", " "])
def test_any_separator(separator: str) -> None:
    lines = [["id", "q1", "q2"], ["p1", "1", "2"], ["p2", "3", "0"]]
    text = "\n".join(separator.join(line) for line in lines)
    table = parse_table(text, "a.csv")
    assert table.columns == ("id", "q1", "q2")
    assert [row.cells for row in table.rows] == [("p1", "1", "2"), ("p2", "3", "0")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end(end: str) -> None:
    table = parse_table(end.join(["id,q1", "p1,1", "p2,2", ""]), "a.csv")
    assert [row.row for row in table.rows] == [2, 3]


def test_a_decimal_comma_beside_another_separator() -> None:
    table = parse_table("id;q1;q2\np1;1,5;2\np2;2,5;1\n", "a.csv")
    assert to_number(table.rows[0].cells[1]) == 1.5


def test_times_and_spaces_do_not_separate_where_commas_do() -> None:
    text = "id,when it was,q1\np1,2026-01-02 10:00,1\np2,2026-01-03 11:00,2,9\n"
    assert find_separator(text) == ","


def test_quotes_hold_separators_and_line_ends() -> None:
    table = parse_table('id,note,q1\n"Doe, Jo","first\nsecond ""so""",2\np2,,1\n', "a.csv")
    assert table.rows[0].cells == ("Doe, Jo", 'first\nsecond "so"', "2")
    assert table.rows[1].row == 3


def test_odd_line_separators_inside_a_cell_stay_there() -> None:
    table = parse_table("id,note\np1,a\u2028b\x0cc\n", "a.csv")
    assert table.rows[0].cells[1] == "a\u2028b\x0cc"


def test_blank_lines_are_passed_over_and_still_counted() -> None:
    table = parse_table("id,q1\n\np1,1\n,\np2,2\n", "a.csv")
    assert [row.row for row in table.rows] == [3, 5]


def test_a_heading_without_a_name_for_the_row_names() -> None:
    table = parse_table('"a" "b"\n"1" 5 6\n"2" 7 8\n', "a.txt")
    assert table.columns == ("", "a", "b")


def test_numbers_before_a_column_that_says_who_are_row_names() -> None:
    table = parse_table('"id","q1"\n"1","a",5\n"2","a",7\n', "a.csv")
    assert table.columns == ("", "id", "q1")


def test_a_separator_at_the_end_of_each_row_moves_no_answer() -> None:
    table = parse_table("id,q1,q2\np1,1,2,\np2,3,0,\n", "a.csv")
    assert table.columns == ("id", "q1", "q2")
    assert [row.cells for row in table.rows] == [("p1", "1", "2"), ("p2", "3", "0")]


@pytest.mark.parametrize("separator", ["#", "/", "§", "\x1f"])
def test_an_unusual_separator(separator: str) -> None:
    lines = [["id", "q1", "q2"], ["p1", "1", "2"]]
    table = parse_table("\n".join(separator.join(line) for line in lines), "a.csv")
    assert table.columns == ("id", "q1", "q2")


def test_the_separator_that_a_spreadsheet_program_says_first() -> None:
    table = parse_table("sep=;\r\nid;q1\r\np1;1,5\r\n", "a.csv")
    assert (table.columns, table.rows[0].cells, table.rows[0].row) == (
        ("id", "q1"),
        ("p1", "1,5"),
        3,
    )


BAD = [
    ("id,q1,q2\np1,1,0,2\np2,1,5,2\n", "has 4 cells; the heading has 3", 2),
    ("a,b\n1,2,3\n1,2,4\n", "has 3 cells; the heading has 2", 2),
    ("id,q1,q1\np1,1,2\n", "has the column 'q1' 2 times", 1),
    ("id,q1\np1,1\np2,1,2\n", "has 3 cells; the heading has 2", 3),
    ("id,q1\np1,1\np2\n", "has 1 cell; the heading has 2", 3),
    ("id,q1\n", "has a heading and no rows", None),
    (",\n1,2\n", "has no column names", 1),
]


@pytest.mark.parametrize(("text", "says", "row"), BAD)
def test_an_unsound_table_is_refused_with_its_row(text: str, says: str, row: int | None) -> None:
    with pytest.raises(ExchangeError, match=says) as refused:
        parse_table(text, "a.csv")
    assert refused.value.row == row


def test_a_cell_too_large_for_a_table_is_refused() -> None:
    with pytest.raises(ExchangeError, match="no readable table"):
        parse_table('id,q1\n"' + "x" * 200_000 + '",1\n', "a.csv")


def test_a_missing_column_is_refused_with_those_that_are_there() -> None:
    table = parse_table("id,q1\np1,1\n", "a.csv")
    with pytest.raises(ExchangeError, match="no column 'who'; its columns: 'id', 'q1'"):
        table.place("who")


NUMBERS = [("1", 1.0), (" 2 ", 2.0), ("2,5", 2.5), ("-0.5", -0.5), ("+3", 3.0), ("007", 7.0)]


@pytest.mark.parametrize(("cell", "number"), NUMBERS)
def test_numbers(cell: str, number: float) -> None:
    assert to_number(cell) == number


@pytest.mark.parametrize("cell", ["", "  ", "NA", "null"])
def test_missing_cells(cell: str) -> None:
    assert to_number(cell) is None


@pytest.mark.parametrize(
    "cell", ["often", "1.2.3", "1,000.5", "nan", "inf", "1e3", "٣", "0x1", "-"]
)
def test_what_is_no_number(cell: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        to_number(cell)


REAL = [
    # file, columns, rows: as the description of the data tells
    ("rct/cbasp_sessions.csv", 21, 5517),
    ("rct/geschwind2011_mbct_esm.csv", 13, 130 * 2 * 10 * 11),
    ("rct/jacobson1989_marital_therapy.csv", 4, 60),
    ("items/bfi_items.csv", 29, 2800),
    ("items/rogers_qids_ybocs_items.csv", 26, 408),
    ("meta/metapsy_borderline.csv", 76, 54),
    ("ema/fried2021_ema.csv", 26, 4372),
]


@pytest.mark.parametrize(("name", "columns", "rows"), REAL)
def test_published_files_are_read_as_they_are(name: str, columns: int, rows: int) -> None:
    table = read_table(real(name))
    assert (len(table.columns), len(table.rows)) == (columns, rows)
