"""Who was offered to a person and why, whom they chose, and how it went on."""

from enum import StrEnum

from django.db import models
from django.db.models import Q

from openimt_clinic.records.record import (
    PatientRecord,
    both_or_neither,
    maybe_person,
    one_of,
    person,
    words,
)


class Look(StrEnum):
    """What both found when they looked whether it fits."""

    GOES_ON = "goes_on"
    TALK = "talk"
    CHANGE = "change"


def nothing_proposed() -> list[object]:
    return []


def no_wishes() -> dict[str, object]:
    return {}


class FitChoice(PatientRecord):
    """One is open at a time, until ``changed_at``. ``proposed``: in order, ``{"user", "points"}``
    with what was said of each then. ``options``: the ids of all who could be offered, in order;
    empty where it was not kept yet. ``shown``: the person may choose on their own page.

    ``trial_sessions``: after so many both say whether it goes on. A change asks for no reason;
    ``change_reason`` is what somebody wished to say all the same.
    """

    wishes = models.JSONField(default=no_wishes, blank=True)
    proposed = models.JSONField(default=nothing_proposed, blank=True)
    options = models.JSONField(default=nothing_proposed, blank=True)
    shown = models.BooleanField(default=False)
    by = person()
    made_at = models.DateTimeField()
    chosen = maybe_person()
    chosen_by = maybe_person()
    chosen_at = models.DateTimeField(null=True, blank=True)
    trial_sessions = models.PositiveSmallIntegerField()
    began_by = maybe_person()
    began_at = models.DateTimeField(null=True, blank=True)
    look = models.CharField(max_length=10, choices=words(Look), blank=True, default="")
    look_by = maybe_person()
    look_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = maybe_person()
    change_reason = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            one_of("fit_choice", "look", Look, empty=True),
            both_or_neither("fit_choice", "chosen_at", "chosen_by"),
            both_or_neither("fit_choice", "chosen_at", "chosen"),
            both_or_neither("fit_choice", "began_at", "began_by"),
            both_or_neither("fit_choice", "look_at", "look_by"),
            both_or_neither("fit_choice", "changed_at", "changed_by"),
            models.CheckConstraint(
                condition=Q(began_at__isnull=True) | Q(chosen_at__isnull=False),
                name="fit_choice_begins_with_somebody",
            ),
            models.UniqueConstraint(
                fields=["patient"], condition=Q(changed_at__isnull=True), name="fit_choice_one_open"
            ),
        ]

    class Privacy:
        identifying = (
            "patient", "by", "chosen", "chosen_by", "began_by", "look_by", "changed_by", "proposed",
            "options",
        )  # fmt: skip
        clinical = ("wishes", "look", "change_reason")
        plain = (
            "id", "clinic", "shown", "made_at", "chosen_at", "trial_sessions", "began_at",
            "look_at", "changed_at",
        )  # fmt: skip


class KeptApart(PatientRecord):
    """A person and somebody who treats are not brought together (again), until it is taken back.
    ``says`` may be empty: nobody has to say why."""

    user = person()
    says = models.TextField(blank=True, default="")
    by = person()
    noted_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = maybe_person()

    class Meta:
        ordering = ["noted_at"]
        constraints = [
            both_or_neither("kept_apart", "taken_back_at", "taken_back_by"),
            models.UniqueConstraint(
                fields=["patient", "user"],
                condition=Q(taken_back_at__isnull=True),
                name="kept_apart_once",
            ),
        ]

    class Privacy:
        identifying = ("patient", "user", "by", "taken_back_by")
        clinical = ("says",)
        plain = ("id", "clinic", "noted_at", "taken_back_at")
