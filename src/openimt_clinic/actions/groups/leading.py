"""A group is made with all its hours; who joins it has them among their own appointments."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import Http404
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from openimt.deliver.series import Rhythm, series
from openimt.errors import RecordError
from openimt_clinic.access.care import require, require_in
from openimt_clinic.access.clinicians import clinicians
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.action import action, said
from openimt_clinic.actions.back_door.in_care import refuse_after_the_end
from openimt_clinic.actions.hours import taken
from openimt_clinic.actions.relating import refuse_who_is_kept_apart
from openimt_clinic.actions.sent_again import in_turn, place_of, refuse_other_words
from openimt_clinic.audit.log import record
from openimt_clinic.records.appointment import Appointment, AppointmentState
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.skills_group import GroupMeeting, GroupMember, SkillsGroup
from openimt_clinic.records.user import User

MINUTES = (15, 300)


@dataclass(frozen=True)
class Hours:
    """When the group meets: each week from ``first`` to ``until``, without ``holidays``."""

    first: date
    at: time
    until: date
    minutes: int = 120
    holidays: Collection[date] = field(default_factory=tuple)


@dataclass(frozen=True)
class Joined:
    """``taken``: hours of the group at which the person has another appointment, left as it is."""

    member: GroupMember
    made: int
    taken: tuple[GroupMeeting, ...]


def leads(user: User, group: SkillsGroup) -> bool:
    """Whether the user leads the group, first or second."""
    return user.pk in (group.leader_id, group.second_id)


@action
def make_group(
    *,
    clinic: Clinic,
    name: str,
    hours: Hours,
    leader: User,
    by: User,
    second: User | None = None,
    where: str = "",
    key: UUID | None = None,
) -> SkillsGroup:
    """A group with all its hours. Whoever treats may begin one; its people read its name. ``key``:
    made by the page, so that two presses make one group."""
    require_in(by, Permission.SEE_CASELOAD, clinic)
    name = said(name, field="name", remedy=_("Give it a neutral name; its people read it."))
    _refuse_odd(clinic, hours, leader, second)
    in_turn(clinic)
    given = {
        "name": name[:60], "first": hours.first, "until": hours.until, "at": hours.at,
        "minutes": hours.minutes, "where": where.strip()[:120], "leader": leader, "second": second,
    }  # fmt: skip
    place = place_of(clinic.pk, key)
    if there := SkillsGroup.objects.filter(pk=place).first():
        refuse_other_words(there, given)
        record("group.made_again", by=by, clinic=clinic, group=there.pk)
        return there
    zone = ZoneInfo(clinic.time_zone)
    moments = series(hours.first, hours.at, zone, rhythm=Rhythm.WEEKLY, until=hours.until,
                     holidays=hours.holidays)  # fmt: skip
    group = SkillsGroup.objects.create(
        id=place, clinic=clinic, by=by, made_at=timezone.now(), **given
    )
    GroupMeeting.objects.bulk_create(
        GroupMeeting(clinic=clinic, group=group, starts_at=one) for one in moments
    )
    record("group.made", by=by, clinic=clinic, group=group.pk, hours=len(moments))
    return group


@action
def join(*, group: SkillsGroup, patient: Patient, by: User) -> Joined:
    """The person belongs to it from today and has its hours to come among their appointments.

    Whoever treats the person says so; pressed twice it is once."""
    if patient.clinic_id != group.clinic_id:
        raise Http404
    require(by, Permission.DELIVER, patient)
    Patient.objects.select_for_update(of=("self",)).get(pk=patient.pk)
    there = GroupMember.objects.filter(group=group, patient=patient, until__isnull=True).first()
    if there is not None:
        record("group.joined_again", by=by, patient=patient, group=group.pk)
        return Joined(there, 0, ())
    refuse_after_the_end(patient, timezone.localdate())
    for who in (group.leader, group.second):
        if who is not None:
            refuse_who_is_kept_apart(patient, who)
    member = GroupMember.objects.create(
        clinic_id=group.clinic_id, group=group, patient=patient, since=timezone.localdate(), by=by
    )
    ahead = list(group.meetings.filter(starts_at__gt=timezone.now(), off_because=""))
    full = {one.starts_at for one in ahead if taken(patient, [one.starts_at], group.minutes)}
    free = [one for one in ahead if one.starts_at not in full]
    Appointment.objects.bulk_create(_appointment(one, group, patient) for one in free)
    record("group.joined", by=by, patient=patient, group=group.pk, hours=len(free))
    left = tuple(one for one in ahead if one.starts_at in full)
    return Joined(member, len(free), left)


@action
def leave(*, member: GroupMember, by: User) -> GroupMember:
    """From today the person belongs to it no more; its hours to come are cancelled for them."""
    if not leads(by, member.group):
        require(by, Permission.DELIVER, member.patient)
    kept = GroupMember.objects.select_for_update(of=("self",)).get(pk=member.pk)
    if kept.until is None:
        kept.until, kept.ended_by = timezone.localdate(), by
        kept.save(update_fields=["until", "ended_by"])
        with translation.override(member.patient.language):
            reason = translation.gettext("You have left this group.")
        Appointment.objects.filter(
            patient=member.patient, meeting__group=member.group,
            state=AppointmentState.PLANNED.value, starts_at__gt=timezone.now(),
        ).update(
            state=AppointmentState.CANCELLED_BY_US.value, reason=str(reason), marked_by=by,
            marked_at=timezone.now(),
        )  # fmt: skip
    record("group.left", by=by, patient=member.patient, group=member.group_id)
    return kept


def _refuse_odd(clinic: Clinic, hours: Hours, leader: User, second: User | None) -> None:
    people = clinicians(clinic)
    for field_, user in (("leader", leader), ("second", second)):
        if user is not None and not people.filter(pk=user.pk).exists():
            raise RecordError(_("Choose a clinician of this clinic."), field=field_)
    if second is not None and second.pk == leader.pk:
        raise RecordError(_("Choose somebody else, or nobody."), field="second")
    if not MINUTES[0] <= hours.minutes <= MINUTES[1]:
        says = _("Choose from %(low)d to %(high)d minutes.")
        raise RecordError(says % {"low": MINUTES[0], "high": MINUTES[1]}, field="minutes")


def _appointment(meeting: GroupMeeting, group: SkillsGroup, patient: Patient) -> Appointment:
    return Appointment(
        clinic_id=group.clinic_id, patient=patient, series=group.series, meeting=meeting,
        with_whom=group.leader, starts_at=meeting.starts_at, minutes=group.minutes,
        where=group.where,
    )  # fmt: skip
