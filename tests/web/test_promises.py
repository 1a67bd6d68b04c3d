"""What was promised does not fall silent: an agreed contact, and the call to somebody who waits."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from openimt_clinic.access.care import permissions_for, require
from openimt_clinic.access.permissions import Permission
from openimt_clinic.access.role_names import RoleName
from openimt_clinic.actions.contacting import Said, note_contact
from openimt_clinic.actions.looking import catch_up, look_at, look_at_everybody
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.attention_record import AttentionRecord
from openimt_clinic.records.contact_line import ContactLine, ContactWay
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User
from tests.web import came, kept
from tests.web.absent import an_absence
from tests.web.pages_of import opened, sent
from tests.web.people import People, a_user
from tests.web.safe import a_contact
from tests.web.test_safety_page import contact

Browser = Callable[[User], Client]
SAYS = "and no contact has been noted since."
HOUR = timedelta(hours=1)


def promised(people: People, alert: AlertCase | None = None) -> ContactLine:
    """Ana spoke with Dan yesterday and agreed to be in contact by an hour ago."""
    now = timezone.now()
    return ContactLine.objects.create(
        clinic=people.clinic, patient=people.patient, by=people.ana, way="phone", reached=True,
        at=now - 24 * HOUR, next_by=now - HOUR, says="Wanted to hurt himself.", alert=alert,
    )  # fmt: skip


def caseload(browser: Client) -> str:
    return browser.get(reverse("clinician:caseload")).content.decode()


def test_an_agreed_contact_that_was_not_kept_is_the_first_thing_that_is_read(
    people: People, signed_in: Browser
) -> None:
    browser = signed_in(people.ana)
    caseload(browser)
    promised(people)
    # Nothing has happened since, and yet the row is not the same.
    assert SAYS in caseload(browser)
    kept_row = AttentionRecord.objects.get()
    assert (kept_row.urgency, kept_row.kinds[0]) == (1, "contact_owed")
    for page in ("patient", "appointments", "safety", "plan"):
        address = reverse(f"clinician:{page}", args=[people.patient.pk])
        assert browser.get(address).content.decode().count(SAYS) == 1


def test_it_is_there_for_whoever_covers(people: People, signed_in: Browser) -> None:
    promised(people)
    an_absence(people)
    assert SAYS in caseload(signed_in(people.ben))


def test_a_promise_within_an_alert_outlives_its_closing(people: People, signed_in: Browser) -> None:
    now = timezone.now()
    case = kept.an_alert(
        people, acknowledged_at=now, acknowledged_by=people.ana, closed_at=now,
        closed_by=people.ana, closed_reason="We spoke.",
    )  # fmt: skip
    promised(people, case)
    assert SAYS in caseload(signed_in(people.ana))


def test_the_next_contact_that_is_noted_settles_it(people: People, signed_in: Browser) -> None:
    promised(people)
    browser = signed_in(people.ana)
    assert SAYS in caseload(browser)
    now = timezone.now()
    note_contact(
        patient=people.patient, way=ContactWay.PHONE, reached=True, by=people.ana,
        came_of_it=Said(says="Calm.", next_by=now + 24 * HOUR),
    )  # fmt: skip
    assert SAYS not in caseload(browser)


@pytest.mark.parametrize(
    ("line", "settles"),
    [
        ({"reached": True}, True),
        ({"reached": False, "next_by": timezone.now() + 24 * HOUR}, True),
        ({"reached": False}, False),
        ({"reached": False, "way": "letter"}, False),
        ({"reached": True, "way": "other_person", "whom": "Su", "consent": "agreed"}, False),
    ],
)
def test_a_try_and_a_talk_with_somebody_else_settle_nothing(
    people: People, line: dict[str, object], settles: bool
) -> None:
    promised(people)
    a_contact(people, **{"at": timezone.now(), **line})
    now = timezone.now() + timedelta(seconds=1)
    assert ("contact_owed" in look_at(people.patient, now).kinds) is not settles


@pytest.mark.parametrize(("ago", "settles"), [(2 * HOUR, True), (30 * HOUR, False)])
def test_a_session_that_was_held_since_settles_it(
    people: People, ago: timedelta, settles: bool
) -> None:
    promised(people)
    kept.a_session(people, held_at=timezone.now() - ago)
    assert ("contact_owed" in look_at(people.patient, timezone.now()).kinds) is not settles


def test_the_end_of_the_course_settles_what_was_agreed_before_it(
    people: People, signed_in: Browser
) -> None:
    line, browser = promised(people), signed_in(people.ana)
    people.patient.ended_on = timezone.localdate()
    people.patient.save()
    assert SAYS not in opened(browser, "safety", people)
    people.patient.ended_on = timezone.localdate(line.at) - timedelta(days=1)
    people.patient.save()
    assert SAYS in opened(browser, "safety", people)


def test_a_record_the_core_refuses_is_not_looked_at_again_and_again(people: People) -> None:
    promised(people)
    mine, now = Patient.objects.filter(pk=people.patient.pk), timezone.now()
    mine.update(therapy="no-such")
    assert catch_up(mine, now, at_most=5) == 1
    assert catch_up(mine, now, at_most=5) == 0


# ---- whoever is on duty ----


@pytest.fixture
def eva(people: People) -> User:
    """On duty now, and nothing else to Dan."""
    user, now = a_user("Eva", people.clinic, RoleName.CLINICIAN), timezone.now()
    kept.a_duty(people, who=user, second=None, starts_at=now - HOUR, ends_at=now + 5 * HOUR)
    return user


def test_whoever_is_on_duty_reads_it_calls_and_notes_it(
    people: People, signed_in: Browser, eva: User
) -> None:
    browser = signed_in(eva)
    alerts = reverse("clinician:alerts")
    assert people.patient.name not in browser.get(alerts).content.decode()
    promised(people)
    for page in (browser.get(alerts).content.decode(), caseload(browser)):
        assert people.patient.name in page
        assert "Contact was agreed, and none has been noted" in page
    assert SAYS in opened(browser, "safety", people)
    page, done = sent(browser, "safety", people, **contact())
    assert done
    assert people.patient.name not in page
    with pytest.raises(Http404):
        require(eva, Permission.READ_RECORD, people.patient)


def test_on_duty_one_may_do_what_an_alert_lets_one_do_and_no_more(
    people: People, signed_in: Browser, eva: User
) -> None:
    assert permissions_for(eva, people.patient) == frozenset()
    promised(people)
    allowed = permissions_for(eva, people.patient)
    assert allowed == {Permission.READ_RECORD, Permission.ANSWER_ALERTS}
    reach = reverse("clinician:safety", args=[people.patient.pk])
    number = {"do": "reach", "number": "030 555 01"}
    assert signed_in(eva).post(reach, number).status_code == 403
    other = a_user("Finn", people.clinic, RoleName.CLINICIAN)
    assert permissions_for(other, people.patient) == frozenset()


# ---- the clock ----


def test_the_clock_sees_it_too_and_says_it_once(people: People) -> None:
    now = timezone.now()
    look_at(people.patient, now)
    promised(people)
    assert look_at_everybody(people.clinic, now) == 1
    assert look_at_everybody(people.clinic, now) == 0


def test_after_a_death_nobody_is_asked_to_call(people: People, signed_in: Browser) -> None:
    promised(people)
    came.a_death(people)
    page = signed_in(people.ana).get(reverse("clinician:patient", args=[people.patient.pk]))
    assert SAYS not in page.content.decode()


def test_the_call_to_somebody_who_waits_is_due_on_its_day(
    people: People, signed_in: Browser
) -> None:
    waits = came.who_waits(people, check_in_on=timezone.localdate() + timedelta(days=1))
    browser = signed_in(people.ana)
    assert "We said that we would call" not in caseload(browser)
    waits.check_in_on = timezone.localdate() - timedelta(days=9)
    waits.save()
    look_at(Patient.objects.get(pk=waits.patient_id), timezone.now())
    assert "We said that we would call on" in caseload(browser)
    page = browser.get(reverse("clinician:patient", args=[waits.patient_id])).content.decode()
    assert "We said that we would call on" in page
