"""A group that learns skills together: its hour, who leads it, its people, what was taught."""

import uuid

from django.db import models
from django.db.models import F, Q

from openimt_clinic.records.record import (
    PatientRecord,
    Record,
    both_or_neither,
    maybe_person,
    person,
)


def nothing_taught() -> list[str]:
    return []


class SkillsGroup(Record):
    """Each week at the same hour, from ``first`` to ``until``. ``name``: neutral, since the people
    who belong to it read it. ``second``: who leads beside ``leader``. ``series``: of all its hours.
    """

    name = models.CharField(max_length=60)
    series = models.UUIDField(default=uuid.uuid4)
    first = models.DateField()
    until = models.DateField()
    at = models.TimeField()
    minutes = models.PositiveSmallIntegerField(default=120)
    where = models.CharField(max_length=120, blank=True, default="")
    leader = person()
    second = maybe_person()
    made_at = models.DateTimeField()
    by = person()

    class Meta:
        ordering = ["name", "first"]
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("first")), name="skills_group_lasts"),
            models.CheckConstraint(
                condition=Q(second__isnull=True) | ~Q(second=F("leader")),
                name="skills_group_led_by_two_people",
            ),
        ]

    class Privacy:
        identifying = ("leader", "second", "by")
        clinical = ()
        plain = (
            "id", "clinic", "name", "series", "first", "until", "at", "minutes", "where", "made_at",
        )  # fmt: skip


class GroupMember(PatientRecord):
    """Belongs to the group from ``since`` on, while ``until`` is empty."""

    group = models.ForeignKey(SkillsGroup, on_delete=models.PROTECT, related_name="members")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    by = person()
    ended_by = maybe_person()

    class Meta:
        ordering = ["since"]
        constraints = [
            both_or_neither("group_member", "until", "ended_by"),
            models.UniqueConstraint(
                fields=["group", "patient"], condition=Q(until__isnull=True),
                name="group_member_once",
            ),
        ]  # fmt: skip

    class Privacy:
        identifying = ("patient", "by", "ended_by")
        clinical = ("group",)
        plain = ("id", "clinic", "since", "until")


class GroupMeeting(Record):
    """One hour of the group; what came of it stands in each member's own appointment. ``taught``:
    ids of skills, once for all who came. ``off_because``: the group did not meet."""

    group = models.ForeignKey(SkillsGroup, on_delete=models.PROTECT, related_name="meetings")
    starts_at = models.DateTimeField()
    taught = models.JSONField(default=nothing_taught, blank=True)
    practice = models.CharField(max_length=300, blank=True, default="")
    off_because = models.CharField(max_length=300, blank=True, default="")
    noted_by = maybe_person()
    noted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            both_or_neither("group_meeting", "noted_at", "noted_by"),
            models.UniqueConstraint(fields=["group", "starts_at"], name="group_meeting_once"),
        ]

    class Privacy:
        identifying = ("noted_by",)
        clinical = ("taught", "practice", "off_because")
        plain = ("id", "clinic", "group", "starts_at", "noted_at")
