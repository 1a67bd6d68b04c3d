"""Danger always has something to be done first, whoever judged it, and its reason shows."""

from datetime import timedelta

import pytest

from openimt.formulate.assessment import SafetyAnswer, SafetyJudgement
from openimt.formulate.say import day_says
from openimt.formulate.understand import understand
from openimt.terms import Response, SafetyPlanState
from tests.builders import ON, assessment, catalogue


@pytest.mark.parametrize("plan", [None, *SafetyPlanState])
@pytest.mark.parametrize("judged_by", ["dr-a", ""])
def test_imminent_danger_is_never_without_a_duty_for_today(
    plan: SafetyPlanState | None, judged_by: str
) -> None:
    safety = SafetyJudgement(
        imminent_risk=True,
        judged_by=judged_by,
        judged_on=ON,
        until=ON + timedelta(days=3),
        plan=plan,
        plan_on=ON if plan else None,
    )
    profile = understand(assessment(safety=safety), catalogue())
    assert profile.duties[0].response is Response.SAME_DAY


def test_no_duty_where_a_clinician_judges_no_danger_and_nothing_happened() -> None:
    safety = SafetyJudgement(imminent_risk=False, judged_by="dr-a", judged_on=ON)
    assert understand(assessment(safety=safety), catalogue()).duties == ()


def _answer(item: str, answer: float, days_ago: int, response: Response) -> SafetyAnswer:
    return SafetyAnswer("home-made", item, answer, response, ON - timedelta(days=days_ago))


def test_a_duty_names_the_answers_that_ask_for_it_and_only_counts_the_lesser() -> None:
    many = [_answer("suicidal_urge", 1, days, Response.ENQUIRE) for days in range(20)]
    harm = [_answer("self_harm", 1, days, Response.NEXT_WORKING_DAY) for days in (14, 23)]
    (duty, *_) = understand(assessment(safety_answers=(*many, *harm)), catalogue()).duties
    assert (duty.id, duty.response) == ("enquiry", Response.NEXT_WORKING_DAY)
    first = day_says(ON - timedelta(days=19))
    assert [because.says for because in duty.because] == [
        f"home-made on {day_says(ON - timedelta(days=14))}, self harm: 1",
        f"home-made on {day_says(ON - timedelta(days=23))}, self harm: 1",
        f"and 20 lesser, since {first}",
    ]


def test_of_many_answers_that_ask_alike_the_newest_are_named_and_the_others_counted() -> None:
    alike = [_answer("self_harm", 1, days, Response.NEXT_WORKING_DAY) for days in range(5)]
    (duty, *_) = understand(assessment(safety_answers=tuple(alike)), catalogue()).duties
    assert [because.says for because in duty.because] == [
        *(f"home-made on {day_says(ON - timedelta(days=n))}, self harm: 1" for n in range(3)),
        f"and 2 more that ask for it, since {day_says(ON - timedelta(days=4))}",
    ]
