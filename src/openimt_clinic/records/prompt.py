"""One reminder, as the ledger keeps it: when it was planned, came, was seen, and why or why not."""

from enum import StrEnum

from django.db import models
from django.db.models import Q

from openimt_clinic.records.record import PatientRecord, one_of, words


class PromptState(StrEnum):
    """``sending``: a worker has taken it. ``delivered``: handed over; that alone says nothing of
    whether it was seen."""

    PLANNED = "planned"
    SENDING = "sending"
    DELIVERED = "delivered"
    DROPPED = "dropped"


class PromptChannel(StrEnum):
    """By which way it was handed over: the browser's push service, mail, or the app alone."""

    PUSH = "push"
    EMAIL = "email"
    APP = "app"


class Prompt(PatientRecord):
    """``key`` names it for good, so that no plan asks it twice. ``because``: a word of
    ``openimt.deliver.prompts.because``. ``try_at``: when it is sent, which is
    ``due_at`` unless it was put off or has to be tried again. Each moment is kept apart: none
    follows from another.
    """

    schedule = models.ForeignKey(
        "records.PromptSchedule", on_delete=models.PROTECT, related_name="prompts"
    )
    key = models.CharField(max_length=120)
    row = models.CharField(max_length=40)
    about = models.CharField(max_length=40)
    day = models.DateField()
    due_at = models.DateTimeField()
    until = models.DateTimeField()
    try_at = models.DateTimeField()
    state = models.CharField(
        max_length=10, choices=words(PromptState), default=PromptState.PLANNED.value
    )
    because = models.CharField(max_length=20)
    channel = models.CharField(max_length=10, choices=words(PromptChannel), blank=True, default="")
    attempts = models.PositiveSmallIntegerField(default=0)
    put_off = models.PositiveSmallIntegerField(default=0)
    planned_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    shown_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_at", "key"]
        indexes = [
            models.Index(fields=["clinic", "state", "try_at"], name="prompt_due"),
            models.Index(fields=["patient", "due_at"], name="prompt_of_patient"),
        ]
        constraints = [
            one_of("prompt", "state", PromptState),
            one_of("prompt", "channel", PromptChannel, empty=True),
            models.UniqueConstraint(fields=["patient", "key"], name="prompt_once"),
            models.CheckConstraint(
                condition=~Q(state=PromptState.DELIVERED.value) | Q(delivered_at__isnull=False),
                name="prompt_delivered_has_moment",
            ),
        ]

    class Privacy:
        identifying = ("patient",)
        clinical = (
            "schedule", "key", "row", "about", "day", "because", "put_off", "shown_at",
            "opened_at", "answered_at",
        )  # fmt: skip
        plain = (
            "id", "clinic", "due_at", "until", "try_at", "state", "channel", "attempts",
            "planned_at", "taken_at", "delivered_at",
        )  # fmt: skip
