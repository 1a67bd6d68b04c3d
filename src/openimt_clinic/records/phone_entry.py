"""One writing on a phone, as it arrived. It comes once, however often it is sent."""

from enum import StrEnum

from django.db import models

from openimt_clinic.records.record import PatientRecord, one_of, words


class EntryState(StrEnum):
    """What came of it. A refused one is kept by its key and reason; its words stay on the phone."""

    KEPT = "kept"
    CLASHED = "clashed"
    REFUSED = "refused"


class PhoneEntry(PatientRecord):
    """``key`` is made by the phone. ``given_at``: when it was written, put right by ``clock_off``
    seconds that the phone's clock was behind. ``values`` are emptied when the person takes the
    document away.
    """

    key = models.UUIDField()
    document = models.ForeignKey(
        "records.PhoneDocument", on_delete=models.PROTECT, related_name="entries", null=True
    )
    kind = models.CharField(max_length=20)
    device = models.CharField(max_length=36)
    number = models.BigIntegerField()
    values = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=10, choices=words(EntryState))
    says = models.TextField(blank=True, default="")
    given_at = models.DateTimeField()
    clock_off = models.IntegerField(default=0)
    received_at = models.DateTimeField()

    class Meta:
        ordering = ["received_at", "number"]
        constraints = [
            one_of("phone_entry", "state", EntryState),
            models.UniqueConstraint(fields=["patient", "key"], name="phone_entry_once"),
        ]

    class Privacy:
        identifying = ("patient",)
        clinical = ("document", "kind", "values", "says")
        plain = (
            "id", "clinic", "key", "device", "number", "state", "given_at", "clock_off",
            "received_at",
        )  # fmt: skip
