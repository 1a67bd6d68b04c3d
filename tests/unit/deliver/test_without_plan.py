"""The agenda of a course that has no adopted plan yet."""

from dataclasses import replace
from datetime import date

import pytest

from openimt.catalogue.load import load
from openimt.deliver.session import AgendaPoint
from openimt.deliver.without_plan import agenda_without_plan
from openimt.formulate.assessment import Assessment, CommonReading, Diagnosis, SafetyJudgement
from openimt.formulate.profile import Profile
from openimt.formulate.understand import understand
from openimt.terms import CommonState, SafetyPlanState

ON = date(2026, 11, 23)
NEW = Assessment("p", ON, therapy="gpm")


def profile(known: Assessment = NEW) -> Profile:
    return understand(known, load())


def ids(points: tuple[AgendaPoint, ...]) -> list[str]:
    return [point.id for point in points]


def test_it_begins_with_safety_and_holds_what_begins_now_and_no_specific_module() -> None:
    points = agenda_without_plan(profile(), load(), on=ON)
    assert ids(points)[:5] == ["ask_safety", "offer_plan", "frame", "teach", "case"]
    assert [point.id for point in points if point.first] == ["ask_safety", "offer_plan"]
    assert ids(points)[-3:] == ["assess_further", "propose", "next"]
    assert {point.module for point in points if point.module} == {
        module.id for module in load().common()
    }
    assert len(set(ids(points))) == len(points)
    assert all(point.says and point.because for point in points)


def test_an_alert_and_what_needs_repair_go_before_the_rest() -> None:
    torn = replace(NEW, common={"c2": CommonReading(CommonState.NEEDS_REPAIR, ON, "A row.")})
    points = agenda_without_plan(profile(torn), load(), on=ON, alerts=("Intent was stated.",))
    assert ids(points)[:4] == ["alert_1", "ask_safety", "offer_plan", "repair_c2"]
    assert "common_c2" not in ids(points)


@pytest.mark.parametrize(
    ("state", "says"),
    [
        (None, "Offer a safety plan"),
        (SafetyPlanState.OFFERED, "The safety plan was offered"),
        (SafetyPlanState.DECLINED, "Offer a safety plan again"),
        (SafetyPlanState.MADE, ""),
        (SafetyPlanState.REPLACED, ""),
    ],
)
def test_a_safety_plan_is_offered_until_there_is_one(
    state: SafetyPlanState | None, says: str
) -> None:
    known = profile(replace(NEW, safety=SafetyJudgement(plan=state, plan_on=ON)))
    said = [p.says for p in agenda_without_plan(known, load(), on=ON) if p.id == "offer_plan"]
    assert len(said) == bool(says)
    assert all(one.startswith(says) for one in said)


def test_an_old_safety_plan_is_due_here_too() -> None:
    old = SafetyJudgement(plan=SafetyPlanState.MADE, plan_on=date(2025, 11, 1))
    points = agenda_without_plan(profile(replace(NEW, safety=old)), load(), on=ON)
    assert points[0].id == "safety_plan_review"


def test_what_is_agreed_or_known_is_not_asked_again() -> None:
    known = profile(replace(NEW, diagnosis=Diagnosis("6D11.5", "Ana", ON)))
    new = agenda_without_plan(profile(), load(), on=ON)
    later = agenda_without_plan(known, load(), on=ON, agreed=True, open_homework="Call the centre")
    assert "frame" not in ids(later)
    assert "homework" in ids(later)
    told = {point.id: point for point in later}
    asked = {point.id: point for point in new}
    assert told["teach"].says.startswith("Share the diagnosis")
    assert asked["teach"].says != told["teach"].says
    assert "safety only" in asked["propose"].because
    assert "safety only" not in told["propose"].because
    assert any("diagnosis" in line for line in asked["assess_further"].lines)
    whole = agenda_without_plan(replace(known, assess_next=()), load(), on=ON)
    assert "assess_further" not in ids(whole)
