"""A therapist's release of one hard topic of a person's story, and its taking back."""

from django.db import models
from django.db.models import F, Q

from openimt_clinic.records.record import PatientRecord, both_or_neither, maybe_person, person


def no_entries() -> list[str]:
    """For the column's default: a release that no entry bears the title of yet."""
    return []


class StoryRelease(PatientRecord):
    """``topic``: as the person and the therapist have called it. ``entries``: ids of the entries
    that bore this title when it was released, or of the first one since; a new title changes
    nothing of it. It holds from ``since`` to ``until``; taking it back needs a reason, and the
    row stays."""

    topic = models.CharField(max_length=200)
    entries = models.JSONField(default=no_entries, blank=True)
    since = models.DateField()
    until = models.DateField()
    by = person()
    noted_at = models.DateTimeField()
    taken_back_on = models.DateField(null=True, blank=True)
    taken_back_by = maybe_person()
    reason = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["-since", "-noted_at"]
        constraints = [
            both_or_neither("story_release", "taken_back_on", "taken_back_by"),
            models.CheckConstraint(condition=~Q(topic=""), name="story_release_has_topic"),
            models.CheckConstraint(
                condition=Q(until__gte=F("since")), name="story_release_ends_after"
            ),
            models.CheckConstraint(
                condition=Q(taken_back_on__isnull=True, reason="")
                | (Q(taken_back_on__isnull=False) & ~Q(reason="")),
                name="story_release_taken_back_for_a_reason",
            ),
        ]

    class Privacy:
        identifying = ("patient", "by", "taken_back_by")
        clinical = ("topic", "entries", "since", "until", "taken_back_on", "reason")
        plain = ("id", "clinic", "noted_at")
