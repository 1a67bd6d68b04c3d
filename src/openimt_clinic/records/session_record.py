"""A session that was held: the agenda as it was ticked, the work, the note, what comes next."""

from django.db import models

from openimt_clinic.records.record import PatientRecord, person


class SessionRecord(PatientRecord):
    """``agenda``: ``[{"id", "done"}]``. ``work``: ``[{"module", "step_before", "step_after",
    "note"}]``. One a kept appointment."""

    appointment = models.OneToOneField(
        "records.Appointment", on_delete=models.PROTECT, related_name="session"
    )
    held_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    agenda = models.JSONField(default=list, blank=True)
    work = models.JSONField(default=list, blank=True)
    note = models.TextField(blank=True, default="")
    homework = models.TextField(blank=True, default="")
    next_on = models.DateField(null=True, blank=True)
    by = person()
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["-held_at"]

    class Privacy:
        identifying = ("patient", "by")
        clinical = ("agenda", "work", "note", "homework", "next_on")
        plain = ("id", "clinic", "appointment", "held_at", "minutes", "noted_at")
