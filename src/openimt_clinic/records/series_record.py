"""A series of numbers brought from outside: drawn as a course, and no ground for any plan."""

from django.db import models
from django.db.models import F, Q

from openimt_clinic.records.record import PatientRecord, one_of, person

DIRECTIONS = ("worse", "better", "neither")


class SeriesRecord(PatientRecord):
    """``points``: ``[["2026-11-22", 3.5], …]``, one a day, oldest first. ``higher_is``: what a
    higher value means. ``says``: where the numbers come from, as the person who brought them put
    it. ``left_out``: rows with a gap."""

    name = models.CharField(max_length=60)
    lowest = models.FloatField()
    highest = models.FloatField()
    higher_is = models.CharField(max_length=10, default="worse")
    points = models.JSONField()
    left_out = models.PositiveIntegerField(default=0)
    says = models.CharField(max_length=200, blank=True, default="")
    file_name = models.CharField(max_length=200, blank=True, default="")
    by = person()
    noted_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "noted_at"]
        constraints = [
            one_of("series", "higher_is", DIRECTIONS),
            models.CheckConstraint(
                condition=Q(lowest__lt=F("highest")), name="series_range_has_width"
            ),
            models.UniqueConstraint(
                fields=["patient", "name"],
                condition=Q(taken_back_at__isnull=True),
                name="series_name_once",
            ),
        ]

    class Privacy:
        identifying = ("patient", "by", "file_name")
        clinical = ("name", "lowest", "highest", "higher_is", "points", "left_out", "says")
        plain = ("id", "clinic", "noted_at", "taken_back_at")
