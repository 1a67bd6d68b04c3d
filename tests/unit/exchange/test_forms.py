"""Filled forms in tables: which column is which, and answers that do not fit."""

import pytest

from openimt.assess.instruments import load
from openimt.errors import ExchangeError, OpenIMTError, ScoringError
from openimt.exchange.forms import Columns, items_option, read_forms
from openimt.exchange.table import parse_table

GAD7 = load("gad7")
HEAD = "id,q1,q2,q3,q4,q5,q6,q7\n"


def read(text: str, columns: Columns | None = None, instrument: str = "gad7") -> list[list[object]]:
    answers = read_forms(parse_table(text, "a.csv"), load(instrument), columns)
    return [[one.person, one.occasion, *one.values.values()] for one in answers]


def test_items_by_number() -> None:
    assert read(HEAD + "p1,0,1,2,3,0,1,\n") == [["p1", "", 0, 1, 2, 3, 0, 1, None]]


def test_items_in_any_order_and_case_among_others() -> None:
    text = "Q7;Q6;Q5;Q4;Q3;Q2;Q1;age;patient;date\n3;0;0;0;0;0;1;44;p9;2026-01-02\n"
    assert read(text) == [["p9", "2026-01-02", 1, 0, 0, 0, 0, 0, 3]]


def test_who_and_when_are_found_in_any_case() -> None:
    text = "ID,Date,q1,q2,q3,q4,q5,q6,q7\nanna,2026-01-02,0,0,0,0,0,0,0\n"
    assert read(text)[0][:2] == ["anna", "2026-01-02"]


def test_items_by_item_id() -> None:
    text = "id,understood,aims,useful,pace,safe\np1,4,3,2,1,0\n"
    assert read(text, instrument="oi-session-client") == [["p1", "", 4, 3, 2, 1, 0]]


def test_own_items_by_number() -> None:
    text = "id,q1,q2,q3,q4,q5\np1,4,3,2,1,0\n"
    assert read(text, instrument="oi-session-client") == [["p1", "", 4, 3, 2, 1, 0]]


def test_items_named_in_order() -> None:
    text = "who,g,f,e,d,c,b,a\np1,1,0,0,0,0,0,3\n"
    columns = Columns(items_option("a, b, c, d, e, f, g"), person="who")
    assert read(text, columns) == [["p1", "", 3, 0, 0, 0, 0, 0, 1]]


@pytest.mark.parametrize("name", ["gad_{}", "gad{}", "GAD0{}"])
def test_items_by_prefix(name: str) -> None:
    heads = ",".join(name.format(n) for n in range(1, 8))
    prefix = name.split("{", maxsplit=1)[0].rstrip("0")
    assert read(f"{heads}\n1,2,3,0,1,2,3\n", Columns(prefix)) == [["1", "", 1, 2, 3, 0, 1, 2, 3]]


def test_one_item_by_its_name() -> None:
    assert read("mood\n3\n", Columns("mood"), "oi-where") == [["1", "", 3]]


def test_without_a_column_of_names_people_are_numbered() -> None:
    text = "q1,q2,q3,q4,q5,q6,q7\n" + "0,0,0,0,0,0,0\n" * 2
    assert [row[0] for row in read(text)] == ["1", "2"]


def test_occasion_by_name() -> None:
    text = "id,visit,q1,q2,q3,q4,q5,q6,q7\np1,baseline,0,0,0,0,0,0,0\n"
    assert read(text, Columns(occasion="visit"))[0][1] == "baseline"


BAD: list[tuple[str, Columns | None, type[OpenIMTError], str, int | None, str | None]] = [
    (HEAD + "p1,0,1,2,4,0,1,0\n", None, ScoringError, "is 4; expected a whole", 2, "q4"),
    (HEAD + "p1,0,1,-1,0,0,1,0\n", None, ScoringError, "is -1; expected", 2, "q3"),
    (HEAD + 'p1,0,"1,5",1,0,0,1,0\n', None, ScoringError, "is 1.5; expected a whole", 2, "q2"),
    (
        HEAD + "p1,0,0,0,0,0,0,0\np2,0,0,0,0,0,0,often\n",
        None,
        ScoringError,
        "is 'often'; expected a number from 0 to 3, or an empty cell",
        3,
        "q7",
    ),
    ("id,q1,q2\np1,0,1\n", None, ExchangeError, "has no column 'q3', 'q4'", 1, "q3"),
    (HEAD + ",0,1,2,0,0,1,0\n", None, ExchangeError, "expected who answered", 2, "id"),
    (
        HEAD + "p1,0,0,0,0,0,0,0\n",
        Columns(("q1", "q2", "q3", "q4", "q5", "q6", "q6")),
        ExchangeError,
        "names 'q6' twice",
        None,
        "q6",
    ),
    (HEAD + "p1,0,0,0,0,0,0,0\n", Columns(person="who"), ExchangeError, "'who'", 1, "who"),
    (HEAD + "p1,0,0,0,0,0,0,0\n", Columns(occasion="t"), ExchangeError, "'t'", 1, "t"),
    (HEAD + "p1,0,0,0,0,0,0,0\n", Columns("gad"), ExchangeError, "no column 'gad1'", 1, "gad1"),
    (
        HEAD + "p1,0,0,0,0,0,0,0\n",
        Columns(("q1", "q2")),
        ExchangeError,
        "names 2 columns; gad7 has 7 items",
        None,
        None,
    ),
]


@pytest.mark.parametrize(("text", "columns", "error", "says", "row", "field"), BAD)
def test_what_does_not_fit_is_refused_with_row_and_field(
    text: str,
    columns: Columns | None,
    error: type[OpenIMTError],
    says: str,
    row: int | None,
    field: str | None,
) -> None:
    with pytest.raises(error) as refused:
        read(text, columns)
    assert says in str(refused.value)
    assert (refused.value.file, refused.value.row, refused.value.field) == ("a.csv", row, field)
