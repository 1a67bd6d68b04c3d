"""A clinical event: a dated fact of the course, never a score."""

from django.db import models
from django.db.models import Q

from openimt.terms import URGES, EventKind
from openimt_clinic.records.record import (
    PatientRecord,
    between,
    both_or_neither,
    maybe_person,
    one_of,
    person,
    words,
)


class ClinicalEvent(PatientRecord):
    """``value`` only for urges, 0 to 5. ``reviewed_by``: who has looked at it, and when."""

    kind = models.CharField(max_length=30, choices=words(EventKind))
    on = models.DateField()
    value = models.FloatField(null=True, blank=True)
    noted_by = person()
    noted_at = models.DateTimeField()
    answer_set = models.ForeignKey(
        "records.AnswerSet", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    reviewed_by = maybe_person()
    reviewed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-on", "-noted_at"]
        indexes = [models.Index(fields=["patient", "on"])]
        constraints = [
            one_of("clinical_event", "kind", EventKind),
            between("clinical_event", "value", 0, 5),
            models.CheckConstraint(
                condition=Q(kind__in=sorted(URGES), value__isnull=False)
                | (~Q(kind__in=sorted(URGES)) & Q(value__isnull=True)),
                name="clinical_event_value_for_urges",
            ),
            both_or_neither("clinical_event", "reviewed_at", "reviewed_by"),
        ]

    class Privacy:
        identifying = ("patient", "noted_by", "reviewed_by")
        clinical = ("kind", "on", "value", "answer_set")
        plain = ("id", "clinic", "noted_at", "reviewed_at")
