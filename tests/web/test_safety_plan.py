"""The safety plan: versions, the person's own words, and what a *no* leaves standing."""

from datetime import timedelta

import pytest

from openimt.errors import RecordError
from openimt_clinic.actions.safety_planning import (
    current_safety_plan,
    decline_safety_plan,
    make_safety_plan,
    offer_safety_plan,
    replace_safety_plan,
    review_safety_plan,
)
from openimt_clinic.records.safety_plan import SafetyPlan
from tests.web.kept import TODAY, a_safety_plan
from tests.web.people import People


def test_the_person_writes_it_and_each_change_is_a_version(people: People) -> None:
    first = make_safety_plan(
        patient=people.patient,
        elements={"own_ways": ["walk"], "people_to_ask": [{"name": "Su", "number": "1"}]},
        on=TODAY,
        by=people.dan,
    )
    second = make_safety_plan(
        patient=people.patient, elements={"own_ways": ["swim"]}, on=TODAY, by=people.ana
    )
    assert (first.number, second.number) == (1, 2)
    assert second.people_to_ask == first.people_to_ask, "what was not touched stays"
    assert SafetyPlan.objects.get(number=1).own_ways == ["walk"]


def test_without_sign_in_is_the_persons_choice_and_stays(people: People) -> None:
    words = {"own_ways": ["walk"]}
    make_safety_plan(
        patient=people.patient, elements=words, on=TODAY, without_sign_in=True, by=people.dan
    )
    later = make_safety_plan(patient=people.patient, elements=words, on=TODAY, by=people.ana)
    assert later.without_sign_in


def test_a_no_hides_no_plan_that_was_made(people: People) -> None:
    made = a_safety_plan(people)
    decline_safety_plan(patient=people.patient, on=TODAY, by=people.dan)
    offer_safety_plan(patient=people.patient, on=TODAY, by=people.ana)
    assert current_safety_plan(people.patient) == made


def test_an_empty_plan_and_an_unknown_part_are_refused(people: People) -> None:
    for elements in ({}, {"own_ways": []}, {"colour": ["red"]}):
        with pytest.raises(RecordError):
            make_safety_plan(patient=people.patient, elements=elements, on=TODAY, by=people.dan)


def test_a_replacement_says_what_was_agreed(people: People) -> None:
    with pytest.raises(RecordError) as refused:
        replace_safety_plan(patient=people.patient, agreed="", on=TODAY, by=people.ana)
    assert refused.value.field == "agreed"


def test_looking_at_it_again_has_a_next_day(people: People) -> None:
    plan = a_safety_plan(people)
    with pytest.raises(RecordError) as refused:
        review_safety_plan(plan=plan, on=TODAY, next_review=TODAY, by=people.ana)
    assert refused.value.field == "next_review"
    seen = review_safety_plan(plan=plan, on=TODAY, next_review=TODAY + timedelta(30), by=people.ana)
    assert seen.reviewed_on == TODAY
