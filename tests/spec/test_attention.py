"""Who needs me, and why: each fact, the reason it gives, and how soon, as a table."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from openimt.deliver.cases.reviews import Review
from openimt.deliver.session import AppointmentState
from openimt.deliver.story.checks import Check, CheckState, LookAfter
from openimt.formulate.assessment import (
    Assessment,
    CommonReading,
    Event,
    Reading,
    SafetyJudgement,
)
from openimt.terms import CommonState, EventKind, Phase, Response, SafetyPlanState
from openimt.track.alliance import Recheck
from openimt.track.attention import OpenAlert, Situation, Urgency, attention
from openimt.track.course import Course
from openimt.track.rupture import Marker, Rupture, Strain
from tests.unit.small_clinic import SETTINGS

ON = date(2026, 11, 23)
NOW, TODAY, WEEK = Urgency.NOW, Urgency.TODAY, Urgency.THIS_WEEK


def ago(days: int) -> date:
    return ON - timedelta(days=days)


CALM = Situation(
    Assessment("p1", ON, readings=(Reading(ago(3), "bsl23", 1.2),)),
    Phase.REGULATION,
    SETTINGS,
    next_on=ON + timedelta(days=4),
    has_plan=True,
)


def facts(**changes) -> Situation:
    return replace(CALM, assessment=replace(CALM.assessment, **changes))


def alert(response: Response, days: int = 0, acknowledged: bool = False) -> Situation:
    return replace(CALM, alerts=(OpenAlert(response, "An answer.", ago(days), acknowledged),))


def event(kind: EventKind, days: int, reviewed: str = "") -> Event:
    return Event(kind, ago(days), reviewed_by=reviewed)


def judged(days: int, until: int, risk: bool = False) -> SafetyJudgement:
    return SafetyJudgement(risk, "dr-a", ago(days), ago(until))


def course(status: str) -> Situation:
    drawn = Course("bsl23", "BSL-23", 0, 4, (), (), None, (), (), status, "What happened.")
    return replace(CALM, courses=(drawn,))


def came(state: AppointmentState, days: int) -> Situation:
    return replace(CALM, appointments=((ago(days), state),))


def after(state: CheckState) -> Situation:
    held = datetime(2026, 11, 22, 10, tzinfo=UTC)
    check = Check(held, 24, state)
    return replace(CALM, look_after=((LookAfter(held, "the work", "Ana", (check,)), check),))


STRAIN = Strain(Rupture(ago(9), Marker.WITHDRAWAL, "went quiet"), 2, late=True)
AGAIN = Recheck(ago(30), "three sessions are behind you since the strain of")
INTENT, ATTEMPT = EventKind.SUICIDAL_INTENT, EventKind.SUICIDE_ATTEMPT
MADE = SafetyPlanState.MADE
TABLE = [
    ("emergency answer", alert(Response.EMERGENCY), ("alert", NOW)),
    ("same-day answer", alert(Response.SAME_DAY), ("alert", NOW)),
    ("somebody acts on it", alert(Response.SAME_DAY, acknowledged=True), ("alert", TODAY)),
    ("for the next working day", alert(Response.NEXT_WORKING_DAY), ("alert", WEEK)),
    ("that day has come", alert(Response.NEXT_WORKING_DAY, days=1), ("alert", TODAY)),
    ("an enquiry is open", alert(Response.ENQUIRE), ("alert", TODAY)),
    ("intent, never judged", facts(events=(event(INTENT, 2),)), ("unreviewed", NOW)),
    ("attempt after the judgement", facts(events=(event(ATTEMPT, 2),), safety=judged(5, -9)),
        ("unreviewed", NOW)),
    ("attempt before it", facts(events=(event(ATTEMPT, 9),), safety=judged(5, -9)), None),
    ("attempt reviewed", facts(events=(event(ATTEMPT, 2, "dr-a"),)), None),
    ("judgement lapsed", facts(safety=judged(20, 1)), ("lapsed_judgement", WEEK)),
    ("judgement of danger lapsed", facts(safety=judged(20, 1, risk=True)),
        ("lapsed_judgement", TODAY)),
    ("judgement of danger stands", facts(safety=judged(2, -5, risk=True)),
        ("imminent_risk", TODAY)),
    ("judgement lapses tonight", facts(safety=judged(14, 0)), None),
    ("safety plan too old", facts(safety=SafetyJudgement(plan=MADE, plan_on=ago(91))),
        ("safety_plan_review", WEEK)),
    ("an act since the safety plan", facts(
        safety=SafetyJudgement(plan=MADE, plan_on=ago(9)),
        events=(event(EventKind.SELF_HARM_ACT, 2),)), ("safety_plan_review", WEEK)),
    ("alliance needs repair", facts(common={"c2": CommonReading(CommonState.NEEDS_REPAIR)}),
        ("needs_repair", WEEK)),
    ("alliance is building", facts(common={"c2": CommonReading(CommonState.BUILDING)}), None),
    ("deteriorating", course("deteriorating"), ("deteriorating", TODAY)),
    ("not on track", course("not_on_track"), ("not_on_track", WEEK)),
    ("watch", course("watch"), None),
    ("missed yesterday", came(AppointmentState.MISSED, 1), ("missed", TODAY)),
    ("missed long ago", came(AppointmentState.MISSED, 8), None),
    ("cancelled with notice", came(AppointmentState.CANCELLED_WITH_NOTICE, 1), None),
    ("form a week late", replace(CALM, forms_due=(("BSL-23", ago(7)),)), ("form_due", WEEK)),
    ("form due since yesterday", replace(CALM, forms_due=(("BSL-23", ago(1)),)), None),
    ("plan proposed", replace(CALM, proposed_on=ago(1)), ("plan_proposed", WEEK)),
    ("no plan", replace(CALM, has_plan=False), ("no_plan", WEEK)),
    ("nothing planned next", replace(CALM, next_on=None), ("nothing_next", WEEK)),
    ("course review due", replace(CALM, course_review=Review(3, ago(2))),
        ("course_review", WEEK)),
    ("course review near", replace(CALM, course_review=Review(6, ago(-9))),
        ("course_review", WEEK)),
    ("the day after hard work", after(CheckState.OPEN), ("look_after", TODAY)),
    ("urges raised after it", after(CheckState.RAISED), ("look_after", TODAY)),
    ("nobody heard of it", after(CheckState.MISSED), ("look_after", WEEK)),
    ("a strain not mended", replace(CALM, strains=(STRAIN,)), ("strain", WEEK)),
    ("the alliance again", replace(CALM, recheck=AGAIN), ("alliance_recheck", WEEK)),
    ("both", replace(CALM, strains=(STRAIN,), recheck=AGAIN), ("strain", WEEK)),
    ("an agreed contact not kept", replace(CALM, contact_by=datetime(2026, 11, 22, 10, tzinfo=UTC)),
        ("contact_owed", NOW)),
    ("the call to who waits is due", replace(CALM, call_on=ago(9)), ("call_due", TODAY)),
    ("the call is today", replace(CALM, call_on=ON), ("call_due", TODAY)),
    ("the call is ahead", replace(CALM, call_on=ago(-2)), None),
    ("silence", facts(readings=(Reading(ago(29), "bsl23", 1.2),)), ("silence", WEEK)),
    ("never heard", facts(readings=()), ("silence", WEEK)),
]  # fmt: skip


@pytest.mark.parametrize(("says", "situation", "wanted"), TABLE, ids=[row[0] for row in TABLE])
def test_who_needs_me(says: str, situation: Situation, wanted) -> None:
    found = attention(situation)
    if wanted is None:
        assert [reason.kind for reason in found] == ["fine"]
        assert found[0].urgency is Urgency.FINE
    else:
        assert [(reason.kind, reason.urgency) for reason in found] == [wanted]
        assert found[0].says.endswith(".")
        assert found[0].link


def test_the_most_pressing_reason_comes_first() -> None:
    situation = replace(
        facts(events=(event(INTENT, 1),), safety=judged(20, 1)),
        alerts=(
            OpenAlert(Response.ENQUIRE, "One.", ago(0)),
            OpenAlert(Response.EMERGENCY, "Two.", ago(0)),
        ),
        next_on=None,
    )
    found = attention(situation)
    assert [r.urgency for r in found] == sorted(r.urgency for r in found)
    assert found[0].says == "Two."
    assert "fine" not in {reason.kind for reason in found}


@pytest.mark.parametrize(
    ("sessions", "says"), [(2, "needs repair"), (3, "take it to consultation")]
)
def test_a_repair_that_takes_long_goes_to_consultation(sessions: int, says: str) -> None:
    reading = CommonReading(CommonState.NEEDS_REPAIR, None, "Silent since then", sessions)
    (reason,) = attention(facts(common={"c2": reading}))
    assert says in reason.says
    assert reason.urgency is WEEK
