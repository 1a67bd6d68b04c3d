"""What somebody who treats offers, and the hours they have free."""

from enum import StrEnum

from django.db import models
from django.db.models import Q

from openimt_clinic.records.appointment import Place
from openimt_clinic.records.record import (
    Record,
    between,
    both_or_neither,
    maybe_person,
    one_of,
    words,
)
from openimt_clinic.records.record import person as a_person


class TherapistSex(StrEnum):
    """As they wish to be seen by people who have a wish about it; empty = not said."""

    WOMAN = "woman"
    MAN = "man"
    NEITHER = "neither"


class Style(StrEnum):
    """How they work, in words that people use when they wish for something."""

    STRUCTURED = "structured"
    OPEN = "open"
    ACTIVE = "active"
    QUIET = "quiet"


def no_list() -> list[str]:
    return []


def no_words() -> dict[str, str]:
    return {}


class TherapistProfile(Record):
    """One a user and clinic. Yes or no: null = not said. ``trained_in``: competences of the core's
    words; ``therapies``: ids of the catalogue. ``own_words``: what they do and who they are, in
    plain words by language, for people who choose; ``to_ask``: what is good to ask them, a question
    a line, by language. ``open_to_new``: they can be offered."""

    user = a_person()
    trained_in = models.JSONField(default=no_list, blank=True)
    therapies = models.JSONField(default=no_list, blank=True)
    supervised = models.BooleanField(null=True, blank=True)
    safety_trained = models.BooleanField(null=True, blank=True)
    crisis_cover = models.BooleanField(null=True, blank=True)
    languages = models.JSONField(default=no_list, blank=True)
    modes = models.JSONField(default=no_list, blank=True)
    styles = models.JSONField(default=no_list, blank=True)
    sex = models.CharField(max_length=10, choices=words(TherapistSex), blank=True, default="")
    limit = models.PositiveSmallIntegerField(null=True, blank=True)
    stays_until = models.DateField(null=True, blank=True)
    own_words = models.JSONField(default=no_words, blank=True)
    to_ask = models.JSONField(default=no_words, blank=True)
    open_to_new = models.BooleanField(default=True)
    changed_at = models.DateTimeField()
    changed_by = a_person()

    class Meta:
        constraints = [
            one_of("therapist_profile", "sex", TherapistSex, empty=True),
            models.UniqueConstraint(fields=["clinic", "user"], name="therapist_profile_once"),
        ]

    class Privacy:
        identifying = ("user", "own_words", "to_ask", "sex", "changed_by")
        clinical = ()
        plain = (
            "id", "clinic", "trained_in", "therapies", "supervised", "safety_trained",
            "crisis_cover", "languages", "modes", "styles", "limit", "stays_until", "open_to_new",
            "changed_at",
        )  # fmt: skip


class FreeHour(Record):
    """An hour of the week (1 is Monday) that somebody has free from a day on, until ``gone_at``.
    ``place`` empty: either way."""

    user = a_person()
    weekday = models.PositiveSmallIntegerField()
    at = models.TimeField()
    place = models.CharField(max_length=10, choices=words(Place), blank=True, default="")
    from_on = models.DateField()
    noted_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True, blank=True)
    gone_by = maybe_person()

    class Meta:
        ordering = ["from_on", "weekday", "at"]
        constraints = [
            between("free_hour", "weekday", 1, 7),
            one_of("free_hour", "place", Place, empty=True),
            both_or_neither("free_hour", "gone_at", "gone_by"),
            models.UniqueConstraint(
                fields=["clinic", "user", "weekday", "at"],
                condition=Q(gone_at__isnull=True),
                name="free_hour_once",
            ),
        ]

    class Privacy:
        identifying = ("user", "gone_by")
        clinical = ()
        plain = ("id", "clinic", "weekday", "at", "place", "from_on", "noted_at", "gone_at")
