"""An alert always has somebody who can act, and a clock: whoever left, was switched off or handed
it on."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from openimt.terms import Response
from openimt_clinic.actions.alerting import acknowledge, hand_over, pass_on, raise_alert
from openimt_clinic.actions.front_door import door_alerts
from openimt_clinic.clinician.safety.duty import duty_now
from openimt_clinic.jobs import tasks
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.membership import Membership
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.referral_alert import ReferralAlert
from openimt_clinic.records.user import User
from tests.web.kept import a_duty, an_alert
from tests.web.people import People, a_patient
from tests.web.test_door_alerts import said

Browser = Callable[[User], Client]
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def on_duty(people: People, who: User, second: User | None) -> datetime:
    now = timezone.now()
    a_duty(people, who=who, second=second, starts_at=now - HOUR, ends_at=now + 9 * HOUR)
    return now


def raised(people: People, patient: Patient | None = None) -> AlertCase:
    return raise_alert(
        patient=patient or people.patient, response=Response.EMERGENCY, says="x", by=people.ana
    )


def watched(at: datetime) -> int:
    return tasks.watch_alerts(timestamp=int(at.timestamp()))


def gone(user: User, people: People) -> None:
    Membership.objects.filter(user=user, clinic=people.clinic).delete()


def switched_off(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


def test_handed_on_after_it_was_passed_on_the_clock_runs_anew(people: People) -> None:
    on_duty(people, people.ana, people.ben)
    case = raised(people)
    assert watched(case.due_at + MINUTE) == 1
    acknowledge(alert=case, by=people.ben)
    later = case.due_at + HOUR
    handed = hand_over(alert=case, to=people.lea, by=people.ben, at=later)
    assert (handed.passed_on_at, handed.second) == (None, people.ana)
    assert handed.due_at == later + 10 * MINUTE
    assert watched(later + 9 * MINUTE) == 0
    assert watched(later + 11 * MINUTE) == 1


def test_handing_on_puts_off_no_deadline_and_nobody_is_second_to_themselves(
    people: People,
) -> None:
    now = on_duty(people, people.ana, people.ben)
    case = raised(people)
    handed = hand_over(alert=case, to=people.ben, by=people.ana, at=now + 5 * MINUTE)
    assert handed.due_at == case.due_at
    assert handed.second == people.ana


def test_at_the_front_door_the_clock_runs_anew_too(people: People) -> None:
    on_duty(people, people.ana, people.ben)
    alert = said(people)
    assert watched(alert.due_at + MINUTE) == 1
    ReferralAlert.objects.update(due_at=timezone.now() - HOUR)
    handed = door_alerts.hand_over_at_the_door(alert=alert, to=people.ana, by=people.ben)
    assert (handed.passed_on_at, handed.second) == (None, people.ben)
    assert watched(handed.due_at + MINUTE) == 1


def test_who_is_on_the_roster_and_has_left_the_clinic_is_passed_over(
    people: People, signed_in: Browser
) -> None:
    now = on_duty(people, people.ben, None)
    gone(people.ben, people)
    case = raised(people)
    assert (case.owner, case.nobody_on_duty) == (people.ana, True)
    assert duty_now(people.clinic, now).who == ""
    alert = said(people)
    assert (alert.owner, alert.nobody_on_duty) == (people.lea, True)
    page = signed_in(people.ana).get(reverse("clinician:alert", args=[case.pk]))
    assert page.status_code == 200, "whoever has it can open it"


def test_the_second_on_the_roster_is_first_where_the_first_has_left(people: People) -> None:
    now = on_duty(people, people.ben, people.ana)
    gone(people.ben, people)
    case = raised(people)
    assert (case.owner, case.second, case.nobody_on_duty) == (people.ana, people.lea, False)
    assert (duty_now(people.clinic, now).who, duty_now(people.clinic, now).second) == ("Ana", "Lea")


@pytest.mark.parametrize(
    "leaves", [switched_off, lambda user: Membership.objects.filter(user=user).delete()]
)
def test_it_is_passed_on_to_somebody_who_is_there(
    people: People, leaves: Callable[[User], object]
) -> None:
    on_duty(people, people.ana, people.ben)
    case, alert = raised(people), said(people)
    assert (case.second, alert.second) == (people.ben, people.ben)
    leaves(people.ben)
    assert watched(max(case.due_at, alert.due_at) + MINUTE) == 2
    case.refresh_from_db()
    alert.refresh_from_db()
    assert (case.second, alert.second) == (people.lea, people.lea)


def test_where_nobody_is_left_to_tell_the_page_says_so(people: People, signed_in: Browser) -> None:
    on_duty(people, people.ana, people.ben)
    case = raised(people)
    switched_off(people.ben)
    switched_off(people.lea)
    assert pass_on(alert=case, at=case.due_at).second is None
    page = signed_in(people.ana).get(reverse("clinician:alert", args=[case.pk])).content.decode()
    assert "there is nobody else to tell: take it" in page


def test_one_that_cannot_be_passed_on_stops_no_other(
    people: People, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    now = timezone.now()
    first = an_alert(people, at=now - 3 * HOUR, second=people.ben)
    eva = a_patient(people.clinic, given_name="Eva")
    then = an_alert(people, at=now - 2 * HOUR, second=people.ben, patient=eva)
    kept = tasks.pass_on

    def faulty(*, alert: AlertCase, at: datetime) -> AlertCase:
        if alert.pk == first.pk:
            raise ValueError("a row that cannot be read")
        return kept(alert=alert, at=at)

    monkeypatch.setattr(tasks, "pass_on", faulty)
    with caplog.at_level(logging.ERROR):
        assert watched(now) == 1
    then.refresh_from_db()
    assert then.passed_on_at is not None
    assert str(first.pk) in caplog.text
    assert "Dan" not in caplog.text
    people.clinic.refresh_from_db()
    assert people.clinic.clock_seen_at == now.replace(microsecond=0)
