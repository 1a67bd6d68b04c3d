"""One line of the event log."""

from django.db import models


class AuditEvent(models.Model):
    """Ids without foreign keys: a line outlives what it tells of.

    ``by_id`` empty = the clinic's own clock did it. ``details``: ids, numbers, dates and words of
    the glossary, never what a person wrote.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    by_id = models.UUIDField(null=True)
    clinic_id = models.UUIDField()
    patient_id = models.UUIDField(null=True)
    action = models.CharField(max_length=60)
    details = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["patient_id", "at"], name="audit_by_patient"),
            models.Index(fields=["clinic_id", "at"], name="audit_by_clinic"),
        ]

    class Privacy:
        identifying = ("by_id", "patient_id")
        clinical = ("details",)
        plain = ("id", "at", "clinic_id", "action")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action}"
