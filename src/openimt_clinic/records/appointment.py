"""An appointment: when, where, and what came of it."""

import uuid
from enum import StrEnum

from django.db import models
from django.db.models import Q

from openimt_clinic.records.record import (
    PatientRecord,
    both_or_neither,
    in_our_time,
    maybe_person,
    one_of,
    person,
    words,
)


class AppointmentState(StrEnum):
    """The core's words for what came of an appointment (a test keeps the two lists equal)."""

    PLANNED = "planned"
    KEPT = "kept"
    CANCELLED_WITH_NOTICE = "cancelled_with_notice"
    MISSED = "missed"
    CANCELLED_BY_US = "cancelled_by_us"


class Place(StrEnum):
    """Where a session happens."""

    IN_PERSON = "in_person"
    REMOTE = "remote"


class Appointment(PatientRecord):
    """``series``: one id for all that were made together. A remote one has a number to call back;
    ``where`` says the room, or where the person is when the session is remote; ``near`` who is with
    them there, or close by, and how to reach them. ``meeting``: the hour of a group; it is counted
    apart from the person's own hours. ``changes``: how often it was moved or marked, so that a
    calendar knows what is the newest."""

    series = models.UUIDField(default=uuid.uuid4)
    meeting = models.ForeignKey(
        "records.GroupMeeting", on_delete=models.PROTECT, related_name="appointments",
        null=True, blank=True,
    )  # fmt: skip
    with_whom = person()
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=50)
    place = models.CharField(max_length=10, choices=words(Place), default=Place.IN_PERSON.value)
    where = models.CharField(max_length=120, blank=True, default="")
    call_back = models.CharField(max_length=40, blank=True, default="")
    near = models.CharField(max_length=120, blank=True, default="")
    state = models.CharField(
        max_length=25, choices=words(AppointmentState), default=AppointmentState.PLANNED.value
    )
    reason = models.TextField(blank=True, default="")
    marked_by = maybe_person()
    marked_at = models.DateTimeField(null=True, blank=True)
    changes = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["starts_at"]
        indexes = [models.Index(fields=["patient", "starts_at"])]
        constraints = [
            one_of("appointment", "state", AppointmentState),
            one_of("appointment", "place", Place),
            *in_our_time("appointment", "starts_at"),
            both_or_neither("appointment", "marked_at", "marked_by"),
            models.CheckConstraint(
                condition=~Q(place=Place.REMOTE.value) | ~Q(call_back=""),
                name="appointment_remote_has_number",
            ),
            models.UniqueConstraint(
                fields=["patient", "starts_at"],
                condition=Q(
                    state__in=[AppointmentState.PLANNED.value, AppointmentState.KEPT.value]
                ),
                name="appointment_not_twice",
            ),
        ]

    class Privacy:
        identifying = ("patient", "with_whom", "where", "call_back", "near", "marked_by")
        clinical = ("state", "reason", "meeting")
        plain = ("id", "clinic", "series", "starts_at", "minutes", "place", "marked_at", "changes")
