"""The first session of somebody taken in at the front door, before there is a plan."""

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from openimt_clinic.records.appointment import Appointment
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.session_record import SessionRecord
from tests.web import came
from tests.web.pages_of import Browser
from tests.web.people import People
from tests.web.test_front_referrals import url
from tests.web.typed import standing_in


def opened(browser: Client, name: str, *args: object) -> str:
    return browser.get(reverse(f"clinician:{name}", args=args)).content.decode()


def mains(page: str) -> int:
    return page.count('class="button main"')


def test_who_waits_has_one_main_next_step_on_the_map_and_on_the_referral(
    people: People, signed_in: Browser
) -> None:
    sent = came.who_waits(people)
    assert sent.patient is not None
    ana = signed_in(people.ana)
    page = opened(ana, "patient", sent.patient.pk)
    assert mains(page) == 1
    assert 'class="button main" href="' + url("referral", sent.pk) in page
    page = ana.get(url("referral", sent.pk)).content.decode()
    assert mains(page) == 1
    assert page.index("What begins now") < page.index('class="button main"')


def test_who_was_taken_in_has_a_first_session_that_is_ticked_and_signed(
    people: People, signed_in: Browser
) -> None:
    sent = came.who_waits(people)
    patient, ana = sent.patient, signed_in(people.ana)
    assert patient is not None
    one = Appointment.objects.create(
        clinic=people.clinic, patient=patient, with_whom=people.ana, starts_at=timezone.now()
    )
    page = opened(ana, "session_at", patient.pk, one.pk)
    for says in ("Ask about danger", "Offer a safety plan", "in a crisis", "Assess further"):
        assert says in page
    for leads in ("safety_plan", "assessment", "plan", "common", "gpm"):
        assert f'href="{reverse(f"clinician:{leads}", args=[patient.pk])}"' in page
    assert f'href="{url("referral", sent.pk)}"' in page
    here = reverse("clinician:session_at", args=[patient.pk, one.pk])
    ana.post(here, {"do": "begin"})
    typed = {"tick_ask_safety": ["done"], "tick_frame": ["done"], "note": ["A first talk."]}
    fields = standing_in(ana.get(here).content.decode())
    assert ana.post(here, {**fields, **typed, "do": ["sign"]}).status_code == 302
    assert SessionRecord.objects.get().note == "A first talk."
    kept = CareDocument.objects.get(appointment=one).values
    assert kept["tick_ask_safety"] == ["done"]
    assert "2 of 14 points of the agenda" in opened(ana, "session_at", patient.pk, one.pk)


def test_the_map_without_a_plan_leads_to_what_begins_now(
    people: People, signed_in: Browser
) -> None:
    sent = came.who_waits(people)
    assert sent.patient is not None
    page = opened(signed_in(people.ana), "patient", sent.patient.pk)
    assert "What begins now" in page
    assert f'href="{url("referral", sent.pk)}"' in page
    dan = opened(signed_in(people.ana), "patient", people.patient.pk)
    assert "There is no plan yet" in dan
    assert "What begins now" not in dan
