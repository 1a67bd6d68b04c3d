"""A person's care goes from one who treats to another, without anybody's fault."""

from django.db import models

from openimt_clinic.records.record import PatientRecord, maybe_person, person


class Handover(PatientRecord):
    """``came`` treats from ``on``; ``left`` empty: they came beside those who were there.

    ``says``: to the person, in words of their own, read on their pages. ``seen_at``: when they put
    it away. Why it came stands with the care relations.
    """

    left = maybe_person()
    came = person()
    on = models.DateField()
    says = models.TextField(blank=True, default="")
    by = person()
    made_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(left=models.F("came")), name="handover_to_somebody_else"
            ),
        ]

    class Privacy:
        identifying = ("patient", "left", "came", "by", "says")
        clinical = ()
        plain = ("id", "clinic", "on", "made_at", "seen_at")
