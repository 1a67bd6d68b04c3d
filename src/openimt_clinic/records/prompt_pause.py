"""A person wants no reminders for a while. No reason is asked."""

from django.db import models

from openimt_clinic.records.record import PatientRecord, person


class PromptPause(PatientRecord):
    """``until``: they come again from that day on; none = until the person takes them up.
    ``ended_at``: taken up before that."""

    begins_at = models.DateTimeField()
    until = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    by = person()

    class Meta:
        ordering = ["-begins_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["patient"],
                condition=models.Q(ended_at__isnull=True),
                name="prompt_pause_one",
            ),
        ]

    class Privacy:
        identifying = ("patient", "by")
        clinical = ("begins_at", "until", "ended_at")
        plain = ("id", "clinic")
