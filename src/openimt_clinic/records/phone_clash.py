"""A field that two devices answered differently, until the person says which answer holds."""

from django.db import models

from openimt_clinic.records.record import PatientRecord


class PhoneClash(PatientRecord):
    """``value`` is the answer that does not stand in the document; both are kept until then."""

    document = models.ForeignKey(
        "records.PhoneDocument", on_delete=models.PROTECT, related_name="clashes"
    )
    field = models.CharField(max_length=60)
    value = models.JSONField(null=True)
    key = models.UUIDField()
    device = models.CharField(max_length=36)
    made_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "field", "device"],
                condition=models.Q(settled_at__isnull=True),
                name="phone_clash_open_once",
            ),
        ]

    class Privacy:
        identifying = ("patient",)
        clinical = ("document", "field", "value")
        plain = ("id", "clinic", "key", "device", "made_at", "settled_at")
