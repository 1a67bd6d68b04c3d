"""Two people at once, each with an own line to the database: both are heard, nobody is stuck."""

from datetime import timedelta

import pytest

from openimt_clinic.actions.duty import swap_duty
from openimt_clinic.actions.safety_planning import current_safety_plan, make_safety_plan
from openimt_clinic.records.on_duty import OnDuty
from tests.web.at_once import at_once
from tests.web.kept import NOW, TODAY, a_duty
from tests.web.people import People

HOUR = timedelta(hours=1)


@pytest.mark.parametrize("seen", [0, None])
def test_a_safety_plan_that_two_begin_at_once_holds_the_words_of_both(
    committed: People, seen: int | None
) -> None:
    dan = committed.patient
    at_once(
        committed,
        lambda: make_safety_plan(
            patient=dan, elements={"own_ways": ["walk"]}, on=TODAY, by=committed.ana, seen=seen
        ),
        lambda: make_safety_plan(
            patient=dan, elements={"safer_place": ["Su"]}, on=TODAY, by=committed.dan, seen=seen
        ),
    )
    plan = current_safety_plan(dan)
    assert plan is not None
    assert (plan.number, plan.own_ways, plan.safer_place) == (2, ["walk"], ["Su"])


def test_opposite_swaps_of_two_duties_wait_for_each_other(committed: People) -> None:
    for _ in range(3):
        one = a_duty(committed)
        other = a_duty(
            committed, who=committed.ana, second=None,
            starts_at=NOW + 9 * HOUR, ends_at=NOW + 10 * HOUR,
        )  # fmt: skip
        at_once(
            committed,
            lambda one=one, other=other: swap_duty(entry=one, other=other, by=committed.lea),
            lambda one=one, other=other: swap_duty(entry=other, other=one, by=committed.lea),
        )
        one.refresh_from_db()
        assert one.who == committed.ben, "swapped and swapped back"
        OnDuty.objects.all().delete()
