"""The feed that somebody of the clinic made for their own calendar program."""

from django.db import models

from openimt_clinic.records.record import Record


class OwnCalendar(Record):
    """Its address names this row and is kept nowhere. It ends with the membership, when its user
    ends it or makes another. ``with_codes``: by their own choice a session says the person's code.
    """

    membership = models.ForeignKey(
        "records.Membership", on_delete=models.CASCADE, related_name="calendars"
    )
    with_codes = models.BooleanField(default=False)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-since"]
        constraints = [
            models.UniqueConstraint(
                fields=["membership"],
                condition=models.Q(ended_at__isnull=True),
                name="own_calendar_once",
            )
        ]

    class Privacy:
        identifying = ("membership",)
        clinical = ()
        plain = ("id", "clinic", "with_codes", "since", "ended_at")
