"""Days and moments as files write them."""

from datetime import UTC
from zoneinfo import ZoneInfo

import pytest

from openimt.exchange.moments import moment_of

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-22", "2026-11-22T12:00:00+01:00"),
        (" 22.11.2026 ", "2026-11-22T12:00:00+01:00"),
        ("1/7/2026", "2026-07-01T12:00:00+02:00"),
        ("2026-11-22T08:30", "2026-11-22T08:30:00+01:00"),
        ("2020-02-28T09:00:00+00:00", "2020-02-28T09:00:00+00:00"),
        ("2020-02-28T09:00:00Z", "2020-02-28T09:00:00+00:00"),
    ],
)
def test_a_day_is_at_midday_and_a_moment_keeps_its_zone(text: str, moment: str) -> None:
    found = moment_of(text, BERLIN)
    assert found is not None
    assert found.isoformat() == moment


@pytest.mark.parametrize("text", ["", "pre", "3", "31.02.2026", "2026-13-01", "yesterday", "2026"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert moment_of(text, BERLIN) is None


def test_midday_is_the_same_day_for_whoever_reads_it() -> None:
    found = moment_of("2026-03-29", BERLIN)
    assert found is not None
    assert found.astimezone(UTC).date().isoformat() == "2026-03-29"
