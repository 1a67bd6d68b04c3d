"""An earlier treatment as it is remembered; what is not known stays empty."""

from enum import StrEnum

from django.db import models
from django.db.models import Q

from openimt_clinic.records.record import PatientRecord, maybe_person, one_of, person, words


class Adherence(StrEnum):
    """How far the treatment was carried out as it is meant, by both sides."""

    AS_MEANT = "as_meant"
    IN_PARTS = "in_parts"
    HARDLY = "hardly"
    UNKNOWN = "unknown"


class PriorTreatment(PatientRecord):
    """``therapy``: an id of the definition of non-response, or empty; ``called``: its name else.
    ``began`` and ``ended``: 2021, 2021-03 or 2021-03-14. ``scale``, ``before``, ``after``: a scale
    over the course; ``criteria_after``: criteria still met. ``reason``: why it did not help, an id
    of the definition; ``ended_because``: the same in the person's own words.

    ``none_before``: somebody asked, and there was no earlier treatment.
    """

    none_before = models.BooleanField(default=False)
    therapy = models.CharField(max_length=20, blank=True, default="")
    called = models.CharField(max_length=120, blank=True, default="")
    began = models.CharField(max_length=10, blank=True, default="")
    ended = models.CharField(max_length=10, blank=True, default="")
    sessions_planned = models.PositiveSmallIntegerField(null=True, blank=True)
    sessions_attended = models.PositiveSmallIntegerField(null=True, blank=True)
    trained_therapist = models.BooleanField(null=True, blank=True)
    adherence = models.CharField(
        max_length=10, choices=words(Adherence), default=Adherence.UNKNOWN.value
    )
    scale = models.CharField(max_length=20, blank=True, default="")
    before = models.FloatField(null=True, blank=True)
    after = models.FloatField(null=True, blank=True)
    criteria_after = models.PositiveSmallIntegerField(null=True, blank=True)
    outcome = models.TextField(blank=True, default="")
    reason = models.CharField(max_length=30, blank=True, default="")
    ended_because = models.TextField(blank=True, default="")
    by = person()
    noted_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = maybe_person()

    class Meta:
        ordering = ["began", "noted_at"]
        constraints = [
            one_of("prior_treatment", "adherence", Adherence),
            models.CheckConstraint(
                condition=Q(none_before=True) | ~Q(therapy="", called=""),
                name="prior_treatment_named",
            ),
            models.UniqueConstraint(
                fields=["patient"],
                condition=Q(none_before=True, taken_back_at__isnull=True),
                name="prior_treatment_none_once",
            ),
        ]

    class Privacy:
        identifying = ("patient", "by", "taken_back_by")
        clinical = (
            "none_before", "therapy", "called", "began", "ended", "sessions_planned",
            "sessions_attended", "trained_therapist", "adherence", "scale", "before", "after",
            "criteria_after", "outcome", "reason", "ended_because",
        )  # fmt: skip
        plain = ("id", "clinic", "noted_at", "taken_back_at")
