"""A death that was written by mistake is taken back: the person is in care as before.

What needs a person is there again by itself: the course or its end, the open alerts, the place in
the waiting list. What was cancelled towards the person is agreed anew with them. All of it carries
the moment in which the death was written (``then``).
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from openimt.errors import RecordError
from openimt_clinic.access.care import require
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.action import action, said
from openimt_clinic.actions.alert_opening import open_again
from openimt_clinic.actions.back_door.death import may_sign_in
from openimt_clinic.actions.back_door.waiting_place import wait_again
from openimt_clinic.audit.log import record
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.appointment import Appointment, AppointmentState
from openimt_clinic.records.course_ending import CourseEnding
from openimt_clinic.records.follow_up import FollowUp
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_device import PhoneDevice
from openimt_clinic.records.prompt_schedule import PromptSchedule
from openimt_clinic.records.push_address import PushAddress
from openimt_clinic.records.user import User


@dataclass(frozen=True)
class TakenBack:
    """``alerts``: how many are open again. ``in_care``: the course goes on; else its end stands as
    it stood before. ``waits``: the person waits for their therapy again.

    To agree anew: the hours of ``appointments`` that were cancelled, and the ``phone``, with its
    reminders. ``told``: who of the staff was told of a death, and hears of the mistake.
    """

    ending: CourseEnding
    alerts: int
    in_care: bool
    waits: bool
    appointments: tuple[datetime, ...]
    phone: bool
    told: tuple[str, ...]


@action
def take_death_back(*, ending: CourseEnding, reason: str, by: User) -> TakenBack:
    """It was written by mistake. ``reason``: how that came about."""
    require(by, Permission.PLAN, ending.patient)
    patient = Patient.objects.select_for_update(of=("self",)).get(pk=ending.patient_id)
    kept = CourseEnding.objects.select_for_update(of=("self",)).get(pk=ending.pk)
    then = kept.ended_at
    if kept.back_on is not None or then is None:
        raise RecordError(_("This has been decided already; look at the page again."))
    why = said(reason, field="reason", remedy=_("Write how the mistake came about."))
    now = timezone.now()
    kept.note = f"{kept.note}\n{why}".strip()
    kept.back_on, kept.back_by, kept.changed_at = timezone.localdate(), by, now
    kept.save()
    FollowUp.objects.filter(ending=kept, done_at__isnull=True).delete()
    _as_before(patient, kept, then, now)
    may_sign_in(patient, may=True)
    PromptSchedule.objects.filter(patient=patient).update(planned_at=None)
    back = TakenBack(
        ending=kept,
        alerts=_alerts_again(patient, then, now, by),
        in_care=patient.ended_on is None,
        waits=wait_again(patient, then),
        appointments=_cancelled(patient, then, now),
        phone=_phone_ended(patient, then),
        told=tuple(kept.told),
    )
    record("death.taken_back", by=by, patient=patient, ending=kept.pk, alerts=back.alerts)
    return back


def _as_before(patient: Patient, death: CourseEnding, then: datetime, now: datetime) -> None:
    """The end that was put aside stands again; without one that was done, the course goes on."""
    others = CourseEnding.objects.filter(patient=patient).exclude(pk=death.pk)
    before = others.filter(changed_at=then).first()
    if before is not None:
        before.back_on, before.back_by, before.changed_at = None, None, now
        before.save(update_fields=["back_on", "back_by", "changed_at"])
    ended = before is not None and before.ended_at is not None
    # Whoever had ended before keeps that day, not the day of the death.
    if not ended and patient.ended_on == death.on:
        patient.ended_on = None
        patient.save(update_fields=["ended_on"])


def _alerts_again(patient: Patient, then: datetime, now: datetime, by: User) -> int:
    """Nobody looked at what was said: it was only closed. Of what is open by now under the same
    answer there is no second case."""
    closed = AlertCase.objects.select_for_update(of=("self",)).filter(
        patient=patient, closed_at=then
    )
    asked_anew = AlertCase.objects.filter(patient=patient, closed_at__isnull=True)
    there = set(asked_anew.values_list("answer_set", "item"))
    again = [case for case in closed if not case.answer_set_id or _answer(case) not in there]
    for case in again:
        open_again(case, at=now, by=by)
    return len(again)


def _answer(case: AlertCase) -> tuple[object, str]:
    return case.answer_set_id, case.item


def _cancelled(patient: Patient, then: datetime, now: datetime) -> tuple[datetime, ...]:
    rows = Appointment.objects.filter(
        patient=patient,
        state=AppointmentState.CANCELLED_BY_US.value,
        marked_at=then,
        starts_at__gt=now,
    )
    return tuple(rows.order_by("starts_at").values_list("starts_at", flat=True))


def _phone_ended(patient: Patient, then: datetime) -> bool:
    ended = Q(patient=patient, ended_at=then)
    return PhoneDevice.objects.filter(ended).exists() or PushAddress.objects.filter(ended).exists()
