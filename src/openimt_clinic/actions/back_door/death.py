"""A person has died. Nothing goes to them any more; those who treated are told, and look back.

It is written in few words and can be taken back when it was a mistake (``taking_back``): what stops
carries the moment of the death, and an end that stood before keeps its own row.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from openimt.errors import RecordError
from openimt_clinic.access.care import require
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.action import action
from openimt_clinic.actions.back_door.ending import first_named
from openimt_clinic.actions.back_door.waiting_place import wait_no_more
from openimt_clinic.audit.log import record
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.appointment import Appointment, AppointmentState
from openimt_clinic.records.course_ending import CourseEnding, EndingWay
from openimt_clinic.records.follow_up import FollowUp, FollowUpKind
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_device import PhoneDevice
from openimt_clinic.records.prompt import Prompt, PromptState
from openimt_clinic.records.push_address import AddressEnd, PushAddress
from openimt_clinic.records.user import User


@action
def note_death(
    *,
    patient: Patient,
    on: date,
    look_back_on: date,
    by: User,
    note: str = "",
    told: Sequence[str] = (),
) -> CourseEnding:
    """Writes it down; reminders, appointments, alerts and the person's sign-in end at once.

    ``told``: whom of the staff somebody has told in person. ``look_back_on``: when those who
    treated look back together. Pressed twice it is done once.
    """
    require(by, Permission.PLAN, patient)
    kept = Patient.objects.select_for_update(of=("self",)).get(pk=patient.pk)
    there = CourseEnding.objects.filter(patient=kept, back_on__isnull=True).first()
    if there is not None and there.way == EndingWay.DIED.value:
        record("death.noted_again", by=by, patient=kept, ending=there.pk)
        return there
    _refuse_days(kept, on, look_back_on)
    now = timezone.now()
    _put_aside(there, by, now)
    ending = _ending(kept, on, note, told, by, now)
    FollowUp.objects.create(
        clinic_id=kept.clinic_id,
        patient=kept,
        ending=ending,
        kind=FollowUpKind.LOOK_BACK.value,
        due_on=look_back_on,
    )
    kept.ended_on = kept.ended_on or on
    kept.save(update_fields=["ended_on"])
    _stop_all(kept, by, now)
    record("death.noted", by=by, patient=kept, ending=ending.pk, on=on)
    return ending


@action
def tell_of_death(*, ending: CourseEnding, told: Sequence[str], by: User) -> CourseEnding:
    """Who else of the staff was told in person; nobody is told by a message alone."""
    require(by, Permission.PLAN, ending.patient)
    kept = CourseEnding.objects.select_for_update(of=("self",)).get(pk=ending.pk)
    kept.told = sorted({*kept.told, *told})
    kept.save(update_fields=["told"])
    record("death.told", by=by, patient=kept.patient, ending=kept.pk, number=len(kept.told))
    return kept


def _refuse_days(patient: Patient, on: date, look_back_on: date) -> None:
    today = timezone.localdate()
    if on < patient.started_on:
        raise RecordError(_("The course began later than that."), field="on")
    if on > today:
        raise RecordError(_("This day is still to come."), field="on")
    if look_back_on < today:
        raise RecordError(_("Choose today or a later day."), field="look_back_on")


def _put_aside(there: CourseEnding | None, by: User, now: datetime) -> None:
    """An end that was named or done stays as it is, and stands again when the death was a
    mistake."""
    if there is not None:
        there.back_on, there.back_by, there.changed_at = timezone.localdate(), by, now
        there.save(update_fields=["back_on", "back_by", "changed_at"])


def _ending(
    patient: Patient, on: date, note: str, told: Sequence[str], by: User, now: datetime
) -> CourseEnding:
    kept = first_named(patient, by, now)
    kept.way, kept.on, kept.note = EndingWay.DIED.value, on, note.strip()
    kept.told = sorted({*told})
    kept.changed_at, kept.ended_at, kept.ended_by = now, now, by
    kept.save()
    return kept


def _stop_all(patient: Patient, by: User, now: datetime) -> None:
    """Nobody is reminded, invited or called any more, and no phone is asked."""
    Appointment.objects.filter(
        patient=patient, state=AppointmentState.PLANNED.value, starts_at__gt=now
    ).update(
        state=AppointmentState.CANCELLED_BY_US.value,
        reason=_("No longer needed."),
        marked_by=by,
        marked_at=now,
    )
    Prompt.objects.filter(patient=patient, state=PromptState.PLANNED.value).update(
        state=PromptState.DROPPED.value, because="ended", planned_at=now
    )
    PushAddress.objects.filter(patient=patient, ended_at__isnull=True).update(
        ended_at=now, why=AddressEnd.GONE.value, seen_at=now
    )
    PhoneDevice.objects.filter(patient=patient, ended_at__isnull=True).update(
        secret_hash="", without_sign_in=False, ended_at=now
    )
    wait_no_more(patient, by, now)
    _close_alerts(patient, by, now)
    may_sign_in(patient, may=False)


def _close_alerts(patient: Patient, by: User, now: datetime) -> None:
    for case in AlertCase.objects.filter(patient=patient, closed_at__isnull=True):
        case.acknowledged_at, case.acknowledged_by = (
            (case.acknowledged_at, case.acknowledged_by) if case.acknowledged_at else (now, by)
        )
        case.closed_at, case.closed_by = now, by
        case.closed_reason = _("The person has died. It is looked at when we look back.")
        case.save()
        record("alert.closed", by=by, patient=patient, alert=case.pk)


def may_sign_in(patient: Patient, *, may: bool) -> None:
    """Lets the person sign in to their own pages, or no more."""
    if patient.account is not None:
        User.objects.filter(pk=patient.account.pk).update(is_active=may)
