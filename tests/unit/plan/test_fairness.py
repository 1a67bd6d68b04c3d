"""Counts of offers by group: an interval where there are people enough, an honest refusal else."""

import pytest

from openimt.plan.fairness import OfferMade, by_group, enough_for, share


def an_offer(group: str = "de", **more: object) -> OfferMade:
    given: dict[str, object] = {"options": 2, "in_time": True, "trained": True, "chosen": True}
    return OfferMade(group, **{**given, **more})  # type: ignore[arg-type]


def test_too_few_people_give_counts_and_the_number_needed() -> None:
    (found,) = by_group([an_offer(), an_offer(in_time=False)], 15)
    assert (found.in_time.kept, found.in_time.of, found.in_time.needed) == (1, 2, 43)
    assert found.in_time.low is None
    assert found.in_time.high is None
    assert found.in_time.span == ""


def test_with_enough_people_the_share_has_its_interval() -> None:
    told = share(30, 60, enough_for(15))
    assert told.low == pytest.approx(0.3773, abs=1e-4)  # Wilson's formula, by hand
    assert told.high == pytest.approx(0.6227, abs=1e-4)
    assert told.span == "38–62 %"


@pytest.mark.parametrize("kept", [0, 100])
def test_none_and_all_are_no_certainty(kept: int) -> None:
    told = share(kept, 100, 43)
    assert told.low is not None
    assert told.high is not None
    assert 0 <= told.low < told.high <= 1
    assert told.high - told.low > 0.03


@pytest.mark.parametrize(("points", "people"), [(15, 43), (10, 97), (5, 385)])
def test_a_narrower_interval_needs_more_people(points: float, people: int) -> None:
    assert enough_for(points) == people


def test_groups_stand_by_name_and_who_is_not_recorded_last() -> None:
    offers = [an_offer(""), an_offer("en", began="ana"), an_offer("de"), an_offer("en", options=4)]
    found = by_group(offers, 15)
    assert [one.group for one in found] == ["de", "en", ""]
    assert found[1].options == 3
    assert found[1].with_whom == {"ana": 1}
    assert (found[1].began.kept, found[1].began.of) == (1, 2)


def test_nobody_offered_is_nothing_to_say() -> None:
    assert by_group([], 15) == ()
