"""A named person's signature under a module, as it stood on that day."""

from enum import StrEnum

from django.db import models
from django.db.models import Q

from openimt_clinic.records.record import (
    Record,
    both_or_neither,
    maybe_person,
    one_of,
    person,
    words,
)


class SignedAs(StrEnum):
    """Whose eyes read it: both are needed."""

    CLINICIAN = "clinician"
    LIVED_EXPERIENCE = "lived_experience"


class ModuleSignature(Record):
    """``content`` is the fingerprint of the module: an edit makes another one, and the signature
    no longer counts. ``signer`` is the name of who read and agreed, with or without a log-in."""

    module = models.CharField(max_length=60)
    content = models.CharField(max_length=64)
    catalogue = models.CharField(max_length=40)
    signed_as = models.CharField(max_length=20, choices=words(SignedAs))
    signer = models.CharField(max_length=120)
    on = models.DateField()
    recorded_by = person()
    recorded_at = models.DateTimeField()
    taken_back_by = maybe_person()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-recorded_at"]
        constraints = [
            one_of("module_signature", "signed_as", SignedAs),
            both_or_neither("module_signature", "taken_back_at", "taken_back_by"),
            models.CheckConstraint(condition=~Q(signer=""), name="module_signature_signer_named"),
            models.UniqueConstraint(
                fields=["clinic", "module", "content", "signed_as"],
                condition=Q(taken_back_at__isnull=True),
                name="module_signature_once",
            ),
        ]

    class Privacy:
        identifying = ("signer", "recorded_by", "taken_back_by")
        clinical = ()
        plain = (
            "id", "clinic", "module", "content", "catalogue", "signed_as", "on", "recorded_at",
            "taken_back_at",
        )  # fmt: skip
