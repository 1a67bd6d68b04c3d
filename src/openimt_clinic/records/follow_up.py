"""A day after the end of a course on which somebody asks how it is."""

from enum import StrEnum

from django.db import models
from django.db.models import Q

from openimt_clinic.records.record import (
    PatientRecord,
    both_or_neither,
    maybe_person,
    one_of,
    words,
)


class FollowUpKind(StrEnum):
    """A booster is a meeting that was agreed; a check-in is a call or a letter. A look back is
    among staff alone, after a death."""

    BOOSTER = "booster"
    CHECK_IN = "check_in"
    LOOK_BACK = "look_back"


class FollowUp(PatientRecord):
    """Open until ``done_at``. ``reached``: whether the person was; ``says``: what came of it."""

    ending = models.ForeignKey(
        "records.CourseEnding", on_delete=models.PROTECT, related_name="follow_ups"
    )
    kind = models.CharField(max_length=10, choices=words(FollowUpKind))
    due_on = models.DateField()
    reached = models.BooleanField(null=True, blank=True)
    says = models.TextField(blank=True, default="")
    done_by = maybe_person()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_on"]
        indexes = [
            models.Index(fields=["clinic", "due_on"], condition=Q(done_at__isnull=True),
                         name="follow_up_open"),
        ]  # fmt: skip
        constraints = [
            one_of("follow_up", "kind", FollowUpKind),
            both_or_neither("follow_up", "done_at", "done_by"),
            models.UniqueConstraint(fields=["ending", "due_on"], name="follow_up_once_a_day"),
        ]

    class Privacy:
        identifying = ("patient", "done_by")
        clinical = ("kind", "due_on", "reached", "says")
        plain = ("id", "clinic", "ending", "done_at")
