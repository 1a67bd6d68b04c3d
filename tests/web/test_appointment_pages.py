"""Appointments in the browser: made, listed with their gaps, marked, moved; attendance in words."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from openimt.terms import Truth
from openimt_clinic.clinician.appointment_forms import appointment_word
from openimt_clinic.clinician.appointment_view import (
    SHOWN_AHEAD,
    SHOWN_PAST,
    appointments_view,
    attendance_word,
)
from openimt_clinic.records.appointment import Appointment, AppointmentState
from tests.web.kept import an_appointment
from tests.web.pages_of import Browser, opened, sent
from tests.web.people import People


@pytest.fixture
def ana(people: People, signed_in: Browser) -> Client:
    return signed_in(people.ana)


def day(weeks: float) -> str:
    return (timezone.localdate() + timedelta(days=round(7 * weeks))).isoformat()


def series(people: People, **other: object) -> dict[str, object]:
    given: dict[str, object] = {
        "first": day(1), "at": "14:00", "minutes": "50", "rhythm": "1", "until": day(6),
        "holidays": "", "with_whom": str(people.ana.pk), "place": "in_person",
        "where": "Room 2", "call_back": "",
    }  # fmt: skip
    return {**given, **other}


def test_a_weekly_series_without_the_days_that_are_skipped(people: People, ana: Client) -> None:
    page, done = sent(ana, "new_series", people, **series(people, holidays=day(3)))
    assert done
    assert "5 appointments are made." in page
    assert Appointment.objects.count() == 5
    local = {timezone.localtime(a.starts_at).hour for a in Appointment.objects.all()}
    assert local == {14}


def test_a_fortnightly_remote_series(people: People, ana: Client) -> None:
    asked = series(people, rhythm="2", place="remote", where="at home", call_back="0170 55")
    page, done = sent(ana, "new_series", people, **asked)
    assert done
    assert "3 appointments are made." in page
    assert "remote, at home, call back 0170 55" in page


@pytest.mark.parametrize(
    ("wrong", "beside", "says"),
    [
        ({"until": day(0.5)}, "until", "before it starts"),
        ({"until": day(52 * 9)}, "until", "at most 156 in one"),
        ({"first": day(-1)}, "first", "choose today or a later day"),
        ({"at": "soon"}, "at", "Enter a valid time"),
        ({"minutes": "1"}, "minutes", "greater than or equal to 5"),
        ({"place": "remote"}, "call_back", "needs a number to call back"),
        ({"holidays": "Christmas"}, "holidays", "“Christmas” is no day"),
        ({"rhythm": "3"}, "rhythm", "is not one of the available choices"),
        ({"with_whom": str(UUID(int=7))}, "with_whom", "valid choice"),
    ],
)
def test_a_refused_series_says_why_beside_its_field(
    wrong: dict[str, str], beside: str, says: str, people: People, ana: Client
) -> None:
    page, done = sent(ana, "new_series", people, **series(people, **wrong))
    assert not done
    error = page.split(f'id="id_{beside}_error"')[1].split("</p>", maxsplit=1)[0]
    assert says in error
    assert 'value="Room 2"' in page
    assert not Appointment.objects.exists()


def test_an_hour_that_is_taken_refuses_the_series(people: People, ana: Client) -> None:
    sent(ana, "new_series", people, **series(people))
    page, done = sent(ana, "new_series", people, **series(people))
    assert not done
    assert "There is an appointment at that hour" in page
    assert Appointment.objects.count() == 6


@pytest.mark.parametrize(
    ("state", "reason", "word"),
    [
        ("kept", "", "kept"),
        ("cancelled_with_notice", "ill", "cancelled with notice"),
        ("missed", "", "missed"),
        ("cancelled_by_us", "Ana is ill.", "cancelled by us"),
    ],
)
def test_what_came_of_it_is_said_in_words(
    state: str, reason: str, word: str, people: People, ana: Client
) -> None:
    one = an_appointment(people, timezone.now() - timedelta(days=2))
    assert "What came of these?" in opened(ana, "appointments", people)
    page, done = sent(ana, "appointment", people, one.pk, state=state, reason=reason, mark="1")
    assert done
    assert f'<span class="word">{word}</span>' in page
    one.refresh_from_db()
    assert (one.state, one.marked_by) == (state, people.ana)


@pytest.mark.parametrize(
    ("state", "days", "says"),
    [
        ("cancelled_by_us", -2, "Write why we cancelled"),
        ("kept", 2, "still to come"),
        ("missed", 2, "still to come"),
        ("forgotten", -2, "is not one of the available choices"),
    ],
)
def test_a_refused_mark_changes_nothing(
    state: str, days: int, says: str, people: People, ana: Client
) -> None:
    one = an_appointment(people, timezone.now() + timedelta(days=days))
    page, done = sent(ana, "appointment", people, one.pk, state=state, reason="", mark="1")
    assert not done
    assert says in page
    one.refresh_from_db()
    assert one.state == "planned"


def moved(**other: object) -> dict[str, object]:
    given = {"day": day(2), "at": "09:30", "place": "in_person", "where": "Room 9", "move": "1"}
    return {**given, "call_back": "", **other}


def test_one_appointment_gets_another_hour_and_place(people: People, ana: Client) -> None:
    one = an_appointment(people, timezone.now() + timedelta(days=2))
    _, done = sent(ana, "appointment", people, one.pk, **moved())
    assert done
    one.refresh_from_db()
    assert timezone.localtime(one.starts_at).strftime("%H:%M") == "09:30"
    assert one.where == "Room 9"


def test_a_taken_hour_and_a_remote_place_without_a_number_are_refused(
    people: People, ana: Client
) -> None:
    one = an_appointment(people, timezone.now() + timedelta(days=2))
    sent(ana, "appointment", people, one.pk, **moved())
    other = an_appointment(people, timezone.now() + timedelta(days=3))
    page, done = sent(ana, "appointment", people, other.pk, **moved())
    assert not done
    assert "another appointment at that hour" in page
    page, done = sent(ana, "appointment", people, other.pk, **moved(at="11:00", place="remote"))
    assert not done
    assert "needs a number to call back" in page
    assert "Room 9" in page


def test_what_is_over_cannot_be_moved(people: People, ana: Client) -> None:
    one = an_appointment(people, state="missed", marked_by=people.ana, marked_at=timezone.now())
    assert "Another hour or place" not in opened(ana, "appointment", people, one.pk)
    _, done = sent(ana, "appointment", people, one.pk, **moved())
    assert not done


def test_who_may_only_read_sees_them_without_buttons(people: People, signed_in: Browser) -> None:
    an_appointment(people, timezone.now() + timedelta(days=2))
    page = opened(signed_in(people.ben), "appointments", people)
    assert "planned" in page
    assert "Make appointments" not in page
    assert ">Change<" not in page


def test_a_planned_absence_is_said(people: People, ana: Client) -> None:
    for weeks in (1, 2, 6):
        an_appointment(people, timezone.now() + timedelta(weeks=weeks))
    page = opened(ana, "appointments", people)
    assert page.count("weeks without a session") == 1
    assert "4 weeks without a session, after" in page


def test_attendance_is_said_in_words(people: People, ana: Client) -> None:
    assert "none offered yet, too few offered to say" in " ".join(
        opened(ana, "appointments", people).split()
    )
    for n, state in enumerate(["kept", "missed", "kept", "kept", "cancelled_with_notice"]):
        an_appointment(
            people, timezone.now() - timedelta(weeks=6 - n), state=state, marked_by=people.ana,
            marked_at=timezone.now(),
        )  # fmt: skip
    assert "kept 3 of the last 4 offered, steady" in " ".join(
        opened(ana, "appointments", people).split()
    )


def test_long_lists_are_cut_and_counted(people: People) -> None:
    now = datetime(2026, 11, 22, 9, tzinfo=UTC)
    ahead = [
        Appointment(with_whom=people.ana, starts_at=now + timedelta(weeks=n))
        for n in range(1, SHOWN_AHEAD + 4)
    ]
    past = [
        Appointment(with_whom=people.ana, state="kept", starts_at=now - timedelta(weeks=n))
        for n in range(SHOWN_PAST + 5, 0, -1)
    ]
    view = appointments_view([*past, *ahead], ("kept 4", Truth.MET), now)
    assert (len(view.ahead), view.more_ahead) == (SHOWN_AHEAD, 3)
    assert (len(view.past), len(view.longer_past)) == (SHOWN_PAST, 5)
    assert view.past[0].at > view.past[1].at > view.longer_past[0].at


def test_every_state_has_its_word() -> None:
    words = {appointment_word(state) for state in AppointmentState}
    assert len(words) == len(AppointmentState)
    assert attendance_word(Truth.NOT_MET) == "unsteady: ask what gets in the way"
