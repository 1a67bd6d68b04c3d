"""A sheet was made for the time when the system is down: by whom, when, for how many people."""

from django.db import models

from openimt_clinic.records.record import Record, person


class DowntimeSheet(Record):
    """``desk``: of everybody in care, made by whoever was on duty; else of one's own caseload."""

    by = person()
    made_at = models.DateTimeField()
    people = models.PositiveIntegerField()
    desk = models.BooleanField(default=False)

    class Meta:
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["by", "-made_at"], name="downtime_sheet_of_somebody")]

    class Privacy:
        identifying = ("by",)
        clinical = ()
        plain = ("id", "clinic", "made_at", "people", "desk")
