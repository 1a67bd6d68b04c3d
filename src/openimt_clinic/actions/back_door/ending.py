"""Naming the end of a course, preparing it, and ending: planned or not, always with a way back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from openimt.deliver.ending import Ending, ToldHow, Way, require_way_back
from openimt.errors import RecordError
from openimt_clinic.access.care import require
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.action import action
from openimt_clinic.actions.back_door.waiting_place import wait_no_more
from openimt_clinic.actions.sent_again import says_the_same
from openimt_clinic.audit.log import record
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.appointment import Appointment, AppointmentState
from openimt_clinic.records.course_ending import CourseEnding
from openimt_clinic.records.follow_up import FollowUp, FollowUpKind
from openimt_clinic.records.mapping.endings import ending_of
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User

FARTHEST_YEARS = 3
LISTS = ("left", "gains", "signs", "helps", "people")


@dataclass(frozen=True)
class Later:
    """Days after the end: meetings that were agreed, and days on which somebody asks."""

    boosters: tuple[date, ...] = ()
    check_ins: tuple[date, ...] = ()


@action
def prepare_ending(
    *,
    patient: Patient,
    ending: Ending,
    later: Later,
    by: User,
    note: str = "",
    shown: bool = False,
    seen: datetime | None = None,
) -> CourseEnding:
    """Names the end, or writes on in it. One is open at a time; ``seen``: when the page read it."""
    require(by, Permission.PLAN, patient)
    Patient.objects.select_for_update(of=("self",)).get(pk=patient.pk)
    there = CourseEnding.objects.filter(patient=patient, back_on__isnull=True).first()
    given = _said(ending, note, shown=shown)
    stale = there is not None and seen is not None and seen != there.changed_at
    if there is not None and (
        there.ended_at or (stale and not (says_the_same(there, given) and _agreed(there) == later))
    ):
        raise RecordError(
            _("Somebody wrote here since this page was opened. Look at it, then send again.")
        )
    if ending.way is Way.DIED:
        raise RecordError(_("A death has a page of its own."), field="way")
    _refuse_days(patient, ending, later)
    now = timezone.now()
    kept = there or first_named(patient, by, now)
    for name, value in {**given, "changed_at": now}.items():
        setattr(kept, name, value)
    kept.save()
    _keep_later(kept, later)
    record("ending.prepared", by=by, patient=patient, ending=kept.pk, on=kept.on)
    return kept


def _said(ending: Ending, note: str, *, shown: bool) -> dict[str, object]:
    """The words of an end, as they are kept."""
    lists = {name: list(getattr(ending, name)) for name in LISTS}
    texts = {name: getattr(ending, name) for name in ("on", "feelings", "way_back", "call")}
    return {"way": ending.way.value, **lists, **texts, "note": note.strip(), "shown": shown}


def _agreed(there: CourseEnding) -> Later:
    """The days after the end that stand."""
    rows = FollowUp.objects.filter(ending=there).order_by("due_on")

    def days(kind: FollowUpKind) -> tuple[date, ...]:
        return tuple(rows.filter(kind=kind.value).values_list("due_on", flat=True))

    return Later(days(FollowUpKind.BOOSTER), days(FollowUpKind.CHECK_IN))


@action
def go_on(*, ending: CourseEnding, by: User) -> CourseEnding:
    """The end that was named is none any more: we go on."""
    require(by, Permission.PLAN, ending.patient)
    kept = _still_open(ending)
    kept.back_on, kept.back_by, kept.changed_at = timezone.localdate(), by, timezone.now()
    kept.save(update_fields=["back_on", "back_by", "changed_at"])
    FollowUp.objects.filter(ending=kept, done_at__isnull=True).delete()
    record("ending.dropped", by=by, patient=kept.patient, ending=kept.pk)
    return kept


@action
def end_course(*, ending: CourseEnding, by: User, told_how: ToldHow | None = None) -> CourseEnding:
    """The course ends. Somebody is on every open alert first; appointments to come are cancelled
    with the person's knowledge; plan and numbers stay with the person."""
    require(by, Permission.PLAN, ending.patient)
    patient = Patient.objects.select_for_update(of=("self",)).get(pk=ending.patient_id)
    kept = CourseEnding.objects.select_for_update(of=("self",)).get(pk=ending.pk)
    if kept.ended_at is not None and kept.back_on is None:
        record("ending.done_already", by=by, patient=patient, ending=kept.pk)
        return kept
    kept = _still_open(ending)
    now = timezone.now()
    if kept.on > timezone.localdate():
        raise RecordError(_("This day is still to come; until then the course goes on."))
    require_way_back(ending_of(kept))
    _refuse_without_later(kept)
    _refuse_open_alerts(patient)
    cancelled = _cancel_coming(patient, told_how, now, by)
    kept.ended_at, kept.ended_by, kept.changed_at = now, by, now
    kept.told_how = told_how.value if told_how else ""
    kept.save()
    patient.ended_on = kept.on
    patient.save(update_fields=["ended_on"])
    wait_no_more(patient, by, now)
    record("ending.done", by=by, patient=patient, ending=kept.pk, way=kept.way, cancelled=cancelled)
    return kept


def _still_open(ending: CourseEnding) -> CourseEnding:
    kept = CourseEnding.objects.select_for_update(of=("self",)).get(pk=ending.pk)
    if kept.ended_at is not None or kept.back_on is not None:
        raise RecordError(_("This has been decided already; look at the page again."))
    return kept


def _refuse_days(patient: Patient, ending: Ending, later: Later) -> None:
    today = timezone.localdate()
    if ending.on < patient.started_on:
        raise RecordError(_("The course began later than that."), field="on")
    if ending.on.year > today.year + FARTHEST_YEARS:
        raise RecordError(_("This is too far ahead; look at the year."), field="on")
    if ending.way is not Way.PLANNED and ending.on > today:
        raise RecordError(
            _("Whoever has left has left already: choose today or an earlier day."), field="on"
        )
    for name, days in (("boosters", later.boosters), ("check_ins", later.check_ins)):
        if any(day <= ending.on for day in days):
            raise RecordError(_("Choose days after the end."), field=name)


def _keep_later(kept: CourseEnding, later: Later) -> None:
    FollowUp.objects.filter(ending=kept, done_at__isnull=True).delete()
    by_day = dict.fromkeys(later.check_ins, FollowUpKind.CHECK_IN)
    by_day |= dict.fromkeys(later.boosters, FollowUpKind.BOOSTER)
    FollowUp.objects.bulk_create(
        FollowUp(
            clinic_id=kept.clinic_id,
            patient=kept.patient,
            ending=kept,
            kind=kind.value,
            due_on=day,
        )
        for day, kind in sorted(by_day.items())
    )


def _refuse_without_later(kept: CourseEnding) -> None:
    if kept.way != Way.ENDED.value and not FollowUp.objects.filter(ending=kept).exists():
        raise RecordError(_("Choose a day on which somebody asks how it is."), field="check_ins")


def _refuse_open_alerts(patient: Patient) -> None:
    open_ones = AlertCase.objects.filter(patient=patient, closed_at__isnull=True)
    if open_ones.filter(acknowledged_at__isnull=True).exists():
        raise RecordError(
            _(
                "There is an open alert that nobody has taken on. Hand it over or close it first; "
                "then the course can end."
            )
        )


def _cancel_coming(patient: Patient, told_how: ToldHow | None, now: datetime, by: User) -> int:
    coming: Sequence[Appointment] = list(
        Appointment.objects.select_for_update(of=("self",)).filter(
            patient=patient, state=AppointmentState.PLANNED.value, starts_at__gt=now
        )
    )
    if coming and told_how is None:
        raise RecordError(
            _("There are appointments to come. Say how the person knows that they are cancelled."),
            field="told_how",
        )
    with translation.override(patient.language):
        reason = translation.gettext("Our time together has ended.")
    for one in coming:
        one.state, one.reason = AppointmentState.CANCELLED_BY_US.value, str(reason)
        one.marked_by, one.marked_at = by, now
    Appointment.objects.bulk_update(coming, ["state", "reason", "marked_by", "marked_at"])
    return len(coming)


def first_named(patient: Patient, by: User, now: datetime) -> CourseEnding:
    """An ending of this course, named today and not yet kept."""
    return CourseEnding(
        clinic_id=patient.clinic_id,
        patient=patient,
        named_on=timezone.localdate(),
        began_on=patient.started_on,
        therapy=patient.therapy,
        by=by,
        made_at=now,
    )
