"""Who has a care document open just now, so that two people on one note see each other."""

from django.db import models

from openimt_clinic.records.record import PatientRecord, person


class CarePresence(PatientRecord):
    """One row for each open window; ``seen_at`` is the last time it was heard of."""

    document = models.ForeignKey(
        "records.CareDocument", on_delete=models.PROTECT, related_name="present"
    )
    device = models.CharField(max_length=36)
    who = person()
    since = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        ordering = ["since"]
        constraints = [
            models.UniqueConstraint(fields=["document", "device"], name="care_presence_once"),
        ]

    class Privacy:
        identifying = ("patient", "who")
        clinical = ("document",)
        plain = ("id", "clinic", "device", "since", "seen_at")
