"""A skills group: its hours are appointments of each who belongs to it, taught once for all."""

from collections.abc import Callable, Iterable
from datetime import datetime, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from openimt.deliver.card.known import known
from openimt.deliver.session import AppointmentState
from openimt.errors import OpenIMTError
from openimt_clinic.actions.delivering import move_appointment
from openimt_clinic.actions.groups.leading import join, leave
from openimt_clinic.actions.groups.meeting import call_off, note_meeting
from openimt_clinic.actions.groups.moving import move_group
from openimt_clinic.clinician.dbt.modes import hours_together, individual_hours
from openimt_clinic.clinician.session_queries import appointment_to_prepare
from openimt_clinic.patient.calendar_feed import feed
from openimt_clinic.records.appointment import Appointment
from openimt_clinic.records.mapping.sessions import states_of
from openimt_clinic.records.mapping.skills import taught_to
from openimt_clinic.records.skills_group import GroupMeeting, GroupMember, SkillsGroup
from openimt_clinic.records.user import User
from tests.web.grouped import a_group, a_member, an_hour_that_was
from tests.web.people import People, a_patient

Browser = Callable[[User], Client]
A = AppointmentState


def own(people: People) -> list[Appointment]:
    return list(Appointment.objects.filter(patient=people.patient).order_by("starts_at"))


def test_who_joins_has_the_hours_to_come_among_their_appointments(people: People) -> None:
    joined = join(group=a_group(people), patient=people.patient, by=people.ana)
    assert (joined.made, joined.taken) == (5, ())
    assert [one.with_whom for one in own(people)] == [people.ana] * 5
    again = join(group=joined.member.group, patient=people.patient, by=people.ana)
    assert (again.member, again.made) == (joined.member, 0)
    assert len(own(people)) == 5


def test_another_appointment_at_that_hour_stays_and_is_said(people: People) -> None:
    group = a_group(people)
    second = list(group.meetings.all())[1]
    Appointment.objects.create(
        clinic=people.clinic, patient=people.patient, with_whom=people.ana,
        starts_at=second.starts_at,
    )  # fmt: skip
    joined = join(group=group, patient=people.patient, by=people.ana)
    assert (joined.made, joined.taken) == (4, (second,))


def test_a_group_hour_is_counted_apart_and_prepares_no_session(people: People) -> None:
    hour = an_hour_that_was(people)
    came = {str(hour.appointments.get().pk): "missed"}
    note_meeting(meeting=hour, came=came, taught=[], by=people.ana)
    patient = people.patient
    assert [one.state for one in hours_together([patient])[patient.pk]] == [A.MISSED]
    assert individual_hours([patient])[patient.pk] == []
    assert states_of(patient) == ()
    assert appointment_to_prepare(patient, timezone.now()) is None


def test_what_was_taught_is_written_once_and_holds_for_who_came(people: People) -> None:
    hour = an_hour_that_was(people)
    skills = list(known().skills)[:2]
    mine = str(hour.appointments.get().pk)
    note_meeting(meeting=hour, came={mine: "missed"}, taught=skills, by=people.ana)
    assert list(taught_to(people.patient)) == []
    note_meeting(meeting=hour, came={mine: "kept"}, taught=skills, practice="Once a day",
                 by=people.ana)  # fmt: skip
    assert [(one.skill, one.where) for one in taught_to(people.patient)] == [
        (one, "group") for one in skills
    ]


@pytest.mark.parametrize("came", ["cancelled_by_us", "planned", "perhaps"])
def test_an_answer_that_is_none_keeps_nothing(people: People, came: str) -> None:
    hour = an_hour_that_was(people)
    with pytest.raises(OpenIMTError, match="one of the answers"):
        note_meeting(meeting=hour, came={str(hour.appointments.get().pk): came}, taught=[],
                     by=people.ana)  # fmt: skip
    hour.refresh_from_db()
    assert hour.noted_at is None


def test_an_hour_to_come_and_an_unknown_skill_are_refused(people: People) -> None:
    ahead = a_member(people).group.meetings.first()
    with pytest.raises(OpenIMTError, match="still to come"):
        note_meeting(meeting=ahead, came={}, taught=[], by=people.ana)
    GroupMember.objects.all().delete()
    was = its_first_hour_over()
    with pytest.raises(OpenIMTError, match="There is no skill"):
        note_meeting(meeting=was, came={}, taught=["flying"], by=people.ana)


def its_first_hour_over() -> GroupMeeting:
    hour = SkillsGroup.objects.get().meetings.first()
    assert hour is not None
    hour.starts_at = timezone.now() - timedelta(days=1)
    hour.save()
    return hour


def test_a_group_that_does_not_meet_is_missed_by_nobody(people: People) -> None:
    hour = a_member(people).group.meetings.first()
    assert hour is not None
    call_off(meeting=hour, reason="The room is painted.", by=people.ana)
    first = own(people)[0]
    assert (first.state, first.reason) == (A.CANCELLED_BY_US, "The room is painted.")
    assert hours_together([people.patient])[people.patient.pk][0].state is A.CANCELLED_BY_US


def test_who_leaves_has_no_hours_to_come_and_may_come_back(people: People) -> None:
    member = a_member(people)
    leave(member=member, by=people.ana)
    assert {one.state for one in own(people)} == {A.CANCELLED_BY_US}
    assert join(group=member.group, patient=people.patient, by=people.ana).made == 5


def test_it_moves_with_the_group_alone(people: People) -> None:
    a_member(people)
    with pytest.raises(OpenIMTError, match="moves with the group"):
        move_appointment(appointment=own(people)[0], starts_at=timezone.now(), by=people.ana)


NEXT = timezone.localdate() + timedelta(days=3)
"""Two days after the first hour of ``a_group``, which is tomorrow."""


def hours(rows: Iterable[Appointment | GroupMeeting]) -> list[datetime]:
    return [timezone.localtime(one.starts_at).replace(tzinfo=None) for one in rows]


def test_all_its_hours_to_come_move_with_those_of_its_people(people: People) -> None:
    group = a_member(people).group
    third = list(group.meetings.all())[2]
    call_off(meeting=third, reason="Holidays.", by=people.ana)
    before = third.starts_at
    moved = move_group(group=group, first=NEXT, at=time(18, 30), by=people.ana)
    weeks = [datetime.combine(NEXT + timedelta(weeks=n), time(18, 30)) for n in (0, 1, 3, 4)]
    assert hours(moved) == weeks
    assert hours(one for one in own(people) if one.state == A.PLANNED) == weeks
    assert {one.changes for one in own(people) if one.state == A.PLANNED} == {1}
    third.refresh_from_db()
    group.refresh_from_db()
    assert third.starts_at == before
    assert (group.at, group.until) == (time(18, 30), weeks[-1].date())


@pytest.mark.parametrize(
    ("days", "at", "says"),
    [(9, time(16), "at most 6 days"), (-6, time(16), "is over"), (0, time(16), "another appoint")],
)
def test_a_move_too_far_gone_by_or_onto_a_taken_hour_is_refused(
    people: People, days: int, at: time, says: str
) -> None:
    group = a_member(people).group
    Appointment.objects.create(
        clinic=people.clinic, patient=people.patient, with_whom=people.ben,
        starts_at=timezone.make_aware(datetime.combine(NEXT + timedelta(weeks=1), time(16))),
    )  # fmt: skip
    there = hours(group.meetings.all())
    with pytest.raises(OpenIMTError, match=says) as refused:
        move_group(group=group, first=NEXT + timedelta(days=days), at=at, by=people.ana)
    assert "Dan" not in str(refused.value)
    assert hours(group.meetings.all()) == there


def test_a_group_without_an_hour_ahead_moves_nowhere(people: People) -> None:
    group = a_group(people)
    group.meetings.all().delete()
    with pytest.raises(OpenIMTError, match="still to come"):
        move_group(group=group, first=NEXT, at=time(16), by=people.ana)


def test_whoever_leads_moves_it_on_its_page(people: People, signed_in: Browser) -> None:
    group = a_group(people, second=people.ben)
    address = reverse("clinician:group", args=[group.pk])
    sent = {"do": "move", "first": "in 3 weeks", "at": "17:15"}
    page = signed_in(people.ben).post(address, sent).content.decode()
    assert "Choose a day at most 6 days before or after the next planned hour." in page
    sent["first"] = NEXT.isoformat()
    assert signed_in(people.ben).post(address, sent).status_code == 302
    assert hours(group.meetings.all())[0] == datetime.combine(NEXT, time(17, 15))
    assert "another hour" not in signed_in(people.lea).get(address).content.decode()


def test_the_groups_say_what_is_next_and_what_waits(people: People, signed_in: Browser) -> None:
    hour = an_hour_that_was(people)
    hour.starts_at = timezone.now() - timedelta(days=1)
    hour.save()
    address = reverse("clinician:groups")
    page = signed_in(people.ana).get(address).content.decode()
    assert "who came?" in page
    assert "1 person" in page
    assert "who came?" not in signed_in(people.lea).get(address).content.decode()


def test_whoever_does_not_treat_somebody_brings_nobody_in(people: People) -> None:
    group = a_group(people)
    for who, refusal in ((people.ben, PermissionDenied), (people.cleo, Http404)):
        with pytest.raises(refusal):
            join(group=group, patient=people.patient, by=who)
    with pytest.raises(Http404):
        join(group=group, patient=a_patient(people.elsewhere), by=people.ana)


def test_whoever_leads_sees_names_and_others_a_number(people: People, signed_in: Browser) -> None:
    group = a_group(people, second=people.ben)
    a_member(people, group)
    address = reverse("clinician:group", args=[group.pk])
    page = signed_in(people.ben).get(address).content.decode()
    assert "Dan M." in page
    assert reverse("clinician:dbt", args=[people.patient.pk]) not in page
    page = signed_in(people.lea).get(address).content.decode()
    assert "Dan M." not in page
    assert "And 1 person whom others treat." in page


def test_from_a_new_group_to_what_came_of_its_hour(people: People, signed_in: Browser) -> None:
    browser = signed_in(people.ana)
    sent = {
        "name": "Tuesday group", "first": "tomorrow", "until": "in 4 weeks", "at": "16:00",
        "minutes": "120", "leader": people.ana.pk, "holidays": "",
    }  # fmt: skip
    answer = browser.post(reverse("clinician:groups"), sent)
    address = answer.headers["Location"]
    assert browser.post(address, {"do": "join", "patient": people.patient.pk}).status_code == 302
    assert GroupMember.objects.get().patient == people.patient
    hour = its_first_hour_over()
    hour.appointments.update(starts_at=hour.starts_at)
    assert "Who came?" in browser.get(address).content.decode()
    mine = f"came-{hour.appointments.get().pk}"
    meeting = reverse("clinician:group_meeting", args=[hour.group_id, hour.pk])
    assert browser.post(meeting, {mine: "kept", "practice": "Walks"}).status_code == 302
    assert hour.appointments.get().state == A.KEPT
    assert "until next time: Walks" in browser.get(address).content.decode()
    page = browser.get(reverse("clinician:appointments", args=[people.patient.pk]))
    assert "Tuesday group" in page.content.decode()


def test_the_person_reads_the_neutral_name_and_their_calendar_none(
    people: People, signed_in: Browser
) -> None:
    a_member(people)
    page = signed_in(people.dan).get("/me/appointments/").content.decode()
    assert "Tuesday group" in page
    assert b"Tuesday group" not in feed(people.patient, timezone.now())
