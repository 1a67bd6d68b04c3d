"""How far a person has come in a module."""

from django.db import models
from django.db.models import Q

from openimt_clinic.records.record import PatientRecord, between, both_or_neither


class ModuleProgress(PatientRecord):
    """One row a module: ``step`` 0 to 4, sessions worked, and why it was ended early."""

    module = models.CharField(max_length=10)
    step = models.PositiveSmallIntegerField(default=0)
    sessions = models.PositiveSmallIntegerField(default=0)
    started_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_by = models.ForeignKey(
        "records.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    ended_reason = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["module"]
        constraints = [
            models.UniqueConstraint(fields=["patient", "module"], name="module_progress_once"),
            between("module_progress", "step", 0, 4),
            both_or_neither("module_progress", "ended_on", "ended_by"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | ~Q(ended_reason=""),
                name="module_progress_end_has_reason",
            ),
        ]

    class Privacy:
        identifying = ("patient", "ended_by")
        clinical = ("module", "step", "sessions", "started_on", "ended_on", "ended_reason")
        plain = ("id", "clinic")
