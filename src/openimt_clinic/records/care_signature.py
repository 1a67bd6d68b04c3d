"""Who has signed a care document, beside the clinician who closed it."""

from enum import StrEnum

from django.db import models

from openimt_clinic.records.record import PatientRecord, one_of, person, words


class SignerRole(StrEnum):
    """As whom somebody signs."""

    THERAPIST = "therapist"
    PATIENT = "patient"
    SECOND = "second"


class CareSignature(PatientRecord):
    """``in_the_room``: the patient agreed there, and the clinician (``by``) says so."""

    document = models.ForeignKey(
        "records.CareDocument", on_delete=models.PROTECT, related_name="signatures"
    )
    role = models.CharField(max_length=10, choices=words(SignerRole))
    by = person()
    in_the_room = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        constraints = [
            one_of("care_signature", "role", SignerRole),
            models.UniqueConstraint(fields=["document", "role"], name="care_signature_once"),
        ]

    class Privacy:
        identifying = ("patient", "by")
        clinical = ("document",)
        plain = ("id", "clinic", "role", "in_the_room", "at")
