"""An answer is read as a person wrote it, and nothing else is taken for one."""

from datetime import date

import pytest

from openimt.deliver.writing.field import Field, Sort, read_value
from openimt.deliver.writing.written_day import written_moment
from openimt.errors import DeliveryError

TODAY = date(2026, 11, 23)
HOW = Field("how", "How strong?", Sort.NUMBER, low=-10, high=10, whole=False)
WAS = Field("was", "On", Sort.DAY, past=True)
ANY = Field("any", "On", Sort.DAY)


@pytest.mark.parametrize(
    ("said", "meant"),
    [("7", 7), (" 2,5 ", 2.5), (".5", 0.5), ("+3", 3), ("\u22124", -4), ("\u0663", 3), (7, 7)],
)
def test_a_number_as_people_write_it(said: object, meant: float) -> None:
    assert read_value(HOW, said) == meant


@pytest.mark.parametrize("said", ["1_0", "1e1", "0x1", "inf", "nan", "1 0", "--1", True, "9" * 99])
def test_what_only_a_program_would_read_is_no_number(said: object) -> None:
    with pytest.raises(DeliveryError, match="is no number"):
        read_value(HOW, said)


@pytest.mark.parametrize("said", ["0001-01-01", "9999-12-31", "1.1.1850"])
def test_a_year_that_nobody_can_mean_is_refused(said: str) -> None:
    with pytest.raises(DeliveryError, match="look at the year again"):
        read_value(ANY, said, TODAY)


def test_a_day_that_has_been_is_not_still_to_come() -> None:
    with pytest.raises(DeliveryError, match="still to come"):
        read_value(WAS, "tomorrow", TODAY)
    assert read_value(WAS, "Friday", TODAY) == "2026-11-20"
    assert read_value(ANY, "tomorrow", TODAY) == "2026-11-24"


def test_the_clock_of_another_place_is_no_hour_here() -> None:
    assert written_moment("2026-11-23T07:00+09:00", TODAY) is None
    assert written_moment("2026-11-23T07:00Z", TODAY) is None
    assert written_moment("2026-11-23T07:00", TODAY) is not None
