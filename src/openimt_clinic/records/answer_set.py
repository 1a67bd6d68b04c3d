"""An answer set: one person's answers to one instrument on one occasion, and what they gave."""

from enum import StrEnum

from django.db import models
from django.db.models import Q

from openimt_clinic.records.record import PatientRecord, one_of, words


class AnswerSource(StrEnum):
    """Filled in here, or brought in a file."""

    FORM = "form"
    IMPORT = "import"


class AnswerState(StrEnum):
    """A draft is being filled in; its worrying answers have acted already."""

    DRAFT = "draft"
    COMPLETE = "complete"


def empty_list() -> list[object]:
    return []


class AnswerSet(PatientRecord):
    """``answers``: item id to number, or null for not answered. ``scores``: as the contract's
    ``score`` row writes them, kept with the version they were made by; empty while a draft.

    ``sent_key`` is made by the sender, so that sending twice keeps one set. ``about``: the day it
    is about where that is not the day it was given, such as yesterday's diary.
    """

    instrument = models.CharField(max_length=60)
    version = models.CharField(max_length=40)
    occasion = models.CharField(max_length=60, blank=True, default="")
    answers = models.JSONField(default=dict)
    scores = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=10, choices=words(AnswerState))
    source = models.CharField(max_length=10, choices=words(AnswerSource))
    given_by = models.ForeignKey(
        "records.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    given_at = models.DateTimeField()
    received_at = models.DateTimeField()
    about = models.DateField(null=True, blank=True)
    sent_key = models.CharField(max_length=64, blank=True, default="")
    file_name = models.CharField(max_length=200, blank=True, default="")
    warnings = models.JSONField(default=empty_list, blank=True)
    shared = models.BooleanField(default=True)

    class Meta:
        ordering = ["-given_at"]
        indexes = [models.Index(fields=["patient", "instrument", "given_at"])]
        constraints = [
            one_of("answer_set", "state", AnswerState),
            one_of("answer_set", "source", AnswerSource),
            models.CheckConstraint(
                condition=Q(state=AnswerState.DRAFT.value) | ~Q(scores={}),
                name="answer_set_complete_has_scores",
            ),
            models.UniqueConstraint(
                fields=["patient", "sent_key"],
                condition=~Q(sent_key=""),
                name="answer_set_sent_once",
            ),
            models.UniqueConstraint(
                fields=["patient", "instrument", "occasion"],
                condition=Q(source=AnswerSource.IMPORT.value),
                name="answer_set_imported_once",
            ),
            models.UniqueConstraint(
                fields=["patient", "instrument"],
                condition=Q(state=AnswerState.DRAFT.value),
                name="answer_set_one_draft",
            ),
        ]

    class Privacy:
        identifying = ("patient", "given_by", "file_name")
        clinical = (
            "instrument", "occasion", "answers", "scores", "given_at", "about", "warnings",
            "shared",
        )  # fmt: skip
        plain = ("id", "clinic", "version", "state", "source", "received_at", "sent_key")
