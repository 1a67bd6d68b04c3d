"""Resilience as a profile: what the person can do, leans on, is good at and stands in."""

from django.db import models

from openimt_clinic.records.record import PatientRecord, person


def nothing_yet() -> list[str]:
    return []


class ResilienceProfile(PatientRecord):
    """History: the latest holds. Lists of short plain words; the brief scale comes from answers."""

    skills = models.JSONField(default=nothing_yet, blank=True)
    supports = models.JSONField(default=nothing_yet, blank=True)
    strengths = models.JSONField(default=nothing_yet, blank=True)
    roles = models.JSONField(default=nothing_yet, blank=True)
    by = person()
    on = models.DateField()
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["-on", "-noted_at"]

    class Privacy:
        identifying = ("patient", "by")
        clinical = ("skills", "supports", "strengths", "roles", "on")
        plain = ("id", "clinic", "noted_at")
