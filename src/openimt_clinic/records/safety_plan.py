"""The safety plan, in the patient's own words. Every change is a new version."""

from django.db import models
from django.db.models import Q

from openimt.terms import SafetyPlanState
from openimt_clinic.records.record import PatientRecord, one_of, person, words


def no_lines() -> list[object]:
    return []


class SafetyPlan(PatientRecord):
    """The highest ``number`` holds. Elements are lists of sentences; ``people_to_ask`` and
    ``professionals`` are lists of ``{"name", "number"}``. ``said``: what was said when it was
    declined, or what was agreed in its place."""

    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=words(SafetyPlanState))
    on = models.DateField()
    warning_signs = models.JSONField(default=no_lines, blank=True)
    own_ways = models.JSONField(default=no_lines, blank=True)
    people_and_places = models.JSONField(default=no_lines, blank=True)
    people_to_ask = models.JSONField(default=no_lines, blank=True)
    professionals = models.JSONField(default=no_lines, blank=True)
    safer_place = models.JSONField(default=no_lines, blank=True)
    reasons_for_living = models.JSONField(default=no_lines, blank=True)
    said = models.TextField(blank=True, default="")
    reviewed_on = models.DateField(null=True, blank=True)
    next_review = models.DateField(null=True, blank=True)
    rehearsed_on = models.DateField(null=True, blank=True)
    without_sign_in = models.BooleanField(default=False)
    by = person()
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            one_of("safety_plan", "state", SafetyPlanState),
            models.UniqueConstraint(fields=["patient", "number"], name="safety_plan_number_once"),
            models.CheckConstraint(
                condition=~Q(state=SafetyPlanState.REPLACED.value) | ~Q(said=""),
                name="safety_plan_replaced_by_something",
            ),
        ]

    class Privacy:
        identifying = ("patient", "by", "people_to_ask", "professionals")
        clinical = (
            "state", "on", "warning_signs", "own_ways", "people_and_places", "safer_place",
            "reasons_for_living", "said", "reviewed_on", "next_review", "rehearsed_on",
        )  # fmt: skip
        plain = ("id", "clinic", "number", "without_sign_in", "made_at")

    ELEMENTS = (
        "warning_signs", "own_ways", "people_and_places", "people_to_ask", "professionals",
        "safer_place", "reasons_for_living",
    )  # fmt: skip
