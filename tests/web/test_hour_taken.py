"""One hour, one appointment: the taken hour and the far day are refused in a sentence, never a
broken page, whoever comes at the same time."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from openimt.deliver.session import AppointmentState
from openimt.errors import OpenIMTError
from openimt_clinic.actions.delivering import make_series, mark_appointment, move_appointment
from openimt_clinic.records.appointment import Appointment
from tests.web.kept import an_appointment
from tests.web.pages_of import Browser, sent
from tests.web.people import STARTED, People, a_patient


@pytest.fixture
def ana(people: People, signed_in: Browser) -> Client:
    return signed_in(people.ana)


def in_weeks(weeks: int) -> datetime:
    return timezone.now().replace(microsecond=0) + timedelta(weeks=weeks)


def cancelled(people: People, at: datetime) -> Appointment:
    return an_appointment(
        people, at, state="cancelled_with_notice", marked_by=people.ana, marked_at=timezone.now()
    )


def test_what_was_cancelled_is_not_planned_again_on_a_taken_hour(
    people: People, ana: Client
) -> None:
    at = in_weeks(2)
    one = cancelled(people, at)
    an_appointment(people, at)
    page, done = sent(ana, "appointment", people, one.pk, state="planned", reason="She called.")
    assert not done
    assert "another appointment at that hour" in page
    assert "She called." in page
    one.refresh_from_db()
    assert one.state == "cancelled_with_notice"
    missed = AppointmentState.MISSED
    assert mark_appointment(appointment=one, state=missed, by=people.ana, at=in_weeks(3))


def test_a_move_to_a_taken_hour_is_refused_by_the_action_too(people: People) -> None:
    at = in_weeks(2)
    an_appointment(people, at)
    one = an_appointment(people, at + timedelta(days=1))
    with pytest.raises(OpenIMTError, match="another appointment at that hour") as refused:
        move_appointment(appointment=one, starts_at=at, by=people.ana)
    assert refused.value.field == "at"
    assert move_appointment(appointment=one, starts_at=one.starts_at, by=people.ana)


def test_who_comes_at_the_same_time_waits_for_the_person_s_row(people: People) -> None:
    one, day = an_appointment(people, in_weeks(2)), in_weeks(3).date()
    planned = AppointmentState.PLANNED
    for act in (
        lambda: make_series(
            patient=people.patient, first=day, at=time(9), until=day, by=people.ana
        ),
        lambda: move_appointment(appointment=one, starts_at=in_weeks(4), by=people.ana),
        lambda: mark_appointment(appointment=one, state=planned, by=people.ana),
    ):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            act()
        locks = [sql for q in asked.captured_queries if "FOR NO KEY" in (sql := q["sql"])]
        assert locks
        assert 'FROM "records_patient"' in locks[0]


@pytest.mark.parametrize(
    ("day", "says"),
    [
        (STARTED - timedelta(days=1), "course began later"),
        (datetime(1, 1, 1, tzinfo=UTC).date(), "course began later"),
        (datetime(2126, 1, 1, tzinfo=UTC).date(), "too far ahead"),
        (datetime(9999, 12, 31, tzinfo=UTC).date(), "too far ahead"),
    ],
)
def test_an_hour_lies_in_the_course_and_not_years_ahead(
    day: datetime, says: str, people: People
) -> None:
    one = an_appointment(people, in_weeks(2))
    at = datetime.combine(day, time(23, 59), tzinfo=UTC)
    with pytest.raises(OpenIMTError, match=says) as refused:
        move_appointment(appointment=one, starts_at=at, by=people.ana)
    assert refused.value.field == "day"
    with pytest.raises(OpenIMTError, match=says) as refused:
        make_series(patient=people.patient, first=day, at=time(9), until=day, by=people.ana)
    assert refused.value.field == "first"


def test_a_series_does_not_run_on_for_more_years_than_an_end_may_lie_ahead(people: People) -> None:
    first = in_weeks(1).date()
    with pytest.raises(OpenIMTError, match="too far ahead") as refused:
        make_series(
            patient=people.patient, first=first, at=time(9), by=people.ana, rhythm=2,
            until=first + timedelta(weeks=250),
        )  # fmt: skip
    assert refused.value.field == "until"


# ---- hours that reach into each other ----


def test_an_hour_that_reaches_into_another_is_refused(people: People) -> None:
    at = in_weeks(2)
    an_appointment(people, at)
    local = timezone.localtime(at + timedelta(minutes=15))
    with pytest.raises(OpenIMTError, match=f"{timezone.localtime(at):%-d %b %Y, %H:%M}"):
        make_series(
            patient=people.patient, first=local.date(), until=local.date(), at=local.time(),
            by=people.ana,
        )  # fmt: skip
    other = an_appointment(people, at + timedelta(days=1))
    for moved in (at + timedelta(minutes=49), at - timedelta(minutes=49)):
        with pytest.raises(OpenIMTError, match="another appointment at that hour"):
            move_appointment(appointment=other, starts_at=moved, by=people.ana)
    move_appointment(appointment=other, starts_at=at + timedelta(minutes=50), by=people.ana)


def test_what_overlaps_from_before_can_still_be_marked(people: People) -> None:
    at = timezone.now() - timedelta(days=1)
    one, other = an_appointment(people, at), an_appointment(people, at + timedelta(minutes=15))
    for each in (one, other):
        mark_appointment(appointment=each, state=AppointmentState.KEPT, by=people.ana)


def test_two_people_at_one_hour_of_a_therapist_are_said_and_kept(
    people: People, ana: Client
) -> None:
    eve = a_patient(people.clinic, given_name="Eve")
    at = in_weeks(2)
    an_appointment(people, at, patient=eve)
    local = timezone.localtime(at)
    page, done = sent(
        ana, "new_series", people, first=local.date().isoformat(), until=local.date().isoformat(),
        at=f"{local:%H:%M}", minutes="50", rhythm="1", place="in_person",
        with_whom=str(people.ana.pk),
    )  # fmt: skip
    assert done
    assert "Ana has another appointment at that time, with somebody else" in page
    assert "Eve" not in page
