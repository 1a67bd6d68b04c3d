"""Options in words: modules by name, no place counted twice, no hour while somebody is away."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from openimt.catalogue.load import load
from openimt.plan.fit import Wishes
from openimt_clinic.actions.fit.offering import keep_offer
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.mapping.fit import options_for, therapists
from openimt_clinic.records.planned_absence import PlannedAbsence
from openimt_clinic.records.user import User
from tests.web.fitted import SAFE, a_choice, a_free_hour, an_offer
from tests.web.people import People
from tests.web.sessions import planned_for

Browser = Callable[[User], Client]


def test_who_treats_the_person_has_their_place_already(people: People) -> None:
    an_offer(people, people.ana)
    found = options_for(people.patient, Wishes(), timezone.localdate()).options
    counted = {one.therapist.name: one.therapist.caseload for one in found}
    assert counted["Ana"] == 0
    assert {one.name: one.caseload for one in therapists(people.clinic)}["Ana"] == 1


def test_an_hour_that_falls_into_an_absence_is_free_afterwards(people: People) -> None:
    hour = a_free_hour(people, people.ben)
    away = PlannedAbsence.objects.create(
        clinic=people.clinic, who=people.ben, cover=people.ana, first=hour.from_on,
        last=hour.from_on + timedelta(days=4), noted_at=timezone.now(),
    )  # fmt: skip
    free = {one.name: one.free_from for one in therapists(people.clinic)}
    assert free["Ben"] == away.last + timedelta(days=1)


def test_the_choice_is_announced_on_the_first_page_until_it_is_made(
    people: People, signed_in: Browser
) -> None:
    browser, address = signed_in(people.dan), reverse("patient:who_treats")
    assert address not in browser.get("/me/").content.decode()
    a_choice(people)
    assert f'href="{address}"' in browser.get("/me/").content.decode()
    browser.post(address, {"do": "choose", "user": str(people.ben.pk)})
    assert f'href="{address}"' not in browser.get("/me/").content.decode()


def test_an_offer_for_another_is_kept_by_the_lead(people: People) -> None:
    clinic = Clinic.objects.get(pk=people.clinic.pk)
    kept = keep_offer(clinic=clinic, user=people.ben, offer=SAFE, by=people.lea)
    assert kept.changed_by == people.lea


def test_the_last_number_of_the_clinic_may_be_empty_in_the_other_language(
    people: People, signed_in: Browser
) -> None:
    sent = {
        "do": "numbers", "emergency_number": "112", "emergency_label": "Help",
        "who_reads": "We read.", "out_of_hours": "Nobody.", "crisis_0_name": "Line",
        "crisis_0_number": "030 1", "crisis_0_hours": "always", "crisis_0_de_hours": "x" * 61,
    }  # fmt: skip
    assert signed_in(people.lea).post("/clinic/", sent).status_code == 200


def test_in_a_running_course_its_own_therapy_goes_on_and_no_other_starts(
    people: People, signed_in: Browser
) -> None:
    address = reverse("clinician:fit", args=[people.patient.pk])
    assert (
        "Starts now, whoever is waited for" in signed_in(people.ana).get(address).content.decode()
    )
    planned_for(people)
    page = signed_in(people.ana).get(address).content.decode()
    assert "Starts now, whoever" not in page
    assert "Goes on, whoever is waited for" in page
    assert f"<b>{load().therapy('imt').name}</b>." in page
