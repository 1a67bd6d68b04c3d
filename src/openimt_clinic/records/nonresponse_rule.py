"""The clinic's own numbers for when an earlier course counts as one that did not help."""

from django.db import models

from openimt_clinic.records.record import Record, person


class NonResponseRule(Record):
    """The newest one holds. ``numbers``: what differs from the packaged definition, by name (a
    scale's smallest reliable change as ``scale.<id>``); empty = the packaged one again."""

    numbers = models.JSONField(default=dict, blank=True)
    reason = models.TextField()
    by = person()
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="nonresponse_rule_says_why"
            ),
        ]

    class Privacy:
        identifying = ("by",)
        clinical = ()
        plain = ("id", "clinic", "numbers", "reason", "made_at")
