"""Nobody answers into the void: a worrying answer acts when it is given, and never twice."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from openimt.assess.scores import Answers
from openimt.errors import RecordError, ScoringError
from openimt.terms import Response
from openimt_clinic.actions.alerting import acknowledge, close, hand_over, pass_on
from openimt_clinic.actions.answering import answer_given, drop_draft, send_answers
from openimt_clinic.actions.importing import Brought, import_answers
from openimt_clinic.actions.running import sign_clock
from openimt_clinic.audit.event import AuditEvent
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.answer_set import AnswerSet
from openimt_clinic.records.care_relation import CareRelation
from openimt_clinic.records.clinical_event import ClinicalEvent
from openimt_clinic.records.membership import Membership
from tests.web.kept import NOW, TODAY, a_duty, an_alert
from tests.web.people import People

BERLIN = ZoneInfo("Europe/Berlin")


def give(people: People, item: str, value: float, at: datetime = NOW) -> tuple[AlertCase, ...]:
    return answer_given(
        patient=people.patient, instrument="oi-safety", item=item, value=value, by=people.dan, at=at
    ).alerts


def test_intent_opens_a_case_before_the_form_is_sent(people: People) -> None:
    a_duty(people)
    (case,) = give(people, "intent", 1)
    assert (case.response, case.owner, case.second) == ("same_day", people.ben, people.ana)
    assert not case.nobody_on_duty
    assert case.due_at == NOW + timedelta(minutes=60)
    assert AnswerSet.objects.get().state == "draft"


def test_a_harmless_answer_opens_none(people: People) -> None:
    assert give(people, "suicidal_urge", 0) == ()
    assert not AlertCase.objects.exists()


def test_sending_the_form_opens_no_second_case(people: People) -> None:
    give(people, "intent", 1)
    for _ in range(2):
        sent = send_answers(
            patient=people.patient,
            instrument="oi-safety",
            answers={"intent": 1, "suicidal_urge": 2},
            sent_key="once",
            by=people.dan,
            at=NOW,
        )
    assert {case.item for case in sent.alerts} == {"intent", "suicidal_urge"}
    assert AlertCase.objects.count() == 2
    assert AnswerSet.objects.count() == 1


def test_an_answer_corrected_upwards_becomes_more_urgent(people: People) -> None:
    a_duty(people)
    (asked,) = give(people, "suicidal_urge", 2)
    assert (asked.response, asked.owner) == ("enquire", people.ana)
    (raised,) = give(people, "suicidal_urge", 5, at=NOW + timedelta(minutes=1))
    assert raised.pk == asked.pk
    assert (raised.response, raised.owner, raised.answer) == ("same_day", people.ben, 5)
    assert raised.due_at == NOW + timedelta(minutes=61)


def test_an_answer_corrected_downwards_is_still_asked_about(people: People) -> None:
    give(people, "intent", 1)
    give(people, "intent", 0)
    assert AlertCase.objects.get().open
    assert not ClinicalEvent.objects.filter(kind="suicidal_intent").exists()


def test_facts_become_events_at_once(people: People) -> None:
    give(people, "intent", 1)
    give(people, "suicidal_urge", 4)
    kinds = dict(ClinicalEvent.objects.values_list("kind", "value"))
    assert kinds == {"suicidal_intent": None, "suicidal_urge": 4.0}


def test_with_an_empty_roster_the_case_says_that_nobody_is_on_duty(people: People) -> None:
    (case,) = give(people, "intent", 1)
    assert case.nobody_on_duty
    assert (case.owner, case.second) == (people.ana, people.lea)


def test_a_case_opens_even_when_there_is_nobody_at_all(people: People) -> None:
    Membership.objects.exclude(user=people.dan).delete()
    CareRelation.objects.all().delete()
    (case,) = give(people, "attempt", 1)
    assert case.owner is None
    assert case.nobody_on_duty


def test_the_clinics_own_signed_minutes_hold(people: People) -> None:
    sign_clock(
        clinic=people.clinic,
        minutes={Response.SAME_DAY: 20},
        signed_by="Dr Lea",
        on=TODAY,
        by=people.lea,
    )
    people.patient.clinic.refresh_from_db()
    (case,) = give(people, "intent", 1)
    assert case.due_at == NOW + timedelta(minutes=20)


@pytest.mark.parametrize(
    ("given", "due"),
    [
        ("2026-11-18 23:50", "2026-11-19 17:00"),  # Wednesday night
        ("2026-11-20 08:00", "2026-11-23 17:00"),  # Friday morning
        ("2026-11-22 12:00", "2026-11-23 17:00"),  # Sunday
        ("2026-03-27 12:00", "2026-03-30 17:00"),  # over the change of the clocks
    ],
)
def test_the_next_working_day_is_the_clinics_own(people: People, given: str, due: str) -> None:
    at, expected = (datetime.fromisoformat(text).replace(tzinfo=BERLIN) for text in (given, due))
    (case,) = give(people, "self_harm_act", 1, at=at)
    assert case.response == "next_working_day"
    assert case.due_at == expected


def test_an_answer_out_of_range_is_refused_and_not_kept(people: People) -> None:
    with pytest.raises(ScoringError) as refused:
        give(people, "suicidal_urge", 9)
    assert refused.value.field == "suicidal_urge"
    assert not AnswerSet.objects.exists()


def test_a_draft_with_a_case_is_not_put_aside(people: People) -> None:
    give(people, "intent", 1)
    with pytest.raises(RecordError, match="get in touch"):
        drop_draft(answer_set=AnswerSet.objects.get(), by=people.dan)


def phq9(item9: float, week: str) -> Answers:
    return Answers("dan", week, {f"q{n}": 1.0 for n in range(1, 9)} | {"q9": item9})


def test_of_a_whole_course_only_the_newest_answers_act(people: People) -> None:
    weeks = [
        Brought(phq9(1, f"week {n}"), NOW - timedelta(weeks=n), ("the sender's total differs",))
        for n in range(3)
    ]
    brought = import_answers(
        patient=people.patient, instrument="phq9", brought=weeks, by=people.ana, at=NOW
    )
    assert len(brought.kept) == 3
    (case,) = brought.alerts
    assert case.given_at == NOW
    assert brought.kept[0].warnings == ["the sender's total differs"]


def test_old_answers_in_a_file_are_asked_about_not_alarmed_about(people: People) -> None:
    answers = Answers("dan", "long ago", {"suicidal_urge": 5})
    old = [Brought(answers, NOW - timedelta(days=300))]
    (case,) = import_answers(
        patient=people.patient, instrument="oi-safety", brought=old, by=people.ana, at=NOW
    ).alerts
    assert case.response == "enquire"


def test_the_same_file_twice_keeps_one_set(people: People) -> None:
    rows = [Brought(phq9(0, "2026-11-01"), NOW)]
    for known in (0, 1):
        brought = import_answers(
            patient=people.patient, instrument="phq9", brought=rows, by=people.ana, at=NOW
        )
        assert brought.known_already == known
    assert AnswerSet.objects.count() == 1


def test_one_bad_row_refuses_the_whole_file(people: People) -> None:
    rows = [Brought(phq9(0, "1"), NOW), Brought(phq9(7, "2"), NOW)]
    with pytest.raises(ScoringError) as refused:
        import_answers(patient=people.patient, instrument="phq9", brought=rows, by=people.ana)
    assert (refused.value.row, refused.value.field) == (2, "q9")
    assert not AnswerSet.objects.exists()


def test_a_case_passes_on_once_and_only_when_it_is_late(people: People) -> None:
    case = an_alert(people, second=people.ben)
    assert pass_on(alert=case, at=NOW + timedelta(minutes=59)).passed_on_at is None
    late = NOW + timedelta(minutes=60)
    assert pass_on(alert=case, at=late).passed_on_at == late
    assert pass_on(alert=case, at=late + timedelta(hours=1)).passed_on_at == late
    assert AuditEvent.objects.filter(action="alert.passed_on").count() == 1


def test_an_acknowledged_case_is_not_passed_on(people: People) -> None:
    case = acknowledge(alert=an_alert(people), by=people.ana, at=NOW)
    assert pass_on(alert=case, at=NOW + timedelta(days=1)).passed_on_at is None


def test_handing_over_asks_the_next_person_to_acknowledge(people: People) -> None:
    case = acknowledge(alert=an_alert(people), by=people.ana, at=NOW)
    handed = hand_over(alert=case, to=people.lea, by=people.ana)
    assert (handed.owner, handed.acknowledged_at) == (people.lea, None)
    with pytest.raises(RecordError, match="may not answer"):
        hand_over(alert=case, to=people.ben, by=people.ana)


def test_a_case_closes_with_a_reason_and_once(people: People) -> None:
    case = an_alert(people)
    with pytest.raises(RecordError) as refused:
        close(alert=case, reason="  ", by=people.ana, no_contact="Spoke at the door.")
    assert refused.value.field == "reason"
    assert (
        close(
            alert=case, reason="He is safe.", by=people.ana, no_contact="Spoke at the door."
        ).acknowledged_by
        == people.ana
    )
    with pytest.raises(RecordError, match="closed already"):
        close(alert=case, reason="Again.", by=people.ana, no_contact="Spoke at the door.")


def test_whoever_is_on_duty_sees_the_record_until_the_case_is_closed(people: People) -> None:
    from openimt_clinic.access.care import permissions_for
    from openimt_clinic.access.permissions import OF_ON_DUTY

    CareRelation.objects.filter(user=people.ben).delete()
    assert not permissions_for(people.ben, people.patient)
    case = an_alert(people, owner=people.ben)
    assert permissions_for(people.ben, people.patient) == OF_ON_DUTY
    close(alert=case, reason="Spoken with.", by=people.ben, no_contact="Spoke at the door.")
    assert not permissions_for(people.ben, people.patient)
