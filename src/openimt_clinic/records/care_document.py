"""What people who treat write about a person, field by field: a note, an agreement, a schema."""

import uuid
from enum import StrEnum

from django.db import models
from django.db.models import Q

from openimt_clinic.records.record import (
    PatientRecord,
    both_or_neither,
    maybe_person,
    one_of,
    person,
    words,
)


class DocumentState(StrEnum):
    """A draft may change; what was signed stands, and a change of it is a new version."""

    DRAFT = "draft"
    SIGNED = "signed"
    PUT_ASIDE = "put_aside"


class CareDocument(PatientRecord):
    """``kind`` is a word of ``actions/care/kinds``. ``line``: one id for all versions of one thing,
    ``number`` counts them. ``subject``: what it is about where a kind has several (a module, a
    document of the person's). ``fields``: ``{field: {"value", "key", "device", "latest"}}``.

    ``about``: the day it is about. ``private``: its author alone reads it. ``says``: why there is a
    new version, which who signs it reads; ``aside``: why it was put aside, for staff alone.
    """

    kind = models.CharField(max_length=30)
    line = models.UUIDField(default=uuid.uuid4)
    number = models.PositiveIntegerField(default=1)
    subject = models.CharField(max_length=64, blank=True, default="")
    appointment = models.ForeignKey(
        "records.Appointment", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    fields = models.JSONField(default=dict, blank=True)
    about = models.DateField()
    private = models.BooleanField(default=False)
    state = models.CharField(
        max_length=10, choices=words(DocumentState), default=DocumentState.DRAFT.value
    )
    says = models.TextField(blank=True, default="")
    aside = models.TextField(blank=True, default="")
    author = person()
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    signed_by = maybe_person()
    signed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-about", "-made_at"]
        indexes = [
            models.Index(fields=["patient", "kind", "about"], name="care_document_of_day"),
            models.Index(fields=["clinic", "kind"], condition=Q(state="draft"),
                         name="care_document_drafts"),
        ]  # fmt: skip
        constraints = [
            one_of("care_document", "state", DocumentState),
            both_or_neither("care_document", "signed_at", "signed_by"),
            models.CheckConstraint(
                condition=~Q(state="signed") | Q(signed_at__isnull=False),
                name="care_document_signed_by_someone",
            ),
            models.UniqueConstraint(fields=["line", "number"], name="care_document_number_once"),
            models.UniqueConstraint(
                fields=["line"], condition=Q(state="draft"), name="care_document_one_draft"
            ),
            models.UniqueConstraint(
                fields=["appointment", "kind", "number"],
                condition=Q(appointment__isnull=False) & Q(private=False) & ~Q(state="put_aside"),
                name="care_document_once_an_appointment",
            ),
        ]

    class Privacy:
        identifying = ("patient", "author", "signed_by")
        clinical = ("kind", "subject", "appointment", "fields", "about", "private", "says", "aside")
        plain = (
            "id", "clinic", "line", "number", "state", "made_at", "changed_at", "signed_at",
        )  # fmt: skip

    @property
    def values(self) -> dict[str, object]:
        """What stands in each field."""
        return {name: written["value"] for name, written in self.fields.items()}

    @property
    def seen(self) -> dict[str, str]:
        """The key of the entry that each field's value came with."""
        return {name: written["key"] for name, written in self.fields.items()}
