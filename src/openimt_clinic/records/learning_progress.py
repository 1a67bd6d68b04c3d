"""Which stations of the learning path a member of staff has been through; their own affair."""

from django.db import models

from openimt_clinic.records.record import Record, person


class LearningProgress(Record):
    """One station that a user ticked. Nobody but the user is shown it."""

    user = person()
    station = models.CharField(max_length=60)
    done_at = models.DateTimeField()

    class Meta:
        ordering = ["done_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "user", "station"], name="learning_progress_once"
            )
        ]

    class Privacy:
        identifying = ("user",)
        clinical = ()
        plain = ("id", "clinic", "station", "done_at")
