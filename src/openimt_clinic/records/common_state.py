"""The state of a common module through the course."""

from django.db import models

from openimt.terms import CommonState
from openimt_clinic.records.record import PatientRecord, one_of, person, words


class CommonStateRecord(PatientRecord):
    """History: the latest row for a module holds. ``because``: what made it so."""

    module = models.CharField(max_length=10)
    state = models.CharField(max_length=15, choices=words(CommonState))
    on = models.DateField()
    because = models.TextField()
    by = person()
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["-on", "-noted_at"]
        constraints = [one_of("common_state", "state", CommonState)]

    class Privacy:
        identifying = ("patient", "by")
        clinical = ("module", "state", "on", "because")
        plain = ("id", "clinic", "noted_at")
