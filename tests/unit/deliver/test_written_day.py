"""Days as people write them, read on Tuesday 24 November 2026."""

from datetime import date, datetime, timedelta

import pytest

from openimt.deliver.writing.written_day import (
    MONTHS,
    WEEKDAYS,
    Side,
    written_day,
    written_moment,
)

TODAY = date(2026, 11, 24)
SAID = {
    "2026-12-03": "2026-12-03",
    "3.12.2026": "2026-12-03",
    "03.12.26": "2026-12-03",
    "3.12.": "2026-12-03",
    "3. 12. 2026": "2026-12-03",
    "3/12": "2026-12-03",
    "3 Dec": "2026-12-03",
    "3rd of December": "2026-12-03",
    "3. Dezember": "2026-12-03",
    "Dec 3": "2026-12-03",
    "December 3, 2027": "2027-12-03",
    "Thu 3 Dec": "2026-12-03",
    "Donnerstag, 3.12.": "2026-12-03",
    "today": "2026-11-24",
    "  Tomorrow ": "2026-11-25",
    "übermorgen": "2026-11-26",
    "the day after tomorrow": "2026-11-26",
    "yesterday": "2026-11-23",
    "in 3 days": "2026-11-27",
    "in two weeks": "2026-12-08",
    "two weeks time": "2026-12-08",
    "in 3 months": "2027-02-24",
    "2 weeks ago": "2026-11-10",
    "vor einer Woche": "2026-11-17",
    "next Tuesday": "2026-12-01",
    "Tuesday": "2026-12-01",
    "on Friday": "2026-11-27",
    "nächsten Freitag": "2026-11-27",
    "last Friday": "2026-11-20",
    "2.1.": "2027-01-02",
}
NO_DAY = ("", "31.2.", "13/13", "someday", "next", "3", "in many weeks", "29.2.2027", "x" * 90,
          "in 99999999 days", "in 99999 years", "third Tuesday", "2026-12-03T10:00",
          "2026-W10-1", "20261123", "٣.١٢.", "1_0.12.")  # fmt: skip


@pytest.mark.parametrize(("said", "means"), SAID.items())
def test_what_people_write(said: str, means: str) -> None:
    assert written_day(said, TODAY) == date.fromisoformat(means)


@pytest.mark.parametrize("said", NO_DAY)
def test_what_is_no_day(said: str) -> None:
    assert written_day(said, TODAY) is None


def test_without_its_year_a_day_lies_on_the_side_that_is_asked_for() -> None:
    assert written_day("1.10.", TODAY) == date(2026, 10, 1)
    assert written_day("1.10.", TODAY, Side.AHEAD) == date(2027, 10, 1)
    assert written_day("3.12.", TODAY, Side.PAST) == date(2025, 12, 3)
    assert written_day("24.11.", TODAY, Side.PAST) == written_day("24.11.", TODAY, Side.AHEAD)
    assert written_day("29.2.", TODAY, Side.AHEAD) == date(2028, 2, 29)


MOMENTS = {
    "2026-12-03T10:00": "2026-12-03T10:00",
    "2026-12-03 10:00": "2026-12-03T10:00",
    "3.12. 14:30": "2026-12-03T14:30",
    "3.12.2026, 8.15": "2026-12-03T08:15",
    "tomorrow 8 am": "2026-11-25T08:00",
    "morgen um 9": "2026-11-25T09:00",
    "next Friday at 9 Uhr": "2026-11-27T09:00",
    "12 am": "2026-11-24T00:00",
    "14:00": "2026-11-24T14:00",
}


@pytest.mark.parametrize(("said", "means"), MOMENTS.items())
def test_a_day_with_its_hour(said: str, means: str) -> None:
    assert written_moment(said, TODAY) == datetime.fromisoformat(means)


@pytest.mark.parametrize(
    "said", ["", "3.12.", "tomorrow", "25:00", "13 pm", "3 Dec 14", "soon 8:00"]
)
def test_a_day_without_an_hour_is_no_moment(said: str) -> None:
    assert written_moment(said, TODAY) is None


def test_a_weekday_is_never_today_and_was_before_where_only_the_past_can_be_meant() -> None:
    assert written_day("Tuesday", TODAY, Side.PAST) == date(2026, 11, 17)
    assert written_day("next Tuesday", TODAY, Side.PAST) == date(2026, 12, 1)


def test_in_a_month_ends_with_a_shorter_month() -> None:
    assert written_day("in 1 month", date(2027, 1, 31)) == date(2027, 2, 28)


def test_no_word_means_two_days() -> None:
    for names in (WEEKDAYS, MONTHS):
        listed = [name for one in names for name in one]
        assert len(listed) == len(set(listed))


@pytest.mark.parametrize("today", [date(2026, 11, 24), date(2028, 2, 29), date(2026, 12, 31)])
def test_a_whole_date_is_read_back_on_every_day(today: date) -> None:
    for away in range(-1500, 1500, 31):
        day = today + timedelta(days=away)
        for form in ("%Y-%m-%d", "%d.%m.%Y", "%-d %b %Y", "%-d %B %Y"):
            assert written_day(day.strftime(form), today) == day
