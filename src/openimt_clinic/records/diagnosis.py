"""A diagnosis, made by a clinician; software makes none."""

from django.db import models

from openimt_clinic.records.record import PatientRecord, person


class DiagnosisRecord(PatientRecord):
    """An ICD-10, ICD-11 or DSM code. Every one without ``withdrawn_on`` holds; the latest leads."""

    code = models.CharField(max_length=20)
    by = person()
    on = models.DateField()
    noted_at = models.DateTimeField()
    withdrawn_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-on", "-noted_at"]

    class Privacy:
        identifying = ("patient", "by")
        clinical = ("code", "on", "withdrawn_on")
        plain = ("id", "clinic", "noted_at")
