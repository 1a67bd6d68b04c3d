"""What a person wishes for a module, and what people pinned or banned with a reason."""

from django.db import models
from django.db.models import Q

from openimt_clinic.records.record import PatientRecord, between, person


class Preference(PatientRecord):
    """One row a module. ``value`` from -1 (rather not) to 1 (gladly). A pin or ban has a reason."""

    module = models.CharField(max_length=10)
    value = models.FloatField(null=True, blank=True)
    pinned = models.BooleanField(default=False)
    banned = models.BooleanField(default=False)
    reason = models.TextField(blank=True, default="")
    by = person()
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["module"]
        constraints = [
            models.UniqueConstraint(fields=["patient", "module"], name="preference_once"),
            between("preference", "value", -1, 1),
            models.CheckConstraint(
                condition=~Q(pinned=True, banned=True), name="preference_not_both"
            ),
            models.CheckConstraint(
                condition=Q(pinned=False, banned=False) | ~Q(reason=""),
                name="preference_has_reason",
            ),
        ]

    class Privacy:
        identifying = ("patient", "by")
        clinical = ("module", "value", "pinned", "banned", "reason")
        plain = ("id", "clinic", "noted_at")
