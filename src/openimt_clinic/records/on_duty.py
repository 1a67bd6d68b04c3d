"""The roster: who answers alerts, from when until when, and who is the second person."""

from django.db import models
from django.db.models import F, Q

from openimt_clinic.records.record import Record, in_our_time, maybe_person, person


class OnDuty(Record):
    """One entry: ``who`` is told first, ``second`` when ``who`` has not acknowledged in time."""

    who = person()
    second = maybe_person()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        ordering = ["starts_at"]
        indexes = [models.Index(fields=["clinic", "starts_at", "ends_at"])]
        constraints = [
            *in_our_time("on_duty", "starts_at", "ends_at"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="on_duty_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(second__isnull=True) | ~Q(second=F("who")),
                name="on_duty_second_is_another",
            ),
        ]

    class Privacy:
        identifying = ("who", "second")
        clinical = ()
        plain = ("id", "clinic", "starts_at", "ends_at")
