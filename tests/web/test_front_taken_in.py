"""Taken in from the front door: one record, with what begins now, in the order of arrival."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.http import Http404
from django.test import Client
from django.utils import timezone

from openimt.errors import RecordError
from openimt_clinic.access.care import permissions_for
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.back_door.coming_back import come_back
from openimt_clinic.actions.back_door.ending import end_course
from openimt_clinic.actions.front_door.accepting import accept_referral, next_code
from openimt_clinic.actions.front_door.referring import decline_referral
from openimt_clinic.actions.front_door.same_person import perhaps_the_same
from openimt_clinic.actions.front_door.waiting import give_numbers, set_check_in, start_course
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.reach import Reach
from openimt_clinic.records.referral import Referral
from openimt_clinic.records.user import User
from tests.web import came, kept
from tests.web.people import People
from tests.web.test_front_referrals import url

Browser = Callable[[User], Client]


# ---- taken in ----


def test_taken_in_twice_is_taken_in_once(people: People, signed_in: Browser) -> None:
    sent = came.a_referral(people)
    browser, given = signed_in(people.ana), {"treated_by": str(people.ana.pk), "code": "26-001"}
    for _ in range(2):
        answer = browser.post(url("accept_referral", sent.pk), given)
        assert answer["Location"] == url("referral", sent.pk)
    patient = Patient.objects.get(code="26-001")
    assert (patient.name, patient.therapy) == ("Mira T.", "gpm")
    assert Permission.PLAN in permissions_for(people.ana, patient)
    assert Reach.objects.get(patient=patient).number == "030 555 0142"
    sent.refresh_from_db()
    assert (sent.state, sent.patient) == ("waiting", patient)


def test_nobody_is_taken_in_or_sent_on_before_danger_was_asked_about(people: People) -> None:
    sent = came.a_referral(people, screening={})
    with pytest.raises(RecordError, match="Ask first"):
        accept_referral(referral=sent, treated_by=people.ana, code="x", by=people.ana)
    with pytest.raises(RecordError, match="Ask first"):
        decline_referral(referral=sent, reason="a", onward="b", told="c", told_on=came.CAME,
                         by=people.ana)  # fmt: skip
    assert Patient.objects.filter(code="x").count() == 0


def test_danger_that_stands_opens_an_alert_with_the_acceptance(people: People) -> None:
    sent = came.a_referral(
        people, screening=came.rows(came.IN_DANGER), danger_done="Called 112; sister is with her."
    )
    kept.a_duty(people, starts_at=timezone.now() - timedelta(hours=1),
                ends_at=timezone.now() + timedelta(hours=1))  # fmt: skip
    patient = accept_referral(referral=sent, treated_by=people.ana, code="26-2", by=people.ana)
    case = AlertCase.objects.get(patient=patient)
    assert (case.response, case.owner) == ("same_day", people.ben)
    assert "Called 112" in case.says


def test_a_code_that_is_taken_is_refused_and_nothing_is_half_done(
    people: People, signed_in: Browser
) -> None:
    sent = came.a_referral(people)
    given = {"treated_by": str(people.ana.pk), "code": people.patient.code}
    page = signed_in(people.ana).post(url("accept_referral", sent.pk), given)
    assert "somebody&#x27;s code already" in page.content.decode()
    sent.refresh_from_db()
    assert (sent.state, sent.patient) == ("in_assessment", None)
    assert next_code(people.clinic, date(2026, 11, 22)) == "26-001"


def test_from_then_on_it_belongs_to_the_record(people: People, signed_in: Browser) -> None:
    sent = came.who_waits(people)
    assert signed_in(people.ana).get(url("referral", sent.pk)).status_code == 200
    for stranger in (people.ben, people.lea, people.cleo, people.dan):
        assert signed_in(stranger).get(url("referral", sent.pk)).status_code == 404


def test_who_gives_somebody_to_a_colleague_lands_on_the_list(
    people: People, signed_in: Browser
) -> None:
    sent = came.a_referral(people)
    given = {"treated_by": str(people.ben.pk), "code": "26-9"}
    answer = signed_in(people.lea).post(url("accept_referral", sent.pk), given)
    assert answer["Location"] == url("front_door")
    page = signed_in(people.lea).get(url("front_door")).content.decode()
    assert "Mira T." in page
    assert "Ben" in page
    assert url("referral", sent.pk) not in page


# ---- the same person ----


def test_the_same_person_is_pointed_out_and_never_merged(
    people: People, signed_in: Browser
) -> None:
    first = came.a_referral(people, state="declined", reason="a", onward="b", told="c",
                            decided_by=people.ana, decided_at=came.NOW)  # fmt: skip
    second = came.a_referral(people, given_name="mira")
    found = perhaps_the_same(people.clinic, "MIRA", "T", but=second)
    assert [one.referral for one in found] == [first]
    page = signed_in(people.ana).get(url("referral", second.pk)).content.decode()
    assert "Perhaps the same person" in page
    assert "helped on elsewhere" in page
    accept_referral(referral=second, treated_by=people.ana, code="26-3", by=people.ana)
    assert Referral.objects.count() == 2


def test_who_was_here_before_comes_back_by_the_referral(people: People, signed_in: Browser) -> None:
    came.who_has_ended(people)
    sent = came.a_referral(people, given_name="Dan", family_initial="M")
    page = signed_in(people.ana).get(url("accept_referral", sent.pk)).content.decode()
    assert "Dan M. (dan), whose course ended on 20 Nov 2026" in page
    given = {"treated_by": str(people.ana.pk), "code": "unused", "same_as": str(people.patient.pk)}
    signed_in(people.ana).post(url("accept_referral", sent.pk), given)
    sent.refresh_from_db()
    people.patient.refresh_from_db()
    assert sent.patient == people.patient
    assert (people.patient.ended_on, people.patient.code) == (None, "dan")
    assert Patient.objects.count() == 1


def test_who_is_in_care_is_not_taken_in_again(people: People) -> None:
    sent = came.a_referral(people, given_name="Dan", family_initial="M")
    with pytest.raises(RecordError, match="in care already"):
        accept_referral(referral=sent, treated_by=people.ana, code="x", same_as=people.patient,
                        by=people.ana)  # fmt: skip


# ---- who waits ----


def test_the_list_stands_in_the_order_of_arrival_and_shows_the_next_step(
    people: People, signed_in: Browser
) -> None:
    late = came.who_waits(people, given_name="Late", referred_on=date(2026, 11, 20))
    early = came.who_waits(people, given_name="Early", referred_on=date(2026, 10, 1))
    give_numbers(referral=early, by=people.ana)
    page = signed_in(people.ana).get(url("front_door")).content.decode()
    assert page.index("Early T.") < page.index("Late T.")
    assert "Offer a safety plan" in page
    assert "Give the numbers" in page
    judged = kept.an_alert(people)
    judged.patient = late.patient
    judged.save()
    page = signed_in(people.lea).get(url("front_door")).content.decode()
    assert "Not waiting: somebody must act now" in page
    body = page[page.index("In the order in which") :]
    assert body.index("Early T.") < body.index("Late T.")


def test_each_step_is_done_on_the_page_and_twice_is_once(
    people: People, signed_in: Browser
) -> None:
    sent = came.who_waits(people)
    browser, steps = signed_in(people.ana), url("meanwhile", sent.pk)
    for _ in range(2):
        assert browser.post(steps, {"do": "numbers"}).status_code == 302
    soon = timezone.localdate() + timedelta(days=10)
    browser.post(steps, {"do": "check_in", "call-on": soon.isoformat()})
    sent.refresh_from_db()
    assert sent.numbers_given_on == timezone.localdate()
    assert sent.check_in_on == soon
    page = browser.get(url("referral", sent.pk)).content.decode()
    assert "What begins now" in page
    assert "030 555 01" in page
    far = timezone.localdate() + timedelta(days=200)
    page = browser.post(steps, {"do": "check_in", "call-on": far.isoformat()}).content.decode()
    assert "within two months" in page
    past = browser.post(steps, {"do": "check_in", "call-on": "2020-01-01"}).content.decode()
    assert "This day is past" in past


def test_the_course_starts_once_on_a_day_that_has_come(people: People, signed_in: Browser) -> None:
    sent = came.who_waits(people)
    today = timezone.localdate()
    browser, steps = signed_in(people.ana), url("meanwhile", sent.pk)
    early = {"do": "start", "start-therapy": "imt", "start-on": "2026-10-01"}
    assert "from the referral until today" in browser.post(steps, early).content.decode()
    ahead = {**early, "start-on": (today + timedelta(days=2)).isoformat()}
    assert "still to come" in browser.post(steps, ahead).content.decode()
    for _ in range(2):
        browser.post(steps, {**early, "start-on": today.isoformat()})
    sent.refresh_from_db()
    assert sent.state == "started"
    assert sent.patient is not None
    assert (sent.patient.therapy, sent.patient.started_on) == ("imt", today)
    with pytest.raises(RecordError, match="does not wait any more"):
        set_check_in(referral=sent, on=today, by=people.ana)
    with pytest.raises(Http404):
        start_course(referral=came.who_waits(people, given_name="B"), on=today, therapy="imt",
                     by=people.ben)  # fmt: skip


# ---- who left while waiting ----


def who_left(people: People) -> Referral:
    """Mira, who waited and has left; her course has ended."""
    sent = came.who_waits(people)
    assert sent.patient is not None
    on = sent.patient.started_on
    ending = came.an_ending(people, patient=sent.patient, way="left", on=on)
    end_course(ending=ending, by=people.ana)
    return Referral.objects.get(pk=sent.pk)


def test_who_left_while_waiting_waits_no_more(people: People, signed_in: Browser) -> None:
    sent = who_left(people)
    assert (sent.state, sent.started_on) == ("started", None)
    browser = signed_in(people.ana)
    assert "Mira T." not in browser.get(url("front_door")).content.decode()
    page = browser.get(url("referral", sent.pk)).content.decode()
    assert "the course did not begin" in page
    assert "The course ended on" in page
    assert "Start the course" not in page
    with pytest.raises(RecordError, match="does not wait any more"):
        start_course(referral=sent, on=timezone.localdate(), therapy="imt", by=people.ana)


def test_coming_back_puts_nobody_on_the_list_by_itself(people: People) -> None:
    first = who_left(people)
    assert first.patient is not None
    come_back(patient=first.patient, on=timezone.localdate(), by=people.ana)
    assert not Referral.objects.filter(state="waiting").exists()


def test_who_left_while_waiting_may_be_referred_and_taken_in_again(people: People) -> None:
    first = who_left(people)
    again = came.a_referral(people)
    accept_referral(
        referral=again, treated_by=people.ana, code="x", by=people.ana, same_as=first.patient
    )
    assert Referral.objects.get(state="waiting") == again


def test_nobody_whose_course_has_ended_stands_on_the_list(
    people: People, signed_in: Browser
) -> None:
    sent = came.who_waits(people)
    assert sent.patient is not None
    sent.patient.ended_on = timezone.localdate()
    sent.patient.save(update_fields=["ended_on"])
    browser = signed_in(people.ana)
    assert "Mira T." not in browser.get(url("front_door")).content.decode()
    assert "What begins now" not in browser.get(url("referral", sent.pk)).content.decode()
