"""A death that was written by mistake: whoever is alive is as safe, and as known, as before."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from openimt.errors import RecordError
from openimt_clinic.actions.alerting import acknowledge
from openimt_clinic.actions.back_door.death import note_death
from openimt_clinic.actions.back_door.taking_back import TakenBack, take_death_back
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.course_ending import CourseEnding
from openimt_clinic.records.follow_up import FollowUp
from openimt_clinic.records.mapping.endings import current_ending
from openimt_clinic.records.referral import Referral, ReferralState
from openimt_clinic.records.user import User
from tests.web import came, kept
from tests.web.people import People

Browser = Callable[[User], Client]


def url(people: People, name: str) -> str:
    return reverse(f"clinician:{name}", args=[people.patient.pk])


def back(people: People, ending: CourseEnding | None = None) -> TakenBack:
    taken: TakenBack = take_death_back(
        ending=ending or came.a_death(people), reason="Mixed up.", by=people.ana
    )
    people.patient.refresh_from_db()
    return taken


# ---- somebody alive, and in danger ----


def test_what_the_death_closed_is_open_again_and_somebody_is_called(
    people: People, signed_in: Browser
) -> None:
    case = kept.an_alert(people)
    before = timezone.now()
    acknowledge(alert=case, by=people.ana)
    assert back(people).alerts == 1
    case.refresh_from_db()
    assert (case.open, case.owner, case.acknowledged_at) == (True, people.ana, None)
    assert (case.closed_by, case.closed_reason) == (None, "")
    assert before + timedelta(minutes=55) < case.due_at < before + timedelta(minutes=90)
    browser = signed_in(people.ana)
    page = browser.get(reverse("clinician:alert", args=[case.pk])).content.decode()
    assert "Closed when a death was written by mistake; open again." in page
    assert reverse("clinician:alert", args=[case.pk]) in browser.get(
        reverse("clinician:alerts")
    ).content.decode()  # fmt: skip


def test_whoever_is_due_has_it_where_nobody_answers_it_any_more(people: People) -> None:
    case = kept.an_alert(people, owner=people.ben)
    ending = came.a_death(people)
    User.objects.filter(pk=people.ben.pk).update(is_active=False)
    back(people, ending)
    case.refresh_from_db()
    assert case.owner == people.ana


def test_what_had_been_closed_by_a_person_stays_closed(people: People) -> None:
    kept.an_alert(
        people, acknowledged_at=kept.NOW, acknowledged_by=people.ana, closed_at=kept.NOW,
        closed_by=people.ana, closed_reason="We met.",
    )  # fmt: skip
    assert back(people).alerts == 0
    assert AlertCase.objects.get().closed_reason == "We met."


def test_an_answer_that_was_asked_anew_meanwhile_has_one_open_case(people: People) -> None:
    answers = kept.a_draft(people)
    kept.an_alert(people, answer_set=answers)
    ending = came.a_death(people)
    kept.an_alert(people, answer_set=answers)
    assert back(people, ending).alerts == 0


def test_the_page_says_what_is_there_again_and_what_to_agree_anew(
    people: People, signed_in: Browser
) -> None:
    kept.an_alert(people)
    kept.a_device(people)
    at = timezone.now() + timedelta(days=5)
    kept.an_appointment(people, at)
    came.a_death(people)
    sends = {"do": "mistake", "reason": "Another person of that name."}
    page = signed_in(people.ana).post(url(people, "died"), sends, follow=True).content.decode()
    for says in (
        "1 alert is open again.",
        "The person is in care as before.",
        f"the appointment of {timezone.localtime(at):%a %-d %b %Y, %H:%M}, which was cancelled",
        "their phone, which has to be connected again",
        "Tell those who were told of a death: Ana.",
    ):
        assert says in page


# ---- the course, or its end, as it was ----


def test_the_end_of_a_course_that_had_ended_before_stands_as_it_stood(
    people: People, signed_in: Browser
) -> None:
    came.who_has_ended(people, way="moved", told_how="letter")
    before = CourseEnding.objects.values().get()
    asked = list(FollowUp.objects.values())
    taken = back(people)
    assert not taken.in_care
    assert people.patient.ended_on == before["on"]
    now = CourseEnding.objects.filter(pk=before["id"]).values().get()
    assert {**now, "changed_at": None} == {**before, "changed_at": None}
    assert list(FollowUp.objects.values()) == asked
    page = signed_in(people.ana).get(url(people, "ending")).content.decode()
    assert "Earlier courses" not in page
    assert "Take the course up again" in page


def test_an_end_that_was_named_goes_on_being_prepared(people: People) -> None:
    named = came.an_ending(people, shown=True)
    taken = back(people)
    assert taken.in_care
    ending = current_ending(people.patient)
    assert ending is not None
    assert (ending.pk, ending.way, ending.shown) == (named.pk, "planned", True)
    assert ending.follow_ups.count() == 1


def test_a_day_of_an_end_without_a_page_of_its_own_is_kept(people: People) -> None:
    people.patient.ended_on = date(2026, 10, 1)
    people.patient.save()
    back(people)
    assert people.patient.ended_on == date(2026, 10, 1)


def test_a_death_that_was_none_is_no_earlier_course(people: People, signed_in: Browser) -> None:
    back(people)
    assert "Earlier courses" not in signed_in(people.ana).get(
        url(people, "ending")
    ).content.decode()  # fmt: skip


def test_twice_a_mistake_brings_back_what_stood_before_both(people: People) -> None:
    named = came.an_ending(people)
    back(people)
    back(people)
    ending = current_ending(people.patient)
    assert ending is not None
    assert ending.pk == named.pk


def test_whoever_waited_waits_again_in_their_place(people: People) -> None:
    sent = came.who_waits(people, check_in_on=came.A_YEAR_ON)
    patient = sent.patient
    assert patient is not None
    ending = note_death(
        patient=patient, on=timezone.localdate(), look_back_on=came.A_YEAR_ON, by=people.ana
    )
    sent.refresh_from_db()
    assert sent.state == ReferralState.STARTED.value
    taken = take_death_back(ending=ending, reason="Mixed up.", by=people.ana)
    assert taken.waits
    again = Referral.objects.get(pk=sent.pk)
    assert (again.state, again.check_in_on) == (ReferralState.WAITING.value, came.A_YEAR_ON)


def test_a_day_of_death_before_the_course_is_refused(people: People) -> None:
    early = people.patient.started_on - timedelta(days=1)
    with pytest.raises(RecordError, match="course began later") as refusal:
        note_death(patient=people.patient, on=early, look_back_on=came.A_YEAR_ON, by=people.ana)
    assert refusal.value.field == "on"
