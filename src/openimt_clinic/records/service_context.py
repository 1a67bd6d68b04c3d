"""What a clinic can give: competences, and groups with the days on which they start."""

from django.db import models

from openimt_clinic.records.record import Record


class ServiceContext(Record):
    """One a clinic. ``competences`` null = not said, so nothing is refused for want of it.

    ``groups``: a list of ``{"module", "starts": [ISO dates]}``.
    """

    competences = models.JSONField(null=True, blank=True)
    groups = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clinic"], name="service_context_once"),
        ]

    class Privacy:
        identifying = ()
        clinical = ()
        plain = ("id", "clinic", "competences", "groups")
