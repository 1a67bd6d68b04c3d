"""Imminent danger always has something to be done first, whoever judged it."""

from datetime import timedelta

import pytest

from openimt.formulate.assessment import SafetyJudgement
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
