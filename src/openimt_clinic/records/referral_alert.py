"""An alert before there is a record: danger was said at the front door, and somebody must act."""

from django.db import models
from django.db.models import Q

from openimt.terms import Response
from openimt_clinic.records.record import Record, both_or_neither, maybe_person, one_of, words


def no_tries() -> list[dict[str, object]]:
    """Nobody has tried to reach the person yet."""
    return []


class ReferralAlert(Record):
    """As an ``AlertCase``, of somebody who is nobody's patient yet: whoever is on duty owns it,
    then who leads. ``patient``: who the person became, from the acceptance on.

    ``tries``: ``[{"at", "by", "way", "reached", "says", "key"}]``, each try to reach the person.
    """

    referral = models.ForeignKey(
        "records.Referral", on_delete=models.PROTECT, related_name="alerts"
    )
    patient = models.ForeignKey(
        "records.Patient", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    says = models.TextField()
    response = models.CharField(max_length=20, choices=words(Response))
    received_at = models.DateTimeField()
    owner = maybe_person()
    second = maybe_person()
    nobody_on_duty = models.BooleanField(default=False)
    due_at = models.DateTimeField()
    passed_on_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = maybe_person()
    tries = models.JSONField(default=no_tries, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = maybe_person()
    closed_reason = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["due_at"]
        indexes = [
            models.Index(fields=["clinic", "due_at"], condition=Q(closed_at__isnull=True),
                         name="referral_alert_open"),
        ]  # fmt: skip
        constraints = [
            one_of("referral_alert", "response", Response),
            both_or_neither("referral_alert", "acknowledged_at", "acknowledged_by"),
            both_or_neither("referral_alert", "closed_at", "closed_by"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | ~Q(closed_reason=""),
                name="referral_alert_closed_with_what_came_of_it",
            ),
            models.UniqueConstraint(
                fields=["referral"], condition=Q(closed_at__isnull=True),
                name="referral_alert_one_open",
            ),
        ]  # fmt: skip

    class Privacy:
        identifying = ("patient", "owner", "second", "acknowledged_by", "closed_by")
        clinical = ("says", "response", "tries", "closed_reason")
        plain = (
            "id", "clinic", "referral", "received_at", "nobody_on_duty", "due_at", "passed_on_at",
            "acknowledged_at", "closed_at",
        )  # fmt: skip

    @property
    def open(self) -> bool:
        """Whether nobody has closed it with what came of it."""
        return self.closed_at is None
