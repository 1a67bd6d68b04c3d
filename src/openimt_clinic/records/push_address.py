"""Where a person's browser takes reminders: an address of its maker's push service, and keys."""

from enum import StrEnum

from django.db import models

from openimt_clinic.records.record import PatientRecord, one_of, words


class AddressEnd(StrEnum):
    """Why no reminder goes there any more."""

    PERSON = "person"
    GONE = "gone"
    REFUSED = "refused"
    REPLACED = "replaced"


class PushAddress(PatientRecord):
    """``device``: the id the phone made for itself, empty where it has none. ``p256dh`` and
    ``auth``: with them only that browser can read what is sent. ``seen_at``: the person has seen
    that it ended."""

    device = models.CharField(max_length=36, blank=True, default="")
    endpoint = models.TextField()
    p256dh = models.CharField(max_length=120)
    auth = models.CharField(max_length=60)
    since = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=10, choices=words(AddressEnd), blank=True, default="")
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-since"]
        constraints = [
            one_of("push_address", "why", AddressEnd, empty=True),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, why="")
                | (models.Q(ended_at__isnull=False) & ~models.Q(why="")),
                name="push_address_ended_has_why",
            ),
            models.UniqueConstraint(
                fields=["patient", "endpoint"],
                condition=models.Q(ended_at__isnull=True),
                name="push_address_once",
            ),
        ]

    class Privacy:
        identifying = ("patient", "device", "endpoint", "p256dh", "auth")
        clinical = ()
        plain = ("id", "clinic", "since", "delivered_at", "ended_at", "why", "seen_at")
