"""Series of numbers in tables: by day, by counted session, by prompts of a day."""

from datetime import date

import pytest

from openimt.errors import ExchangeError
from openimt.exchange.series import Series, SeriesColumns, people_in, read_series
from openimt.exchange.table import parse_table, read_table
from tests.real_data import real

SESSIONS = "who;session;mood;sleep\np1;0;1;1\np1;1;1;0\np2;0;0;0\np1;3;0;NA\n"
SUMMED = SeriesColumns(
    ("mood", "sleep"), 0, 1, when="session", first=date(2026, 9, 7), person="who", who="p1"
)


def read(text: str, columns: SeriesColumns) -> Series:
    return read_series(parse_table(text, "a.csv"), columns)


def test_counted_sessions_are_a_week_apart_and_columns_add_up() -> None:
    found = read(SESSIONS, SUMMED)
    assert found.points == ((date(2026, 9, 7), 2.0), (date(2026, 9, 14), 1.0))
    assert (found.lowest, found.highest, found.left_out) == (0, 2, 1)


def test_rows_in_order_make_days_by_their_number() -> None:
    columns = SeriesColumns(("sad",), 0, 100, first=date(2026, 1, 1), every_days=1, a_day=2)
    found = read("sad\n10\n30\n\n50\n", columns)
    assert found.points == ((date(2026, 1, 1), 20.0), (date(2026, 1, 2), 50.0))


def test_days_in_a_column_are_read_and_sorted() -> None:
    columns = SeriesColumns(("sad",), 0, 10, when="on")
    found = read("on,sad\n03.02.2026,4\n2026-01-03,6\n", columns)
    assert found.points == ((date(2026, 1, 3), 6.0), (date(2026, 2, 3), 4.0))


def refused(text: str, columns: SeriesColumns) -> ExchangeError:
    with pytest.raises(ExchangeError) as error:
        read(text, columns)
    return error.value


def test_each_refusal_names_its_place() -> None:
    by_day = SeriesColumns(("sad",), 0, 10, when="on")
    assert str(refused("on,sad\n2026-01-03,11\n", by_day)) == (
        "a.csv, row 2, field sad: is 11; expected a number from 0 to 10"
    )
    assert "is 'much'; expected a number" in str(refused("on,sad\n2026-01-03,much\n", by_day))
    assert "expected a day such as" in str(refused("on,sad\nlately,3\n", by_day))
    assert "has no column 'sad'" in str(refused("on,glad\n2026-01-03,1\n", by_day))
    assert "give the day on which the series begins" in str(
        refused("sad\n1\n", SeriesColumns(("sad",), 0, 10))
    )
    assert "holds no value" in str(refused("on,sad\n2026-01-03,NA\n", by_day))
    assert "has no row of 'p9'" in str(
        refused(SESSIONS, SeriesColumns(("mood",), 0, 1, person="who", who="p9"))
    )
    assert "at most ten years" in str(refused("on,sad\n1926-01-03,1\n2026-01-03,1\n", by_day))


def test_the_people_of_a_column_are_listed_once() -> None:
    assert people_in(parse_table(SESSIONS, "a.csv"), "who") == ("p1", "p2")


def test_a_real_course_of_sessions() -> None:
    """CBASP trial (Schramm 2017): nine symptoms, yes or no, for each session."""
    symptoms = (
        "mood", "concentration", "self_worth", "suicidal_ideation", "tiredness",
        "sleep", "pleasure", "psychomotor", "appetite",
    )  # fmt: skip
    table = read_table(real("rct/cbasp_sessions.csv"))
    columns = SeriesColumns(
        symptoms, 0, 1, when="sessionN", first=date(2026, 1, 5), person="PatID.x", who="1"
    )
    found = read_series(table, columns)
    assert (found.lowest, found.highest) == (0, 9)
    assert found.points[0] == (date(2026, 1, 5), 7.0)
    rows = sum(row.cells[0] == "1" for row in table.rows)
    assert len(found.points) + found.left_out == rows == 21


def test_a_real_month_of_four_prompts_a_day() -> None:
    """Fisher 2017: 40 people, four prompts a day for about 30 days."""
    table = read_table(real("ema/fisher2017_ema.csv"))
    columns = SeriesColumns(
        ("down",), 0, 100, first=date(2026, 1, 5), every_days=1, a_day=4,
        person="subj_id", who="1",
    )  # fmt: skip
    found = read_series(table, columns)
    assert 25 <= len(found.points) <= 40
    assert found.left_out > 0
    assert all(0 <= value <= 100 for _, value in found.points)
