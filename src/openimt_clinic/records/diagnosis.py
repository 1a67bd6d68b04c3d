"""A diagnosis, made by a clinician; software makes none."""

from enum import StrEnum

from django.db import models

from openimt_clinic.records.record import PatientRecord, one_of, person, words


class DiagnosisStanding(StrEnum):
    """Whether a diagnosis holds, is thought of beside others, or was looked for and not found."""

    HOLDS = "holds"
    CONSIDERED = "considered"
    RULED_OUT = "ruled_out"


class DiagnosisRecord(PatientRecord):
    """An ICD-10, ICD-11 or DSM code. Every one without ``withdrawn_on`` stands, of one code the
    latest; of those that hold the latest leads. ``criteria``: numbers of DSM-5-TR's criteria that
    were found, ``all_asked``: the others were looked for; ``severity`` and ``traits``: words of
    ICD-11 by their ids."""

    code = models.CharField(max_length=20)
    standing = models.CharField(
        max_length=10, choices=words(DiagnosisStanding), default=DiagnosisStanding.HOLDS.value
    )
    criteria = models.JSONField(default=list, blank=True)
    all_asked = models.BooleanField(null=True, blank=True)
    severity = models.CharField(max_length=20, blank=True, default="")
    traits = models.JSONField(default=list, blank=True)
    note = models.TextField(blank=True, default="")
    by = person()
    on = models.DateField()
    noted_at = models.DateTimeField()
    withdrawn_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-on", "-noted_at"]
        constraints = [one_of("diagnosis", "standing", DiagnosisStanding)]

    class Privacy:
        identifying = ("patient", "by")
        clinical = (
            "code", "standing", "criteria", "all_asked", "severity", "traits", "note", "on",
            "withdrawn_on",
        )  # fmt: skip
        plain = ("id", "clinic", "noted_at")
