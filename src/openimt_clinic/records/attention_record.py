"""Why a patient needs someone, as last worked out: what the caseload sorts and filters by.

All but the day a phase began is worked out again from the other records; losing it loses no fact.
"""

from django.db import models

from openimt.terms import Phase
from openimt_clinic.records.record import PatientRecord, between, one_of


def no_kinds() -> list[str]:
    return []


class AttentionRecord(PatientRecord):
    """``urgency`` 1 (now) to 4 (nothing waits) and ``says``: the most pressing reason; ``kinds``:
    of all reasons. ``phase_since``: the first day on which the phase was found. ``stale``:
    something happened since, so it has to be worked out again."""

    patient = models.OneToOneField(
        "records.Patient", on_delete=models.PROTECT, related_name="attention"
    )
    phase = models.CharField(max_length=15, blank=True, default="")
    phase_since = models.DateField(null=True, blank=True)
    urgency = models.PositiveSmallIntegerField()
    says = models.TextField()
    kinds = models.JSONField(default=no_kinds)
    on = models.DateField()
    stale = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["clinic", "urgency"], name="attention_by_urgency")]
        constraints = [
            one_of("attention", "phase", Phase, empty=True),
            between("attention", "urgency", 1, 4),
        ]

    class Privacy:
        identifying = ("patient",)
        clinical = ("phase", "phase_since", "urgency", "says", "kinds")
        plain = ("id", "clinic", "on", "stale")
