"""A clinic: how it is called, when it is staffed, and whom to call when it is not."""

import uuid

from django.db import models
from django.db.models import CheckConstraint, Q


def no_numbers() -> list[dict[str, object]]:
    return []


TRANSLATED = ("emergency_label", "who_reads", "out_of_hours")
"""What a clinic says in its own words. Its name for patients is a name, the same for everybody."""


class Clinic(models.Model):
    """Everything here may be read without sign-in: it holds nothing about any person.

    ``crisis_numbers``: a list of ``{"name", "number", "hours"}``. ``clock``: minutes until the
    second person is told, by response, where the clinic signed other ones than the packaged.

    What is said is in ``language``. ``translations`` holds the fields of ``TRANSLATED`` in others:
    ``{"de": {"who_reads": …}}``; a crisis number holds its own: ``{"translations": {"de": {"name",
    "hours"}}}``. Pages never read either, but ``components.clinic_words``, which knows the reader.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120, unique=True)
    patient_name = models.CharField(max_length=60)
    patient_icon = models.CharField(max_length=30, default="path")
    language = models.CharField(max_length=5, default="en")
    time_zone = models.CharField(max_length=40, default="Europe/Berlin")
    emergency_number = models.CharField(max_length=30)
    emergency_label = models.CharField(max_length=120)
    crisis_numbers = models.JSONField(default=no_numbers)
    who_reads = models.TextField(help_text="Who reads answers, and when, in one honest sentence.")
    out_of_hours = models.TextField(help_text="What holds when nobody of the clinic is watching.")
    covered_out_of_hours = models.BooleanField(default=False)
    translations = models.JSONField(default=dict, blank=True)
    clock = models.JSONField(default=dict, blank=True)
    clock_signed_by = models.CharField(max_length=120, blank=True)
    clock_signed_on = models.DateField(null=True, blank=True)
    clock_seen_at = models.DateTimeField(null=True, blank=True)
    prompts_seen_at = models.DateTimeField(null=True, blank=True)
    plan_horizon_weeks = models.PositiveSmallIntegerField(default=78)
    plan_budget_sessions = models.PositiveSmallIntegerField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        constraints = [
            CheckConstraint(
                condition=~Q(emergency_number=""), name="clinic_emergency_number_given"
            ),
            CheckConstraint(condition=~Q(who_reads=""), name="clinic_who_reads_given"),
        ]

    class Privacy:
        identifying = ()
        clinical = ()
        plain = (
            "id", "name", "patient_name", "patient_icon", "language", "time_zone",
            "emergency_number", "emergency_label", "crisis_numbers", "who_reads", "out_of_hours",
            "covered_out_of_hours", "translations", "clock", "clock_signed_by", "clock_signed_on",
            "clock_seen_at", "prompts_seen_at", "plan_horizon_weeks", "plan_budget_sessions",
            "is_demo",
        )  # fmt: skip

    def __str__(self) -> str:
        return self.name
