"""Medicines: what they ask of the prescriber, day by day, and what they never do."""

from datetime import date, timedelta

import pytest

from openimt.errors import DeliveryError
from openimt.track.medication import (
    FlagKind,
    Medicine,
    check_days,
    flags,
    look_through_by,
    signed,
    taken,
)

ON = date(2026, 11, 18)
BEGAN = date(2026, 9, 1)
LOOKED = date(2026, 10, 1)


def medicine(name: str = "one", **more: object) -> Medicine:
    given = {
        "drug": name.title(), "psychotropic": True, "started_on": BEGAN,
        "review_on": date(2026, 12, 1),
    } | more  # fmt: skip
    return Medicine(id=name, **given)  # type: ignore[arg-type]


def kinds(medicines: list[Medicine], looked: date | None = LOOKED, on: date = ON) -> list[str]:
    return [flag.kind.value for flag in flags(medicines, looked, on)]


def test_nothing_taken_asks_nothing() -> None:
    assert flags([], None, ON) == ()
    assert look_through_by([], None, ON) is None


def test_a_medicine_in_order_asks_nothing() -> None:
    assert kinds([medicine()]) == []


@pytest.mark.parametrize(("days", "asked"), [(0, []), (1, ["review_overdue"])])
def test_a_review_is_overdue_from_the_day_after(days: int, asked: list[str]) -> None:
    assert kinds([medicine(review_on=ON - timedelta(days))]) == asked


@pytest.mark.parametrize(("days", "asked"), [(0, []), (1, ["stop_passed"])])
def test_a_stop_date_has_passed_from_the_day_after(days: int, asked: list[str]) -> None:
    assert kinds([medicine(stop_on=ON - timedelta(days))]) == asked


def test_an_ended_one_asks_nothing_from_its_day_on() -> None:
    ended = medicine(review_on=BEGAN, stop_on=BEGAN, ended_on=ON)
    assert kinds([ended]) == []
    assert {"stop_passed", "review_overdue"} == set(kinds([ended], on=ON - timedelta(1)))


def test_one_that_begins_tomorrow_is_not_taken_today() -> None:
    assert taken([medicine(started_on=ON + timedelta(1))], ON) == ()


def test_three_at_once_are_said_in_words_and_since_the_third() -> None:
    begun = [BEGAN, BEGAN + timedelta(7), BEGAN + timedelta(14)]
    found = flags([medicine(f"m{n}", started_on=day) for n, day in enumerate(begun)], LOOKED, ON)
    (one,) = found
    assert one.kind is FlagKind.SEVERAL
    assert one.says == (
        "Three medicines at the same time: the prescriber looks whether each is still needed."
    )
    assert (one.medicines, one.since) == (("m0", "m1", "m2"), begun[2])


def test_two_and_one_that_is_not_psychotropic_are_not_three() -> None:
    assert kinds([medicine("a"), medicine("b"), medicine("c", psychotropic=False)]) == []


def test_three_one_after_the_other_are_not_three_at_once() -> None:
    earlier = medicine("a", ended_on=BEGAN + timedelta(20))
    assert kinds([earlier, medicine("b"), medicine("c")]) == []


@pytest.mark.parametrize("count", [4, 9, 12])
def test_more_are_counted_too(count: int) -> None:
    (one,) = flags([medicine(f"m{n:02}") for n in range(count)], LOOKED, ON)
    assert one.says.startswith({4: "Four", 9: "Nine", 12: "12"}[count])


def test_all_are_looked_through_at_least_every_half_year() -> None:
    days = signed().whole("looking_through.days")
    long_ago = ON - timedelta(days)
    assert kinds([medicine(started_on=date(2026, 1, 1))], long_ago) == []
    found = flags([medicine(started_on=date(2026, 1, 1))], long_ago - timedelta(1), ON)
    assert [flag.kind for flag in found] == [FlagKind.LOOK_THROUGH]
    assert "at least every 6 months" in found[0].says


def test_never_looked_through_counts_from_the_first_start() -> None:
    began = ON - timedelta(days=400)
    found = flags([medicine(started_on=began)], None, ON)
    assert [flag.kind for flag in found] == [FlagKind.LOOK_THROUGH]
    assert found[0].says.endswith("not yet.")
    assert look_through_by([medicine(started_on=began)], None, ON) == found[0].since


def test_the_longest_due_stands_first() -> None:
    late = medicine("a", review_on=ON - timedelta(30))
    later = medicine("b", stop_on=ON - timedelta(60))
    assert kinds([late, later]) == ["stop_passed", "review_overdue"]


def test_a_name_is_only_a_name() -> None:
    """The same days under any name ask the same: nothing is known of drugs."""
    for drug in ("Aspirin", "", "<script>", "9" * 200):
        found = flags([medicine(drug=drug, review_on=BEGAN)], LOOKED, ON)
        assert [flag.kind for flag in found] == [FlagKind.REVIEW_OVERDUE]
        assert found[0].says == f"{drug}: the review was due on 1 Sep 2026."


def test_no_flag_proposes_a_change() -> None:
    every = [medicine(f"m{n}", review_on=BEGAN, stop_on=BEGAN) for n in range(3)]
    said = " ".join(flag.says for flag in flags(every, date(2025, 1, 1), ON)).lower()
    for word in ("should", "reduce", "increase", "dose", "taper", "replace", "risk"):
        assert word not in said


@pytest.mark.parametrize(
    ("days", "field"),
    [
        ({"review_on": ON + timedelta(184)}, "review_on"),
        ({"review_on": BEGAN - timedelta(1)}, "review_on"),
        ({"stop_on": BEGAN - timedelta(1)}, "stop_on"),
    ],
)
def test_days_that_cannot_be_are_refused(days: dict[str, date], field: str) -> None:
    given = {"started_on": BEGAN, "review_on": ON, "stop_on": None, "set_on": ON} | days
    with pytest.raises(DeliveryError) as refused:
        check_days(**given)  # type: ignore[arg-type]
    assert refused.value.field == field


def test_a_review_in_six_months_is_the_furthest() -> None:
    check_days(BEGAN, ON + timedelta(183), ON, ON)


def test_the_numbers_have_their_source() -> None:
    for name in ("at_once.psychotropics", "looking_through.days", "review.longest_days"):
        assert len(signed().number(name).source) > 20
