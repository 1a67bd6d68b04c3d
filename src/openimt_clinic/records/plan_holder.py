"""Who holds a copy of the safety plan: somebody the person has named, and since when."""

from django.db import models
from django.db.models import Q

from openimt_clinic.records.record import PatientRecord, both_or_neither, maybe_person, person


class PlanHolder(PatientRecord):
    """``number``: the version they were given. Taking back is recorded; the row stays."""

    name = models.CharField(max_length=120)
    number = models.PositiveIntegerField()
    since = models.DateField()
    by = person()
    taken_back_on = models.DateField(null=True, blank=True)
    taken_back_by = maybe_person()

    class Meta:
        ordering = ["-since", "name"]
        constraints = [
            both_or_neither("plan_holder", "taken_back_on", "taken_back_by"),
            models.CheckConstraint(
                condition=Q(taken_back_on__isnull=True) | Q(taken_back_on__gte=models.F("since")),
                name="plan_holder_taken_back_after",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="plan_holder_named"),
        ]

    class Privacy:
        identifying = ("patient", "name", "by", "taken_back_by")
        clinical = ("since", "taken_back_on")
        plain = ("id", "clinic", "number")
