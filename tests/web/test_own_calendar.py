"""A therapist's own calendar: secret, nobody's name, right by the clock, and gone when it ends."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from openimt_clinic.access.role_names import RoleName
from openimt_clinic.actions.absences import take_back_absence
from openimt_clinic.actions.delivering import mark_appointment, move_appointment
from openimt_clinic.actions.groups.meeting import call_off
from openimt_clinic.actions.own_calendar import end_calendar, make_calendar
from openimt_clinic.actions.running import switch_off
from openimt_clinic.actions.sharing import choose
from openimt_clinic.audit.event import AuditEvent
from openimt_clinic.clinician.calendar_entries import entries_of
from openimt_clinic.clinician.calendar_feed import feed_address, secret_of
from openimt_clinic.components.calendar_feed import MOST_AN_HOUR, feed
from openimt_clinic.patient.calendar_address import secret_of as secret_of_a_patient
from openimt_clinic.records.appointment import AppointmentState
from openimt_clinic.records.care_relation import CareRelation
from openimt_clinic.records.membership import Membership
from openimt_clinic.records.on_duty import OnDuty
from openimt_clinic.records.own_calendar import OwnCalendar
from openimt_clinic.records.planned_absence import PlannedAbsence
from openimt_clinic.records.sharing_choice import Shares
from openimt_clinic.records.user import User
from tests.web.grouped import a_group, a_member
from tests.web.kept import an_appointment
from tests.web.people import People

Browser = Callable[[User], Client]
NOW = datetime(2026, 10, 20, 9, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
PAGE = "/caseload/calendar/"


def made(people: People, codes: bool = False, by: str = "ana") -> OwnCalendar:
    return make_calendar(clinic=people.clinic, with_codes=codes, by=getattr(people, by))


def content(calendar: OwnCalendar, now: datetime = NOW) -> bytes:
    return feed(calendar.clinic.patient_name, entries_of(calendar, now), now)


def events(calendar: OwnCalendar, now: datetime = NOW) -> list[Any]:
    return list(Calendar.from_ical(content(calendar, now)).walk("VEVENT"))


def a_duty(people: People, **fields: Any) -> OnDuty:
    given = {"who": people.ana, "starts_at": NOW, "ends_at": NOW + timedelta(hours=12)} | fields
    return OnDuty.objects.create(clinic=people.clinic, **given)


def days_away(people: People, **fields: Any) -> PlannedAbsence:
    given = {"who": people.ana, "cover": people.ben, "first": date(2026, 10, 24),
             "last": date(2026, 10, 26), "noted_at": NOW} | fields  # fmt: skip
    return PlannedAbsence.objects.create(clinic=people.clinic, **given)


def test_whoever_has_the_address_reads_it_without_sign_in(people: People) -> None:
    an_appointment(people, datetime.now(UTC) + timedelta(days=1))
    answer = Client().get(feed_address(made(people)))
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    assert "no-store" in answer["Cache-Control"]
    assert b"SUMMARY:Session\r\n" in answer.content


def test_it_holds_nobody_s_name_no_room_and_no_number(people: People) -> None:
    an_appointment(people, NOW, where="Room 2", reason="urge")
    an_appointment(people, NOW + timedelta(days=1), place="remote", where="at Jana's",
                   call_back="030 1", near="Jana 030 2")  # fmt: skip
    a_group(people)
    a_duty(people, second=people.ben)
    days_away(people)
    text = content(made(people)).decode()
    told_nowhere = ("Dan", "dan", "Ana", "Ben", "Jana", "Room 2", "urge", "030 1", "030 2",
                    "Tuesday group", "openimt", "Riverside clinic")  # fmt: skip
    for told in told_nowhere:
        assert told not in text, told
    for said in ("Session", "Group", "On duty", "Away", "LOCATION:In person", "LOCATION:Remote"):
        assert said in text


def test_the_code_stands_there_by_choice_and_while_the_person_is_in_their_care(
    people: People,
) -> None:
    an_appointment(people, NOW)
    assert [str(one["summary"]) for one in events(made(people))] == ["Session"]
    coded = made(people, codes=True)
    assert [str(one["summary"]) for one in events(coded)] == [f"Session · {people.patient.code}"]
    ended = {"until": date(2026, 10, 19), "ended_by": people.lea}
    CareRelation.objects.filter(user=people.ana).update(**ended)
    assert [str(one["summary"]) for one in events(coded)] == ["Session"]


def test_it_holds_one_s_own_hours_alone(people: People) -> None:
    an_appointment(
        people,
        NOW,
    )
    a_group(people)
    a_duty(people)
    days_away(people)
    assert events(made(people, by="ben")) == []


def test_a_group_s_hour_stands_once_for_both_who_lead_however_many_come(people: People) -> None:
    group = a_group(people, second=people.ben)
    a_member(people, group)
    for who in ("ana", "ben"):
        found = events(made(people, by=who))
        assert [str(one["summary"]) for one in found] == ["Group"] * group.meetings.count()
        assert found[0]["duration"].dt == timedelta(minutes=group.minutes)
    first = group.meetings.order_by("starts_at")[0]
    call_off(meeting=first, reason="Ill.", by=people.ana)
    off, *others = events(OwnCalendar.objects.get(membership__user=people.ben))
    assert (off["status"], off["sequence"]) == ("CANCELLED", 1)
    assert {one["status"] for one in others} == {"CONFIRMED"}


def test_duties_leave_the_hours_free_and_days_away_are_whole(people: People) -> None:
    a_duty(people)
    a_duty(people, who=people.ben, second=people.ana, starts_at=NOW + timedelta(days=2),
           ends_at=NOW + timedelta(days=3))  # fmt: skip
    away = days_away(people)
    first, second, off = events(made(people))
    assert [str(one["summary"]) for one in (first, second)] == ["On duty", "On duty, second"]
    assert first["transp"] == "TRANSPARENT"
    assert first["dtstart"].dt.astimezone(UTC) == NOW
    assert first["duration"].dt == timedelta(hours=12)
    assert (off["dtstart"].dt, off["duration"].dt) == (date(2026, 10, 24), timedelta(days=3))
    assert "transp" not in off
    take_back_absence(absence=away, by=people.ana)
    assert events(made(people))[-1]["status"] == "CANCELLED"


def test_each_change_of_an_hour_rises_above_the_last(people: People) -> None:
    one, by = an_appointment(people, NOW + timedelta(days=1)), people.ana
    calendar = made(people)
    changes: list[Callable[[], object]] = [
        lambda: move_appointment(appointment=one, starts_at=NOW + timedelta(days=2), by=by),
        lambda: mark_appointment(
            appointment=one, state=AppointmentState.CANCELLED_BY_US, reason="ill", by=by, at=NOW
        ),
        lambda: mark_appointment(appointment=one, state=AppointmentState.PLANNED, by=by, at=NOW),
    ]
    numbers, states = [0], []
    for change in changes:
        change()
        (event,) = events(calendar)
        numbers.append(event["sequence"])
        states.append(str(event["status"]))
    assert numbers == sorted(set(numbers))
    assert states == ["CONFIRMED", "CANCELLED", "CONFIRMED"]


def test_the_hour_stays_when_the_clocks_change(people: People) -> None:
    for day in (21, 28):
        an_appointment(people, datetime(2026, 10, day, 15, tzinfo=BERLIN))
    calendar = made(people)
    assert [one["dtstart"].dt.hour for one in events(calendar)] == [15, 15]
    assert b"DTSTART;TZID=Europe/Berlin:20261028T150000" in content(calendar)


def test_a_new_address_ends_the_old_one_and_an_ended_one_is_gone(people: People) -> None:
    first, second = feed_address(made(people)), feed_address(made(people))
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    end_calendar(clinic=people.clinic, by=people.ana)
    assert Client().get(second).status_code == 404
    assert AuditEvent.objects.filter(action="calendar.ended", by_id=people.ana.pk).exists()


def test_it_ends_with_the_membership_and_comes_back_with_none(people: People) -> None:
    there = feed_address(made(people))
    Membership.objects.filter(user=people.ana).delete()
    assert Client().get(there).status_code == 404
    Membership.objects.create(clinic=people.clinic, user=people.ana, role=RoleName.CLINICIAN.value)
    assert Client().get(there).status_code == 404


def test_it_ends_with_the_account_and_stays_ended(people: People) -> None:
    there = feed_address(made(people))
    switch_off(clinic=people.clinic, user=people.ana, by=people.lea)
    assert Client().get(there).status_code == 404
    User.objects.filter(pk=people.ana.pk).update(is_active=True)
    people.ana.refresh_from_db()
    assert Client().get(there).status_code == 404
    again = feed_address(made(people))
    User.objects.filter(pk=people.ana.pk).update(is_active=False)
    assert Client().get(again).status_code == 404, "however it was switched off"


@pytest.mark.parametrize(
    "change",
    [lambda s: s[:-1] + ("x" if s[-1] != "x" else "y"), lambda s: "0" * 32 + s[32:],
     lambda s: s[:64], lambda _s: "guessed"],
)  # fmt: skip
def test_an_address_cannot_be_made_from_ids(people: People, change: Callable[[str], str]) -> None:
    changed = change(secret_of(made(people)))
    assert Client().get(reverse("hours_feed", args=[changed])).status_code == 404


def test_a_patient_s_secret_opens_no_therapist_s_feed_nor_the_other_way_round(
    people: People,
) -> None:
    choice = choose(patient=people.patient, what=Shares.CALENDAR, agreed=True, by=people.dan)
    theirs = secret_of_a_patient(people.clinic.pk, choice.pk)
    assert Client().get(reverse("hours_feed", args=[theirs])).status_code == 404
    own = secret_of(made(people))
    assert Client().get(reverse("calendar_feed", args=[own])).status_code == 404


def test_asked_too_often_it_waits(people: People) -> None:
    cache.clear()
    there = feed_address(made(people))
    answers = [Client().get(there).status_code for _ in range(MOST_AN_HOUR + 1)]
    assert set(answers[:-1]) == {200}
    assert answers[-1] == 429
    cache.clear()


def test_the_page_shows_the_address_this_once(people: People, signed_in: Browser) -> None:
    ana = signed_in(people.ana)
    assert PAGE in ana.get("/caseload/away/").content.decode()
    page = ana.post(PAGE, {"do": "new", "codes": "yes"}, follow=True).content.decode()
    calendar = OwnCalendar.objects.get(ended_at__isnull=True)
    assert calendar.with_codes
    assert feed_address(calendar) in page
    again = ana.get(PAGE).content.decode()
    assert feed_address(calendar) not in again
    assert "It is not shown again" in again
    assert ana.post(PAGE, {"do": "end"}, follow=True).content.decode().count("Make an address")
    assert not OwnCalendar.objects.filter(ended_at__isnull=True).exists()


def test_pressed_twice_one_address_holds_and_is_the_one_shown(
    people: People, signed_in: Browser
) -> None:
    ana = signed_in(people.ana)
    for _press in range(2):
        ana.post(PAGE, {"do": "new"})
    page = ana.get(PAGE).content.decode()
    assert feed_address(OwnCalendar.objects.get(ended_at__isnull=True)) in page


def test_a_head_request_uses_up_no_showing(people: People, signed_in: Browser) -> None:
    ana = signed_in(people.ana)
    ana.post(PAGE, {"do": "new"})
    ana.head(PAGE)
    assert feed_address(OwnCalendar.objects.get()) in ana.get(PAGE).content.decode()


def test_a_lead_without_people_may_have_one_too(people: People) -> None:
    assert Client().get(feed_address(made(people, by="lea"))).status_code == 200
