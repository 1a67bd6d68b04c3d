"""A person's wish that what is kept about them be taken away, and what came of it."""

from django.db import models
from django.db.models import CheckConstraint, Q

from openimt_clinic.records.record import PatientRecord, both_or_neither, maybe_person, person


class ErasureRequest(PatientRecord):
    """``says``: the person's words, may be empty. ``answer``: what was done, and what the law asks
    to keep and for how long. Answered by the one who asked, it was taken back."""

    says = models.TextField(blank=True, default="")
    asked_by = person()
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True, default="")
    answered_by = maybe_person()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            both_or_neither("erasure_request", "answered_at", "answered_by"),
            CheckConstraint(
                condition=Q(answered_at__isnull=True) | ~Q(answer=""),
                name="erasure_request_answered_in_words",
            ),
            models.UniqueConstraint(
                fields=["patient"], condition=Q(answered_at__isnull=True),
                name="erasure_request_one_open",
            ),
        ]  # fmt: skip

    @property
    def is_taken_back(self) -> bool:
        """Whether the person wishes it no more."""
        return self.answered_by_id is not None and self.answered_by_id == self.asked_by_id

    class Privacy:
        identifying = ("patient", "asked_by", "answered_by")
        clinical = ("says", "answer")
        plain = ("id", "clinic", "asked_at", "answered_at")
