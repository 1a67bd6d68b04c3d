"""Records and the core's values, there and back."""

from datetime import date, timedelta

import pytest

from openimt.assess.library import load as load_instrument
from openimt.assess.score import score
from openimt.assess.scores import Answers
from openimt.catalogue.load import load
from openimt.deliver import session as core
from openimt.formulate.assessment import Event, Reading, Resilience
from openimt.formulate.understand import understand
from openimt.plan.propose import propose
from openimt.terms import CapacityState, CommonState, EventKind, SafetyPlanState
from openimt_clinic.actions import assessing, delivering, planning, running, safety_planning
from openimt_clinic.actions.answering import send_answers
from openimt_clinic.records.answer_set import AnswerSet
from openimt_clinic.records.appointment import AppointmentState, Place
from openimt_clinic.records.mapping.assessment import assessment_of
from openimt_clinic.records.mapping.plans import (
    changes_of,
    changes_to_row,
    plan_of,
    plan_to_row,
)
from openimt_clinic.records.mapping.scores import answers_of, scores_of, scores_to_row
from openimt_clinic.records.mapping.sessions import session_of, states_of
from openimt_clinic.records.plan_version import PlanVersion
from tests.web.kept import NOW, TODAY, an_appointment, an_event
from tests.web.people import People

PHQ9 = {f"q{n}": 1.0 for n in range(1, 10)}


def test_the_core_s_words_for_appointments_are_the_database_s() -> None:
    assert [str(s) for s in AppointmentState] == [str(s) for s in core.AppointmentState]
    assert [str(p) for p in Place] == [str(p) for p in core.Place]


@pytest.mark.parametrize("values", [PHQ9, {"q1": 3.0, "q2": None}], ids=["whole", "with gaps"])
def test_scores_come_back_as_they_were(people: People, values: dict[str, float | None]) -> None:
    send_answers(patient=people.patient, instrument="phq9", answers=values, by=people.dan)
    kept = AnswerSet.objects.get()
    made = score(Answers(str(people.patient.pk), "", values), load_instrument("phq9"))
    assert scores_of(kept) == made
    assert scores_to_row(scores_of(kept)) == kept.scores
    assert answers_of(kept).values == values


def test_a_plan_comes_back_as_it_was(people: People) -> None:
    assessing.record_diagnosis(patient=people.patient, code="6D11.5", on=TODAY, by=people.ana)
    kept = planning.propose(patient=people.patient, on=TODAY, by=people.ana)
    kept.refresh_from_db()
    plan = plan_of(kept)
    assert plan_to_row(plan) == kept.plan
    profile = understand(assessment_of(people.patient, TODAY), load())
    again = propose(profile, load())
    assert plan.placements == again.placements
    assert plan.left_out == again.left_out
    assert plan.patient == "dan"


def test_changes_come_back_as_they_were(people: People) -> None:
    from openimt.plan.plan import Change

    changes = (Change("r3", "moved", "It starts later.", 2, 5), Change("n3", "new", "Wished."))
    assert changes_of(PlanVersion(changes=changes_to_row(changes))) == changes


def test_of_a_new_person_nothing_is_known(people: People) -> None:
    assessment = assessment_of(people.patient, TODAY)
    assert assessment.patient == "dan"
    assert assessment.events is None, "not asked is not the same as nothing happened"
    assert assessment.readings == ()
    assert assessment.diagnosis is None
    assert assessment.safety.imminent_risk is None
    assert assessment.context.competences is None


def test_everything_that_was_noted_is_in_the_assessment(people: People) -> None:
    dan, ana = people.patient, people.ana
    send_answers(patient=dan, instrument="phq9", answers=PHQ9, by=people.dan, at=NOW)
    assessing.record_diagnosis(patient=dan, code="F60.3", on=TODAY, by=ana)
    until = TODAY + timedelta(14)
    assessing.judge_safety(
        patient=dan, imminent_risk=False, on=TODAY, until=until, reason="Calm.", by=ana
    )
    assessing.judge_criterion(
        patient=dan, criterion="attending", met=True, on=TODAY, until=until, reason="Seen.", by=ana
    )
    assessing.set_capacity(
        patient=dan, capacity="can_settle", state=CapacityState.SHOWN, on=TODAY, by=ana
    )
    assessing.set_common_state(
        patient=dan, module="c2", state=CommonState.BUILDING, because="New.", on=TODAY, by=ana
    )
    assessing.read_target(patient=dan, target="anger", severity=0.7, sd=0.1, on=TODAY, by=ana)
    assessing.record_resilience(patient=dan, on=TODAY, supports=["sister"], by=ana)
    safety_planning.make_safety_plan(patient=dan, elements={"own_ways": ["x"]}, on=TODAY, by=ana)
    planning.prefer(patient=dan, module="n3", value=1, by=ana)
    running.set_service(
        clinic=people.clinic,
        competences=["mit"],
        groups=[{"module": "r4", "starts": ["2027-01-11"]}],
        by=people.lea,
    )
    made = assessment_of(dan, TODAY)
    assert Reading(on=TODAY, measure="phq9", value=9) in made.readings
    assert Reading(on=TODAY, target="anger", severity=0.7, sd=0.1, by="Ana") in made.readings
    assert [(a.item, a.response.value) for a in made.safety_answers] == [("q9", "enquire")]
    assert made.diagnosis is not None
    assert (made.diagnosis.code, made.diagnosis.by) == ("F60.3", "Ana")
    assert (made.safety.judged_by, made.safety.until) == ("Ana", until)
    assert (made.safety.plan, made.safety.plan_on) == (SafetyPlanState.MADE, TODAY)
    assert made.common["c2"].state is CommonState.BUILDING
    assert made.capacities == {"can_settle": CapacityState.SHOWN}
    assert [(j.criterion, j.met, j.until) for j in made.judgements] == [("attending", True, until)]
    assert made.resilience == Resilience(supports=("sister",))
    assert made.preferences == {"n3": 1.0}
    assert made.context.competences == ("mit",)
    assert made.context.groups[0].starts == (date(2027, 1, 11),)


def test_facts_and_attendance_stand_in_one_row_of_events(people: People) -> None:
    an_event(people, reviewed_by=people.ana, reviewed_at=NOW)
    an_appointment(people, NOW - timedelta(7), state="missed", marked_by=people.ana, marked_at=NOW)
    made = assessment_of(people.patient, TODAY)
    assert made.events == (
        Event(EventKind.SESSION_MISSED, TODAY - timedelta(7)),
        Event(EventKind.SELF_HARM_ACT, TODAY, reviewed_by="Ana"),
    )
    assert states_of(people.patient) == (core.AppointmentState.MISSED,)


def test_to_have_been_asked_and_said_no_is_an_empty_list(people: People) -> None:
    send_answers(
        patient=people.patient,
        instrument="oi-safety",
        answers={"self_harm_act": 0, "attempt": 0},
        by=people.dan,
        at=NOW,
    )
    assert assessment_of(people.patient, TODAY).events == ()


def test_what_is_later_is_not_yet_known(people: People) -> None:
    an_event(people, on=TODAY)
    send_answers(patient=people.patient, instrument="phq9", answers=PHQ9, by=people.dan, at=NOW)
    yesterday = assessment_of(people.patient, TODAY - timedelta(1))
    assert yesterday.readings == ()
    assert yesterday.events is None


def test_a_session_comes_back_as_it_was(people: People) -> None:
    work = (delivering.ModuleWork("r3", 0, 1, "named the feeling"),)
    held = delivering.Held(
        work=work, agenda={"open": True}, note="Good.", homework="Log", next_on=date(2026, 11, 25)
    )
    kept = delivering.hold_session(
        appointment=an_appointment(people), held=held, by=people.ana, at=NOW
    )
    assert session_of(kept) == core.Session(
        patient=str(people.patient.pk),
        at=NOW,
        minutes=50,
        place=core.Place.IN_PERSON,
        work=work,
        note="Good.",
        homework="Log",
        next_on=date(2026, 11, 25),
    )
    (done,) = assessment_of(people.patient, TODAY).delivered
    assert (done.module, done.step, done.sessions) == ("r3", 1, 1)
