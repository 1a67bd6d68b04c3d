"""Whether a capacity was shown, or is not needed for this person."""

from django.db import models

from openimt.terms import CapacityState
from openimt_clinic.records.record import PatientRecord, one_of, person, words


class CapacityRecord(PatientRecord):
    """History: the latest row for a capacity holds."""

    capacity = models.CharField(max_length=60)
    state = models.CharField(max_length=15, choices=words(CapacityState))
    on = models.DateField()
    by = person()
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["-on", "-noted_at"]
        constraints = [one_of("capacity", "state", CapacityState)]

    class Privacy:
        identifying = ("patient", "by")
        clinical = ("capacity", "state", "on")
        plain = ("id", "clinic", "noted_at")
