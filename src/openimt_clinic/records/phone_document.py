"""What a person wrote on their phone, as it stands: a day of the diary, a moment, a scene."""

from django.db import models

from openimt_clinic.records.record import PatientRecord


class PhoneDocument(PatientRecord):
    """``kind`` is a word of ``actions/phone/kinds``; ``name`` tells documents of a kind apart (a
    day, an id made by the phone). ``fields``: ``{field: {"value", "key", "device", "latest"}}``.

    ``about``: the day it is about. ``shared``: the people who treat may read it. ``answer_set``:
    where what asks about safety is kept, which the team always sees. ``removed_at``: the person
    took it away; its words are gone.
    """

    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=64)
    fields = models.JSONField(default=dict, blank=True)
    about = models.DateField()
    shared = models.BooleanField(default=False)
    answer_set = models.ForeignKey(
        "records.AnswerSet", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    card = models.ForeignKey(
        "records.DiaryCard", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-about", "-made_at"]
        indexes = [models.Index(fields=["patient", "kind", "about"], name="phone_document_of_day")]
        constraints = [
            models.UniqueConstraint(fields=["patient", "kind", "name"], name="phone_document_once"),
        ]

    class Privacy:
        identifying = ("patient",)
        clinical = ("kind", "name", "fields", "about", "shared", "answer_set", "card")
        plain = ("id", "clinic", "made_at", "changed_at", "removed_at")

    @property
    def values(self) -> dict[str, object]:
        """What stands in each field."""
        return {name: written["value"] for name, written in self.fields.items()}
