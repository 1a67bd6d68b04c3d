"""Somebody asked how it was, one or two days after experiential work or work on what was hard."""

from django.db import models

from openimt_clinic.records.record import PatientRecord, person


class LookAfter(PatientRecord):
    """The done mark of one check: so many ``hours`` after the work ``worked_at``. ``reached``:
    whether the person was; ``says``: what came of it, in a sentence."""

    worked_at = models.DateTimeField()
    hours = models.PositiveSmallIntegerField()
    reached = models.BooleanField()
    says = models.TextField()
    done_at = models.DateTimeField()
    by = person()

    class Meta:
        ordering = ["-done_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "worked_at", "hours"], name="look_after_done_once"
            ),
        ]

    class Privacy:
        identifying = ("patient", "by")
        clinical = ("worked_at", "hours", "reached", "says")
        plain = ("id", "clinic", "done_at")
