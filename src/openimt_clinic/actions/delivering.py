"""Appointments and sessions: made, kept or not, held with what was done in them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.utils import timezone

from openimt.deliver.progress import apply_session, end
from openimt.deliver.series import Rhythm, series
from openimt.deliver.session import ModuleWork
from openimt.errors import DeliveryError, RecordError
from openimt.formulate.assessment import Delivered
from openimt_clinic.access.care import require
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.action import action, said
from openimt_clinic.actions.back_door.in_care import refuse_after_the_end, refuse_once_ended
from openimt_clinic.actions.hours import (
    STANDS,
    hours_of,
    refuse_far,
    refuse_taken,
    says_taken,
    taken,
)
from openimt_clinic.audit.log import record
from openimt_clinic.records.appointment import Appointment, AppointmentState, Place
from openimt_clinic.records.mapping.sessions import delivered_of, session_of, work_to_row
from openimt_clinic.records.module_progress import ModuleProgress
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.session_record import SessionRecord
from openimt_clinic.records.user import User

CAME = (AppointmentState.KEPT, AppointmentState.MISSED)


@dataclass(frozen=True)
class Where:
    """In person with its room, or remote with where the person is, a number to call back, and who
    is near them."""

    place: Place = Place.IN_PERSON
    where: str = ""
    call_back: str = ""
    near: str = ""


@dataclass(frozen=True)
class Held:
    """What was done in a session. ``agenda``: point id to whether it was done. ``reasons``: why a
    module skipped a step or was taken up again, by module."""

    work: tuple[ModuleWork, ...] = ()
    agenda: Mapping[str, bool] = field(default_factory=dict)
    note: str = ""
    homework: str = ""
    next_on: date | None = None
    reasons: Mapping[str, str] = field(default_factory=dict)


@action
def make_series(
    *,
    patient: Patient,
    first: date,
    at: time,
    until: date,
    by: User,
    with_whom: User | None = None,
    rhythm: Rhythm = Rhythm.WEEKLY,
    holidays: Collection[date] = (),
    minutes: int = 50,
    where: Where | None = None,
) -> tuple[Appointment, ...]:
    """Appointments at the same local hour; a day that is taken already refuses the series."""
    require(by, Permission.DELIVER, patient)
    patient = hours_of(patient.pk)
    refuse_after_the_end(patient, until)
    refuse_far(patient, first, field="first")
    place = _sound(where or Where())
    zone = ZoneInfo(patient.clinic.time_zone)
    moments = series(first, at, zone, rhythm=rhythm, until=until, holidays=holidays)
    refuse_far(patient, moments[-1].date(), field="until")
    if there := taken(patient, moments, minutes):
        raise DeliveryError(says_taken(there, zone), field="first")
    together = uuid4()
    made = Appointment.objects.bulk_create(
        Appointment(
            clinic_id=patient.clinic_id,
            patient=patient,
            series=together,
            with_whom=with_whom or by,
            starts_at=moment,
            minutes=minutes,
            place=place.place.value,
            where=place.where,
            call_back=place.call_back,
            near=place.near,
        )
        for moment in moments
    )
    record("appointments.made", by=by, patient=patient, series=together, count=len(made))
    return tuple(made)


@action
def move_appointment(
    *,
    appointment: Appointment,
    by: User,
    starts_at: datetime | None = None,
    where: Where | None = None,
) -> Appointment:
    """Another hour or another place for one appointment that has not been yet."""
    hours_of(appointment.patient_id)
    kept = _planned(appointment, by)
    refuse_once_ended(kept.patient)
    if kept.meeting_id is not None:
        raise DeliveryError("this is an hour of a group; it moves with the group alone")
    if starts_at is not None and starts_at != kept.starts_at:
        refuse_far(kept.patient, starts_at.date(), field="day")
        refuse_taken(kept, starts_at, field="at")
        kept.starts_at = starts_at
    if where is not None:
        place = _sound(where)
        kept.place, kept.where, kept.call_back = place.place.value, place.where, place.call_back
        kept.near = place.near
    kept.changes += 1
    kept.save()
    record("appointment.moved", by=by, patient=kept.patient, appointment=kept.pk)
    return kept


@action
def mark_appointment(
    *,
    appointment: Appointment,
    state: AppointmentState,
    by: User,
    reason: str = "",
    at: datetime | None = None,
) -> Appointment:
    """What came of it: kept, cancelled with notice, missed, or cancelled by us (with a reason)."""
    hours_of(appointment.patient_id)
    kept = Appointment.objects.select_for_update(of=("self",)).get(pk=appointment.pk)
    require(by, Permission.DELIVER, kept.patient)
    if SessionRecord.objects.filter(appointment=kept).exists():
        raise DeliveryError("a session was held here, so the appointment was kept", field="state")
    if state is AppointmentState.PLANNED and to_come(kept, at or timezone.now()):
        refuse_once_ended(kept.patient)
    if state in CAME and to_come(kept, at or timezone.now()):
        raise DeliveryError("this appointment is still to come", field="state")
    if state in STANDS and kept.state not in STANDS:
        refuse_taken(kept, kept.starts_at, field="state")
    if state is AppointmentState.CANCELLED_BY_US:
        said(reason, field="reason", remedy="Write why we cancelled; the person is told so.")
    kept.state, kept.reason = state.value, reason.strip()
    planned = state is AppointmentState.PLANNED
    kept.marked_by, kept.marked_at = (None, None) if planned else (by, timezone.now())
    kept.changes += 1
    kept.save()
    record(
        "appointment.marked", by=by, patient=kept.patient, appointment=kept.pk, state=state.value
    )
    return kept


@action
def hold_session(
    *, appointment: Appointment, held: Held, by: User, at: datetime | None = None
) -> SessionRecord:
    """Keeps a session: its note, the steps it moved, what comes next. One an appointment.

    Signed on its day before its hour, it was held earlier than planned: at the latest now.
    """
    now = at or timezone.now()
    kept = _planned(appointment, by, or_kept=True)
    if SessionRecord.objects.filter(appointment=kept).exists():
        raise DeliveryError("the session of this appointment is written down already")
    if to_come(kept, now):
        raise DeliveryError("this appointment is still to come; write its session on its day")
    day = kept.starts_at.astimezone(ZoneInfo(kept.patient.clinic.time_zone)).date()
    refuse_after_the_end(kept.patient, day)
    refuse_next_before(day, held.next_on)
    kept.state, kept.marked_by, kept.marked_at = AppointmentState.KEPT.value, by, timezone.now()
    kept.save()
    written = SessionRecord.objects.create(
        clinic_id=kept.clinic_id,
        patient=kept.patient,
        appointment=kept,
        held_at=min(kept.starts_at, now),
        minutes=kept.minutes,
        agenda=[{"id": point, "done": done} for point, done in held.agenda.items()],
        work=work_to_row(held.work),
        note=held.note.strip(),
        homework=held.homework.strip(),
        next_on=held.next_on,
        by=by,
        noted_at=timezone.now(),
    )
    after = apply_session(
        delivered_of(kept.patient), session_of(written), reasons=dict(held.reasons)
    )
    worked = {one.module for one in held.work}
    _keep_progress(kept.patient, [one for one in after if one.module in worked], day)
    record("session.held", by=by, patient=kept.patient, session=written.pk, modules=len(worked))
    return written


def refuse_next_before(day: date, next_on: date | None) -> None:
    """Raises DeliveryError where the next session would lie before this one, or on its day."""
    if next_on is not None and next_on <= day:
        says = "the next session comes after this one; look at the day"
        raise DeliveryError(says, field="next_on")


@action
def end_module(*, patient: Patient, module: str, reason: str, on: date, by: User) -> ModuleProgress:
    """Ends a module early, with a reason; it can be taken up again."""
    require(by, Permission.DELIVER, patient)
    refuse_once_ended(patient)
    begun = {one.module: one for one in delivered_of(patient)}
    ended = end(begun.get(module, Delivered(module)), reason)
    kept, _ = ModuleProgress.objects.update_or_create(
        patient=patient,
        module=module,
        defaults={
            "clinic_id": patient.clinic_id,
            "ended_on": on,
            "ended_by": by,
            "ended_reason": ended.ended,
        },
    )
    record("module.ended", by=by, patient=patient, module=module)
    return kept


def to_come(appointment: Appointment, now: datetime) -> bool:
    """Whether the appointment lies on a later day than now, in the clinic's time."""
    zone = ZoneInfo(appointment.patient.clinic.time_zone)
    return appointment.starts_at.astimezone(zone).date() > now.astimezone(zone).date()


def _keep_progress(patient: Patient, after: Sequence[Delivered], day: date) -> None:
    for one in after:
        ModuleProgress.objects.update_or_create(
            patient=patient,
            module=one.module,
            defaults={
                "step": one.step,
                "sessions": one.sessions,
                "ended_on": None,
                "ended_by": None,
                "ended_reason": "",
            },
            create_defaults={
                "clinic_id": patient.clinic_id,
                "step": one.step,
                "sessions": one.sessions,
                "started_on": day,
            },
        )


def _sound(where: Where) -> Where:
    if where.place is Place.REMOTE and not where.call_back.strip():
        raise RecordError(
            "A remote session needs a number to call back, in case the line breaks.",
            field="call_back",
        )
    return where


def _planned(appointment: Appointment, by: User, *, or_kept: bool = False) -> Appointment:
    kept = Appointment.objects.select_for_update(of=("self",)).get(pk=appointment.pk)
    require(by, Permission.DELIVER, kept.patient)
    if or_kept and kept.state not in STANDS:
        raise DeliveryError(
            f"This appointment is marked as {kept.state.replace('_', ' ')}. If it was kept after "
            "all, say so on its page and sign again; else put the note aside."
        )
    if not or_kept and kept.state not in STANDS[:1]:
        raise DeliveryError(f"This appointment is {kept.state.replace('_', ' ')} already.")
    return kept
