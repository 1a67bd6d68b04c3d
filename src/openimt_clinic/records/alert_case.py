"""An alert case: somebody said something that needs a person, and who that person is."""

from django.db import models
from django.db.models import Q

from openimt.terms import Response
from openimt_clinic.records.record import (
    PatientRecord,
    both_or_neither,
    maybe_person,
    one_of,
    words,
)


class AlertCase(PatientRecord):
    """``response`` routes a human response to what was just said; it is no grade of the person.

    ``due_at``: by then ``owner`` has acknowledged, or ``second`` is told (``passed_on_at``).
    ``nobody_on_duty``: there was no owner to tell; the screens and the team lead see that.
    """

    answer_set = models.ForeignKey(
        "records.AnswerSet", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    instrument = models.CharField(max_length=60, blank=True, default="")
    item = models.CharField(max_length=60)
    answer = models.FloatField()
    says = models.TextField(blank=True, default="")
    response = models.CharField(max_length=20, choices=words(Response))
    given_at = models.DateTimeField()
    received_at = models.DateTimeField()
    owner = maybe_person()
    second = maybe_person()
    nobody_on_duty = models.BooleanField(default=False)
    due_at = models.DateTimeField()
    passed_on_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = maybe_person()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = maybe_person()
    closed_reason = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["due_at"]
        indexes = [models.Index(fields=["clinic", "due_at"], condition=Q(closed_at__isnull=True),
                                name="alert_case_open")]  # fmt: skip
        constraints = [
            one_of("alert_case", "response", Response),
            both_or_neither("alert_case", "acknowledged_at", "acknowledged_by"),
            both_or_neither("alert_case", "closed_at", "closed_by"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | ~Q(closed_reason=""),
                name="alert_case_closed_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(acknowledged_at__isnull=False),
                name="alert_case_acknowledged_before_closed",
            ),
            models.CheckConstraint(
                condition=Q(owner__isnull=False) | Q(nobody_on_duty=True),
                name="alert_case_owner_or_said",
            ),
            models.UniqueConstraint(
                fields=["answer_set", "item"],
                condition=Q(answer_set__isnull=False, closed_at__isnull=True),
                name="alert_case_once_an_answer",
            ),
        ]

    class Privacy:
        identifying = ("patient", "owner", "second", "acknowledged_by", "closed_by")
        clinical = ("instrument", "item", "answer", "says", "response", "given_at", "closed_reason")
        plain = (
            "id", "clinic", "answer_set", "received_at", "nobody_on_duty", "due_at",
            "passed_on_at", "acknowledged_at", "closed_at",
        )  # fmt: skip

    @property
    def open(self) -> bool:
        """Whether nobody has closed it with a reason yet."""
        return self.closed_at is None
