"""A group meets at another hour from now on: its hours to come move, and those of its people."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import F, QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from openimt.deliver.series import is_an_hour
from openimt.errors import RecordError
from openimt_clinic.access.care import require_in
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.action import action
from openimt_clinic.actions.groups.leading import leads
from openimt_clinic.actions.hours import STANDS, hours_of
from openimt_clinic.audit.log import record
from openimt_clinic.records.appointment import Appointment, AppointmentState
from openimt_clinic.records.skills_group import GroupMeeting, SkillsGroup
from openimt_clinic.records.user import User

MOST_DAYS = 6
"""An hour stays within its own week, so that no two of a group meet in one."""


@dataclass(frozen=True)
class Move:
    """An hour of the group, and when it is from now on."""

    meeting: GroupMeeting
    to: datetime


@action
def move_group(*, group: SkillsGroup, first: date, at: time, by: User) -> tuple[GroupMeeting, ...]:
    """The next hour is on the day ``first`` at the local hour ``at``, and each later one as many
    days from it as before. What was called off stays as it is.

    Raises RecordError for a day that is more than six days from the planned one, for an hour that
    is over or that the clocks skip, and where one of its people has another appointment.
    """
    require_in(by, Permission.SEE_CASELOAD, group.clinic)
    if not leads(by, group):
        raise Http404
    kept = SkillsGroup.objects.select_for_update(of=("self",)).get(pk=group.pk)
    zone = ZoneInfo(group.clinic.time_zone)
    moves = _moves(kept, first, at, zone)
    people = _people(moves)
    for one in sorted(people):
        hours_of(one)
    _refuse_taken(moves, people, zone)
    for move in moves:
        move.meeting.starts_at = move.to
        move.meeting.save(update_fields=["starts_at"])
        _planned(move.meeting).update(starts_at=move.to, changes=F("changes") + 1)
    kept.at, kept.until = at, max(kept.until, moves[-1].to.astimezone(zone).date())
    kept.save(update_fields=["at", "until"])
    record("group.moved", by=by, clinic=kept.clinic, group=kept.pk, hours=len(moves))
    return tuple(move.meeting for move in moves)


def hours_ahead(group: SkillsGroup) -> list[GroupMeeting]:
    """Those that are still to come and not called off, the next first."""
    ahead = group.meetings.filter(starts_at__gt=timezone.now(), off_because="")
    return list(ahead.order_by("starts_at"))


def _moves(group: SkillsGroup, first: date, at: time, zone: ZoneInfo) -> list[Move]:
    ahead = hours_ahead(group)
    if not ahead:
        raise RecordError(_("No hour of this group is still to come."))
    days = first - ahead[0].starts_at.astimezone(zone).date()
    if abs(days) > timedelta(days=MOST_DAYS):
        says = _("Choose a day at most %(n)d days before or after the next planned hour.")
        raise RecordError(says % {"n": MOST_DAYS}, field="first")
    found = [
        Move(one, datetime.combine(one.starts_at.astimezone(zone).date() + days, at, tzinfo=zone))
        for one in ahead
    ]
    if found[0].to <= timezone.now():
        raise RecordError(_("This hour is over; choose a later one."), field="at")
    for move in found:
        if not is_an_hour(move.to, zone):
            says = _("On %(day)s the clocks skip this hour; choose another.")
            raise RecordError(says % {"day": _day(move.to, zone)}, field="at")
    return found


def _planned(meeting: GroupMeeting) -> QuerySet[Appointment]:
    return Appointment.objects.filter(meeting=meeting, state=AppointmentState.PLANNED.value)


def _people(moves: list[Move]) -> set[UUID]:
    rows = Appointment.objects.filter(
        meeting__in=[move.meeting for move in moves], state=AppointmentState.PLANNED.value
    )
    return set(rows.values_list("patient", flat=True))


def _refuse_taken(moves: list[Move], people: set[UUID], zone: ZoneInfo) -> None:
    """Names the day and nobody: whoever leads need not read the records of its people."""
    there = Appointment.objects.filter(
        patient__in=people, starts_at__in=[move.to for move in moves], state__in=STANDS
    ).exclude(meeting__in=[move.meeting for move in moves])
    if one := there.order_by("starts_at").first():
        says = _("Somebody of the group has another appointment at that hour on %(day)s.")
        raise RecordError(says % {"day": _day(one.starts_at, zone)}, field="at")


def _day(moment: datetime, zone: ZoneInfo) -> str:
    return date_format(moment.astimezone(zone), "j M")
