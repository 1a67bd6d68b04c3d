"""A named clinician's dated judgement of imminent risk. It expires; it is no grade."""

from django.db import models
from django.db.models import F, Q

from openimt_clinic.records.record import PatientRecord, person


class SafetyJudgementRecord(PatientRecord):
    """The latest holds. After ``until`` it has lapsed: a task, not a change of phase."""

    imminent_risk = models.BooleanField()
    judged_by = person()
    judged_on = models.DateField()
    until = models.DateField()
    reason = models.TextField()
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["-judged_on", "-noted_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gte=F("judged_on")), name="safety_judgement_until_after"
            )
        ]

    class Privacy:
        identifying = ("patient", "judged_by")
        clinical = ("imminent_risk", "judged_on", "until", "reason")
        plain = ("id", "clinic", "noted_at")
