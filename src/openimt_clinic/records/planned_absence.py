"""Somebody who treats is away for some days, and who is there in that time."""

from django.db import models
from django.db.models import F, Q

from openimt_clinic.records.record import Record, both_or_neither, maybe_person, person


class PlannedAbsence(Record):
    """From ``first`` to ``last``, both included, in the clinic's days. Told in advance: the people
    in the care of ``who`` read it from the moment it is noted, until it was taken back."""

    who = person()
    cover = person()
    first = models.DateField()
    last = models.DateField()
    noted_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = maybe_person()

    class Meta:
        ordering = ["first"]
        indexes = [
            models.Index(
                fields=["clinic", "last"],
                condition=Q(taken_back_at__isnull=True),
                name="planned_absence_standing",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(last__gte=F("first")), name="planned_absence_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~Q(cover=F("who")), name="planned_absence_cover_is_another"
            ),
            both_or_neither("planned_absence", "taken_back_at", "taken_back_by"),
        ]

    class Privacy:
        identifying = ("who", "cover", "taken_back_by")
        clinical = ()
        plain = ("id", "clinic", "first", "last", "noted_at", "taken_back_at")
