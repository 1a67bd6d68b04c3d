"""A phone, tablet or browser that a person has called their own."""

from django.db import models
from django.db.models import CheckConstraint, Q

from openimt_clinic.records.record import PatientRecord


class PhoneDevice(PatientRecord):
    """``id`` is made by the device. ``secret_hash``: of the key by which it may send, and only
    send, without sign-in; empty = it may not. ``without_sign_in``: it keeps the safety plan open.

    ``ended_at``: the person, or the clinic, has put an end to it.
    """

    name = models.CharField(max_length=80, blank=True, default="")
    secret_hash = models.CharField(max_length=64, blank=True, default="")
    without_sign_in = models.BooleanField(default=False)
    since = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-seen_at"]
        constraints = [
            CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(secret_hash="", without_sign_in=False),
                name="phone_device_ended_can_nothing",
            ),
        ]

    class Privacy:
        identifying = ("patient", "name", "secret_hash")
        clinical = ()
        plain = ("id", "clinic", "without_sign_in", "since", "seen_at", "ended_at")
