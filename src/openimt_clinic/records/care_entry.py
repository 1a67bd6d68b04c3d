"""One writing of some fields of a care document, as it came; undo and clashes rest on it."""

from django.db import models

from openimt_clinic.records.record import PatientRecord, person


def nothing() -> dict[str, object]:
    return {}


def no_names() -> list[str]:
    return []


class CareEntry(PatientRecord):
    """``key`` is made by the page. ``before``: what stood in the fields it changed, for undo.
    ``clashed``: fields that somebody else had changed meanwhile and nobody has chosen yet."""

    document = models.ForeignKey(
        "records.CareDocument", on_delete=models.PROTECT, related_name="entries"
    )
    key = models.UUIDField()
    device = models.CharField(max_length=36)
    number = models.BigIntegerField()
    values = models.JSONField(default=nothing, blank=True)
    before = models.JSONField(default=nothing, blank=True)
    clashed = models.JSONField(default=no_names, blank=True)
    by = person()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "key"], name="care_entry_once"),
        ]

    class Privacy:
        identifying = ("patient", "by")
        clinical = ("document", "values", "before", "clashed")
        plain = ("id", "clinic", "key", "device", "number", "at")
