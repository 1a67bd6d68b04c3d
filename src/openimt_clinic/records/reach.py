"""How the clinic reaches a person, and one person close to them whom they have named for that."""

from django.db import models
from django.db.models import Q

from openimt_clinic.records.record import PatientRecord, person


class Reach(PatientRecord):
    """The latest holds; earlier ones stay. ``number_says``: when to call, and whether a message may
    be left. ``near_*``: somebody close by; ``near_agreed_on``: the day the person agreed to it, and
    ``near_says`` for what."""

    number = models.CharField(max_length=30, blank=True, default="")
    number_says = models.CharField(max_length=200, blank=True, default="")
    near_name = models.CharField(max_length=120, blank=True, default="")
    near_number = models.CharField(max_length=30, blank=True, default="")
    near_says = models.CharField(max_length=200, blank=True, default="")
    near_agreed_on = models.DateField(null=True, blank=True)
    by = person()
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["-noted_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(near_name="") | Q(near_agreed_on__isnull=False),
                name="reach_near_only_as_agreed",
            )
        ]

    class Privacy:
        identifying = ("patient", "number", "near_name", "near_number", "by")
        clinical = ("number_says", "near_says", "near_agreed_on")
        plain = ("id", "clinic", "noted_at")
