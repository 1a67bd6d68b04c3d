"""A person's own diary card, in versions: days filled before keep the card they were filled on."""

from django.db import models

from openimt_clinic.records.record import PatientRecord, person


def no_rows() -> list[object]:
    return []


class DiaryCard(PatientRecord):
    """The highest ``number`` holds. ``rows``: as ``openimt.deliver.card`` writes them.
    ``past_days``: so many days back a day can still be filled in, as agreed."""

    number = models.PositiveIntegerField()
    rows = models.JSONField(default=no_rows)
    past_days = models.PositiveSmallIntegerField(default=3)
    reason = models.TextField(blank=True, default="")
    by = person()
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["patient", "number"], name="diary_card_number_once"),
            models.CheckConstraint(
                condition=models.Q(past_days__lte=14), name="diary_card_past_days_in_range"
            ),
        ]

    class Privacy:
        identifying = ("patient", "by")
        clinical = ("rows", "reason")
        plain = ("id", "clinic", "number", "past_days", "made_at")
