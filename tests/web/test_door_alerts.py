"""Danger at the front door pages people like any worrying answer, before anybody is taken in."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from openimt.assess.front_door.screening import Answered
from openimt.errors import RecordError
from openimt_clinic.actions.front_door import door_alerts
from openimt_clinic.actions.front_door.accepting import accept_referral
from openimt_clinic.actions.front_door.referring import (
    decline_referral,
    screen_referral,
    withdraw_referral,
)
from openimt_clinic.jobs.tasks import tell_of_the_door, watch_alerts
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.contact_line import ContactLine, ContactWay
from openimt_clinic.records.referral import Referral
from openimt_clinic.records.referral_alert import ReferralAlert
from openimt_clinic.records.user import User
from tests.web import came, kept
from tests.web.people import People

Browser = Callable[[User], Client]
DANGER = {"danger_now": Answered("yes", "Has pills at home and means to take them.")}
DONE = "Called back at 10:02."
HOUR = timedelta(hours=1)
WRITTEN = {
    "given_name": "Mira", "family_initial": "T", "birth_year": "1994", "is_adult": "",
    "contact_way": "telephone", "contact": "030 555 0142", "language": "en",
    "referrer": "hospital", "referred_by": "", "referred_on": "2026-11-02", "why": "Two crises.",
}  # fmt: skip


def url(name: str, *args: object) -> str:
    return reverse(f"clinician:{name}", args=args)


def said(people: People) -> ReferralAlert:
    sent = came.a_referral(people, screening={}, state="received")
    screen_referral(referral=sent, answers=DANGER, danger_done=DONE, by=people.ana)
    return ReferralAlert.objects.get(referral=sent)


def on_duty(people: People, **who: User | None) -> None:
    now = timezone.now()
    kept.a_duty(people, starts_at=now - HOUR, ends_at=now + HOUR, **who)


def test_danger_in_the_screening_is_the_on_duty_persons_at_once(people: People) -> None:
    on_duty(people, who=people.ben, second=people.ana)
    alert = said(people)
    assert (alert.owner, alert.second, alert.nobody_on_duty) == (people.ben, people.ana, False)
    assert alert.due_at - alert.received_at == HOUR
    assert "means to take them" in alert.says
    assert DONE in alert.says


def test_where_nobody_is_on_duty_it_is_the_leads_and_says_so(
    people: People, signed_in: Browser
) -> None:
    alert = said(people)
    assert (alert.owner, alert.nobody_on_duty) == (people.lea, True)
    page = signed_in(people.lea).get(url("referral_alert", alert.referral_id)).content.decode()
    assert "nobody was on duty when it came in" in page


def test_whoever_is_told_gets_a_mail_that_names_nobody(people: People) -> None:
    alert = said(people)
    tell_of_the_door(str(people.clinic.pk), str(alert.pk), str(people.lea.pk))
    assert mail.outbox[0].to == [people.lea.email]
    assert "Mira" not in mail.outbox[0].body


def test_the_clock_tells_the_second_person_when_nobody_is_on_it(people: People) -> None:
    on_duty(people, who=people.ben, second=people.ana)
    alert = said(people)
    late = int((alert.due_at + timedelta(minutes=1)).timestamp())
    assert (watch_alerts(late), watch_alerts(late)) == (1, 0)
    alert.refresh_from_db()
    assert alert.passed_on_at is not None


def test_the_clock_stops_for_who_is_on_it(people: People) -> None:
    alert = said(people)
    door_alerts.take_at_the_door(alert=alert, by=people.lea)
    assert watch_alerts(int((alert.due_at + HOUR).timestamp())) == 0


def test_it_stands_on_the_pages_of_whom_it_concerns_and_of_nobody_else(
    people: People, signed_in: Browser
) -> None:
    on_duty(people, who=people.ben, second=None)
    alert = said(people)
    door = url("referral_alert", alert.referral_id)
    for who, there in ((people.ben, True), (people.lea, True), (people.ana, False)):
        browser = signed_in(who)
        for page in ("clinician:caseload", "clinician:alerts"):
            assert (door in browser.get(reverse(page)).content.decode()) is there
    assert door in signed_in(people.lea).get(reverse("team:clinic")).content.decode()
    assert door in signed_in(people.ana).get(url("front_door")).content.decode()


def test_taken_tried_handed_over_and_closed_on_its_page(people: People, signed_in: Browser) -> None:
    alert = said(people)
    door, browser = url("referral_alert", alert.referral_id), signed_in(people.lea)
    for sends in (
        {"do": "acknowledge"},
        {"do": "contact", "way": "phone", "reached": "no", "says": "No answer yet."},
        {"do": "hand_over", "to": str(people.ben.pk)},
    ):
        assert browser.post(door, sends).status_code == 302
    alert.refresh_from_db()
    assert (alert.owner, alert.acknowledged_by) == (people.ben, None)
    page = browser.get(door).content.decode()
    assert "No answer yet." in page
    assert "This field is required" in browser.post(door, {"do": "close"}).content.decode()
    browser.post(door, {"do": "close", "reason": "With her sister; a bed for tonight."})
    assert "a bed for tonight" in browser.get(door).content.decode()
    assert "closed already" in browser.post(door, {"do": "acknowledge"}).content.decode()


def test_once_somebody_is_on_it_the_door_says_who_and_nothing_is_red(
    people: People, signed_in: Browser
) -> None:
    came.a_referral(people, given_name="Nil", referred_on=came.CAME - timedelta(days=9))
    alert, ben = said(people), signed_in(people.ben)
    door, front = url("referral_alert", alert.referral_id), url("front_door")
    page = ben.get(front).content.decode()
    assert "in danger now: act first" in page
    assert page.index("Mira T.") < page.index("Nil T.")
    assert "I am on it" in ben.get(door).content.decode()
    ben.post(door, {"do": "acknowledge"})
    page = signed_in(people.lea).get(front).content.decode()
    assert "Ben is on it" in page
    assert "act-word" not in page
    page = signed_in(people.lea).get(door).content.decode()
    assert 'value="acknowledge"' not in page
    assert page.count("button main") == 1


def test_said_again_it_is_one_alert_and_after_the_end_of_it_a_new_one(people: People) -> None:
    first = said(people)
    sent = Referral.objects.get(pk=first.referral_id)
    screen_referral(referral=sent, answers=DANGER, danger_done="Her sister comes.", by=people.ana)
    first.refresh_from_db()
    assert "Her sister comes." in first.says
    assert ReferralAlert.objects.count() == 1
    door_alerts.close_at_the_door(alert=first, reason="Safe tonight.", by=people.ana)
    same = {**DANGER, "basics": Answered("no")}
    screen_referral(referral=sent, answers=same, danger_done="Her sister comes.", by=people.ana)
    assert ReferralAlert.objects.count() == 1
    screen_referral(referral=sent, answers=DANGER, danger_done="Called again.", by=people.ana)
    assert ReferralAlert.objects.filter(closed_at__isnull=True).count() == 1


def test_what_the_referral_itself_says_of_danger_pages_too(
    people: People, signed_in: Browser
) -> None:
    sends = {**WRITTEN, "danger": "The doctor writes of a plan to die.", "key": str(uuid4())}
    for _ in range(2):
        assert signed_in(people.ana).post(url("new_referral"), sends).status_code == 302
    alert = ReferralAlert.objects.get()
    assert "a plan to die" in alert.says
    page = signed_in(people.ana).get(url("referral", alert.referral_id)).content.decode()
    assert "Somebody is in danger now." in page
    assert url("referral_alert", alert.referral_id) in page


def test_nobody_is_sent_away_while_nobody_is_on_it(people: People) -> None:
    alert = said(people)
    sent = alert.referral
    with pytest.raises(RecordError, match="Take the alert first"):
        withdraw_referral(referral=sent, reason="Moved.", by=people.ana)
    onward = {"onward": "Ward 3 tonight.", "told": "Mira", "told_on": came.CAME}
    with pytest.raises(RecordError, match="Take the alert first"):
        decline_referral(referral=sent, reason="Needs a ward.", **onward, by=people.ana)
    door_alerts.take_at_the_door(alert=alert, by=people.ana)
    decline_referral(referral=sent, reason="Needs a ward.", **onward, by=people.ana)
    assert ReferralAlert.objects.get().open


def test_taken_in_it_goes_on_in_the_record_with_who_is_on_it(people: People) -> None:
    alert = said(people)
    door_alerts.take_at_the_door(alert=alert, by=people.ben)
    door_alerts.try_at_the_door(
        alert=alert, way=ContactWay.PHONE, reached=True, says="Speaks.", by=people.ben
    )
    patient = accept_referral(
        referral=alert.referral, treated_by=people.ana, code="26-3", by=people.ana
    )
    case = AlertCase.objects.get(patient=patient)
    assert (case.owner, case.acknowledged_by) == (people.ben, people.ben)
    assert (case.given_at, case.due_at) == (alert.received_at, alert.due_at)
    tried = ContactLine.objects.get(alert=case)
    assert (tried.by, tried.reached, tried.says) == (people.ben, True, "Speaks.")
    alert.refresh_from_db()
    assert (alert.open, alert.patient) == (False, patient)


def test_who_may_not_answer_here_is_given_nothing(people: People) -> None:
    with pytest.raises(RecordError, match="may not answer"):
        door_alerts.hand_over_at_the_door(alert=said(people), to=people.dan, by=people.ana)


def test_the_database_keeps_one_open_alert_and_no_end_without_words(people: People) -> None:
    alert = came.a_door_alert(people)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReferralAlert.objects.filter(pk=alert.pk).update(
            closed_at=came.NOW, closed_by=people.ana, closed_reason=""
        )
    again = ReferralAlert.objects.get(pk=alert.pk)
    again.pk = uuid4()
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save(force_insert=True)
