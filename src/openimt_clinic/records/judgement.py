"""A person's judgement of a criterion, so that a missing form never denies care."""

from django.db import models
from django.db.models import Q

from openimt_clinic.records.record import PatientRecord, person


class JudgementRecord(PatientRecord):
    """History: the latest row for a criterion holds until ``until``."""

    criterion = models.CharField(max_length=60)
    met = models.BooleanField()
    by = person()
    on = models.DateField()
    until = models.DateField()
    reason = models.TextField()
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["-on", "-noted_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="judgement_has_reason"),
        ]

    class Privacy:
        identifying = ("patient", "by")
        clinical = ("criterion", "met", "on", "until", "reason")
        plain = ("id", "clinic", "noted_at")
