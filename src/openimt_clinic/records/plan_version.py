"""A version of a person's plan: proposed by the planner, adopted by people, kept for ever."""

from enum import StrEnum

from django.db import models
from django.db.models import Q

from openimt_clinic.records.record import (
    PatientRecord,
    both_or_neither,
    maybe_person,
    one_of,
    person,
    words,
)


class PlanState(StrEnum):
    """Proposed, then adopted or rejected; an adopted one is superseded by the next."""

    PROPOSED = "proposed"
    ADOPTED = "adopted"
    SUPERSEDED = "superseded"
    REJECTED = "rejected"


class PlanVersion(PatientRecord):
    """``plan`` and ``changes`` as ``openimt.exchange.plan_file`` writes them.

    ``reason``: why people changed or rejected it; the planner's own reasons are in ``plan``.
    ``made_with``: the catalogue it was made from, empty only for plans older than the keeping.
    """

    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=words(PlanState))
    plan = models.JSONField()
    catalogue = models.CharField(max_length=40)
    made_with = models.ForeignKey(
        "records.CatalogueVersion",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    on = models.DateField()
    reason = models.TextField(blank=True, default="")
    changes = models.JSONField(default=list, blank=True)
    made_by = person()
    made_at = models.DateTimeField()
    adopted_by = maybe_person()
    adopted_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            one_of("plan_version", "state", PlanState),
            both_or_neither("plan_version", "adopted_at", "adopted_by"),
            models.UniqueConstraint(fields=["patient", "number"], name="plan_version_number_once"),
            models.UniqueConstraint(
                fields=["patient"],
                condition=Q(state=PlanState.ADOPTED.value),
                name="plan_version_one_adopted",
            ),
            models.UniqueConstraint(
                fields=["patient"],
                condition=Q(state=PlanState.PROPOSED.value),
                name="plan_version_one_proposed",
            ),
            models.CheckConstraint(
                condition=~Q(state=PlanState.ADOPTED.value) | Q(adopted_at__isnull=False),
                name="plan_version_adopted_by_someone",
            ),
        ]

    class Privacy:
        identifying = ("patient", "made_by", "adopted_by")
        clinical = ("plan", "changes", "reason", "on", "state")
        plain = (
            "id", "clinic", "number", "catalogue", "made_with", "made_at", "adopted_at", "ended_at",
        )  # fmt: skip
