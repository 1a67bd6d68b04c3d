"""A series keeps its local hour across the change of clocks, and leaves holidays out."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openimt.deliver.series import LONGEST, Rhythm, is_an_hour, series
from openimt.errors import DeliveryError

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = ["Europe/Berlin", "Europe/London", "America/New_York", "Asia/Kolkata", "Australia/Sydney"]


def test_ten_in_the_morning_stays_ten_in_the_morning() -> None:
    moments = series(date(2026, 10, 19), time(10), BERLIN, until=date(2026, 11, 2))
    assert [m.hour for m in moments] == [10, 10, 10]
    assert [m.astimezone(UTC).hour for m in moments] == [8, 9, 9]


def test_a_holiday_is_left_out_and_the_rhythm_goes_on() -> None:
    moments = series(
        date(2026, 12, 11),
        time(9, 30),
        BERLIN,
        rhythm=Rhythm.FORTNIGHTLY,
        until=date(2027, 1, 10),
        holidays={date(2026, 12, 25)},
    )
    assert [m.date() for m in moments] == [date(2026, 12, 11), date(2027, 1, 8)]


@given(
    first=st.dates(date(2020, 1, 1), date(2035, 1, 1)),
    weeks=st.integers(0, 100),
    hour=st.integers(7, 20),
    zone=st.sampled_from(ZONES),
    rhythm=st.sampled_from(Rhythm),
)
def test_every_series(first, weeks, hour, zone, rhythm) -> None:
    until = first + timedelta(weeks=weeks)
    moments = series(first, time(hour), ZoneInfo(zone), rhythm=rhythm, until=until)
    assert {(m.hour, m.weekday()) for m in moments} == {(hour, first.weekday())}
    assert len(moments) == weeks // rhythm + 1
    assert moments[0].date() == first
    assert moments[-1].date() <= until


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"until": date(2026, 2, 1)}, "before it starts"),
        ({"until": date(2026, 3, 1) + timedelta(weeks=LONGEST)}, "at most"),
        ({"holidays": {date(2026, 3, 1)}}, "holiday"),
        ({"at": time(10, tzinfo=UTC)}, "without a zone"),
        ({"first": date(2026, 3, 29), "until": date(2026, 3, 29), "at": time(2, 30)}, "skip 02:30"),
    ],
)
def test_what_is_refused(change, says: str) -> None:
    asked = {"first": date(2026, 3, 1), "at": time(10), "until": date(2026, 3, 1)} | change
    with pytest.raises(DeliveryError, match=says):
        series(asked.pop("first"), asked.pop("at"), BERLIN, **asked)


def test_beyond_the_first_and_last_moment_there_is_no_hour() -> None:
    berlin, bogota = ZoneInfo("Europe/Berlin"), ZoneInfo("America/Bogota")
    assert not is_an_hour(datetime(1, 1, 1, 0, 10, tzinfo=berlin), berlin)
    assert not is_an_hour(datetime(9999, 12, 31, 23, 59, tzinfo=bogota), bogota)
