"""A person's care goes on with somebody else: what goes along, what is told, who is never alone."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from openimt.errors import RecordError
from openimt_clinic.access.care import permissions_for
from openimt_clinic.access.permissions import OF_TEAM, OF_TREATING
from openimt_clinic.actions.care.opening import open_document
from openimt_clinic.actions.fit.handing_over import Words, bring_in, let_go, take_over
from openimt_clinic.actions.telling import treating
from openimt_clinic.records.appointment import Appointment
from openimt_clinic.records.care_relation import CareKind, CareRelation
from openimt_clinic.records.fit_choice import FitChoice
from openimt_clinic.records.handover import Handover
from openimt_clinic.records.therapist_profile import FreeHour, TherapistProfile
from openimt_clinic.records.user import User
from tests.web.fitted import a_choice, a_trial
from tests.web.kept import an_alert
from tests.web.led import WORDS, taken_over
from tests.web.people import People

Browser = Callable[[User], Client]


def page_of(people: People) -> str:
    return reverse("team:care", args=[people.patient.pk])


def sent(people: People, **more: Any) -> dict[str, Any]:
    return {
        "do": "over", "over-leaving": people.ana.pk, "over-to": people.ben.pk,
        "over-because": "Ana goes on leave.", "over-says": "Ben is kind.", **more,
    }  # fmt: skip


def an_hour(people: People) -> Appointment:
    return Appointment.objects.create(
        clinic=people.clinic, patient=people.patient, with_whom=people.ana,
        starts_at=timezone.now() + timedelta(days=3),
    )  # fmt: skip


def test_open_alerts_and_hours_go_along_and_drafts_stay(people: People) -> None:
    alert, hour = an_alert(people), an_hour(people)
    draft = open_document(patient=people.patient, kind="note", by=people.ana)
    made = taken_over(people)
    alert.refresh_from_db()
    hour.refresh_from_db()
    assert (made.alerts, made.appointments) == (1, 1)
    assert (alert.owner, alert.acknowledged_at) == (people.ben, None)
    assert alert.second not in (people.ana, people.ben)
    assert hour.with_whom == people.ben
    draft.refresh_from_db()
    assert draft.state == "draft"
    assert treating(people.patient) == [people.ben]


@pytest.mark.parametrize(("reads_on", "left"), [(False, frozenset()), (True, OF_TEAM)])
def test_who_left_reads_on_only_where_it_was_said(
    people: People, reads_on: bool, left: frozenset[str]
) -> None:
    taken_over(people, reads_on=reads_on)
    assert permissions_for(people.ana, people.patient) == left
    assert permissions_for(people.ben, people.patient) == OF_TREATING


def test_nobody_is_left_without_somebody_who_treats(people: People) -> None:
    mine = CareRelation.objects.get(user=people.ana, until__isnull=True)
    with pytest.raises(RecordError, match="Nobody would treat this person"):
        let_go(relation=mine, because="She leaves.", by=people.lea)
    people.ben.is_active = True
    bring_in(patient=people.patient, user=people.ben, kind=CareKind.TREATING,
             words=WORDS, by=people.lea)  # fmt: skip
    alert = an_alert(people)
    let_go(relation=mine, because="She leaves.", by=people.lea)
    alert.refresh_from_db()
    assert alert.owner == people.ben
    mine.refresh_from_db()
    assert mine.ended_because == "She leaves."


def test_pressed_twice_or_to_nobody_it_is_said(people: People) -> None:
    taken_over(people)
    with pytest.raises(RecordError, match="do not treat this person"):
        taken_over(people)
    with pytest.raises(RecordError, match="Choose somebody else"):
        take_over(patient=people.patient, leaving=people.ben, to=people.ben, words=WORDS,
                  by=people.lea)  # fmt: skip
    with pytest.raises(RecordError, match="is no clinician of this clinic"):
        take_over(patient=people.patient, leaving=people.ben, to=people.cleo, words=WORDS,
                  by=people.lea)  # fmt: skip
    with pytest.raises(RecordError, match="is there for this person already"):
        bring_in(patient=people.patient, user=people.ben, kind=CareKind.TEAM, words=WORDS,
                 by=people.lea)  # fmt: skip
    assert Handover.objects.count() == 1


def test_a_reason_is_asked_for_and_nothing_is_half_done(people: People) -> None:
    with pytest.raises(RecordError, match="Write why"):
        take_over(patient=people.patient, leaving=people.ana, to=people.ben,
                  words=Words(" "), by=people.lea)  # fmt: skip
    assert treating(people.patient) == [people.ana]
    assert not Handover.objects.exists()


def test_the_choice_that_led_there_is_over_and_nobody_is_kept_apart(people: People) -> None:
    a_trial(people)
    take_over(patient=people.patient, leaving=people.ben, to=people.ana, words=WORDS,
              by=people.lea)  # fmt: skip
    assert FitChoice.objects.get().changed_at is not None
    assert treating(people.patient) == [people.ana]


def test_the_lead_hands_over_and_sees_numbers_alone(people: People, signed_in: Browser) -> None:
    an_alert(people)
    open_document(patient=people.patient, kind="note", by=people.ana)
    browser = signed_in(people.lea)
    page = browser.get(page_of(people)).content.decode()
    assert "1 open alert ·" in page
    assert "1 draft<" in page
    assert "Nobody is at fault" in page
    assert browser.post(page_of(people), sent(people)).status_code == 302
    page = browser.get(page_of(people)).content.decode()
    assert "Ana goes on leave." in page
    refused = browser.post(page_of(people), sent(people)).content.decode()
    assert "Select a valid choice" in refused


def test_the_person_reads_it_in_plain_words_and_puts_it_away(
    people: People, signed_in: Browser
) -> None:
    an_hour(people)
    taken_over(people)
    browser = signed_in(people.dan)
    page = browser.get("/me/").content.decode()
    assert "Ben is there for you in place of Ana. Changes like this happen" in page
    assert "Ben has time for you on Tuesdays, too." in page
    assert "Your next appointments stay." in page
    assert "goes on leave" not in page
    address = reverse("patient:handover_read", args=[Handover.objects.get().pk])
    assert browser.post(address).status_code == 302
    assert "in place of Ana" not in browser.get("/me/").content.decode()


def test_the_list_finds_people_by_name_and_by_who_treats_them(
    people: People, signed_in: Browser
) -> None:
    browser = signed_in(people.lea)
    for asked in ({"named": "dan"}, {"of": str(people.ana.pk)}):
        assert page_of(people) in browser.get("/clinic/people/", asked).content.decode()
    for asked in ({"named": "nobody at all"}, {"of": "x"}, {"of": str(people.cleo.pk)}):
        assert page_of(people) not in browser.get("/clinic/people/", asked).content.decode()


def test_the_lead_writes_the_offer_of_somebody_else(people: People, signed_in: Browser) -> None:
    browser = signed_in(people.lea)
    address = reverse("clinician:offer_of", args=[people.ben.pk])
    offer = {"open_to_new": "on", "safety_trained": "yes", "ask_en": "How do you work?\nWhen?"}
    assert browser.post(address, offer).status_code == 302
    kept = TherapistProfile.objects.get(user=people.ben)
    assert (kept.changed_by, kept.to_ask) == (people.lea, {"en": "How do you work?\nWhen?"})
    hour = {"do": "hour", "hour-weekday": "2", "hour-at": "10:00", "hour-from_on": "tomorrow"}
    assert browser.post(address, hour).status_code == 302
    assert FreeHour.objects.get().user == people.ben
    assert "You write for Ben" in browser.get(address).content.decode()
    gone = reverse("clinician:hour_is_gone", args=[FreeHour.objects.get().pk])
    assert browser.post(gone).headers["Location"] == address


def test_the_person_reads_what_is_good_to_ask_somebody(people: People, signed_in: Browser) -> None:
    a_choice(people)
    TherapistProfile.objects.filter(user=people.ben).update(to_ask={"en": "Where do you sit?"})
    page = signed_in(people.dan).get(reverse("patient:who_treats")).content.decode()
    assert "Where do you sit?" in page
