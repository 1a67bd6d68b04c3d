"""A signed paper that somebody gave or sent: when, to whom, by which way. Nobody is sent anything
by the computer."""

from enum import StrEnum

from django.db import models

from openimt_clinic.records.record import PatientRecord, one_of, person, words

LETTER, COURSE_REPORT = "letter", "course_report"
PAPERS = (LETTER, COURSE_REPORT)
"""Kinds of care document that go out to somebody."""


class SentBy(StrEnum):
    """The way a paper went."""

    POST = "post"
    BY_HAND = "by_hand"
    FAX = "fax"
    SECURE_MAIL = "secure_mail"
    OTHER = "other"


class PaperSent(PatientRecord):
    """One sending of one signed document."""

    document = models.ForeignKey("records.CareDocument", on_delete=models.PROTECT, related_name="+")
    to_whom = models.CharField(max_length=200)
    way = models.CharField(max_length=15, choices=words(SentBy))
    on = models.DateField()
    by = person()
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["-on", "-noted_at"]
        constraints = [
            one_of("paper_sent", "way", SentBy),
            models.CheckConstraint(condition=~models.Q(to_whom=""), name="paper_sent_to_somebody"),
            models.UniqueConstraint(
                fields=["document", "to_whom", "way", "on"], name="paper_sent_noted_once"
            ),
        ]

    class Privacy:
        identifying = ("patient", "to_whom", "by")
        clinical = ()
        plain = ("id", "clinic", "document", "way", "on", "noted_at")
