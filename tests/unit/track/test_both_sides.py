"""Where we are, from both sides: by month, and whose turn it is."""

from datetime import date, timedelta

import pytest

from openimt.track.alliance import Rating
from openimt.track.both_sides import BothSides, Month, both_sides

TODAY = date(2026, 11, 20)


def seen(theirs: dict[str, float], ours: dict[str, float]) -> BothSides:
    def listed(given: dict[str, float]) -> list[Rating]:
        return [Rating(date.fromisoformat(day), value) for day, value in given.items()]

    return both_sides(listed(theirs), listed(ours), TODAY)


def test_months_stand_side_by_side_the_newest_first() -> None:
    found = seen({"2026-10-03": 1, "2026-10-28": 2, "2026-11-04": 3}, {"2026-10-30": 4})
    assert found.months == (
        Month(date(2026, 11, 1), 3, None),
        Month(date(2026, 10, 1), 2, 4),
    )
    assert found.months[0].apart is None
    assert found.months[1].apart == 2


@pytest.mark.parametrize(
    ("theirs", "ours", "talk"),
    [(1, 3, True), (3, 1, True), (2, 3, False), (4, 4, False)],
)
def test_two_sides_that_differ_clearly_are_worth_a_talk(
    theirs: float, ours: float, talk: bool
) -> None:
    assert seen({"2026-11-04": theirs}, {"2026-11-05": ours}).worth_a_talk is talk


def test_one_side_alone_says_nothing_of_a_difference() -> None:
    assert not seen({"2026-11-04": 0}, {}).worth_a_talk
    assert not seen({}, {}).worth_a_talk


@pytest.mark.parametrize(("days", "due"), [(0, False), (29, False), (30, True), (90, True)])
def test_the_therapist_is_due_after_a_month(days: int, due: bool) -> None:
    rated = [Rating(TODAY - timedelta(days=days), 3)]
    assert both_sides([], rated, TODAY).therapist_due is due


def test_who_never_rated_is_due() -> None:
    found = both_sides([], [], TODAY)
    assert (found.therapist_due, found.months) == (True, ())


def test_a_rating_kept_back_and_one_of_tomorrow_are_not_there() -> None:
    kept = [Rating(TODAY, 0, shared=False), Rating(TODAY + timedelta(days=1), 0)]
    assert both_sides(kept, [Rating(TODAY, 4)], TODAY).months == (
        Month(date(2026, 11, 1), None, 4),
    )
