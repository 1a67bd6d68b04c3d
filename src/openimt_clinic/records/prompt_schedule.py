"""When a person is reminded, in versions: what was agreed, by whom, and by whose clock."""

from django.db import models

from openimt_clinic.records.record import PatientRecord, between, person


def no_rows() -> list[object]:
    return []


class PromptSchedule(PatientRecord):
    """The highest ``number`` that was agreed holds; a proposal waits for the person. ``rows``: as
    ``records/mapping/prompts.py`` writes them. ``zone``: of the person's own clock. No reminder
    comes from ``quiet_from`` to ``quiet_until``. ``planned_at``: when the ledger was last written.
    """

    number = models.PositiveIntegerField()
    rows = models.JSONField(default=no_rows)
    most_a_day = models.PositiveSmallIntegerField()
    most_a_week = models.PositiveSmallIntegerField()
    least_gap = models.PositiveSmallIntegerField(help_text="Minutes between two reminders.")
    quiet_from = models.TimeField()
    quiet_until = models.TimeField()
    zone = models.CharField(max_length=40)
    reason = models.TextField(blank=True, default="")
    by = person()
    made_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True, blank=True)
    planned_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["patient", "number"], name="prompt_schedule_once"),
            between("prompt_schedule", "most_a_day", 1, 6),
            between("prompt_schedule", "most_a_week", 1, 42),
        ]

    class Privacy:
        identifying = ("patient", "by")
        clinical = (
            "rows", "most_a_day", "most_a_week", "least_gap", "quiet_from", "quiet_until", "zone",
            "reason",
        )  # fmt: skip
        plain = ("id", "clinic", "number", "made_at", "agreed_at", "planned_at")
