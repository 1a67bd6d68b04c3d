"""The same day some months on, at the ends of months and of the calendar."""

from datetime import date

import pytest

from openimt.deliver.months import months_after


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2026, 1, 15), 24, date(2028, 1, 15)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 3, 31), 0, date(2026, 3, 31)),
    ],
)
def test_months_end_where_they_end(day: date, months: int, then: date) -> None:
    assert months_after(day, months) == then


@pytest.mark.parametrize("months", [-12 * 2026, 12 * 8000])
def test_the_calendar_has_an_end(months: int) -> None:
    with pytest.raises(OverflowError):
        months_after(date(2026, 11, 23), months)
