"""How severe a clinician judges a target to be."""

from django.db import models
from django.db.models import Q

from openimt.terms import FACT_TARGETS
from openimt_clinic.records.record import PatientRecord, between, person


class TargetReading(PatientRecord):
    """``severity`` 0 to 1 with its spread ``sd``; never of suicidality or self-harm (facts)."""

    target = models.CharField(max_length=60)
    severity = models.FloatField()
    sd = models.FloatField(null=True, blank=True)
    by = person()
    on = models.DateField()
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["-on", "-noted_at"]
        constraints = [
            between("target_reading", "severity", 0, 1),
            between("target_reading", "sd", 0, 1),
            models.CheckConstraint(
                condition=~Q(target__in=sorted(FACT_TARGETS)), name="target_reading_not_a_fact"
            ),
        ]

    class Privacy:
        identifying = ("patient", "by")
        clinical = ("target", "severity", "sd", "on")
        plain = ("id", "clinic", "noted_at")
