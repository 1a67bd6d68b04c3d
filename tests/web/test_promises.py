"""What was promised does not fall silent: an agreed contact, and the call to somebody who waits."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from openimt_clinic.actions.contacting import Said, note_contact
from openimt_clinic.actions.looking import look_at, look_at_everybody
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.attention_record import AttentionRecord
from openimt_clinic.records.contact_line import ContactLine, ContactWay
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User
from tests.web import came, kept
from tests.web.absent import an_absence
from tests.web.people import People

Browser = Callable[[User], Client]
SAYS = "and nothing has been noted since."
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
    sent = came.who_waits(people, check_in_on=timezone.localdate() + timedelta(days=1))
    browser = signed_in(people.ana)
    assert "We said that we would call" not in caseload(browser)
    sent.check_in_on = timezone.localdate() - timedelta(days=9)
    sent.save()
    look_at(Patient.objects.get(pk=sent.patient_id), timezone.now())
    assert "We said that we would call on" in caseload(browser)
