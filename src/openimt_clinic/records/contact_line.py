"""One line of the contact log: somebody tried to reach, or reached, the person."""

from enum import StrEnum

from django.db import models
from django.db.models import Q

from openimt_clinic.records.record import PatientRecord, in_our_time, one_of, person, words


class ContactWay(StrEnum):
    """How it was tried."""

    PHONE = "phone"
    IN_PERSON = "in_person"
    MESSAGE = "message"
    LETTER = "letter"
    OTHER_PERSON = "other_person"
    EMERGENCY_SERVICE = "emergency_service"


class ContactLine(PatientRecord):
    """``alert``: the case it was made for; empty for a call, a letter, a relative's call without
    one. ``reached``: whether the person was spoken with. ``agreed``: what was agreed; ``next_by``:
    by then there is contact again. ``whom``: who else was spoken with. ``consent``: what the person
    has agreed to about that; without an alert nothing is said to others without it."""

    alert = models.ForeignKey(
        "records.AlertCase",
        on_delete=models.PROTECT,
        related_name="contacts",
        null=True,
        blank=True,
    )
    at = models.DateTimeField()
    by = person()
    way = models.CharField(max_length=20, choices=words(ContactWay))
    reached = models.BooleanField()
    says = models.TextField(blank=True, default="")
    agreed = models.TextField(blank=True, default="")
    next_by = models.DateTimeField(null=True, blank=True)
    whom = models.CharField(max_length=120, blank=True, default="")
    consent = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["at"]
        indexes = [
            models.Index(fields=["patient", "-at"], name="contact_line_of_a_person"),
            # Of many lines few have an agreed next contact, and these are looked for all the time.
            models.Index(
                fields=["clinic", "next_by"],
                condition=Q(next_by__isnull=False),
                name="contact_line_agreed",
            ),
        ]
        constraints = [
            one_of("contact_line", "way", ContactWay),
            *in_our_time("contact_line", "at", "next_by"),
            models.CheckConstraint(
                condition=Q(alert__isnull=False)
                | ~Q(way=ContactWay.OTHER_PERSON.value)
                | (~Q(whom="") & ~Q(consent="")),
                name="contact_line_of_others_with_consent",
            ),
        ]

    class Privacy:
        identifying = ("patient", "by", "whom")
        clinical = ("way", "reached", "says", "agreed", "consent")
        plain = ("id", "clinic", "alert", "at", "next_by")
