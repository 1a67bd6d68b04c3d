"""Days as people remember them, and how long lay between."""

from datetime import date

import pytest

from openimt.assess.front_door.rough_day import (
    months_at_least,
    months_at_most,
    require_order,
    rough_day,
)
from openimt.errors import AssessmentError


@pytest.mark.parametrize(
    ("text", "says", "first", "last"),
    [
        ("2021", "2021", date(2021, 1, 1), date(2021, 12, 31)),
        (" 2/2020 ", "2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("12.2020", "2020-12", date(2020, 12, 1), date(2020, 12, 31)),
        ("2021-3", "2021-03", date(2021, 3, 1), date(2021, 3, 31)),
        ("14.3.2021", "2021-03-14", date(2021, 3, 14), date(2021, 3, 14)),
        ("2021-03-14", "2021-03-14", date(2021, 3, 14), date(2021, 3, 14)),
    ],
)
def test_a_day_is_read_as_people_write_it(text: str, says: str, first: date, last: date) -> None:
    day = rough_day(text)
    assert day is not None
    assert (day.says, day.first, day.last) == (says, first, last)


@pytest.mark.parametrize(
    "text", ["last spring", "31.2.2021", "13/2021", "0021", "21", "2021-", "9" * 40]
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(AssessmentError) as refusal:
        rough_day(text, field="began")
    assert refusal.value.field == "began"


def test_nothing_is_nothing_and_what_is_to_come_is_refused() -> None:
    assert rough_day("  ") is None
    assert rough_day("2026", before=date(2026, 5, 1)) is not None
    with pytest.raises(AssessmentError, match="still to come"):
        rough_day("2027", before=date(2026, 5, 1))


def test_between_rough_days_lies_a_least_and_a_most() -> None:
    began, ended = rough_day("2021"), rough_day("2022")
    assert months_at_least(began, ended) == 0.0
    assert months_at_most(began, ended) == pytest.approx(24, abs=0.2)
    assert months_at_least(rough_day("2019"), rough_day("2021")) == pytest.approx(12, abs=0.2)
    assert months_at_least(None, ended) is None
    assert months_at_most(began, None) is None
    same = rough_day("5/2021")
    assert months_at_least(same, same) == 0.0


def test_an_end_before_its_beginning_is_refused_only_where_it_is_sure() -> None:
    require_order(rough_day("2021"), rough_day("2021-01"))
    require_order(None, rough_day("2020"))
    with pytest.raises(AssessmentError, match="before it begins"):
        require_order(rough_day("2021"), rough_day("2020-12"))
