"""A person has died: nothing goes to them any more, those who treated are told and look back."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from openimt.deliver.ending import Ending, Way
from openimt.errors import RecordError
from openimt_clinic.access.standing import standing_of
from openimt_clinic.actions.back_door.coming_back import come_back
from openimt_clinic.actions.back_door.death import note_death, tell_of_death
from openimt_clinic.actions.back_door.ending import Later, prepare_ending
from openimt_clinic.actions.back_door.taking_back import take_death_back
from openimt_clinic.actions.care.kinds.letter import amiss
from openimt_clinic.actions.contacting import AFTER_A_DEATH, Said, note_contact
from openimt_clinic.actions.planning import propose
from openimt_clinic.clinician.front.due import follow_ups_due
from openimt_clinic.clinician.front.words import FOLLOW_UPS
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.appointment import Appointment
from openimt_clinic.records.contact_line import ContactWay
from openimt_clinic.records.course_ending import CourseEnding
from openimt_clinic.records.follow_up import FollowUp
from openimt_clinic.records.mapping.endings import current_ending, died_on
from openimt_clinic.records.phone_device import PhoneDevice
from openimt_clinic.records.user import User
from tests.web import came, kept
from tests.web.people import People
from tests.web.sessions import planned_for

Browser = Callable[[User], Client]
DIED = came.CAME


def url(people: People, name: str = "died", *more: object) -> str:
    return reverse(f"clinician:{name}", args=[people.patient.pk, *more])


def test_what_goes_to_the_person_stops_at_once(people: People, signed_in: Browser) -> None:
    phone = signed_in(people.dan)
    kept.an_alert(people)
    kept.a_device(people)
    kept.an_appointment(people, timezone.now() + timedelta(days=5))
    came.a_death(people)
    people.patient.refresh_from_db()
    assert (people.patient.ended_on, died_on(people.patient)) == (DIED, DIED)
    assert not Appointment.objects.filter(state="planned").exists()
    assert "look back" in AlertCase.objects.get().closed_reason
    assert PhoneDevice.objects.get().ended_at is not None
    assert not User.objects.get(pk=people.dan.pk).is_active
    assert phone.get(reverse("patient:home")).status_code != 200


def test_no_page_says_any_more_what_is_to_be_done_with_the_person(
    people: People, signed_in: Browser
) -> None:
    kept.an_event(people, "suicidal_urge", on=timezone.localdate(), value=4)
    planned_for(people)
    ana = signed_in(people.ana)
    said = {"patient": "What to do now", "plan": "To do first:", "assessment": "To do:",
            "safety_plan": "Note the offer", "fit": "Offer several"}  # fmt: skip
    before = {name: ana.get(url(people, name)).content.decode() for name in said}
    came.a_death(people)
    for name, words in said.items():
        after = ana.get(url(people, name)).content.decode()
        assert words.lower() in before[name].lower(), name
        assert words.lower() not in after.lower(), name
        assert "What is to be done now" in after


def test_no_day_is_left_on_which_somebody_asks_how_it_is(people: People) -> None:
    came.an_ending(people)
    came.a_death(people)
    ending = current_ending(people.patient)
    assert ending is not None
    assert (ending.way, ending.shown) == ("died", False)
    FollowUp.objects.update(due_on=timezone.localdate())
    ana = standing_of(people.ana)
    assert ana is not None
    due = follow_ups_due(ana, timezone.now())
    assert [one.kind for one in due] == [FOLLOW_UPS["look_back"]]


def test_pressed_twice_it_is_written_once_and_a_day_ahead_is_none(people: People) -> None:
    assert came.a_death(people) == came.a_death(people)
    assert FollowUp.objects.count() == 1
    tomorrow = timezone.localdate() + timedelta(days=1)
    take_death_back(ending=CourseEnding.objects.get(), reason="Mixed up.", by=people.ana)
    with pytest.raises(RecordError, match="still to come"):
        note_death(patient=people.patient, on=tomorrow, look_back_on=tomorrow, by=people.ana)
    with pytest.raises(RecordError, match="today or a later day"):
        note_death(patient=people.patient, on=DIED, look_back_on=DIED, by=people.ana)


def test_the_page_says_who_is_still_to_be_told(people: People, signed_in: Browser) -> None:
    browser = signed_in(people.ana)
    assert "Nobody has to write this alone" in browser.get(url(people)).content.decode()
    sends = {"on": "2026-11-02", "note": "Her brother called.", "told": ["Ana"],
             "look_back_on": came.A_YEAR_ON.isoformat()}  # fmt: skip
    assert browser.post(url(people), sends).status_code == 302
    page = browser.get(url(people)).content.decode()
    assert "Ben, Lea" in page
    assert "Her brother called." in page
    browser.post(url(people), {"do": "told", "told": ["Ben", "Lea"]})
    assert "Everybody around the person has been told" in browser.get(url(people)).content.decode()
    assert browser.get(url(people, "ending")).status_code == 302
    assert "died on 2 Nov 2026" in browser.get(url(people, "appointments")).content.decode()


def test_those_who_treated_look_back_and_write_what_they_take_from_it(
    people: People, signed_in: Browser
) -> None:
    asked = came.a_death(people).follow_ups.get()
    FollowUp.objects.update(due_on=timezone.localdate())
    browser = signed_in(people.ana)
    assert url(people, "follow_up", asked.pk) in browser.get(
        reverse("clinician:caseload")
    ).content.decode()  # fmt: skip
    page = browser.get(url(people, "follow_up", asked.pk)).content.decode()
    assert "Nobody is judged" in page
    assert "Was the person reached" not in page
    browser.post(url(people, "follow_up", asked.pk), {"says": "We call sooner."})
    assert FollowUp.objects.get().says == "We call sooner."


def test_relatives_may_call_and_no_letter_goes_to_the_person(people: People) -> None:
    came.a_death(people)
    people.patient.refresh_from_db()
    line = note_contact(
        patient=people.patient, way=ContactWay.OTHER_PERSON, reached=True,
        came_of_it=Said(whom="her brother", says="Asked for the belongings."), by=people.ana,
    )  # fmt: skip
    assert line.consent == AFTER_A_DEATH
    assert "purpose" in amiss(people.patient, {"purpose": "ending"})
    assert "agreed" in amiss(people.patient, {"purpose": "family_doctor"})


def test_nothing_to_come_and_no_way_back_but_a_mistake_is_taken_back(people: People) -> None:
    ending = came.a_death(people)
    people.patient.refresh_from_db()
    with pytest.raises(RecordError, match="died on 2 Nov 2026"):
        propose(patient=people.patient, on=timezone.localdate(), by=people.ana)
    with pytest.raises(RecordError, match="Was that a mistake"):
        come_back(patient=people.patient, on=timezone.localdate(), by=people.ana)
    take_death_back(ending=ending, reason="Another person of that name.", by=people.ana)
    people.patient.refresh_from_db()
    assert people.patient.ended_on is None
    assert User.objects.get(pk=people.dan.pk).is_active
    with pytest.raises(RecordError, match="decided already"):
        take_death_back(ending=ending, reason="Again.", by=people.ana)


def test_who_else_was_told_is_added_and_the_usual_form_knows_no_death(people: People) -> None:
    kept_ending = tell_of_death(ending=came.a_death(people), told=["Ben", "Ana"], by=people.ana)
    assert kept_ending.told == ["Ana", "Ben"]
    take_death_back(ending=kept_ending, reason="Mixed up.", by=people.ana)
    with pytest.raises(RecordError, match="page of its own"):
        prepare_ending(
            patient=people.patient, ending=Ending(Way.DIED, date(2026, 11, 2)), later=Later(),
            by=people.ana,
        )  # fmt: skip
