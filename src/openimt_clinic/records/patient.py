"""A patient: as little of who they are as the work needs."""

from django.db import models

from openimt_clinic.records.record import Record, maybe_person


class Patient(Record):
    """``code`` is how files from outside name the person. ``account`` is there once they sign in.

    ``ended_on``: the course ended on that day, planned or not; the record stays and can reopen.
    """

    given_name = models.CharField(max_length=60)
    family_initial = models.CharField(max_length=2)
    code = models.CharField(max_length=60)
    account = maybe_person()
    therapy = models.CharField(max_length=20, default="imt")
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    language = models.CharField(max_length=5, default="en")
    sessions_per_week = models.FloatField(default=1.0)

    class Meta:
        ordering = ["given_name", "family_initial", "code"]
        constraints = [
            models.UniqueConstraint(fields=["clinic", "code"], name="patient_code_once"),
            models.UniqueConstraint(fields=["id", "clinic"], name="patient_with_clinic"),
            models.UniqueConstraint(fields=["account"], name="patient_account_once"),
            models.CheckConstraint(
                condition=models.Q(sessions_per_week__gt=0, sessions_per_week__lte=14),
                name="patient_sessions_per_week_in_range",
            ),
        ]

    class Privacy:
        identifying = ("given_name", "family_initial", "code", "account")
        clinical = ("therapy", "started_on", "ended_on", "sessions_per_week")
        plain = ("id", "clinic", "language")

    @property
    def name(self) -> str:
        """How the person is named on staff screens, such as ``Mara K.``"""
        return f"{self.given_name} {self.family_initial}."

    def __str__(self) -> str:
        return self.name
