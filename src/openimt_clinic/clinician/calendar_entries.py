"""What stands in a therapist's own calendar: their hours, duties and days away, and nobody's name.

Titles are in plain English, as all pages for staff. No room and no number: whoever sees the
calendar of somebody who treats learns when they are busy, and nothing of the people.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q

from openimt_clinic.components.calendar_feed import PAST, Entry
from openimt_clinic.components.calendar_hours import hour
from openimt_clinic.records.appointment import Appointment, Place
from openimt_clinic.records.care_relation import CareRelation
from openimt_clinic.records.on_duty import OnDuty
from openimt_clinic.records.own_calendar import OwnCalendar
from openimt_clinic.records.planned_absence import PlannedAbsence
from openimt_clinic.records.skills_group import GroupMeeting
from openimt_clinic.records.user import User

SESSION, GROUP, DUTY, SECOND, AWAY = "Session", "Group", "On duty", "On duty, second", "Away"
PLACES: Mapping[str, str] = {Place.IN_PERSON.value: "In person", Place.REMOTE.value: "Remote"}


def entries_of(calendar: OwnCalendar, now: datetime) -> Iterator[Entry]:
    """From two months ago on; the caller stands in the clinic."""
    who, zone = calendar.membership.user, ZoneInfo(calendar.clinic.time_zone)
    since = now - PAST
    yield from _sessions(calendar, who, zone, since)
    yield from _groups(who, zone, since)
    yield from _duties(who, zone, since)
    yield from _away(who, zone, since)


def _sessions(calendar: OwnCalendar, who: User, zone: ZoneInfo, since: datetime) -> Iterator[Entry]:
    """By the therapist's choice each with the person's code, while the person is in their care."""
    rows = Appointment.objects.filter(with_whom=who, meeting__isnull=True, starts_at__gte=since)
    cared = CareRelation.objects.filter(user=who, until__isnull=True)
    named = set(cared.values_list("patient_id", flat=True)) if calendar.with_codes else set()
    for one in rows.select_related("patient").order_by("starts_at"):
        title = f"{SESSION} · {one.patient.code}" if one.patient_id in named else SESSION
        yield hour(one, title, zone, PLACES[one.place])


def _groups(who: User, zone: ZoneInfo, since: datetime) -> Iterator[Entry]:
    """Hours of groups that they lead, first or second; an hour that was called off says so."""
    led = GroupMeeting.objects.filter(Q(group__leader=who) | Q(group__second=who))
    rows = led.filter(starts_at__gte=since).select_related("group").order_by("starts_at")
    for one in rows:
        yield Entry(
            uid=str(one.pk),
            title=GROUP,
            starts_at=one.starts_at.astimezone(zone),
            lasts=timedelta(minutes=one.group.minutes),
            cancelled=bool(one.off_because),
            place=PLACES[Place.IN_PERSON.value],
        )


def _duties(who: User, zone: ZoneInfo, since: datetime) -> Iterator[Entry]:
    """A duty never moves: it is handed on or taken out, and then it is theirs no more. It leaves
    the hours free for others' invitations."""
    rows = OnDuty.objects.filter(Q(who=who) | Q(second=who), ends_at__gte=since)
    for one in rows.order_by("starts_at"):
        first = one.who_id == who.pk
        yield Entry(
            uid=f"{one.pk}-{'first' if first else 'second'}",
            title=DUTY if first else SECOND,
            starts_at=one.starts_at.astimezone(zone),
            lasts=one.ends_at - one.starts_at,
            busy=False,
        )


def _away(who: User, zone: ZoneInfo, since: datetime) -> Iterator[Entry]:
    """Whole days; an absence that was taken back says so."""
    rows = PlannedAbsence.objects.filter(who=who, last__gte=since.astimezone(zone).date())
    for one in rows.order_by("first"):
        yield Entry(
            uid=str(one.pk),
            title=AWAY,
            starts_at=one.first,
            lasts=one.last - one.first + timedelta(days=1),
            cancelled=one.taken_back_at is not None,
        )
