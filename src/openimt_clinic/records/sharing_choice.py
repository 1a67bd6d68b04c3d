"""What a person decided about who is told or who may read, and since when."""

from enum import StrEnum

from django.db import models

from openimt_clinic.records.record import PatientRecord, one_of, person, words


class Shares(StrEnum):
    """What can be decided. What must be seen for safety is not among these."""

    MOMENTS = "moments"
    PLAN_OPENED = "plan_opened"
    PUSH = "push"
    EMAIL = "email"
    CALENDAR = "calendar"


class SharingChoice(PatientRecord):
    """The latest of each ``what`` holds; nothing decided yet is *no*. Earlier ones are kept."""

    what = models.CharField(max_length=20, choices=words(Shares))
    agreed = models.BooleanField()
    by = person()
    since = models.DateTimeField()

    class Meta:
        ordering = ["-since"]
        indexes = [models.Index(fields=["patient", "what", "since"], name="sharing_latest")]
        constraints = [one_of("sharing_choice", "what", Shares)]

    class Privacy:
        identifying = ("patient", "by")
        clinical = ("agreed",)
        plain = ("id", "clinic", "what", "since")
