"""The feed of appointments: secret, plain, right by the clock, and gone when it is ended."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.test import Client
from icalendar import Calendar

from openimt_clinic.actions.delivering import mark_appointment, move_appointment
from openimt_clinic.actions.prompt_ledger import plan_waiting
from openimt_clinic.actions.sharing import choose
from openimt_clinic.components.calendar_feed import MOST_AN_HOUR, PAST
from openimt_clinic.patient.calendar_address import choice_of, feed_address, secret_of
from openimt_clinic.patient.calendar_feed import feed
from openimt_clinic.records.appointment import AppointmentState
from openimt_clinic.records.sharing_choice import Shares
from tests.web.kept import NOW as KEPT_NOW
from tests.web.kept import an_appointment
from tests.web.people import People
from tests.web.prompted import EVERY_DAY, agreed

NOW = datetime(2026, 10, 20, 9, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


def address(people: People, agreed: bool = True) -> str:
    return feed_address(
        choose(patient=people.patient, what=Shares.CALENDAR, agreed=agreed, by=people.dan)
    )


def events(content: bytes) -> list:
    return list(Calendar.from_ical(content).walk("VEVENT"))


def test_whoever_has_the_address_reads_it_without_sign_in(people: People) -> None:
    an_appointment(people, datetime.now(UTC) + timedelta(days=1))
    answer = Client().get(address(people))
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    assert "no-store" in answer["Cache-Control"]
    assert len(events(answer.content)) == 1


def test_it_holds_no_name_but_the_clinics_neutral_one(people: People) -> None:
    an_appointment(people, NOW, where="Therapy room 2", reason="urge", call_back="030 1")
    text = feed(people.patient, NOW).decode()
    assert "SUMMARY:Riverside" in text
    for told in ("Dan", "Ana", "Therapy", "urge", "030 1", "Riverside clinic", "therap"):
        assert told not in text, told


def test_reminders_at_agreed_hours_stand_in_it_without_a_word_of_what_they_are(
    people: People,
) -> None:
    agreed(people, EVERY_DAY, at=KEPT_NOW)
    plan_waiting(people.clinic, KEPT_NOW)
    content = feed(people.patient, KEPT_NOW)
    found = events(content)
    assert len(found) >= 7
    assert {str(event["summary"]) for event in found} == {"Riverside"}
    assert {event["dtstart"].dt.astimezone(BERLIN).hour for event in found} == {19}


def test_a_new_address_ends_the_old_one_and_an_ended_one_is_gone(people: People) -> None:
    first = address(people)
    second = address(people)
    assert first != second
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    address(people, agreed=False)
    assert Client().get(second).status_code == 404


def test_an_account_that_was_switched_off_has_no_feed(people: People) -> None:
    there = address(people)
    people.dan.is_active = False
    people.dan.save()
    assert Client().get(there).status_code == 404


@pytest.mark.parametrize(
    "change", [lambda s: s[:-1] + "x", lambda s: "0" * 32 + s[32:], lambda s: s[:64]]
)
def test_an_address_cannot_be_made_from_ids(people: People, change) -> None:
    chosen = choose(patient=people.patient, what=Shares.CALENDAR, agreed=True, by=people.dan)
    secret = secret_of(people.clinic.pk, chosen.pk)
    assert choice_of(secret) == chosen
    assert choice_of(change(secret)) is None


def test_the_hour_stays_when_the_clocks_change(people: People) -> None:
    before = datetime(2026, 10, 21, 15, tzinfo=BERLIN)
    after = datetime(2026, 10, 28, 15, tzinfo=BERLIN)
    for at in (before, after):
        an_appointment(people, at)
    content = feed(people.patient, NOW)
    first, second = events(content)
    assert [e["dtstart"].dt.hour for e in (first, second)] == [15, 15]
    assert [e["dtstart"].dt.astimezone(UTC).hour for e in (first, second)] == [13, 14]
    assert b"BEGIN:VTIMEZONE" in content
    assert b"DTSTART;TZID=Europe/Berlin:20261028T150000" in content


def test_across_the_change_it_lasts_as_long_as_it_lasts(people: People) -> None:
    an_appointment(people, datetime(2026, 10, 25, 0, 30, tzinfo=UTC), minutes=60)
    (event,) = events(feed(people.patient, NOW))
    assert event["dtstart"].dt.astimezone(UTC) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert event["duration"].dt == timedelta(hours=1)
    assert "dtend" not in event


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("planned", "CONFIRMED"),
        ("kept", "CONFIRMED"),
        ("cancelled_by_us", "CANCELLED"),
        ("cancelled_with_notice", "CANCELLED"),
        ("missed", "CONFIRMED"),
    ],
)
def test_a_cancelled_one_stays_and_says_so(people: People, state: str, status: str) -> None:
    marked = {"marked_by": people.ana, "marked_at": NOW} if state != "planned" else {}
    an_appointment(people, NOW + timedelta(days=1), state=state, **marked)
    (event,) = events(feed(people.patient, NOW))
    assert event["status"] == status
    assert event["sequence"] == (1 if status == "CANCELLED" else 0)


def test_it_follows_the_standard(people: People) -> None:
    for n in range(3):
        an_appointment(people, NOW + timedelta(days=n))
    content = feed(people.patient, NOW)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert content.startswith(b"BEGIN:VCALENDAR\r\n")
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert len({str(event["uid"]) for event in events(content)}) == 3
    assert all("dtstamp" in event for event in events(content))


def test_asked_too_often_it_waits(people: People) -> None:
    cache.clear()
    there = address(people)
    answers = [Client().get(there).status_code for _ in range(MOST_AN_HOUR + 1)]
    assert set(answers[:-1]) == {200}
    assert answers[-1] == 429
    assert Client().get(there)["Retry-After"]
    cache.clear()


def test_neither_the_program_nor_an_earlier_century_is_in_it(people: People) -> None:
    an_appointment(people, NOW + timedelta(days=1))
    content = feed(people.patient, NOW)
    assert b"openimt" not in content.lower()
    said = re.findall(rb"^(?:DTSTART|RDATE)[^:]*:(\d{4})", content, re.MULTILINE)
    years = {int(year) for year in said}
    assert min(years) >= (NOW - PAST).year - 1, "the rule that held when it begins"
    assert b"COMMENT" not in content


def test_each_change_of_an_hour_rises_above_the_last(people: People) -> None:
    """A calendar keeps what it has unless the number is higher (RFC 5545, 3.8.7.4)."""
    one, by = an_appointment(people, NOW + timedelta(days=1)), people.ana
    changes: list[Callable[[], object]] = [
        lambda: move_appointment(appointment=one, starts_at=NOW + timedelta(days=2), by=by),
        lambda: mark_appointment(
            appointment=one, state=AppointmentState.CANCELLED_BY_US, reason="ill", by=by, at=NOW
        ),
        lambda: mark_appointment(appointment=one, state=AppointmentState.PLANNED, by=by, at=NOW),
        lambda: move_appointment(appointment=one, starts_at=NOW + timedelta(days=3), by=by),
    ]
    numbers = [0]
    for change in changes:
        change()
        (event,) = events(feed(people.patient, NOW))
        numbers.append(event["sequence"])
    assert numbers == sorted(set(numbers))
