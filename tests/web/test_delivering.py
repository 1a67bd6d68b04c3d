"""Appointments and sessions as the records keep them."""

from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest

from openimt.deliver.series import Rhythm
from openimt.deliver.session import ModuleWork
from openimt.errors import DeliveryError, RecordError
from openimt_clinic.actions import delivering
from openimt_clinic.actions.delivering import (
    Held,
    Where,
    end_module,
    make_series,
    move_appointment,
)
from openimt_clinic.records.appointment import Appointment, AppointmentState, Place
from openimt_clinic.records.module_progress import ModuleProgress
from tests.web.kept import NOW, TODAY, an_appointment
from tests.web.people import People

BERLIN = ZoneInfo("Europe/Berlin")
LATER = NOW + timedelta(weeks=8)
hold_session = partial(delivering.hold_session, at=LATER)
mark_appointment = partial(delivering.mark_appointment, at=LATER)


def ask(people: People, **more: object) -> tuple[Appointment, ...]:
    given = {"first": date(2026, 10, 19), "at": time(15), "until": date(2026, 11, 2)} | more
    return make_series(patient=people.patient, by=people.ana, **given)


def test_a_series_keeps_its_local_hour_over_the_change_of_the_clocks(people: People) -> None:
    made = ask(people)
    assert [m.starts_at.astimezone(BERLIN).hour for m in made] == [15, 15, 15]
    assert [m.starts_at.astimezone(UTC).hour for m in made] == [13, 14, 14]
    assert len({m.series for m in made}) == 1


def test_a_fortnight_without_holidays(people: People) -> None:
    made = ask(people, rhythm=Rhythm.FORTNIGHTLY, holidays={date(2026, 11, 2)})
    assert [m.starts_at.astimezone(BERLIN).date() for m in made] == [date(2026, 10, 19)]


def test_a_taken_hour_refuses_the_whole_series(people: People) -> None:
    ask(people)
    with pytest.raises(DeliveryError, match="already: 19 Oct 2026"):
        ask(people, until=date(2026, 12, 7))
    assert Appointment.objects.count() == 3


def test_an_hour_that_was_cancelled_is_free_again(people: People) -> None:
    for made in ask(people):
        mark_appointment(
            appointment=made, state=AppointmentState.CANCELLED_WITH_NOTICE, by=people.ana
        )
    assert len(ask(people)) == 3


def test_a_remote_session_has_a_number_to_call_back(people: People) -> None:
    with pytest.raises(RecordError) as refused:
        ask(people, where=Where(Place.REMOTE, "at home"))
    assert refused.value.field == "call_back"
    made = ask(people, where=Where(Place.REMOTE, "at home", "0170 1"))
    assert (made[0].place, made[0].call_back) == ("remote", "0170 1")


def test_when_we_cancel_we_say_why(people: People) -> None:
    appointment = an_appointment(people)
    ours = AppointmentState.CANCELLED_BY_US
    with pytest.raises(RecordError) as refused:
        mark_appointment(appointment=appointment, state=ours, by=people.ana)
    assert refused.value.field == "reason"
    marked = mark_appointment(
        appointment=appointment, state=ours, reason="Ana is ill.", by=people.ana
    )
    assert (marked.state, marked.marked_by) == ("cancelled_by_us", people.ana)


def test_a_mark_can_be_taken_back(people: People) -> None:
    marked = mark_appointment(
        appointment=an_appointment(people), state=AppointmentState.MISSED, by=people.ana
    )
    planned = mark_appointment(appointment=marked, state=AppointmentState.PLANNED, by=people.ana)
    assert (planned.state, planned.marked_by, planned.marked_at) == ("planned", None, None)


def test_a_session_moves_the_step_and_counts(people: People) -> None:
    for n, (before, after) in enumerate([(0, 1), (1, 2)]):
        hold_session(
            appointment=an_appointment(people, NOW + timedelta(weeks=n)),
            held=Held((ModuleWork("r3", before, after),)),
            by=people.ana,
        )
    progress = ModuleProgress.objects.get()
    assert (progress.step, progress.sessions, progress.started_on) == (2, 2, TODAY)


def test_a_session_is_written_once_and_then_stays_kept(people: People) -> None:
    appointment = an_appointment(people)
    hold_session(appointment=appointment, held=Held(note="Well."), by=people.ana)
    with pytest.raises(DeliveryError, match="written down already"):
        hold_session(appointment=appointment, held=Held(), by=people.ana)
    with pytest.raises(DeliveryError, match="was kept"):
        mark_appointment(appointment=appointment, state=AppointmentState.MISSED, by=people.ana)


def test_a_skipped_step_needs_its_reason_and_keeps_nothing_without(people: People) -> None:
    appointment = an_appointment(people)
    work = (ModuleWork("r3", 0, 3),)
    with pytest.raises(DeliveryError) as refused:
        hold_session(appointment=appointment, held=Held(work), by=people.ana)
    assert refused.value.field == "step"
    appointment.refresh_from_db()
    assert appointment.state == "planned"
    reasons = {"r3": "He had learnt it before."}
    hold_session(appointment=appointment, held=Held(work, reasons=reasons), by=people.ana)
    assert ModuleProgress.objects.get().step == 3


def test_a_module_ends_with_a_reason_and_can_be_taken_up_again(people: People) -> None:
    end_module(patient=people.patient, module="r3", reason="A pause.", on=TODAY, by=people.ana)
    held = Held((ModuleWork("r3", 0, 1),), reasons={"r3": "He asked for it."})
    hold_session(appointment=an_appointment(people), held=held, by=people.ana)
    progress = ModuleProgress.objects.get()
    assert (progress.ended_on, progress.ended_reason, progress.step) == (None, "", 1)


def test_a_past_appointment_is_not_moved(people: People) -> None:
    kept = an_appointment(people, state="missed", marked_by=people.ana, marked_at=NOW)
    with pytest.raises(DeliveryError, match="missed already"):
        move_appointment(
            appointment=kept, starts_at=datetime(2027, 1, 1, tzinfo=UTC), by=people.ana
        )


def test_what_is_still_to_come_has_not_been(people: People) -> None:
    appointment = an_appointment(people, NOW + timedelta(days=1))
    with pytest.raises(DeliveryError, match="still to come") as refused:
        delivering.mark_appointment(
            appointment=appointment, state=AppointmentState.KEPT, by=people.ana, at=NOW
        )
    assert refused.value.field == "state"
    with pytest.raises(DeliveryError, match="on its day"):
        delivering.hold_session(appointment=appointment, held=Held(), by=people.ana, at=NOW)
    cancelled = delivering.mark_appointment(
        appointment=appointment,
        state=AppointmentState.CANCELLED_WITH_NOTICE,
        by=people.ana,
        at=NOW,
    )
    assert cancelled.state == "cancelled_with_notice"


def test_a_session_signed_before_its_hour_was_held_by_then_and_not_later(people: People) -> None:
    appointment = an_appointment(people, NOW + timedelta(hours=1))
    session = delivering.hold_session(
        appointment=appointment, held=Held(note="Earlier."), by=people.ana, at=NOW
    )
    assert session.held_at == NOW
    usual = an_appointment(people)
    assert hold_session(appointment=usual, held=Held(), by=people.ana).held_at == usual.starts_at
