"""A course is looked at after three, six and twelve months, and then twice a year."""

from datetime import date, timedelta

import pytest

from openimt.deliver.cases.reviews import (
    STOP_OR_ALTER,
    Rhythm,
    due_now,
    next_review,
    read_rhythm,
    rhythm,
)
from openimt.deliver.months import months_after
from openimt.errors import CatalogueError

START = date(2026, 1, 12)
GIVEN = Rhythm((3, 6, 12), 6, 14)


def test_the_packaged_rhythm_is_that_of_the_brief() -> None:
    assert rhythm() == GIVEN


@pytest.mark.parametrize(
    ("held", "months"),
    [
        ([], 3),
        ([date(2026, 4, 1)], 6),
        ([date(2026, 3, 28)], 3),
        ([date(2026, 8, 20)], 12),
        ([date(2026, 4, 12), date(2026, 7, 12), date(2027, 1, 10)], 18),
        ([date(2025, 12, 1)], 3),
    ],
)
def test_the_next_is_the_first_that_none_has_answered(held: list[date], months: int) -> None:
    found = next_review(START, held, GIVEN)
    assert found
    assert found.months == months
    assert found.due == months_after(START, months)


def test_it_is_spoken_of_from_two_weeks_before_until_it_was_held() -> None:
    due = date(2026, 4, 12)
    assert due_now(START, [], due - timedelta(days=15), GIVEN) is None
    for on in (due - timedelta(days=14), due, due + timedelta(days=200)):
        found = due_now(START, [], on, GIVEN)
        assert found
        assert found.due == due
    assert due_now(START, [due], due, GIVEN) is None


def test_lateness_is_in_days() -> None:
    found = next_review(START, [], GIVEN)
    assert found
    assert found.days_late(date(2026, 4, 22)) == 10
    assert found.days_late(date(2026, 4, 2)) == -10


def test_a_clinic_that_wants_three_alone_has_three() -> None:
    three = Rhythm((3, 6, 12), 0, 14)
    assert next_review(START, [date(2027, 2, 1)], three) is None


def test_a_number_without_source_is_refused() -> None:
    with pytest.raises(CatalogueError, match="needs value, source and checked"):
        read_rhythm("[review]\nfirst = { value = 3 }\n")


def test_stopping_a_method_never_ends_care() -> None:
    assert "never care" in STOP_OR_ALTER
