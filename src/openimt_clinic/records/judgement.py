"""A person's judgement of a criterion or a rule, so that a missing form never denies care."""

from django.db import models
from django.db.models import Q

from openimt.terms import JUDGES
from openimt_clinic.records.record import PatientRecord, one_of, person


class JudgementRecord(PatientRecord):
    """History: the latest row for a criterion holds until ``until``.

    ``criterion``: a criterion of a gate, a word that rules ask, or a clause, by its id.
    ``role``: as what the person judged; where a rule asks for a role, the latest of it holds.
    """

    criterion = models.CharField(max_length=60)
    met = models.BooleanField()
    role = models.CharField(max_length=20, default=JUDGES[0])
    by = person()
    on = models.DateField()
    until = models.DateField()
    reason = models.TextField()
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["-on", "-noted_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="judgement_has_reason"),
            one_of("judgement", "role", JUDGES),
        ]

    class Privacy:
        identifying = ("patient", "by")
        clinical = ("criterion", "met", "role", "on", "until", "reason")
        plain = ("id", "clinic", "noted_at")
