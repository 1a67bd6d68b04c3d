"""One line of an alert case's log: somebody tried to reach, or reached, the person."""

from enum import StrEnum

from django.db import models

from openimt_clinic.records.record import PatientRecord, one_of, person, words


class ContactWay(StrEnum):
    """How it was tried."""

    PHONE = "phone"
    IN_PERSON = "in_person"
    MESSAGE = "message"
    OTHER_PERSON = "other_person"
    EMERGENCY_SERVICE = "emergency_service"


class AlertContact(PatientRecord):
    """``reached``: whether the person was spoken with."""

    alert = models.ForeignKey(
        "records.AlertCase", on_delete=models.PROTECT, related_name="contacts"
    )
    at = models.DateTimeField()
    by = person()
    way = models.CharField(max_length=20, choices=words(ContactWay))
    reached = models.BooleanField()
    says = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["at"]
        constraints = [one_of("alert_contact", "way", ContactWay)]

    class Privacy:
        identifying = ("patient", "by")
        clinical = ("way", "reached", "says")
        plain = ("id", "clinic", "alert", "at")
