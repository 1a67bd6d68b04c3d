"""A skills group with its hours and people, made as the pages make it."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from openimt_clinic.actions.groups.leading import Hours, join, make_group
from openimt_clinic.records.skills_group import GroupMeeting, GroupMember, SkillsGroup
from tests.web.people import People


def a_group(people: People, **more: Any) -> SkillsGroup:
    """Ana leads it; it meets five times, first tomorrow."""
    first = timezone.localdate() + timedelta(days=1)
    hours = Hours(first, time(16), first + timedelta(weeks=4))
    return make_group(
        clinic=people.clinic, name="Tuesday group", hours=hours, leader=people.ana, by=people.ana,
        **more,
    )  # fmt: skip


def a_member(people: People, group: SkillsGroup | None = None) -> GroupMember:
    """Dan, whom Ana treats."""
    return join(group=group or a_group(people), patient=people.patient, by=people.ana).member


def an_hour_that_was(people: People) -> GroupMeeting:
    """The first hour of a group to which Dan belongs, moved to yesterday."""
    hour = a_member(people).group.meetings.first()
    assert hour is not None
    zone = ZoneInfo(people.clinic.time_zone)
    yesterday = timezone.localdate() - timedelta(days=1)
    hour.starts_at = datetime.combine(yesterday, time(16), tzinfo=zone)
    hour.save()
    hour.appointments.update(starts_at=hour.starts_at)
    return hour
