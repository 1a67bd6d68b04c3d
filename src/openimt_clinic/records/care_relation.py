"""A care relation: who treats a patient, and who of the team may read along."""

from enum import StrEnum

from django.db import models

from openimt_clinic.records.record import (
    PatientRecord,
    both_or_neither,
    maybe_person,
    one_of,
    person,
    words,
)


class CareKind(StrEnum):
    """Treating people read and write; the team reads."""

    TREATING = "treating"
    TEAM = "team"


class CareRelation(PatientRecord):
    """Open while ``until`` is empty; ended relations stay, so that it is known who could read.
    ``because``, ``ended_because``: why it began and ended, where somebody said so."""

    user = person()
    kind = models.CharField(max_length=10, choices=words(CareKind))
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    ended_by = maybe_person()
    because = models.TextField(blank=True, default="")
    ended_because = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            one_of("care_relation", "kind", CareKind),
            both_or_neither("care_relation", "until", "ended_by"),
            models.UniqueConstraint(
                fields=["patient", "user"],
                condition=models.Q(until__isnull=True),
                name="care_relation_open_once",
            ),
        ]

    class Privacy:
        identifying = ("patient", "user", "ended_by")
        clinical = ("because", "ended_because")
        plain = ("id", "clinic", "kind", "since", "until")
